"""How the search looks in the frame of another site, and where its links lead. Reads only."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from dorst_portal.kit.display import switch_to
from dorst_portal.languages.current import DUTCH
from groups.places.pages.finder import Answer

# As the other site is, whatever the device says: on a white page the frame can be white.
COLOURS: Final[Mapping[str, str]] = {"licht": "light", "donker": "dark"}


@dataclass(frozen=True, slots=True)
class FrameLooks:
    """What the other site says in the address of the frame; "" where it says nothing."""

    language: str = ""
    colour: str = ""

    @property
    def theme(self) -> str:
        """The colours in the words of the page."""
        return COLOURS.get(self.colour, "")

    @property
    def kept(self) -> Mapping[str, str]:
        """The same, for the next address in the frame."""
        kept = {"taal": self.language, "kleur": self.colour if self.theme else ""}
        return {name: value for name, value in kept.items() if value}

    @property
    def address(self) -> str:
        """The frame with nothing typed in it."""
        query = urlencode(self.kept)
        return reverse("framed_finder") + (f"?{query}" if query else "")


@dataclass(frozen=True, slots=True)
class WaysOut:
    """Where a press leaves the frame."""

    home: str
    finder: str
    signup: str


def ways_out(language: str, asked: str, answer: Answer | None) -> WaysOut:
    """Our own pages: the first one, the same question, and signing up where a group was found. In
    the language of the frame: who reads English there goes on in English. Dutch needs no choosing,
    and takes nothing away from who chose another language before.
    """

    def out(path: str) -> str:
        return switch_to(language, path) if language not in ("", DUTCH) else path

    return WaysOut(
        home=out(reverse("home")),
        finder=out(f"{reverse('finder')}?{asked}"),
        signup=out(_signup(answer)) if answer and answer.group else "",
    )


def _signup(answer: Answer) -> str:
    found = answer.found
    facts = {
        "straat": found.street.name if found.street else "",
        "huisnummer": str(found.number or ""),
        **({"klopt": "ja"} if found.is_beyond else {}),
        "bron": "zoek",
    }
    slug = answer.group.slug if answer.group else ""
    return f"{reverse('signup', args=[slug])}?{urlencode(facts)}"
