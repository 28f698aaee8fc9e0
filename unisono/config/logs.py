"""How the product says what it does: `UNISONO_LOG_FORMAT`, `UNISONO_LOG_LEVEL`."""

import sys
from typing import Any

from unisono.common.logs import FORMATS, LEVELS, logging_settings
from unisono.config import env


def logging_as_told() -> dict[str, Any]:
    """Return Django's LOGGING: JSON for the machine that reads a file or a journal, text for a
    terminal, unless something is said. Raises ImproperlyConfigured.
    """
    return logging_settings(
        env.choice("UNISONO_LOG_FORMAT", FORMATS, "text" if sys.stderr.isatty() else "json"),
        env.choice("UNISONO_LOG_LEVEL", LEVELS, "info"),
    )
