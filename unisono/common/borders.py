"""Names for values at the borders, of which nothing is known but their names: what comes in, what
goes out.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

# Fields as somebody sent them, by name, before anything is checked: JSON, a form, the cells of a
# row, options of a job.
Given = Mapping[str, Any]
# Fields by name on their way out, with values of many types: a JSON answer, a template's context,
# the columns of a row.
Content = dict[str, Any]
# A stored row of whichever model: its columns are made from the registry of fields, where no type
# checker sees them.
Stored = Any
Rows = QuerySet[Any]
