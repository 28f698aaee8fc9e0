"""Where attachments are kept: `UNISONO_ATTACHMENTS`, or where the book is."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ImproperlyConfigured

NAME = "UNISONO_ATTACHMENTS"
_EXAMPLE = "database, /srv/attachments or s3://bucket/folder?endpoint=https://…&region=…"
_S3 = {"endpoint": "endpoint_url", "region": "region_name"}


def attachments_storage(text: str, is_postgresql: bool) -> dict[str, Any]:
    """Return the entry of Django's STORAGES for this place: a database, a folder that all machines
    see, or a bucket. Without one, attachments of PostgreSQL are in the database, others in the data
    folder (MEDIA_ROOT). Raises ImproperlyConfigured for what is none.
    """
    if text == "database" or (not text and is_postgresql):
        return {"BACKEND": "unisono.interactions.storages.Database"}
    if not text or Path(text).is_absolute():
        options = {"location": text} if text else {}
        return {"BACKEND": "unisono.interactions.storages.Folder", "OPTIONS": options}
    return {"BACKEND": "unisono.interactions.bucket.Bucket", "OPTIONS": _bucket(text)}


def _bucket(text: str) -> dict[str, Any]:
    """Return the options of django-storages; who we are there, its own variables say
    (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY), or the machine.
    """
    try:
        parts = urlsplit(text)
        named = {name: values[-1] for name, values in parse_qs(parts.query, True).items()}
    except ValueError:
        parts, named = urlsplit(""), {}
    if parts.scheme != "s3" or not parts.netloc or "@" in parts.netloc or set(named) - set(_S3):
        raise ImproperlyConfigured(f"{NAME} must be one of: {_EXAMPLE}.")
    if not named.get("endpoint", "https://").startswith(("https://", "http://")):
        raise ImproperlyConfigured(f"The endpoint in {NAME} must be an address: https://…")
    if find_spec("boto3") is None:
        raise ImproperlyConfigured(f"{NAME} needs an extra: pip install 'unisono[s3]'")
    return {
        "bucket_name": parts.netloc,
        "location": parts.path.strip("/"),
        "default_acl": None,  # the bucket's own
        "file_overwrite": True,  # a file of the same name has the same content
        "addressing_style": "path" if "endpoint" in named else None,
        **{_S3[name]: value for name, value in named.items() if value},
    }
