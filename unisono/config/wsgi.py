"""The WSGI application for `unisono serve` and for gunicorn or granian."""

import os

from django.core.wsgi import get_wsgi_application

from unisono.common import private_files
from unisono.config.bodiless import bodiless

private_files.keep_private()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unisono.config.settings")
application = bodiless(get_wsgi_application())
