"""Passwords that a neighbour would guess first: names of the village, and Dutch favourites."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dorst_portal.identity.current import here

LONGEST = 128
_WORDS_FILE = Path(__file__).with_name("guessable_words.txt")
_READ_AS = str.maketrans("0134578@$!|", "oieastbasii")
_NO_LETTER = re.compile(r"[^a-z]+")
_AROUND = re.compile(r"^[^a-z]+|[^a-z]+$")
_HOUSE_NUMBER = re.compile(r"[^a-z]*[0-9]+ ?[a-z]?$")


@lru_cache(maxsize=1)
def guessable_words() -> frozenset[str]:
    """Read the list: one word a line, `#` starts a comment."""
    lines = _WORDS_FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def is_guessable(password: str) -> bool:
    """Tell whether a password is one or two words of the list, dressed up with digits and signs."""
    plain = password.casefold()
    readings = (plain, _AROUND.sub("", plain).translate(_READ_AS), _HOUSE_NUMBER.sub("", plain))
    return any(_is_made_of_words(_NO_LETTER.sub("", reading)) for reading in readings)


def _is_made_of_words(letters: str) -> bool:
    words = guessable_words() | _own_names()
    return letters in words or any(
        letters[:cut] in words and letters[cut:] in words for cut in range(1, len(letters))
    )


def _own_names() -> frozenset[str]:
    """What the village and its watch are called: each name whole, and word by word."""
    names = here()
    said = (names.village, names.organisation, names.watch, names.short_name, names.municipality)
    words = {word for name in said for word in (name, *name.split())}
    return frozenset(_letters(word) for word in words) - {""}


def _letters(text: str) -> str:
    """Only letters of the alphabet, as a password is read; accents fall off."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _NO_LETTER.sub("", plain)


class DutchWordValidator:
    """Refuses what stands on the list of guessable words, and what is too long to keep."""

    def validate(self, password: str, user: object = None) -> None:
        if len(password) > LONGEST:
            told = _("Dit wachtwoord is te lang. Gebruik hoogstens {most} tekens.")
            raise ValidationError(told.format(most=LONGEST), code="too_long")
        if is_guessable(password):
            raise ValidationError(
                _("Dit wachtwoord is makkelijk te raden. Neem een zin die alleen jij kent."),
                code="guessable",
            )

    def get_help_text(self) -> str:
        return _("Neem geen woord dat iedereen in het dorp kent.")
