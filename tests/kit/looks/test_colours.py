"""The one colour of a village: what can be read, what is offered instead, and what follows."""

import colorsys
import random

import pytest

from dorst_portal.kit.looks.colours import (
    DARK_GROUNDS,
    LEAST,
    LIGHT_GROUNDS,
    ON_DARK,
    ON_LIGHT,
    WANTED,
    contrast,
    least_contrast,
    nearest,
    palette_of,
    read_colour,
    trouble_with,
)
from tests.kit.test_look import DARK, LIGHT

pytestmark = pytest.mark.once
GROUNDS = ("bg", "surface", "surface-2", "warm-bg")


def test_the_grounds_are_those_of_the_stylesheet() -> None:
    assert {LIGHT[name] for name in GROUNDS} == set(LIGHT_GROUNDS)
    assert {DARK[name] for name in GROUNDS} == set(DARK_GROUNDS)
    assert (LIGHT["on-action"], DARK["on-action"]) == (ON_LIGHT, ON_DARK)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("#1F4E79", "#1f4e79"), (" 1f4e79 ", "#1f4e79"), ("#abc", "#aabbcc"), ("blauw", None),
     ("#12345", None), ("#1f4e79;}", None), ("١٢٣٤٥٦", None)],
)  # fmt: skip
def test_a_colour_is_read_as_people_write_it(typed: str, read: str | None) -> None:
    assert read_colour(typed) == read


@pytest.mark.parametrize(
    ("colour", "trouble"),
    [("#17603a", ""), ("#1f4e79", ""), ("#000000", ""), ("#ffd84d", "light"), ("#888888", "light"),
     ("#b01820", "alarm"), ("#d00000", "alarm"), ("#ffffff", "light")],
)  # fmt: skip
def test_what_cannot_be_read_or_looks_like_112_is_refused(colour: str, trouble: str) -> None:
    assert trouble_with(colour) == trouble


def test_of_any_colour_there_is_a_nearest_that_can_be_read_in_both_schemes() -> None:
    throws = random.Random(112)
    for _ in range(3_000):
        wanted = f"#{throws.randrange(1 << 24):06x}"
        offered = nearest(wanted)
        assert trouble_with(offered) == "", wanted
        own = palette_of(offered)
        assert least_contrast(own.light) >= LEAST
        assert contrast(own.light_hover, ON_LIGHT) >= LEAST
        assert min(contrast(own.dark, ground) for ground in DARK_GROUNDS) >= LEAST
        assert contrast(own.dark, ON_DARK) >= WANTED
        assert contrast(own.dark_hover, ON_DARK) >= WANTED


def test_a_colour_that_can_be_read_is_kept_and_else_keeps_its_hue() -> None:
    assert nearest("#1f4e79") == "#1f4e79"
    hue = [colorsys.rgb_to_hls(*(int(one[at : at + 2], 16) / 255 for at in (1, 3, 5)))[0]
           for one in ("#ffd84d", nearest("#ffd84d"))]  # fmt: skip
    assert abs(hue[0] - hue[1]) < 0.01
