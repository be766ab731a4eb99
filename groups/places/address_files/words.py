"""What is said of a file with addresses, and of its rows. It is stored in Dutch, and read in the
language of who looks.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext, gettext_noop

from dorst_portal.languages.stored import Reader, said_again

# Of a row.
NO_STREET: Final = gettext_noop("Er staat geen straat.")
LONG_STREET: Final = gettext_noop("De straat is langer dan {most} tekens.")
NO_NAME_OF_A_STREET: Final = gettext_noop("Dit is geen naam van een straat.")
NO_NUMBER: Final = gettext_noop("Er staat geen huisnummer.")
NUMBER_UNREADABLE: Final = gettext_noop("Huisnummer ‘{number}’ kunnen we niet lezen.")
NUMBER_TWICE: Final = gettext_noop(
    "Huisnummer ‘{number}’ heeft in een andere kolom een andere letter of toevoeging."
)
ONE_LETTER: Final = gettext_noop("Kolom huisletter: hier hoort 1 letter.")
POSTCODE_UNREADABLE: Final = gettext_noop("Postcode ‘{postcode}’ kunnen we niet lezen.")
MORE_COLUMNS: Final = gettext_noop("Deze regel heeft meer kolommen dan de kopregel.")
LONG_CELL: Final = gettext_noop("Kolom {column}: de tekst is langer dan {most} tekens.")
IN_COLUMN: Final = gettext_noop("Kolom {column}: {problem}")
# Of a row beside the list as it is.
SAME_ADDRESS: Final = gettext_noop("Dit adres staat ook op regel {line}.")
POSTCODE_WAS: Final = gettext_noop("De postcode was {postcode}.")
NO_POSTCODE: Final = gettext_noop("Er was geen postcode.")
ALMOST_THE_SAME: Final = gettext_noop("Er is al een straat die bijna zo heet.")
NEW_ON_THE_MAP: Final = gettext_noop("Dit adres stond nog niet op de kaart.")
MOVES: Final = gettext_noop("Dit adres verschuift {n} meter.")
ELSEWHERE: Final = gettext_noop("{street} ligt volgens de stratenlijst in een andere plaats.")
OUTSIDE: Final = gettext_noop("{street} ligt volgens de stratenlijst buiten {village}.")
# Of a file.
ONLY_HEADER: Final = gettext_noop(
    "Dit bestand heeft alleen een kopregel. Er staan geen adressen in."
)
TOO_WIDE: Final = gettext_noop("Dit bestand heeft meer dan {most} kolommen.")
SAME_MEANING: Final = gettext_noop("De kolommen {first} en {second} betekenen hetzelfde.")
CHOSEN_TWICE: Final = gettext_noop("De kolom {column} is twee keer gekozen.")
NOT_IN_THE_FILE: Final = gettext_noop("De kolom {column} staat niet in dit bestand.")
MISSES_COLUMN: Final = gettext_noop("We missen de kolom {column}.")
MISSES_COLUMNS: Final = gettext_noop("We missen de kolommen {first} en {second}.")
WE_SEE: Final = gettext_noop("We zien: {columns}.")
UNKNOWN_STREETS: Final = gettext_noop("Meer dan {most} straten kennen we niet.")
IS_IT_OURS: Final = gettext_noop("Is dit bestand van {village}?")
NEVER_READY: Final = gettext_noop(
    "Dit bestand krijgen we niet gelezen. Maak er een ander CSV-bestand van."
)
NEVER_TAKEN_OVER: Final = gettext_noop(
    "Het overnemen van dit bestand breekt steeds af. Stuur het nog een keer, of in kleinere delen."
)
# Instead of the places that are too many to be told.
OTHER_PLACES: Final = gettext_noop("andere plaatsen")

# The more precise ones first; those that begin with a name last.
_OF_ROWS: Final[Sequence[str]] = (
    *(NO_STREET, LONG_STREET, NO_NAME_OF_A_STREET, NO_NUMBER, NUMBER_UNREADABLE, NUMBER_TWICE),
    *(ONE_LETTER, POSTCODE_UNREADABLE, MORE_COLUMNS, LONG_CELL, IN_COLUMN, SAME_ADDRESS),
    *(POSTCODE_WAS, NO_POSTCODE, ALMOST_THE_SAME, NEW_ON_THE_MAP, MOVES, ELSEWHERE, OUTSIDE),
)
_OF_FILES: Final[Sequence[str]] = (
    *(ONLY_HEADER, TOO_WIDE, SAME_MEANING, CHOSEN_TWICE, NOT_IN_THE_FILE, MISSES_COLUMNS),
    *(MISSES_COLUMN, WE_SEE, UNKNOWN_STREETS, IS_IT_OURS, NEVER_READY, NEVER_TAKEN_OVER),
)
# What is wrong with a cell is said by who reads cells of any file.
_CELL: Final[Mapping[str, Reader]] = {"problem": gettext}


def problem_in_words(problem: str) -> str:
    """What was found of a row."""
    return said_again(problem, _OF_ROWS, _CELL)


def refusal_in_words(refusal: str) -> str:
    """Why a file cannot be read, or what has to be pointed out first."""
    return said_again(refusal, _OF_FILES)
