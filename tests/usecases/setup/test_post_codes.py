"""The table of post codes: whatever file it comes in, replaced country by country, on record."""

import pytest

from unisono.audit.models import AuditEntry
from unisono.common.errors import Invalid, NotAllowed, NotFound
from unisono.exchange.opening import open_table
from unisono.exchange.reading import Unreadable
from unisono.exchange.staging import WorkingFile
from unisono.setup.models import PostCode
from unisono.setup.queries import countries_with_post_codes, places_of
from unisono.usecases.setup import post_codes
from unisono.usecases.setup.post_codes import load_post_codes, remove_post_codes

ENGLISH = "country_code,post_code,city,county\nES,28001,Madrid,Madrid\nPT,1100-053,Lisboa,Lisboa\n"
SPANISH = "Código postal;Población;Provincia\n8001;Barcelona;Barcelona\n28100;Alcobendas;Madrid\n"


@pytest.fixture(autouse=True)
def _read_here(monkeypatch):
    """What confines the reading process is tested elsewhere."""

    def stage(raw, target, about):
        table = open_table(raw)
        return WorkingFile.create(target, table.columns, table.rows, table.about)

    monkeypatch.setattr(post_codes, "stage_confined", stage)


def load(actor, text, country="", encoding="utf-8"):
    return load_post_codes([text.encode(encoding)], "codes.csv", country, actor=actor)


def wrong(actor, text, country=""):
    with pytest.raises(Invalid) as refused:
        load(actor, text, country)
    return [(each.field, each.code) for each in refused.value.errors]


def found(post_code, country=""):
    return [(each.country_code, each.city, each.county) for each in places_of(post_code, country)]


def test_a_code_is_found_however_it_is_written(ines):
    assert load(ines, ENGLISH) == {"ES": 1, "PT": 1}

    assert found("1100053") == found("1100-053", "PT") == [("PT", "Lisboa", "Lisboa")]
    assert found(" 28 001 ") == [("ES", "Madrid", "Madrid")]
    assert found("28001", "PT") == found("99999") == []


def test_spanish_headings_semicolons_western_letters_and_lost_zeros_are_understood(ines):
    load(ines, SPANISH, "es", "cp1252")

    assert found("08001") == [("ES", "Barcelona", "Barcelona")]
    assert found("28100") == [("ES", "Alcobendas", "Madrid")]


def test_countries_are_named_or_coded_and_a_code_may_have_several_cities(ines):
    text = "country,zip,city\nSpain,28001,Madrid\nes,28001,Chamartín\nES,28001,Madrid\n"

    assert load(ines, text) == {"ES": 2}
    assert [city for _country, city, _county in found("28001")] == ["Chamartín", "Madrid"]


def test_the_countries_of_a_file_are_replaced_and_others_stay(ines):
    load(ines, ENGLISH)

    load(ines, SPANISH, "ES")

    assert countries_with_post_codes() == {"ES": 2, "PT": 1}
    assert found("28001") == []
    last = AuditEntry.objects.latest("id")
    assert (last.subject, last.detail) == ("post-codes", {"ES": [1, 2]})


def test_a_country_is_removed_once(ines):
    load(ines, ENGLISH)

    assert remove_post_codes("PT", actor=ines) == 1

    assert countries_with_post_codes() == {"ES": 1}
    with pytest.raises(NotFound):
        remove_post_codes("PT", actor=ines)


def test_bad_rows_are_named_and_nothing_is_kept(ines):
    load(ines, ENGLISH)
    text = "country_code,post_code,city\nES,28002,Madrid\nXX,1,Soria\nES,,Soria\nES,2,\n"
    text += f"ES,3,{'x' * 61}\nES,{'9' * 21},Soria\nES,4,So\x07ria\nES,5,Soria,more\n"

    codes = [code for _field, code in wrong(ines, text)]

    assert codes == [
        "unknown", "required", "required", "too-long", "too-long", "control-characters",
        "unreadable",
    ]  # fmt: skip
    assert countries_with_post_codes() == {"ES": 1, "PT": 1}


def test_what_is_no_table_of_post_codes_is_refused(ines):
    missing = [(each, "missing-column") for each in ("post_code", "city", "country_code")]
    assert wrong(ines, "name,phone\nElm,915550101\n") == missing
    assert wrong(ines, "post_code,city\n", "ES") == [("file", "empty")]
    assert wrong(ines, ENGLISH, "XX") == [("country_code", "unknown")]
    with pytest.raises(Unreadable):
        load_post_codes([b"%PDF-1.7"], "codes.pdf", "ES", actor=ines)


def test_more_rows_than_may_be_are_refused_before_any_is_looked_at(ines, monkeypatch):
    monkeypatch.setattr(post_codes, "MOST", 1)

    assert wrong(ines, ENGLISH) == [("file", "too-long")]


def test_only_an_administrator_loads_and_removes(omar):
    with pytest.raises(NotAllowed):
        load(omar, ENGLISH)
    with pytest.raises(NotAllowed):
        remove_post_codes("ES", actor=omar)

    assert not PostCode.objects.exists()
