"""Which app or which number: one table, shown on the public pages, biggest danger first.

docs/sources.md says where each line comes from and what Platform Dorst still has to check.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import override

from dorst_portal.identity.current import here
from dorst_portal.kit import dutch
from dorst_portal.languages.current import DUTCH, in_dutch


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
    """What somebody sees, and what to do then. `key` is the anchor on the page; `only_dutch` says
    that it is not in the language of the page.
    """

    key: str
    situation: str
    text: str
    ways: Sequence[Way]
    only_dutch: bool = False

    @property
    def sentences(self) -> Sequence[str]:
        """What is read of it, numbers apart."""
        return (self.situation, self.text, *(way.words for way in self.ways if way.words))


_CHECKED: Final = date(2026, 11, 22)

MUNICIPALITY_KEY: Final = "gemeente"


def municipality_advice() -> ContactAdvice:
    """What the municipality mends, with its name and number where somebody set them."""
    names = here()
    name, number = names.municipality, names.municipality_phone
    if number:
        first = {"number": number}
    elif name:
        on_their_site = _("Meld het op de site van de gemeente {municipality}.")
        first = {"words": on_their_site.format(municipality=name)}
    else:
        first = {"words": _("Meld het op de site van de gemeente.")}
    mended = _("Dat regelt de gemeente {municipality}. Zet het niet in de groep.")
    by_app = _("Of gebruik de app MijnGemeente. Geef de plek door en stuur een foto mee.")
    return ContactAdvice(
        key=MUNICIPALITY_KEY,
        situation=_("Een kapotte lamp, losse stoeptegel of afval op straat"),
        text=mended.format(municipality=name)
        if name
        else _("Dat regelt de gemeente. Zet het niet in de groep."),
        ways=(
            Way(_host(names.municipality_site) or "gemeente", None, **first),
            Way(_own_source(), None, words=by_app),
        ),
    )


def shipped_advice() -> Sequence[ContactAdvice]:
    """The table that the portal ships, with the names of the village in it, in the language of the
    page.
    """
    return (
        ContactAdvice(
            key="112",
            situation=_("Er is gevaar, of je ziet nu een misdaad"),
            text=_("Denk aan inbraak, geweld, brand of een ongeluk. Twijfel je? Bel dan ook 112."),
            ways=(
                Way("politie.nl", _CHECKED, number="112"),
                Way(
                    "nu.nl",
                    _CHECKED,
                    words=_("Kun je niet goed horen of praten? Gebruik de app 112NL."),
                ),
            ),
        ),
        ContactAdvice(
            key="politie",
            situation=_("Je hebt de politie nodig, maar het heeft geen haast"),
            text=_("Denk aan een inbraak van gisteren, overlast, een tip of een vraag."),
            ways=(Way("politie.nl", _CHECKED, number="0900-8844"),),
        ),
        ContactAdvice(
            key="waaksamen",
            situation=_("Je ziet iets verdachts en je groep gebruikt Waaksamen"),
            text=_("Niet elke groep gebruikt deze app. Is er gevaar? Bel eerst 112."),
            ways=(
                Way(
                    _own_source(),
                    None,
                    words=_(
                        "Meld het in de app Waaksamen. Dan weten politie en gemeente het. Stuur je "
                        "melding daarna door naar de groep."
                    ),
                ),
            ),
        ),
        ContactAdvice(
            key="buurtapp",
            situation=_("Je wilt je buren waarschuwen"),
            text=_("De politie leest niet mee in de groep. Bel dus eerst."),
            ways=(
                Way(
                    _own_source(),
                    _CHECKED,
                    words=_("Schrijf daarna in je buurtapp wat er gebeurt, waar en wanneer."),
                ),
            ),
        ),
        municipality_advice(),
        ContactAdvice(
            key="anoniem",
            situation=_("Je weet iets van een misdaad, maar je wilt je naam niet noemen"),
            text=_("Bel Meld Misdaad Anoniem. Bellen is gratis. Heeft het haast? Bel dan 112."),
            ways=(Way("politie.nl", _CHECKED, number="0800-7000"),),
        ),
    )


def said_for_this_page(posts: Sequence[ContactAdvice]) -> Sequence[ContactAdvice]:
    """The situations as a coordinator typed them: one that says what the portal ships stands in the
    language of the page, numbers as they were typed; of another it is told that it is Dutch only.
    """
    if in_dutch():
        return posts
    with override(DUTCH):
        typed = [sentence for post in shipped_advice() for sentence in post.sentences]
    said = [sentence for post in shipped_advice() for sentence in post.sentences]
    translated = dict(zip(typed, said, strict=True))
    return [_translated(post, translated) for post in posts]


def _translated(post: ContactAdvice, words: Mapping[str, str]) -> ContactAdvice:
    if not all(sentence in words for sentence in post.sentences):
        return replace(post, only_dutch=True)
    return replace(
        post,
        situation=words[post.situation],
        text=words[post.text],
        ways=[replace(way, words=words.get(way.words, "")) for way in post.ways],
    )


def _own_source() -> str:
    """What we know ourselves comes from our own site, or from nobody else."""
    return _host(here().website) or "eigen bron"


def _host(address: str) -> str:
    """The site of an address, short enough for the lines in which the table is typed."""
    host = urlsplit(address).hostname or ""
    return host.removeprefix("www.")[:40]
