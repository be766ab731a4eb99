"""Which app or which number: one table, shown on the public pages, biggest danger first.

docs/sources.md says where each line comes from and what Platform Dorst still has to check.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

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

MUNICIPALITY: Final = ContactAdvice(
    key="gemeente",
    situation="Een kapotte lamp, losse stoeptegel of afval op straat",
    text="Dat regelt de gemeente Oosterhout. Zet het niet in de groep.",
    ways=(
        Way("oosterhout.nl", _CHECKED, number="14 0162"),
        Way(
            "platformdorst.nl",
            None,
            words="Of gebruik de app MijnGemeente. Geef de plek door en stuur een foto mee.",
        ),
    ),
)

CONTACT_ADVICE: Final = (
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
                "platformdorst.nl",
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
                "platformdorst.nl",
                _CHECKED,
                words="Schrijf daarna in je buurtapp wat er gebeurt, waar en wanneer.",
            ),
        ),
    ),
    MUNICIPALITY,
    ContactAdvice(
        key="anoniem",
        situation="Je weet iets van een misdaad, maar je wilt je naam niet noemen",
        text="Bel Meld Misdaad Anoniem. Bellen is gratis. Heeft het haast? Bel dan 112.",
        ways=(Way("politie.nl", _CHECKED, number="0800-7000"),),
    ),
)
