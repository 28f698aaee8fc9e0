"""How e-mail leaves the house: `UNISONO_EMAIL_URL`, or a folder of files where nothing is set."""

from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

NAME = "UNISONO_EMAIL_URL"
_PORTS = {"smtp": 25, "smtps": 465}
_EXAMPLE = "smtp://user:password@host:587/?tls=1"


def email_settings(url: str) -> dict[str, Any]:
    """Return Django's settings for this address; without one, messages become files
    (`MAIL_FOLDER`).

    `smtp://` takes `?tls=1` for STARTTLS, `smtps://` is encrypted at once; name and password are
    percent-encoded.
    """
    if not url:
        return {"EMAIL_BACKEND": "unisono.common.mail.FolderBackend"}
    parts = _parts(url)
    return {
        "EMAIL_BACKEND": "unisono.common.mail.SmtpBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or _PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp" and _tls(parts.query),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        # A person waits for the page meanwhile.
        "EMAIL_TIMEOUT": 10,
    }


def _parts(url: str) -> SplitResult:
    """Return the address taken apart; never repeat it in an error, for it has a password."""
    try:
        parts = urlsplit(url)
        complete = parts.scheme in _PORTS and parts.hostname and parts.port != 0
    except ValueError:
        complete = False
    if not complete:
        raise ImproperlyConfigured(f"{NAME} must look like {_EXAMPLE} (or smtps://…).")
    if parts.path not in ("", "/") or parts.fragment:
        advice = "write / # ? @ in a password as %2F %23 %3F %40"
        raise ImproperlyConfigured(f"{NAME} has something after the host; {advice}.")
    return parts


def _tls(query: str) -> bool:
    values = parse_qs(query, keep_blank_values=True)
    tls = values.pop("tls", ["0"])[-1].lower()
    if values or tls not in ("0", "1", "yes", "no", "true", "false"):
        raise ImproperlyConfigured(
            f"{NAME} takes ?tls=1 or ?tls=0 and nothing else after the question mark."
        )
    return tls in ("1", "yes", "true")
