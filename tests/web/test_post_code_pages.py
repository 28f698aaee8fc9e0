"""The page of post codes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.pages import Browser, words
from unisono.setup.models import PostCode
from unisono.setup.queries import countries_with_post_codes

HERE = "/setup/post-codes"


def file(text):
    return SimpleUploadedFile("codes.csv", text.encode())


def test_ines_loads_a_table_and_removes_it(ines):
    desk = Browser("ines")
    assert "The table is empty" in desk.get(HERE)

    desk.post(HERE, file=file("CP;Población\n8001;Barcelona\n"), country_code="ES")

    page = words(desk.get(HERE))
    assert "Loaded: Spain (ES) 1." in page
    assert countries_with_post_codes() == {"ES": 1}
    desk.post(f"{HERE}/ES/remove")
    assert "Removed: 1." in desk.get(HERE)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "This must be filled in."),
        ({"file": "CP;Población\n8001;\n", "country_code": "ES"}, "Row 2: This must be filled in."),
        ({"file": "CP;Población\n8001;Soria\n"}, "Country: The file has no column for this."),
    ],
)
def test_what_is_wrong_with_a_file_is_told(ines, sent, sentence):
    sent = {**sent, "file": file(sent["file"])} if "file" in sent else sent

    page = Browser("ines").post(HERE, 422, **sent).content.decode()

    assert sentence in words(page)
    assert not PostCode.objects.exists()


def test_others_do_not_get_there(omar):
    desk = Browser("omar")

    desk.get(HERE, 403)
    desk.post(HERE, 403, file=file("CP,city\n1,Soria\n"), country_code="ES")
    desk.post(f"{HERE}/ES/remove", 403)
