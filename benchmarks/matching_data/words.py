"""What generated firms are called and where they are: per country trades, surnames, first names,
cities, streets.
"""

COUNTRIES = {
    "ES": {
        "weight": 45,
        "trades": "Talleres|Construcciones|Transportes|Panadería|Librería|Electricidad|Fontanería|Carpintería|Muebles|"
        "Viveros|Bodegas|Conservas|Hormigones|Gestoría|Autoescuela|Clínica " "Dental|Farmacia|Peluquería|Restaurante|"
        "Hostal|Inmobiliaria|Ferretería|Suministros " "Industriales|Maquinaria " "Agrícola|Instalaciones|Pinturas|Cristalería|"
        "Imprenta|Distribuciones|Comercial|Asesoría|Informática|Óptica|Joyería|Pescados|Frutas|Aceites|Mármoles",
        "surnames": "García|Muñoz|Fernández|González|Rodríguez|López|Martínez|Sánchez|Pérez|Gómez|Martín|Jiménez|Ruiz|"
        "Hernández|Díaz|Moreno|Álvarez|Romero|Alonso|Gutiérrez|Navarro|Torres|Domínguez|Vázquez|Ramos|Gil|Serrano|"
        "Blanco|Molina|Morales|Suárez|Ortega|Delgado|Castro|Ortiz|Rubio|Marín|Sanz|Núñez|Iglesias|Medina|Garrido|Peña|"
        "Ibáñez|Echeverría|Zubizarreta|Puig|Ferrer|Vidal|Castells|Villanueva|Bermúdez|Cabrera|Arroyo|Lozano|Cano",
        "first": "José|Antonio|Manuel|Francisco|Juan|David|Javier|Daniel|Carlos|María|Carmen|Ana|Isabel|Laura|Cristina|"
        "Marta|Pilar|Lucía|Elena|Rosa|Miguel Ángel|María José|José Luis|Begoña|Iñaki|Jordi|Núria",
        "cities": "Madrid:28|Barcelona:08|Sevilla:41|Valencia:46|Zaragoza:50|Málaga:29|Murcia:30|Bilbao:48|Alicante:03|"
        "Córdoba:14|Valladolid:47|Vigo:36|Gijón:33|Granada:18|A " "Coruña:15|Vitoria:01|Lugo:27|Cádiz:11|Jaén:23|León:24|"
        "Logroño:26|Toledo:45|Burgos:09|Cáceres:10|Huelva:21|Lleida:25|Girona:17|Teruel:44",
        "streets": "Calle Mayor|Calle Real|Avenida de la " "Constitución|Calle San Juan|Plaza de " "España|Calle Cervantes|"
        "Avenida de Andalucía|Calle del Carmen|Paseo de la Castellana|Calle " "Goya|Carretera de " "Toledo|Calle Nueva|"
        "Calle Alcalá|Rúa do Progreso|Calle Santa Ana|Polígono " "Industrial El Pino|Calle " "Velázquez|Ronda de Toledo",
        "forms": "S.L.|S.L.|SL|S.A.|S.L.U.|S.Coop.|C.B.",
        "phone": "+34 9{d8}", "mobile": "+34 6{d8}", "vat": "ESB{d8}", "post": 5, "tld": "es",
    },
    "DE": {
        "weight": 15,
        "trades": "Bäckerei|Autohaus|Elektro|Schreinerei|Metallbau|Gartenbau|Maschinenbau|Druckerei|Apotheke|Spedition|"
        "Baugeschäft|Heizung und " "Sanitär|Möbelhaus|Software|Ingenieurbüro|Steuerberatung|Zahntechnik|Brauerei|Optik",
        "surnames": "Müller|Schmidt|Schneider|Fischer|Weber|Meyer|Wagner|Becker|Schulz|Hoffmann|Schäfer|Koch|Bauer|Richter|"
        "Klein|Wolf|Schröder|Neumann|Schwarz|Zimmermann|Braun|Krüger|Hofmann|Hartmann|Lange|Werner|Krause|Lehmann|Köhler",
        "first": "Hans|Peter|Klaus|Jürgen|Andreas|Stefan|Sabine|Monika|Ursula|Petra|Anna|Karin|Wolfgang|Günther|Jörg",
        "cities": "Berlin:10|Hamburg:20|München:80|Köln:50|Frankfurt:60|Stuttgart:70|Düsseldorf:40|Leipzig:04|Dresden:01|"
        "Nürnberg:90|Hannover:30|Bremen:28|Würzburg:97|Göttingen:37|Lübeck:23|Freiburg:79",
        "streets": "Hauptstraße|Bahnhofstraße|Gartenstraße|Schulstraße|Dorfstraße|Lindenweg|Goethestraße|Am " "Markt|"
        "Industriestraße|Mozartweg|Kirchplatz|Ringstraße",
        "forms": "GmbH|GmbH|GmbH & Co. KG|AG|e.K.|OHG|UG",
        "phone": "+49 {d3} {d7}", "mobile": "+49 17{d8}", "vat": "DE{d9}", "post": 5, "tld": "de",
    },
    "FR": {
        "weight": 10,
        "trades": "Boulangerie|Garage|Menuiserie|Plomberie|Pharmacie|Transports|Imprimerie|Maçonnerie|Électricité|Fleurs|"
        "Cabinet|Établissements|Restaurant|Librairie|Domaine",
        "surnames": "Martin|Bernard|Dubois|Thomas|Robert|Richard|Petit|Durand|Leroy|Moreau|Simon|Laurent|Lefèvre|Michel|"
        "Garnier|François|Mercier|Dupont|Lambert|Bonnet|Rousseau|Vincent|Müller|Lefebvre|Girard|André|Gaultier",
        "first": "Jean|Pierre|Michel|André|Philippe|Marie|Nathalie|Isabelle|Françoise|Sylvie|Luc|Chloé|Hélène|Benoît",
        "cities": "Paris:75|Marseille:13|Lyon:69|Toulouse:31|Nice:06|Nantes:44|Strasbourg:67|Montpellier:34|Bordeaux:33|"
        "Lille:59|Rennes:35|Reims:51|Dijon:21|Nîmes:30|Angers:49",
        "streets": "rue de la Paix|avenue Victor Hugo|rue du " "Moulin|place de la Mairie|rue Jean " "Jaurès|boulevard Voltaire|"
        "rue des Écoles|chemin des Vignes|rue Pasteur",
        "forms": "SARL|SAS|SA|EURL|SNC",
        "phone": "+33 1{d8}", "mobile": "+33 6{d8}", "vat": "FR{d11}", "post": 5, "tld": "fr",
    },
    "IT": {
        "weight": 8,
        "trades": "Officina|Panificio|Ristorante|Edilizia|Trasporti|Farmacia|Vini|Arredamenti|Studio|Ceramiche|Tessuti",
        "surnames": ("Rossi|Russo|Ferrari|Esposito|Bianchi|Romano|Colombo|Ricci|Marino|Greco|Bruno|Gallo|Conti|De " "Luca|Costa"),
        "first": "Marco|Giuseppe|Luca|Giulia|Francesca|Paolo|Anna|Niccolò|Chiara|Alessandro",
        "cities": "Roma:00|Milano:20|Napoli:80|Torino:10|Bologna:40|Firenze:50|Genova:16|Verona:37|Bari:70|Forlì:47",
        "streets": ("via Roma|via Garibaldi|corso Italia|via Dante|piazza Duomo|via " "Mazzini|viale Europa|via Manzoni"),
        "forms": "S.r.l.|S.p.A.|S.n.c.|S.a.s.",
        "phone": "+39 0{d9}", "mobile": "+39 3{d9}", "vat": "IT{d11}", "post": 5, "tld": "it",
    },
    "GB": {
        "weight": 10,
        "trades": "Bakery|Garage|Plumbing|Electrical|Joinery|Software|Consulting|Haulage|Printers|Dental|Fisheries|Brewery|"
        "Engineering|Estates|Catering|Garden Centre|Roofing|Furniture|Logistics",
        "surnames": "Smith|Jones|Taylor|Brown|Williams|Wilson|Johnson|Davies|Robinson|Wright|Thompson|Evans|Walker|White|"
        "Roberts|Green|Hall|Wood|Jackson|Clarke|O'Neill|MacDonald|Campbell|Stewart|Hughes|Edwards|Cooper|Ward|Baker",
        "first": "John|James|Robert|Mary|Patricia|Linda|Susan|David|Richard|Sarah|Emma|Thomas|Siobhán|Zoë",
        "cities": "London:SW|Leeds:LS|Bristol:BS|Glasgow:GL|Liverpool:LP|Sheffield:SH|Cardiff:CF|Belfast:BT|York:YO|Bath:BA",
        "streets": ("High Street|Station Road|Church Lane|Park Road|Victoria Street|Mill " "Lane|Queens Road|London Road"),
        "forms": "Ltd|Limited|PLC|LLP|& Sons Ltd",
        "phone": "+44 1{d9}", "mobile": "+44 7{d9}", "vat": "GB{d9}", "post": 4, "tld": "co.uk",
    },
    "US": {
        "weight": 8,
        "trades": ("Hardware|Auto " "Repair|Roofing|Dental|Trucking|Software|Consulting|Supply|Foods|Plumbing|Realty|Lumber"),
        "surnames": "Smith|Johnson|Williams|Brown|Jones|Garcia|Miller|Davis|Martinez|Lopez|Wilson|Anderson|Thomas|Moore|Lee",
        "first": "James|Mary|John|Jennifer|Michael|Linda|William|Elizabeth|David|Barbara|José|Nguyen",
        "cities": "Boston:02|Chicago:60|Houston:77|Phoenix:85|Denver:80|Seattle:98|Atlanta:30|Miami:33|Dallas:75|Portland:97",
        "streets": ("Main Street|Oak Avenue|2nd Street|Maple Drive|Washington Boulevard|Park " "Avenue|Elm Court|Lake Road"),
        "forms": "Inc.|LLC|Corp.|Co.",
        "phone": "+1 617-{d3}-{d4}", "mobile": "+1 312-{d3}-{d4}", "vat": "", "post": 5, "tld": "com",
    },
    "PL": {
        "weight": 4,
        "trades": "Piekarnia|Transport|Stolarz|Apteka|Hurtownia|Zakład|Biuro|Drukarnia",
        "surnames": "Kowalski|Wiśniewski|Wójcik|Kowalczyk|Kamiński|Lewandowski|Zieliński|Szymański|Woźniak|Dąbrowski",
        "first": "Jan|Paweł|Małgorzata|Agnieszka|Łukasz|Katarzyna",
        "cities": "Warszawa:00|Kraków:30|Łódź:90|Wrocław:50|Poznań:60|Gdańsk:80",
        "streets": "ul. Długa|ul. Kościuszki|al. Jerozolimskie|ul. Słoneczna|ul. Polna",
        "forms": "Sp. z o.o.|S.A.",
        "phone": "+48 22 {d7}", "mobile": "+48 60{d7}", "vat": "PL{d10}", "post": 5, "tld": "pl",
    },
}  # fmt: skip
OTHER_NAMES = {
    "Sevilla": "Seville", "Zaragoza": "Saragossa", "Vitoria": "Vitoria-Gasteiz", "A Coruña": "La Coruña",
    "Lleida": "Lérida", "Girona": "Gerona", "München": "Munich", "Köln": "Cologne", "Nürnberg": "Nuremberg",
    "Roma": "Rome", "Milano": "Milan", "Firenze": "Florence", "Torino": "Turin", "Genova": "Genoa",
    "Warszawa": "Warsaw", "Kraków": "Cracow", "Lyon": "Lyons", "Marseille": "Marseilles",
}  # fmt: skip
