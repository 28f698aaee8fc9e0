"""What the product says of itself while it runs: one line for each request and each job, as JSON
where a machine reads it, on standard error.

No line has what somebody typed, a query, a token or a cookie: tests/serving/test_logs.py plants
some and looks for them.
"""

import logging
import re
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

FORMATS = ("json", "text")
LEVELS = ("debug", "info", "warning", "error")
_NAMING_ADDRESSES = ("django.", "waitress")
_DETAIL = re.compile(r"(DETAIL:|CONTEXT:).*")


def logging_settings(style: str, level: str) -> dict[str, Any]:
    """Return Django's LOGGING: lines of ours from this level on, those of libraries from warnings
    on, as JSON or text.
    """
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_ALWAYS,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _ALWAYS,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *_rendering(style),
                ],
            }
        },
        "filters": {"ours": {"()": Ours}},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "lines",
                "filters": ["ours"],
            }
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "unisono": {"level": level.upper()},
            # Who failed to sign in is in the audit; here it would be what somebody typed for a
            # name, a password now and then.
            "axes": {"level": "ERROR"},
            # Its warnings say of what was refused what our own lines do.
            "django.request": {"level": "ERROR"},
            # Names that strangers make up for us.
            "django.security.DisallowedHost": {"level": "CRITICAL"},
        },
    }


class Ours(logging.Filter):
    """Keeps the talk of libraries out, some of which set their own level."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a line is ours, or a warning."""
        return record.levelno >= logging.WARNING or record.name.startswith("unisono")


def _without_address(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Leave out the address that Django and waitress name in their lines: it may have a key of a
    password reset. Our own line of the request, of the same id, has what may be said of it.
    """
    record = event.get("_record")
    if record is not None and record.name.startswith(_NAMING_ADDRESSES):
        # "Internal Server Error: /…", "Forbidden (…): /…", "Exception while serving /…"
        event["event"] = str(event["event"]).partition(" /")[0].rstrip(":")
    return event


def _without_values(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Leave out what PostgreSQL tells of the row that a statement failed with."""
    if "exception" in event:
        event["exception"] = _DETAIL.sub(r"\1 …", str(event["exception"]))
    return event


def _printable(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Escape what would move the cursor of the terminal that shows it."""
    for name, value in event.items():
        if isinstance(value, str) and name != "exception" and not value.isprintable():
            event[name] = value.encode("unicode_escape").decode("ascii")
    return event


def _rendering(style: str) -> list[Processor]:
    # Traces are made here: whatever else is installed, no line shows the values of variables.
    traced: list[Processor] = [structlog.processors.format_exc_info, _without_values]
    if style == "text":
        return [*traced, _printable, structlog.dev.ConsoleRenderer(colors=False)]
    return [*traced, structlog.processors.JSONRenderer()]


_ALWAYS: list[Processor] = [
    _without_address,
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
