"""The comparison on a cluster, as a person calls it: what cannot be is said in one sentence."""

import subprocess
import sys
from importlib.util import find_spec

import pytest

pytestmark = pytest.mark.pure


def compared(path, to):
    """What the command says, and how it ends."""
    command = [sys.executable, "-m", "unisono.cli.by_spark", str(path), str(to)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def test_a_file_that_is_not_there_is_named(tmp_path):
    done = compared(tmp_path / "nothing.csv", tmp_path / "pairs.csv")

    assert done.returncode == 1
    assert "nothing.csv" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_no_csv_is_refused_with_its_reason(tmp_path):
    path = tmp_path / "contacts.csv"
    path.write_text('name\n"' + "x" * 3_000_000)

    done = compared(path, tmp_path / "pairs.csv")

    assert done.returncode == 1
    assert "not a valid csv file" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(find_spec("pyspark") is not None, reason="the extra spark is installed")
def test_without_the_extra_it_is_named(tmp_path):
    path = tmp_path / "contacts.csv"
    path.write_text("No.,Name\n1,Sol SL\n")

    done = compared(path, tmp_path / "pairs.csv")

    assert (done.returncode, "unisono[spark]" in done.stderr) == (1, True)
    assert not (tmp_path / "pairs.csv").exists()
