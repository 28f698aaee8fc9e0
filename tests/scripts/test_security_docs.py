"""The promises of docs/security.md name tests that are there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_promise_names_a_test_that_is_there():
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    promises = [
        line
        for line in text.splitlines()
        if line.startswith("| ") and not line.startswith(("| promise", "| ---"))
    ]

    assert promises
    for line in promises:
        named = re.findall(r"`(tests/[\w/]+\.py)`", line)
        assert named, line
        assert all((ROOT / name).is_file() for name in named), line
