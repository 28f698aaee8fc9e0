"""Settings of an installation, all from the environment; business settings are rows of
`unisono.setup`.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from unisono.common.kinds import FACTS
from unisono.config import env, oidc
from unisono.config.attachments import attachments_storage
from unisono.config.database import database_settings
from unisono.config.email import email_settings
from unisono.config.logs import logging_as_told
from unisono.exchange.limits import Limits

PACKAGE = Path(__file__).resolve().parent.parent
DATA = env.data_folder()
SECRET_KEY = env.secret(DATA)
DEBUG = env.flag("UNISONO_DEBUG")
ALLOWED_HOSTS = env.list_("UNISONO_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env.list_("UNISONO_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "ninja",
    "unisono.access",
    "unisono.history",
    "unisono.audit",
    "unisono.jobs",
    "unisono.setup",
    *(f"unisono.{facts.source}" for facts in FACTS.values()),
    "unisono.links",
    "unisono.interactions",
    "unisono.documents",
    "unisono.duplicates",
    "unisono.imports",
    "unisono.copies",
    "unisono.privacy",
    # Above allauth: the pages of its addresses are ours.
    "unisono.web",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
]
MIDDLEWARE = [
    # First: whatever answers, it is told and counted.
    "unisono.common.request_log.logged",
    # Also files that whitenoise sends, and refusals, bear its headers.
    "unisono.api.middleware.kept_apart",
    "unisono.api.middleware.encoded_slashes",
    "unisono.common.whence.known_address",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "unisono.config.waiting.in_time",
    "unisono.carddav.views.led_to_books",
    "unisono.api.middleware.hostile_input",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "unisono.web.language.preferred_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "unisono.web.middleware.Refusals",
    "unisono.web.middleware.SignedIn",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    # Last: it puts the page of a lock in the place of the answer.
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "unisono.config.urls"
WSGI_APPLICATION = "unisono.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "unisono.web.frame.frame",
            ]
        },
    }
]

DATABASE_URL = env.text("UNISONO_DATABASE_URL")
DATABASES: dict[str, Any] = {"default": database_settings(DATABASE_URL, DATA)}
# The statements of every edit are prepared by PostgreSQL; to be turned off behind a pooler that
# cannot keep them.
PREPARED_STATEMENTS = env.flag("UNISONO_PREPARED_STATEMENTS", default=True)
CACHES = {
    # What all processes and machines count together: limits of signing in, codes that were used.
    # Entries go when they are over; more than a million would be somebody's attack.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "unisono_cache",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    },
    # What each process counts by itself: requests of tokens.
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "memory"},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Signing in (unisono/web/sign_in.py and account_urls.py).
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "unisono.web.sign_in.OneCheck",
]
# Whom the company's provider vouches for is a user by e-mail address, once, and by its own key from
# then on; tokens of it are not kept. A link begins it: a form would be stopped by our own policy of
# where forms may go, and `state` keeps others from beginning it for somebody.
SOCIALACCOUNT_ADAPTER = "unisono.web.company_sign_in.CompanyAdapter"
SOCIALACCOUNT_PROVIDERS = oidc.providers()
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_LOGIN_ON_GET = True
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "unisono.web.sign_in.Adapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the administrator who enters an address vouches for it
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # strangers get no messages from us
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
# Wrong passwords are counted by axes (below); "login_failed" is for codes of the second factor.
# Sign-ins themselves are not limited by address: a whole company may stand behind one. allauth's
# other limits are its own.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/15m/key", "login": None}
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
# How long somebody who showed who they are is not asked again, in seconds: long enough to fill in
# the form of a user.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_REAUTHENTICATION_METHODS = ("password", "mfa")
MFA_ADAPTER = "unisono.web.sign_in.SecondStepAdapter"
MFA_FORMS = {
    "authenticate": "unisono.web.sign_in.CodeForm",
    "reauthenticate": "unisono.web.sign_in.CodeAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Unísono"
MFA_TOTP_TOLERANCE = 1  # clocks of telephones go wrong by half a minute
MFA_ALLOW_UNVERIFIED_EMAIL = True

# Ten failures lock one name from one address for a quarter of an hour: too few for guessing, enough
# for a forgotten password. Never the name alone, or else strangers could lock people out.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = (
    False  # the page says when it ends, and then it does
)
AXES_DISABLE_ACCESS_LOG = True
AXES_SENSITIVE_PARAMETERS = ["login", "username", "ip_address", "csrfmiddlewaretoken", "next"]
AXES_USERNAME_CALLABLE = "unisono.web.locks.account_name"
AXES_CLIENT_IP_CALLABLE = "unisono.common.whence.client_address"
AXES_LOCKOUT_CALLABLE = "unisono.web.locks.locked_page"
AXES_VERBOSE = False

# How many servers of ours stand in front; what they say of address and protocol is believed, and
# nobody else.
PROXIES = env.number("UNISONO_PROXIES", 0)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
# One switch for those who are reached by https alone: cookies, the redirect, and browsers told for
# a year to come by https (RFC 6797). Left out, cookies go by what the origins say.
HTTPS = env.flag("UNISONO_HTTPS")
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [
    r"^healthz$",
    r"^readyz$",
    r"^metrics$",
]  # asked by this machine, without encryption
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
# Not for names below ours, nor for the lists of browsers: they are not ours to promise for.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
_HTTPS_ONLY = HTTPS or (
    bool(CSRF_TRUSTED_ORIGINS)
    and all(origin.startswith("https://") for origin in CSRF_TRUSTED_ORIGINS)
)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.flag("UNISONO_SECURE_COOKIES", default=_HTTPS_ONLY)
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "unisono.web.locks.stale_form"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

globals().update(email_settings(env.text("UNISONO_EMAIL_URL")))
MAIL_FOLDER = DATA / "mail"
MEDIA_ROOT = DATA / "attachments"
STORAGES = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "attachments": attachments_storage(
        env.text("UNISONO_ATTACHMENTS"), DATABASES["default"]["ENGINE"].endswith("postgresql")
    ),
}
BACKUPS_FOLDER = Path(env.text("UNISONO_BACKUPS") or DATA / "backups")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("UNISONO_EMAIL_FROM", "unisono@localhost")

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
# What somebody chose on the page of signing in, for a year; a user's own language goes before it.
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = SESSION_COOKIE_SECURE
LOCALE_PATHS = [PACKAGE / "locale"]

STATIC_URL = "/static/"
# WhiteNoise serves the packages' own static files as they lie; nothing has to be collected.
WHITENOISE_USE_FINDERS = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "object-src": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

# The largest body of a request, in bytes; larger ones are answered 413 (api.md).
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 12_000  # the form of a document of 2000 lines, five fields each
MOST_ATTACHED_BYTES = (
    50 * 1024 * 1024
)  # of a request with attachments: some files of 10 MB, each looked at by itself
# Of a file to import: some 500,000 rows; larger ones come in by the command line.
MOST_UPLOADED_BYTES = 64 * 1024 * 1024
APPEND_SLASH = False
# How many connections one address may hold in each process; browsers open six. Without a limit, one
# program that sends half of its requests shuts everybody out. Not applied behind PROXIES.
CONNECTIONS_PER_ADDRESS = env.number("UNISONO_CONNECTIONS_PER_ADDRESS", 100, least=1)

# How many files of one person may wait to be imported: each takes as much of the disk as the file.
MOST_WAITING_IMPORTS = env.number("UNISONO_WAITING_IMPORTS", 20, least=1)
# How many requests a minute a token may send, over all processes of this machine; 0 for any number.
REQUESTS_PER_MINUTE = env.number("UNISONO_REQUESTS_PER_MINUTE", 1000)
PROCESSES = env.number("UNISONO_PROCESSES", 1, least=1)  # that answer requests, as `serve` says

# What a file may ask for of who reads it, a process of its own: UNISONO_FILE_MEMORY_MB and so on.
FILE_LIMITS = {
    name: env.number(f"UNISONO_FILE_{name.upper()}", default, least=1)
    for name, default in Limits()._asdict().items()
}
# What a paper may ask for; one of 2,000 lines takes 400 MB.
PRINT_MEMORY_MB = env.number("UNISONO_PRINT_MEMORY_MB", 1536, least=256)
PRINT_SECONDS = env.number("UNISONO_PRINT_SECONDS", 60, least=1)

# How long a worker may be silent before others take its job over.
JOB_LEASE_SECONDS = env.number("UNISONO_JOB_LEASE_SECONDS", 30, least=1)

LOGGING = logging_as_told()
# What Prometheus shows for the figures of /metrics; without it, there are none.
METRICS_TOKEN = env.secret_text("UNISONO_METRICS_TOKEN")
