"""Column types that behave the same on SQLite and PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    _Text = models.CharField[str, str]
else:
    _Text = models.CharField  # generic for the type checker only


class KeyField(_Text):
    """Text that is compared and sorted by code point on every database (PostgreSQL: COLLATE
    "C").
    """

    def db_parameters(self, connection: Any) -> Any:
        """Return the column's type, with the collation where the database needs one named."""
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
