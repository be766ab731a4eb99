"""The texts that the portal uses now: those that Platform Dorst wrote, else those it ships.

Each process remembers them for a minute at most, so that a page or a mail asks the database
nothing; the process in which somebody saves forgets them at once. Texts are never a reason to
refuse or admit anybody, so a minute with the text of before harms nobody. Pages on which they are
edited ask the database itself.
"""

import time
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from dorst_portal.languages.current import DUTCH
from groups.models import TextVersion
from groups.models.watchgroups import DEFAULT_WELCOME
from groups.wording.contact_advice import (
    MUNICIPALITY_KEY,
    ContactAdvice,
    municipality_advice,
    said_for_this_page,
    shipped_advice,
)
from groups.wording.contact_advice_lines import AdviceMistakes, read_contact_advice
from groups.wording.mail_texts import Wording, closing, language_of, shipped

WHICH_APP: Final = "welke-app"
WELCOME: Final = "welkomsttekst"
MAIL: Final = "mail-"
SECONDS: Final = 60

Texts = Mapping[str, Wording]
# One value, replaced whole: threads see the old or the new one.
_remembered: tuple[float, Texts] | None = None


def mail_text(name: str) -> Wording:
    """Subject and whole text of a mail, with its places still open. What Platform Dorst wrote is
    Dutch: in another language it stays what the portal ships.
    """
    is_dutch = language_of(name) == DUTCH
    words = (is_dutch and _edited().get(f"{MAIL}{name}")) or shipped(name)
    return Wording(words.subject, f"{words.text}\n\n{closing(name)}")


def contact_advice() -> Sequence[ContactAdvice]:
    """The rows of the page about apps and numbers, in its language as far as they can be."""
    edited = _edited().get(WHICH_APP)
    typed = _typed_advice(edited.text) if edited else None
    return said_for_this_page(typed) if typed else shipped_advice()


def municipality() -> ContactAdvice:
    """What the municipality mends; that page is never without a number."""
    posts = (post for post in contact_advice() if post.key == MUNICIPALITY_KEY)
    return next(posts, municipality_advice())


def welcome_text() -> str:
    """The welcome text with which a new group starts."""
    edited = _edited().get(WELCOME)
    return edited.text if edited else DEFAULT_WELCOME


def forget() -> None:
    """Ask the database again at the next use."""
    global _remembered
    _remembered = None


def remember(texts: Texts) -> None:
    """These are the texts now, for a minute."""
    global _remembered
    _remembered = (time.monotonic() + SECONDS, texts)


def _edited() -> Texts:
    now = _remembered
    if now is not None and time.monotonic() < now[0]:
        return now[1]
    newest = TextVersion.objects.newest().filter(is_reset=False)
    texts = {row.key: Wording(row.subject, row.text) for row in newest}
    remember(texts)
    return texts


@lru_cache(maxsize=4)
def _typed_advice(text: str) -> Sequence[ContactAdvice] | None:
    try:
        return read_contact_advice(text)
    except AdviceMistakes:  # was right by the rules of an older portal
        return None
