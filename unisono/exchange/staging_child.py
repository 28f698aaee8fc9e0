"""Reads a file into a working file, as a program of its own (unisono.common.confined).

Given is JSON: `raw` and `target` (paths), `about`, `how` (encoding, delimiter, sheet), `language`,
`limits`. It says JSON: nothing, or what `refused` the file.
"""

import json
import sys
from pathlib import Path
from typing import Any

from unisono.common.confined import confine


def main() -> None:
    """Read what is given."""
    confine()
    given: dict[str, Any] = json.load(sys.stdin)
    _configure(given["limits"])
    from django.utils.translation import override

    from unisono.exchange.opening import open_table
    from unisono.exchange.reading import Unreadable
    from unisono.exchange.staging import WorkingFile

    said: dict[str, Any] = {}
    with override(given["language"]):
        try:
            table = open_table(Path(given["raw"]), **given["how"])
            about = {**given["about"], **table.about}
            WorkingFile.create(Path(given["target"]), table.columns, table.rows, about)
        except Unreadable as refusal:
            said = {"refused": refusal.message}
    json.dump(said, sys.stdout)


def _configure(limits: dict[str, int]) -> None:
    """Set what reading needs of the product: its languages, and the limits."""
    import django
    from django.conf import settings

    package = Path(__file__).resolve().parent.parent
    settings.configure(
        LANGUAGES=[("en", "English"), ("es", "Español")],  # in which our own files are written
        FILE_LIMITS=limits,
        LOCALE_PATHS=[package / "locale"],
        USE_TZ=True,
        INSTALLED_APPS=[],
    )
    django.setup()


if __name__ == "__main__":
    main()
