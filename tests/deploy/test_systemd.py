"""The units of systemd are what systemd takes."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.pure,
    pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd on this machine"),
]
UNITS = Path(__file__).resolve().parents[2] / "deploy" / "systemd"


@pytest.mark.parametrize("unit", ["unisono.service", "unisono-worker@.service"])
def test_a_unit_is_in_order(tmp_path, unit):
    text = (UNITS / unit).read_text(encoding="utf-8")
    # What is installed is not here: any program in its place.
    (tmp_path / unit).write_text(text.replace("/opt/unisono/bin/unisono", sys.executable), "utf-8")

    command = ["systemd-analyze", "verify", "--man=no", str(tmp_path / unit)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)

    assert (done.returncode, done.stderr.strip()) == (0, "")
