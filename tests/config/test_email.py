"""`UNISONO_EMAIL_URL`: what it means, and what is said where it means nothing."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from unisono.config.email import email_settings

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://localhost", ("localhost", 25, "", "", False, False)),
        (
            "smtp://ana:se%40creto@mail.example:587/?tls=1",
            ("mail.example", 587, "ana", "se@creto", True, False),
        ),
        ("smtps://ana:x@mail.example", ("mail.example", 465, "ana", "x", False, True)),
        ("smtp://[::1]:2525?tls=no", ("::1", 2525, "", "", False, False)),
    ],
)
def test_an_address_says_it_all(url, expected):
    found = email_settings(url)

    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS", "USE_SSL")
    assert tuple(found[f"EMAIL_{name}"] for name in names) == expected


def test_without_an_address_messages_become_files():
    assert email_settings("") == {"EMAIL_BACKEND": "unisono.common.mail.FolderBackend"}


@pytest.mark.parametrize(
    "url",
    ["mail.example", "http://mail.example", "smtp://", "smtp://a:secreto@h:port", "smtp://h:0", "smtp://a:secreto/x@h",
     "smtp://h/?ssl=1", "smtp://h/?tls=perhaps", "smtp://a:secreto#x@h", "smtp://h:99999", "smtp://[::1"],
)  # fmt: skip
def test_bad_input_is_named_without_giving_the_password_away(url):
    with pytest.raises(ImproperlyConfigured, match="UNISONO_EMAIL_URL") as error:
        email_settings(url)

    assert "secreto" not in str(error.value)
