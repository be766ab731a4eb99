"""Which app or which number: one table, shown on the public pages, biggest danger first.

docs/sources.md says where each line comes from and what Platform Dorst still has to check.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from dorst_portal.identity.current import here
from dorst_portal.kit import dutch


@dataclass(frozen=True, slots=True)
class Way:
    """A number to call, or words about an app; `checked_on` is None until it was confirmed."""

    source: str
    checked_on: date | None
    number: str = ""
    words: str = ""

    @property
    def href(self) -> str:
        """What a telephone dials."""
        return f"tel:{dutch.dial(self.number)}"


@dataclass(frozen=True, slots=True)
class ContactAdvice:
    """What somebody sees, and what to do then. `key` is the anchor on the page."""

    key: str
    situation: str
    text: str
    ways: Sequence[Way]


_CHECKED: Final = date(2026, 11, 22)
# Comes from our own site, whatever that is called.
_OWN: Final = ""

MUNICIPALITY_KEY: Final = "gemeente"


def municipality_advice() -> ContactAdvice:
    """What the municipality mends, with its name and number where somebody set them."""
    names = here()
    name = f"gemeente {names.municipality}".strip()
    number = names.municipality_phone
    first = {"number": number} if number else {"words": f"Meld het op de site van de {name}."}
    return ContactAdvice(
        key=MUNICIPALITY_KEY,
        situation="Een kapotte lamp, losse stoeptegel of afval op straat",
        text=f"Dat regelt de {name}. Zet het niet in de groep.",
        ways=(
            Way(_host(names.municipality_site) or "gemeente", None, **first),
            Way(
                _own_source(),
                None,
                words="Of gebruik de app MijnGemeente. Geef de plek door en stuur een foto mee.",
            ),
        ),
    )


def shipped_advice() -> Sequence[ContactAdvice]:
    """The table that the portal ships, with the names of the village in it."""
    return (*map(_with_source, _FIRST), municipality_advice(), *_LAST)


def _with_source(post: ContactAdvice) -> ContactAdvice:
    ways = [replace(way, source=way.source or _own_source()) for way in post.ways]
    return replace(post, ways=tuple(ways))


def _own_source() -> str:
    """What we know ourselves comes from our own site, or from nobody else."""
    return _host(here().website) or "eigen bron"


def _host(address: str) -> str:
    """The site of an address, short enough for the lines in which the table is typed."""
    host = urlsplit(address).hostname or ""
    return host.removeprefix("www.")[:40]


_FIRST: Final = (
    ContactAdvice(
        key="112",
        situation="Er is gevaar, of je ziet nu een misdaad",
        text="Denk aan inbraak, geweld, brand of een ongeluk. Twijfel je? Bel dan ook 112.",
        ways=(
            Way("politie.nl", _CHECKED, number="112"),
            Way(
                "nu.nl",
                _CHECKED,
                words="Kun je niet goed horen of praten? Gebruik de app 112NL.",
            ),
        ),
    ),
    ContactAdvice(
        key="politie",
        situation="Je hebt de politie nodig, maar het heeft geen haast",
        text="Denk aan een inbraak van gisteren, overlast, een tip of een vraag.",
        ways=(Way("politie.nl", _CHECKED, number="0900-8844"),),
    ),
    ContactAdvice(
        key="waaksamen",
        situation="Je ziet iets verdachts en je groep gebruikt Waaksamen",
        text="Niet elke groep gebruikt deze app. Is er gevaar? Bel eerst 112.",
        ways=(
            Way(
                _OWN,
                None,
                words=(
                    "Meld het in de app Waaksamen. Dan weten politie en gemeente het. Stuur je "
                    "melding daarna door naar de groep."
                ),
            ),
        ),
    ),
    ContactAdvice(
        key="buurtapp",
        situation="Je wilt je buren waarschuwen",
        text="De politie leest niet mee in de groep. Bel dus eerst.",
        ways=(
            Way(
                _OWN,
                _CHECKED,
                words="Schrijf daarna in je buurtapp wat er gebeurt, waar en wanneer.",
            ),
        ),
    ),
)
_LAST: Final = (
    ContactAdvice(
        key="anoniem",
        situation="Je weet iets van een misdaad, maar je wilt je naam niet noemen",
        text="Bel Meld Misdaad Anoniem. Bellen is gratis. Heeft het haast? Bel dan 112.",
        ways=(Way("politie.nl", _CHECKED, number="0800-7000"),),
    ),
)
