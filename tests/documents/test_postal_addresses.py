"""Addresses stand on letters as their countries write them."""

from types import SimpleNamespace

import pytest

from unisono.documents.postal_addresses import address_lines, recipient

pytestmark = pytest.mark.pure

# address, address_2, post code, city, county, country: the lines below the name
LETTERS = [
    ("Calle Mayor 4", "3.º B", "28100", "Alcobendas", "Madrid", "ES",
     ["Calle Mayor 4", "3.º B", "28100 Alcobendas (Madrid)"]),
    ("Calle Real 1", "", "28013", "Madrid", "Madrid", "ES", ["Calle Real 1", "28013 Madrid"]),
    ("Avenida Paulista 1000", "10º andar", "01310-100", "São Paulo", "SP", "BR",
     ["Avenida Paulista 1000", "10º andar", "São Paulo - SP", "01310-100"]),
    ("Rua da Bahia 1148", "", "30160-011", "Belo Horizonte", "Minas Gerais", "BR",
     ["Rua da Bahia 1148", "Belo Horizonte - MG", "30160-011"]),
    ("вул. Хрещатик, 22", "", "01001", "Київ", "", "UA", ["вул. Хрещатик, 22", "Київ", "01001"]),
    ("вул. Соборна, 5", "кв. 7", "08600", "Васильків", "Київська область", "UA",
     ["вул. Соборна, 5", "кв. 7", "Васильків", "Київська область", "08600"]),
    ("Via Dante 7", "", "20121", "Milano", "MI", "IT", ["Via Dante 7", "20121 Milano MI"]),
    ("Via Dante 7", "", "20121", "Milano", "Milano", "IT", ["Via Dante 7", "20121 Milano MI"]),
    ("10 Downing Street", "", "SW1A 2AA", "London", "", "GB",
     ["10 Downing Street", "London", "SW1A 2AA"]),
    ("350 Fifth Avenue", "Suite 300", "10118", "New York", "New York", "US",
     ["350 Fifth Avenue", "Suite 300", "New York, NY 10118"]),
    ("350 Fifth Avenue", "", "10118", "New York", "", "US", ["350 Fifth Avenue", "New York 10118"]),
    ("1-2-3 Marunouchi", "", "100-0005", "Chiyoda-ku", "Tokyo", "JP",
     ["1-2-3 Marunouchi", "Chiyoda-ku, Tokyo 100-0005"]),
    ("丸の内1-2-3", "", "100-0005", "千代田区", "東京都", "JP",
     ["〒100-0005", "東京都千代田区", "丸の内1-2-3"]),
    ("Marienplatz 1", "", "80331", "München", "Bayern", "DE", ["Marienplatz 1", "80331 München"]),
    ("10 rue de Rivoli", "Bât. C", "75004", "Paris", "", "FR",
     ["10 rue de Rivoli", "Bât. C", "75004 Paris"]),
    ("Rua Augusta 100", "2.º Esq.", "1100-053", "Lisboa", "Lisboa", "PT",
     ["Rua Augusta 100", "2.º Esq.", "1100-053 Lisboa"]),
    ("Av. Vallarta 1000", "Col. Americana", "44160", "Guadalajara", "Jal.", "MX",
     ["Av. Vallarta 1000", "Col. Americana", "44160 Guadalajara, Jal."]),
    ("San Martín 550", "", "X5000FQJ", "Córdoba", "Córdoba", "AR",
     ["San Martín 550", "X5000FQJ Córdoba"]),
    ("Mitre 20", "", "B7600", "Mar del Plata", "Buenos Aires", "AR",
     ["Mitre 20", "B7600 Mar del Plata", "Buenos Aires"]),
    ("12 MG Road", "", "560001", "Bengaluru", "Karnataka", "IN",
     ["12 MG Road", "Bengaluru 560001", "Karnataka"]),
    ("88 Nanjing Road", "", "200001", "Shanghai", "", "CN",
     ["88 Nanjing Road", "Shanghai", "200001"]),
    ("南京东路88号", "", "200001", "黄浦区", "上海市", "CN",
     ["200001", "上海市黄浦区", "南京东路88号"]),
    ("110 Sejong-daero", "", "04524", "Jung-gu", "Seoul", "KR",
     ["110 Sejong-daero", "Jung-gu", "Seoul", "04524"]),
    ("ул. Тверская, д. 7", "", "125009", "Москва", "Москва", "RU",
     ["ул. Тверская, д. 7", "Москва", "125009"]),
    ("Fő utca 1.", "", "1011", "Budapest", "", "HU", ["Budapest", "Fő utca 1.", "1011"]),
    ("3 Main Street", "", "A65 F4E2", "Blessington", "Co. Wicklow", "IE",
     ["3 Main Street", "Blessington", "Co. Wicklow", "A65 F4E2"]),
    ("ul. Długa 5", "", "00-238", "Warszawa", "mazowieckie", "PL",
     ["ul. Długa 5", "00-238 Warszawa"]),
    ("Drottninggatan 4", "", "111 51", "Stockholm", "", "SE",
     ["Drottninggatan 4", "111 51 Stockholm"]),
    ("Damrak 1", "", "1012 LG", "Amsterdam", "", "NL", ["Damrak 1", "1012 LG Amsterdam"]),
    ("Bahnhofstrasse 1", "", "8001", "Zürich", "ZH", "CH", ["Bahnhofstrasse 1", "8001 Zürich"]),
    ("200 Bay Street", "", "M5J 2J2", "Toronto", "Ontario", "CA",
     ["200 Bay Street", "Toronto ON M5J 2J2"]),
    ("1 George Street", "", "2000", "Sydney", "NSW", "AU", ["1 George Street", "Sydney NSW 2000"]),
    ("İstiklal Caddesi 10", "", "34430", "Beyoğlu", "İstanbul", "TR",
     ["İstiklal Caddesi 10", "34430 Beyoğlu/İstanbul"]),
    ("İstiklal Caddesi 10", "", "34430", "İstanbul", "İstanbul", "TR",
     ["İstiklal Caddesi 10", "34430 İstanbul"]),
    ("1 Raffles Place", "", "048616", "Singapore", "", "SG",
     ["1 Raffles Place", "Singapore 048616"]),
    ("Sheikh Zayed Road 1", "", "00000", "Dubai", "Dubai", "AE",
     ["Sheikh Zayed Road 1", "00000 Dubai"]),
    ("Calle Real 1", "", "28100", "Alcobendas", "Madrid", "",
     ["Calle Real 1", "28100 Alcobendas (Madrid)"]),
]  # fmt: skip


def party(address, address_2, post_code, city, county, country):
    return SimpleNamespace(
        name="Elmwood",
        name_2="",
        address=address,
        address_2=address_2,
        post_code=post_code,
        city=city,
        county=county,
        country_code=country,
    )


@pytest.mark.parametrize(
    ("given", "lines"), [(each[:6], each[6]) for each in LETTERS], ids=lambda each: each[-1]
)
def test_an_address_is_laid_out_as_its_country_does(given, lines):
    assert address_lines(party(*given), home=given[5], language="en") == lines


def test_the_country_stands_below_where_it_is_not_ours():
    zurich = party("Bahnhofstrasse 1", "", "8001", "Zürich", "", "CH")

    assert address_lines(zurich, home="ES", language="es")[-2:] == ["8001 Zürich", "Suiza"]
    assert address_lines(zurich, home="CH", language="es")[-1] == "8001 Zürich"
    assert recipient(zurich, "Eva Muñoz", "CH", "en")[:2] == ["Elmwood", "Attn. Eva Muñoz"]


@pytest.mark.parametrize("country", ["ES", "BR", "JP", "US", "TR", "AE", ""])
def test_what_is_blank_leaves_no_mark_behind(country):
    for values in (["", "", "", "Bern", ""], ["", "", "3000", "", ""], ["", "", "", "", "Bern"]):
        lines = address_lines(party(*values, country), home=country, language="en")

        assert [line.strip("()〒") for line in lines] == [values[2] or "Bern"]
