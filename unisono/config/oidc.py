"""Sign-in by the company's own provider (OpenID Connect): `UNISONO_OIDC_URL` and its fellows."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from unisono.config import env

PROVIDER = "company"  # its name in addresses: /account/oidc/company/login/callback/


def name() -> str:
    """Return what the provider is called on the page of signing in."""
    return env.text("UNISONO_OIDC_NAME") or (urlsplit(env.text("UNISONO_OIDC_URL")).hostname or "")


def providers() -> dict[str, Any]:
    """Return allauth's settings of the provider, nothing where none is set; raise
    ImproperlyConfigured where something lacks.
    """
    if not env.text("UNISONO_OIDC_URL"):
        return {}
    parts = urlsplit(env.text("UNISONO_OIDC_URL"))
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise ImproperlyConfigured("UNISONO_OIDC_URL must be the address of a provider: https://…")
    client, secret = env.text("UNISONO_OIDC_CLIENT_ID"), env.secret_text("UNISONO_OIDC_SECRET")
    if not client or not secret:
        raise ImproperlyConfigured(
            "UNISONO_OIDC_URL needs UNISONO_OIDC_CLIENT_ID and UNISONO_OIDC_SECRET beside it."
        )
    app = {
        "provider_id": PROVIDER,
        "name": name(),
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": env.text("UNISONO_OIDC_URL"), "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}
