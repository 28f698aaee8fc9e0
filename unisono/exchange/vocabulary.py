"""What others call the fields of parties: Google, Outlook, Apple, Thunderbird, Odoo, ERPNext, Business
Central, Dolibarr, SuiteCRM, HubSpot, Salesforce, Spanish accounting programs, and people who write
English, Spanish, Catalan, French, Portuguese, German or Italian.

Words stand as headings are compared: folded, without signs and small words (`Forma de pago` is
`formapago`). The registry's own aliases come first.
"""

# What a heading says beyond doubt.
STRONG: dict[str, str] = {
    "no": "clientcode customercode vendorcode suppliercode codeclient codefournisseur kundennummer "
    "kundennr lieferantennummer lieferantennr numeroclient codicecliente codicefornitore "
    "codigofornecedor codiclient codiproveidor accountno accountcode",
    "name": "customername suppliername vendorname partyname accountname partnername displayname "
    "fullname nombrecompleto clientname nomtiers raisonsociale denominationsociale firmenname "
    "firmierung unternehmensname nomempresa raosocial ragionesociale denominazione "
    "denominacaosocial razaosocial anzeigename nomcomplet nomecompleto nomeecognome cognomeenome "
    "fileas nombremostrar raonsocial businessname legalname name1 nombre1 kundenname "
    "nombrerazonsocial nombreorazonsocial razonsocialnombre nombreempresa",
    "name_2": "tradingname commercialname nomcommercial nomalternatif nombrecomercial nomefantasia "
    "nomcomercial rotulo dba alias",
    "first_name": "firstname givenname nombrepila vorname prenom prenome primeironome rufname forename",
    "middle_name": "middlename additionalname segundonombre zweitervorname deuxiemeprenom",
    "surname": "lastname surname familyname apellido apellidos apellido1 apellido2 primerapellido "
    "segundoapellido nachname familienname nomfamille cognome cognoms sobrenome apelido apelidos",
    "company_name": "relatedcompany organizationname organization1name employer accountcompany "
    "parentcompany parentname empresarelacionada companyoforganization arbeitgeber",
    "job_title": "jobtitle jobposition organizationtitle organization1title cargo puesto "
    "puestotrabajo fonction berufsbezeichnung funktion posizione ruolo carrec designation "
    "jobfunction",
    "address": "businessstreet workstreet workaddress businessaddress primaryaddress billingaddress "
    "billingstreet mailingstreet primaryaddressstreet billingaddressstreet address1street "
    "address1line addressline1 streetaddress strasse strassehausnummer anschrift adresse rue "
    "dienstlichadresse indirizzo via endereco morada rua adreca carrer street1 direccionfiscal "
    "domiciliofiscal direccionpostal callenumero calletrabajo direcciontrabajo",
    "address_2": "businessstreet2 address1extendedaddress addressline2 complement complementoadresse "
    "complementodireccion adresszusatz complementadresse workaddress2 adresse2 indirizzo2",
    "post_code": "businesspostalcode workzip workzipcode workpostalcode plz postleitzahl "
    "dienstlichplz codepostal cap codicepostale cep codipostal businesszip billingzip "
    "billingpostalcode mailingzip mailingpostalcode primaryaddresspostalcode address1postalcode "
    "billingaddresspostalcode cpostal dp distritopostal codigopostaltrabajo zippostalcode",
    "city": "businesscity workcity ort stadt dienstlichort ville citta comune cidade localidade "
    "poblacio ciutat billingcity mailingcity address1city primaryaddresscity billingaddresscity "
    "citytown municipi ciudadtrabajo localita wohnort",
    "county": "businessstate workstate bundesland departement prov billingstate mailingstate "
    "address1region primaryaddressstate billingaddressstate stateprovince stateregion "
    "provinciaestado provinciatrabajo provincie distrito comarca",
    "country_code": "businesscountry businesscountryregion workcountry dienstlichland pays codepays "
    "paese nazione billingcountry mailingcountry address1country primaryaddresscountry "
    "billingaddresscountry countryregion countryregioncode landescode laenderkennzeichen "
    "paistrabajo paisregion codicepaese",
    "phone_no": "businessphone workphone phone1value teldienstlich telefon telefonnummer telefonfirma "
    "telefonbuero telefonotrabajo telefonooficina fijo primaryphone companymainphone mainphone "
    "officephone officetelephone officephonenumber phonenumber telephonenumber landline telefone "
    "telefonefixo telefonoufficio phonework phoneoffice teletravail telfijo numerotelefono "
    "telefonocontacto telefonoempresa",
    "mobile_phone_no": "mobileno mobilenumber mobil mobiltelnr mobiltelefon mobilnummer handy "
    "handynummer cellulare portable telephoneportable telemovel cellphone cellphonenumber "
    "primarymobile businessmobile phonemobile numeromovil tlfmovil telmovil mobilephonenumber mob",
    "fax_no": "businessfax workfax faxnummer telecopie faxwork dienstlichfax faxnumber numerofax "
    "faxtrabajo telefax faxdienstlich",
    "email": "email1value email1address email1 emailid workemail businessemail primaryemail "
    "emailprimary primareemailadresse mailadresse emailadresse courriel adresseemail adressemail "
    "correoe correoe1 emails adrecaelectronica correu correuelectronic postaelettronica "
    "indirizzoemail direccionemail direccioncorreoelectronico emailempresa maile",
    "email_2": "email2value email2address email2 secondaryemail sekundareemailadresse secondemail "
    "emailsecundario personalemail otheremail correo2 correoelectronico2 alternateemail",
    "home_page": "webpage website1value siteweb sitioweb internet webseite sito sitoweb site "
    "personalwebpage web1 webaddress direccionweb pagina websiteurl",
    "vat_registration_no": "taxnumber ustid ustidnr umsatzsteuerid ustidnummer numerotva numtva "
    "tvaintra partitaiva piva codicefiscale contribuinte vatregno vatregistrationnumber "
    "taxidentificationnumber taxregistrationnumber numeroidentificacionfiscal numerofiscal "
    "identificacionfiscal cuit rut cnpj nipc nifdni vatcode tva nifcifdni nif/cif",
    "registration_no": "siren siret handelsregisternummer hrb companyregistrationnumber "
    "companynumber registromercantil",
    "language_code": "preferredlanguage sprache langue lingua lenguaje lang",
    "currency_code": "defaultcurrency billingcurrency devise wahrung waehrung valuta moeda",
    "external_id": "externalid recordid uid guid uuid globalid objectid internalid crmid idexterno "
    "odooid xmlid systemid foreignid",
    "credit_limit": "limitecredito kreditlimit plafond fido riesgo riesgomaximo limiteriesgo encours",
    "payment_terms_code": "paymenttermscode zahlungsbedingungen zahlungsbedingung conditionsreglement "
    "condicionpago plazopago vencimiento vencimientos condicoespagamento termes paymentterm "
    "condizionipagamento condicionspagament",
    "payment_method_code": "metodopago modopago modereglement zahlungsart zahlungsweise formapagament "
    "metodopagamento modopagamento formapagamento mediopago",
    "contact_name": "ansprechpartner interlocuteur referente personacontacte responsable attn "
    "primarycontact contacte nomcontact atencionde",
    "iban": "ibannumber numeroiban cuentaiban ibancuenta codigoiban cuentacorriente",
    "bank_account_no": "accountnumber kontonummer numerocuenta bankaccountnumber ccc compte conto cuenta "
    "bankaccountno",
    "swift_code": "swiftbic bicnummer codigobic codigoswift",
    "type": "companytype customertype contacttype suppliertype partytype partnertype tipocontacto "
    "tipocliente tipoproveedor tipopersona kontakttyp typetiers tipopartner recordtype entitytype "
    "iscompany escompania esempresa isaccompany isacompany",
    "note": "remarks remark bemerkungen bemerkung anotaciones remarque remarques commentaire "
    "commentaires osservazioni notizen observacions comment notas1 comentario observacion internalnotes",
}
# What a heading may say, where nothing else in the file says it better.
WEAK: dict[str, str] = {
    "name": "contact cliente proveedor client fournisseur kunde lieferant fornitore fornecedor nom "
    "nome organization organisation entreprise societe firma unternehmen azienda societa empreses "
    "account customer supplier vendor titular",
    "company_name": "company organization organisation empresa entreprise societe firma unternehmen "
    "azienda societa account compania companyname accountname",
    "job_title": "title position role titulo titel funcion puestocargo",
    "address": "homestreet homeaddress privatadresse streethome calleparticular otherstreet",
    "post_code": "homepostalcode homezip privatplz otherpostalcode",
    "city": "homecity privatort othercity",
    "county": "homestate otherstate departamento",
    "country_code": "homecountry homecountryregion land stato othercountry nationality territorio",
    "phone_no": "homephone telefonprivat telprivat telefonocasa telefonoparticular otherphone phonehome "
    "phonenumbers",
    "email": "homeemail emailhome",
    "note": "description descripcion beschreibung descrizione",
    "no": "cliente proveedor client fournisseur",  # where another column is the name
    "type": "tipo type kind clase",
    "external_id": "id contactid partnerid customerid clientid",
}
# What no field takes, and the note does: with its heading before it.
NOTED = frozenset(
    "department abteilung departamento organizationdepartment organization1department nameprefix "
    "namesuffix suffix prefix anrede tratamiento salutation birthday geburtstag fechanacimiento "
    "cumpleanos labels categories tags groups groupmembership categorias kategorien spitzname nickname "
    "apodo assistant assistantsname managersname spouse anniversary profession homestreet homecity "
    "homestate homepostalcode homecountry homecountryregion homephone homephone2 businessphone2 "
    "otherphone pager carphone isdn telex radiophone ttytddphone companymainphone callback "
    "email3address email3value email3 phone3value phone4value privateadresse privatort privatplz "
    "privatland website2value officelocation hobby horario".split()
)
