"""Column types that behave the same on SQLite and PostgreSQL."""

from typing import Any

from django.db import models


class KeyField(models.CharField):
    """Text that is compared and sorted by code point on every database (PostgreSQL: COLLATE "C")."""

    def db_parameters(self, connection: Any) -> Any:
        """Return the column's type, with the collation where the database needs one named."""
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
