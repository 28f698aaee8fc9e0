"""Django's own commands for those who build the product; people use `unisono`."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unisono.config.settings")
    execute_from_command_line(sys.argv)
