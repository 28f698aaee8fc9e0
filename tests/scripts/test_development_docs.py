"""What the guide for those who build it names is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [
    *(ROOT / "docs" / "development").glob("*.md"),
    ROOT / "docs" / "architecture.md",
    ROOT / "CONTRIBUTING.md",
]
PLACES = (ROOT, ROOT / "unisono", ROOT / "docs", ROOT / "docs" / "development")
NAMED = re.compile(
    r"`([a-z_/]+(?:\.py|\.md|\.toml|\.svg|/))(?:: [^`]*)?`|\]\(([a-z_/-]+\.(?:md|svg))\)"
)
TRIED = ("unisono/employees/",)  # what a page shows how to make


@pytest.mark.parametrize("guide", PAGES, ids=lambda guide: guide.name)
def test_every_file_that_a_page_names_is_there(guide):
    names = {first or second for first, second in NAMED.findall(guide.read_text(encoding="utf-8"))}

    missing = [
        name
        for name in names
        if "/" in name
        and name not in TRIED
        and not any((place / name).exists() for place in PLACES)
    ]
    assert missing == []


def test_the_picture_of_the_house_has_every_package():
    drawn = (ROOT / "docs" / "development" / "house.svg").read_text(encoding="utf-8")

    packages = {path.parent.name for path in (ROOT / "unisono").glob("*/__init__.py")}
    assert {name for name in packages if not re.search(rf"\b{name}\b", drawn)} == set()
