"""A coordinator chooses the colour and the logo of the village."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from dorst_portal.identity.services import MadeLogo, remove_logo, set_colour, set_logo
from dorst_portal.kit.pictures.remaking import logo_of
from dorst_portal.kit.ratelimit import Limit, hit
from groups.refusals import Refused

# At the top of a page; twice as many pixels as are seen, for screens that are sharp.
_SMALL: Final = (256, 96, 10_000)
_LARGE: Final = (512, 512, 300_000)
_A_DAY: Final = 24 * 60 * 60
_MOST_A_DAY: Final = 20


class NoNames(Refused):
    """The names come first: looks stand in the same row."""

    def __init__(self) -> None:
        super().__init__(_("Vul eerst de namen van je dorp in."))


def choose_colour(colour: str, *, by: User, now: datetime) -> None:
    """Put a colour in force that can be read; empty is the one that is shipped. Raises NoNames."""
    with transaction.atomic():
        if not set_colour(colour, now=now):
            raise NoNames
        record("village.coloured", by=by, facts={"colour": colour or "groen"}, now=now)


def choose_logo(sent: bytes, *, alt: str, by: User, now: datetime) -> None:
    """Show this logo, made anew: nothing is kept of what was sent but its pixels. Raises Refused,
    or BadPicture.
    """
    if hit([Limit("logo", str(by.pk), _MOST_A_DAY, _A_DAY)], now=now):
        raise Refused(_("Je stuurde vandaag al veel logo's. Morgen kan het weer."))
    # Outside the transaction: decoding takes its time.
    logo = made_of(sent)
    with transaction.atomic():
        if not set_logo(logo, alt=alt, now=now):
            raise NoNames
        record("village.logo_set", by=by, now=now)


def made_of(sent: bytes) -> MadeLogo:
    """A logo in its two sizes. Raises BadPicture."""
    large = _sized(sent, _LARGE)
    # The size of a PNG stands in its first chunk (W3C PNG, 11.2.1).
    width, height = (int.from_bytes(large[at : at + 4], "big") for at in (16, 20))
    return MadeLogo(small=_sized(sent, _SMALL), large=large, width=width, height=height)


def _sized(sent: bytes, size: tuple[int, int, int]) -> bytes:
    width, height, most = size
    return logo_of(sent, width=width, height=height, most_bytes=most)


def take_logo_away(*, by: User, now: datetime) -> None:
    """Back to the sign that is shipped; pressed twice is once."""
    with transaction.atomic():
        if remove_logo(now=now):
            record("village.logo_removed", by=by, now=now)
