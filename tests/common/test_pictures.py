"""Pictures are measured by what they say, and never unfolded."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.common.images import jpeg, png
from unisono.common.errors import Invalid
from unisono.common.image_size import picture_size
from unisono.setup.models import OurCompany
from unisono.usecases.setup.setup import set_logo


@pytest.mark.pure
@pytest.mark.parametrize(("width", "height"), [(1, 1), (640, 480), (65535, 2)])
def test_a_picture_says_its_size(width, height):
    assert picture_size(png(width, height)) == (width, height)
    assert picture_size(jpeg(width, height)) == (width, height)
    assert picture_size(jpeg(width, height)[:18]) is None
    assert picture_size(png(width, height)[:20]) is None


@pytest.mark.pure
@given(st.binary(max_size=200), st.sampled_from([b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b""]))
def test_nothing_that_somebody_sends_breaks_it(content, start):
    size = picture_size(start + content)

    assert size is None or len(size) == 2


def test_a_small_file_that_unfolds_into_a_giant_is_no_logo(ines):
    for content in (
        png(30_000, 30_000),
        jpeg(4001, 10),
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 1),
    ):
        with pytest.raises(Invalid) as refusal:
            set_logo(content, actor=ines)
        assert refusal.value.errors[0].field == "logo"
    set_logo(png(300, 100), actor=ines)

    assert OurCompany.objects.get().logo_type == "image/png"
