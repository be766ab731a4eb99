"""The names in force, read once in a while: they change once in a village's life, and every page
says them.
"""

import hashlib
import time
from dataclasses import dataclass
from typing import Final, cast

from django.conf import settings
from django.db import DatabaseError
from django.utils.functional import lazystr
from django.utils.translation import gettext

from dorst_portal.identity.models import THE_ROW, Identity

SHIPPED_COLOUR: Final = "#17603a"


@dataclass(frozen=True)
class Here:
    """The names as pages and mails say them; until somebody set them, words for any village."""

    village: str = "ons dorp"
    organisation: str = "Buurtteam"
    watch: str = "Buurtpreventie"
    short_name: str = "Buurtapp"
    municipality: str = ""
    municipality_phone: str = ""
    municipality_site: str = ""
    website: str = ""
    own_email: str = ""
    own_phone: str = ""
    is_set: bool = False
    colour: str = ""
    logo_code: str = ""
    logo_alt: str = ""
    logo_width: int = 0
    logo_height: int = 0

    @property
    def help_email(self) -> str:
        """Where questions go: the address that was set, or that of the installation."""
        return self.own_email or str(settings.HELP_EMAIL)

    @property
    def help_phone(self) -> str:
        """The number for who has no e-mail; may be empty."""
        return self.own_phone or str(settings.HELP_PHONE)

    @property
    def look(self) -> str:
        """What stands in the address of the own stylesheet; empty without colour and logo. It
        changes with either, and with the edition of the portal that draws them.
        """
        if not (self.colour or self.logo_code):
            return ""
        facts = f"{self.colour}{self.logo_code}{settings.VERSION}"
        return hashlib.sha256(facts.encode()).hexdigest()[:12]

    @property
    def icon_colour(self) -> str:
        """The six digits of the colour, for the sign in the tab of a browser."""
        return (self.colour or SHIPPED_COLOUR).removeprefix("#")

    @property
    def logo_is_square(self) -> bool:
        """Whether the logo fits where an icon is drawn."""
        return bool(self.logo_code) and self.logo_width == self.logo_height


NOT_SET: Final = Here()
_known: Here | None = None
_read_at = 0.0


def here() -> Here:
    """The names in force. Read again after IDENTITY_SECONDS, since another process may have changed
    them; without a database the last that were known, so that a page of trouble can be shown.
    """
    global _known, _read_at
    if _known is None or time.monotonic() - _read_at > settings.IDENTITY_SECONDS:
        try:
            _known = here_now()
        except DatabaseError:
            return _known or NOT_SET
        _read_at = time.monotonic()
    return _known


def read_again() -> None:
    """Forget what this process knows, so that who changed the names sees them at once."""
    global _known
    _known = None


def village_name() -> str:
    """What the village is called, for what lies in it unless somebody says otherwise."""
    return here().village


def here_text(text: str) -> str:
    """A text that is made once and said later: `{organisation}` and the other names are filled in
    each time it is shown.
    """
    return cast(str, lazystr(_Filled(text)))


class _Filled:
    def __init__(self, text: str) -> None:
        self._text = text

    def __str__(self) -> str:
        return gettext(self._text).format_map(vars(here()))


def here_now() -> Here:
    """What the database says at this moment, whatever this process remembers."""
    row = Identity.objects.filter(pk=THE_ROW).first()
    if row is None:
        return NOT_SET
    return Here(
        village=row.village,
        organisation=row.organisation,
        watch=row.watch,
        short_name=row.short_name,
        municipality=row.municipality,
        municipality_phone=row.municipality_phone,
        municipality_site=row.municipality_site,
        website=row.website,
        own_email=row.help_email,
        own_phone=row.help_phone,
        is_set=True,
        colour=row.colour,
        logo_code=row.logo_code,
        logo_alt=row.logo_alt,
        logo_width=row.logo_width,
        logo_height=row.logo_height,
    )
