"""The WSGI application for `unisono serve` and for gunicorn or granian."""

import os

from django.core.wsgi import get_wsgi_application

from config.bodiless import bodiless
from unisono.common import private_files

private_files.keep_private()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = bodiless(get_wsgi_application())
