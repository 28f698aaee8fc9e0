"""The pictures in the repository are those that somebody sees, and no more."""

import pytest
import screenshots

pytestmark = pytest.mark.pure


def test_the_pictures_that_are_kept_are_those_that_readme_and_handbook_show():
    kept = {path.stem: path.stat().st_size for path in screenshots.SHOWN_FOLDER.iterdir()}

    assert set(kept) == screenshots.shown()
    assert len(kept) <= 40
    assert all(name.endswith("-1280-light") for name in kept)
    assert {name: size for name, size in kept.items() if size > screenshots.MOST_BYTES} == {}
