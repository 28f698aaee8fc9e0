"""Looks for duplicates among exported contacts on a Spark cluster (extra `spark`), for books beyond
one machine.

    python -m unisono.cli.by_spark contacts.csv pairs.csv [--master spark://host:7077] [--least 60]

compares the rows of a csv file, as *Export* writes it in either language, and writes the pairs by
their numbers.
"""

import argparse
import csv
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import django
from django.conf import settings

from unisono.common.borders import Content
from unisono.duplicates.features import READ
from unisono.exchange.csv_reading import csv_lines
from unisono.exchange.mapping import map_columns
from unisono.exchange.reading import Unreadable


def contacts_of(path: Path) -> Iterator[tuple[str, Content]]:
    """Return (number, values) of each row of a csv file; a row without number has its place in the
    file.
    """
    lines = iter(csv_lines(path).lines)
    heading = next(lines, [])
    columns = {
        name: heading.index(column)
        for column, name in map_columns(heading, ("no", *READ), {})[0].items()
    }
    for place, line in enumerate(lines, start=2):
        values = {name: line[at] for name, at in columns.items() if at < len(line)}
        yield values.pop("no", "") or f"#{place}", values


def main() -> None:
    """Compare the rows of a csv file with each other; end with one sentence where that cannot
    be.
    """
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("contacts", type=Path)
    asked.add_argument("pairs", type=Path)
    asked.add_argument("--master", default="local[2]")
    asked.add_argument("--least", type=int, default=60)
    given = asked.parse_args()
    # There is no book here, only a file; its headings may be ours in any language.
    languages = {
        "LANGUAGES": [("en", "English"), ("es", "Español")],
        "LOCALE_PATHS": [files("unisono") / "locale"],
    }
    settings.configure(**languages)
    django.setup()
    try:
        contacts = list(contacts_of(given.contacts))
        from unisono.duplicates import (
            by_spark,
        )  # an extra, which is asked for when the file is known to be one
    except (Unreadable, OSError) as error:
        raise SystemExit(f"{given.contacts}: {error}") from error
    except ModuleNotFoundError as error:
        raise SystemExit("This needs the extra spark: pip install 'unisono[spark]'.") from error
    numbers, rows = [no for no, _values in contacts], [values for _no, values in contacts]
    with given.pairs.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(("contact_no", "other_no", "score", "matching_fields"))
        for pair in by_spark.pairs(
            enumerate(rows), None, given.least, by_spark.session(given.master)
        ):
            out.writerow(
                (numbers[pair.left], numbers[pair.right], pair.points, " ".join(pair.fields))
            )


if __name__ == "__main__":
    main()
