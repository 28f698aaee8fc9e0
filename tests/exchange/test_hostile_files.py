"""Files that are made to hurt end their own reader at most: this process neither dies nor grows."""

import os
import resource

import pytest

from tests.exchange.hostile import CARDS, FILES
from unisono.common.errors import Overloaded
from unisono.exchange import confined_staging
from unisono.exchange.confined_staging import stage_confined
from unisono.exchange.limits import LARGE
from unisono.exchange.reading import Unreadable

pytestmark = pytest.mark.pure
EVERY = bool(os.environ.get("UNISONO_EVERY_FILE"))
# One of each kind; `make nightly PART=files` tries all.
SOME = ["a cell of 900 MB.xlsx", "elements without end.xlsx", "two old cells far apart.xls"]
GROWTH = 50 * 1024  # kB


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def staged(tmp_path):
    """staged(name): what becomes of one of the files, in a folder that holds nothing else."""

    def stage(name, write):
        path = tmp_path / f"raw{os.path.splitext(name)[1]}"
        write(path)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        try:
            return stage_confined(path, tmp_path / "read.sqlite", {"name": name})
        finally:
            assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < GROWTH
            left = {each.name for each in tmp_path.iterdir()}
            assert left <= {path.name, "large.lock", "read.sqlite"}

    return stage


@pytest.mark.parametrize("name", FILES if EVERY else SOME)
def test_it_is_refused_and_nothing_of_it_is_kept(staged, tmp_path, name):
    with pytest.raises(Unreadable) as refusal:
        staged(name, FILES[name])

    assert refusal.value.message
    assert not (tmp_path / "read.sqlite").exists()


@pytest.mark.parametrize(
    "name", CARDS if os.environ.get("UNISONO_EVERY_FILE") else list(CARDS)[1:2]
)
def test_cards_that_cannot_be_read_are_told_one_by_one(staged, name):
    rows = staged(name, CARDS[name]).rows(0, 10)

    assert rows
    assert all(row.problem for row in rows)


@pytest.mark.parametrize(
    ("limit", "value", "content", "told"),
    [
        ("rows", 2, "no\n1\n2\n3\n", "2 rows"),
        ("columns", 2, "a,b,c\n1,2,3\n", "2 columns"),
        ("size_mb", 0, "no\n1\n", "0 MB"),
        ("seconds", 1, "no,a\n" + '1,"x y z" é\n' * 400_000, "in 1 seconds"),
    ],
)
def test_each_limit_is_a_setting_and_is_named(tmp_path, settings, limit, value, content, told):
    settings.FILE_LIMITS = {**settings.FILE_LIMITS, limit: value}
    path = tmp_path / "a.csv"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(Unreadable, match=told):
        stage_confined(path, tmp_path / "read.sqlite", {})


def test_the_refusal_is_in_the_readers_language(tmp_path):
    from django.utils.translation import override

    (tmp_path / "a.csv").write_bytes(b"")
    with override("es"), pytest.raises(Unreadable, match="encabezado"):
        stage_confined(tmp_path / "a.csv", tmp_path / "read.sqlite", {})


def test_a_large_file_waits_for_another_and_no_longer_than_it_may(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_bytes(b"no\n" + b"1\n" * (LARGE // 2))
    monkeypatch.setattr(confined_staging, "_PATIENCE", 0)

    with confined_staging._alone(tmp_path / "large.lock"), pytest.raises(Overloaded):
        stage_confined(path, tmp_path / "read.sqlite", {})
    small = tmp_path / "b.csv"
    small.write_bytes(b"no\n1\n")
    with confined_staging._alone(tmp_path / "large.lock"):
        assert len(stage_confined(small, tmp_path / "read.sqlite", {}).rows(0, 9)) == 1
