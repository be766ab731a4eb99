"""How a colour looks and reads, in both schemes."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from dorst_portal.kit.looks.colours import (
    DARK_GROUNDS,
    LIGHT_GROUNDS,
    ON_DARK,
    ON_LIGHT,
    WANTED,
    contrast,
    least_contrast,
    nearest,
    palette_of,
)


@dataclass(frozen=True)
class Button:
    """A button in one scheme: its colours, and how well its text is read."""

    scheme: str
    ground: str
    colour: str
    ink: str

    @property
    def ratio(self) -> str:
        """ "7,1" (to 1)"""
        return number_format(f"{contrast(self.colour, self.ink):.1f}")


@dataclass(frozen=True)
class Sample:
    """A colour that can be read; `better` is a darker one where it is not read easily."""

    colour: str
    buttons: tuple[Button, Button]
    better: str


def sample_of(colour: str) -> Sample:
    """How a colour that can be read becomes the buttons of both schemes."""
    own = palette_of(colour)
    is_easy = least_contrast(colour) >= WANTED
    return Sample(
        colour=colour,
        buttons=(
            Button(_("Licht"), LIGHT_GROUNDS[0], own.light, ON_LIGHT),
            Button(_("Donker"), DARK_GROUNDS[0], own.dark, ON_DARK),
        ),
        better="" if is_easy else nearest(colour, least=WANTED),
    )
