"""What is said of a list of members that is taken over, and of its rows. It is stored in Dutch, and
read in the language of who looks.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext_noop

from dorst_portal.kit.tables import delimited, limits
from dorst_portal.languages.stored import Reader, listed_again, said_again
from groups.members.list_files.limits import NO_LIST, TOO_WIDE
from groups.members.list_files.parts import NAMELESS
from groups.members.list_files.reading import SEVERAL_SHEETS
from groups.members.pages.blocks import MAY_NOT_COME_BACK
from groups.members.pages.doubts import SENTENCES

NO_NAME: Final = gettext_noop("De naam ontbreekt.")
NO_NUMBER: Final = gettext_noop("Het mobiele nummer ontbreekt.")
NO_GROUP: Final = gettext_noop("De groep ontbreekt.")
NO_ADDRESS: Final = gettext_noop("Het adres ontbreekt.")
NO_HOUSE_NUMBER: Final = gettext_noop("Het huisnummer ontbreekt.")
MEMBER: Final = gettext_noop("Dit nummer staat al op de ledenlijst.")
SEVERAL: Final = gettext_noop(
    "Dit kan meer dan 1 adres zijn. Zet de straat en het huisnummer erbij."
)
UNUSUAL: Final = gettext_noop("Dit is geen gewoon mobiel nummer. Kijk of het klopt.")
SAME_NUMBER: Final = gettext_noop("Dit nummer staat ook op regel {line}.")
BESIDE_NUMBER: Final = gettext_noop("Bij het nummer stond ‘{note}’.")
UNKNOWN_GROUP: Final = gettext_noop("Groep ‘{group}’ kennen we niet.")
# What a number is asked about (`ReadNumber.problem`).
NUMBER_WORDS: Final = {
    "landline": gettext_noop("Dit lijkt een vast nummer."),
    "missing": NO_NUMBER,
    "two_readings": gettext_noop("Dit nummer kunnen we op 2 manieren lezen. Typ het hele nummer."),
    "foreign_unclear": gettext_noop(
        "Is dit een nummer uit een ander land? Zet + en het landnummer ervoor."
    ),
    "unreadable": gettext_noop("Dit nummer kunnen we niet lezen."),
}
# What has to be known before anything can be said of a row.
THE_NAME: Final = gettext_noop("de naam")
THE_NUMBER: Final = gettext_noop("het mobiele nummer")
THE_GROUP: Final = gettext_noop("de groep")
IS_MISSING: Final = gettext_noop(
    "In deze lijst staat {missing} niet. Zet het er bij ieder bij. Stuur of plak de lijst daarna "
    "opnieuw."
)
WHERE_IS: Final = gettext_noop("Waar staat {missing}?")

_OF_ROWS: Final[Sequence[str]] = (
    *(NO_NAME, NO_NUMBER, NO_GROUP, NO_ADDRESS, NO_HOUSE_NUMBER, MEMBER, SEVERAL, UNUSUAL),
    *(SAME_NUMBER, BESIDE_NUMBER, UNKNOWN_GROUP, MAY_NOT_COME_BACK),
    *NUMBER_WORDS.values(),
    *SENTENCES,
)
_OF_LISTS: Final[Sequence[str]] = (
    *(IS_MISSING, WHERE_IS, SEVERAL_SHEETS, TOO_WIDE),
    *(limits.TOO_BIG, limits.TOO_MANY, delimited.WRONG_QUOTE),
    # These stand before which files we can read.
    *(NO_LIST, limits.NO_TEXT, limits.PDF, limits.EMPTY_ZIP),
)
_MISSING: Final[Mapping[str, Reader]] = {"missing": listed_again}


def problem_in_words(problem: str) -> str:
    """What was found of a row."""
    return said_again(problem, _OF_ROWS)


def refusal_in_words(refusal: str) -> str:
    """Why a list cannot be read, or what has to be pointed out first."""
    return said_again(refusal, _OF_LISTS, _MISSING)


def column_in_words(name: str) -> str:
    """What a column is called in the list; only one without a name is called so by us."""
    return said_again(name, (NAMELESS,)) if name.startswith(NAMELESS.partition("{")[0]) else name
