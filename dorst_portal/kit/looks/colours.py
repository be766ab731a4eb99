"""One colour for what a village does (buttons, the page that is open), and what follows from it.

Pure: contrast by the formula of WCAG 2.2, and a light and a dark variant that can be read on every
ground of `static/portal.css`. A test compares the grounds here with those there.
"""

import colorsys
import re
from dataclasses import dataclass
from typing import Final, Literal

# What is written on a button, and the grounds on which its colour is written itself.
ON_LIGHT: Final = "#ffffff"
LIGHT_GROUNDS: Final = ("#ffffff", "#f4f6f1", "#e6eae1", "#fbf1df")
ON_DARK: Final = "#0a1f13"
DARK_GROUNDS: Final = ("#121613", "#1b211c", "#273029", "#1f1c16")
LEAST: Final = 4.5
WANTED: Final = 7.0
# Red is for 112, errors and what is late: in degrees around, and how much of a colour it is.
_ALARM_HUE: Final = 357
_ALARM_WIDTH: Final = 14
_ALARM_SATURATION: Final = 0.35
_ALARM_LIGHTNESS: Final = 0.1
_PALEST_HUE: Final = 0.75
_NEARLY_BLACK: Final = 0.02
_STEPS: Final = 40

Trouble = Literal["", "alarm", "light"]


@dataclass(frozen=True)
class Palette:
    """The colour of doing in both schemes, and that of a button under the mouse."""

    light: str
    light_hover: str
    dark: str
    dark_hover: str


def read_colour(text: str) -> str | None:
    """ "#1F4E79", "1f4e79" or "#abc" as "#1f4e79"; None for anything else."""
    found = re.fullmatch(r"#?([0-9a-f]{6}|[0-9a-f]{3})", text.strip().lower(), re.ASCII)
    if found is None:
        return None
    digits = found[1]
    return "#" + (digits if len(digits) == 6 else "".join(sign * 2 for sign in digits))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, 1.4.3)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def trouble_with(colour: str) -> Trouble:
    """Why a colour cannot be that of the buttons; nothing when it can."""
    if _is_alarm(colour):
        return "alarm"
    return "" if least_contrast(colour) >= LEAST else "light"


def least_contrast(colour: str) -> float:
    """The lowest ratio of white text on this colour, and of this colour on the light grounds."""
    return min(contrast(colour, ground) for ground in (ON_LIGHT, *LIGHT_GROUNDS))


def nearest(colour: str, *, least: float = LEAST) -> str:
    """The colour most like it that can be read: the same hue, as much darker as is needed. What is
    like the red of 112 turns to the nearest hue that is not.
    """
    hue, lightness, saturation = _hls(colour)
    darker = _darkened(hue, lightness, saturation, least)
    if not (_is_alarm(colour) or _is_alarm(darker)):
        return darker
    turned = _ALARM_HUE + (_ALARM_WIDTH + 3) * (1 if _from_alarm(hue) >= 0 else -1)
    return _darkened(turned % 360 / 360, lightness, saturation, least)


def palette_of(colour: str) -> Palette:
    """All that follows from a colour that can be read (`trouble_with` says nothing)."""
    hue, lightness, saturation = _hls(colour)
    # What is nearly black cannot get darker under the mouse.
    hover = lightness * 0.7 if _luminance(colour) > _NEARLY_BLACK else lightness + 0.12
    dark = _lightened(hue, min(saturation, _PALEST_HUE))
    above = _hls(dark)[1]
    return Palette(
        light=colour,
        light_hover=_hex(hue, hover, saturation),
        dark=dark,
        dark_hover=_hex(hue, above + (1 - above) * 0.4, min(saturation, _PALEST_HUE)),
    )


def _darkened(hue: float, lightness: float, saturation: float, least: float) -> str:
    """The lightest of this hue, no lighter than it was, with enough contrast."""
    given = _hex(hue, lightness, saturation)
    if least_contrast(given) >= least:
        return given
    low, high = 0.0, lightness
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if least_contrast(_hex(hue, middle, saturation)) >= least:
            low = middle
        else:
            high = middle
    return _hex(hue, low, saturation)


def _lightened(hue: float, saturation: float) -> str:
    """The darkest of this hue that can be read in the dark: as text, and below dark text."""
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _readable_in_the_dark(_hex(hue, middle, saturation)):
            high = middle
        else:
            low = middle
    return _hex(hue, high, saturation)


def _readable_in_the_dark(colour: str) -> bool:
    on_grounds = min(contrast(colour, ground) for ground in DARK_GROUNDS)
    return on_grounds >= LEAST and contrast(colour, ON_DARK) >= WANTED


def _is_alarm(colour: str) -> bool:
    hue, lightness, saturation = _hls(colour)
    is_a_colour = saturation >= _ALARM_SATURATION and _ALARM_LIGHTNESS < lightness < 0.9
    return is_a_colour and abs(_from_alarm(hue)) <= _ALARM_WIDTH


def _from_alarm(hue: float) -> float:
    """How far a hue is from the red of 112, in degrees to either side."""
    return (hue * 360 - _ALARM_HUE + 180) % 360 - 180


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in _parts(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hls(colour: str) -> tuple[float, float, float]:
    return colorsys.rgb_to_hls(*_parts(colour))


def _hex(hue: float, lightness: float, saturation: float) -> str:
    parts = colorsys.hls_to_rgb(hue, min(max(lightness, 0), 1), saturation)
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
