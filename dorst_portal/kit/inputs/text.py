"""What people type, made clean: one form of every letter, no invisible or dangerous signs.

Databases differ (PostgreSQL refuses NUL and what is too long, SQLite stores both) and so do
screens (a bidi sign turns a name around), so text is judged here, before anything else sees it.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError

from dorst_portal.languages.words import lazy_text

STRANGE = lazy_text(
    "Hier staat een teken in dat we niet kunnen gebruiken. Haal het weg of typ het opnieuw."
)
NOTHING_TO_SEE = lazy_text("Hier staan alleen tekens die je niet ziet. Typ het opnieuw.")
TOO_LONG = lazy_text("Dit is te lang. Gebruik hoogstens %(most)d tekens.")
ONE_LINE = lazy_text("Dit past niet op meer regels. Zet het op één regel.")

MARKS_IN_A_ROW = 8
# Decomposed text is longer than composed text, never more than this many times for real words.
DECOMPOSED = 4

# Left out in silence: they arrive by copying and pasting, and change nothing that can be seen.
_DROPPED = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
# Format signs that words need: Persian and Indic names, emoji made of several.
_JOINERS = frozenset("\u200c\u200d")
# Letters by their category, blanks to the eye.
_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# Letters that are written with a stroke or as one, and are no letter with a mark for Unicode.
_WITHOUT_STROKE = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})
_PLAIN_WORDS = re.compile(r"[a-z0-9]+")
_LINE_ENDS = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_BLANKS = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r"\n{3,}")


def clean_line(value: str, *, max_length: int) -> str:
    """Return one line in NFC, trimmed, with single blanks; ValidationError if it is not usable."""
    cleaned = _clean(value, max_length=max_length)
    if "\n" in cleaned:
        raise ValidationError(ONE_LINE, code="one_line")
    return cleaned


def clean_text(value: str, *, max_length: int) -> str:
    """Return text in NFC like `clean_line`, with its lines kept, at most one empty between."""
    return _clean(value, max_length=max_length)


def printable(value: str) -> str:
    """Return the text without signs that may not be shown, to put it back in a form's box."""
    if value.isprintable():
        return value
    return "".join(sign for sign in value if sign in "\t\r\n" or not _is_strange(sign))


def search_key(text: str) -> str:
    """The words of a text without capitals, accents and signs: under this it is found, and what is
    typed to find it is made so too. "Émile  O\u2019Neill" and "emile o'neill" have one key.
    """
    if text.isascii():  # nothing to take apart, in most names
        return " ".join(_PLAIN_WORDS.findall(text.lower()))
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    letters = (sign for sign in plain if not unicodedata.category(sign).startswith("M"))
    plain = "".join(letters).translate(_WITHOUT_STROKE).translate(_DROPPED)
    return " ".join("".join(sign if sign.isalnum() else " " for sign in plain).split())


def _clean(value: str, *, max_length: int) -> str:
    typed = value.strip()
    if len(typed) > max_length * DECOMPOSED:
        raise _too_long(max_length)
    value = _LINE_ENDS.sub("\n", value).translate(_DROPPED)
    if any(_is_strange(sign) for sign in value if sign not in "\t\n"):
        raise ValidationError(STRANGE, code="strange")
    # Before NFC, which takes quadratic time over a long row of marks.
    if _longest_row_of_marks(value) > MARKS_IN_A_ROW:
        raise ValidationError(STRANGE, code="strange")
    folded = _BLANKS.sub(" ", unicodedata.normalize("NFC", value))
    lines = "\n".join(line.strip() for line in folded.split("\n")).strip()
    cleaned = _EMPTY_LINES.sub("\n\n", lines)
    if len(cleaned) > max_length:
        raise _too_long(max_length)
    if typed and not any(_is_visible(sign) for sign in cleaned):
        raise ValidationError(NOTHING_TO_SEE, code="nothing_to_see")
    return cleaned


def whole_number(text: str) -> int:
    """The number that an address or a hidden field holds; 0, which no row has, for anything else
    and for what no column can hold.
    """
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else 0


def _too_long(max_length: int) -> ValidationError:
    return ValidationError(TOO_LONG, code="too_long", params={"most": max_length})


def _is_strange(sign: str) -> bool:
    match unicodedata.category(sign):
        case "Cc" | "Cs" | "Co":
            return True
        case "Cf":
            return sign not in _JOINERS and ord(sign) not in _DROPPED
        case "Cn":
            # Never to be letters; other unassigned ones are emoji newer than this Python.
            return ord(sign) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(sign) <= 0xFDEF
    return False


def _is_visible(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LNPSC" and sign not in _BLANK_LETTERS | _JOINERS


def _longest_row_of_marks(value: str) -> int:
    longest = row = 0
    for sign in value:
        row = row + 1 if unicodedata.category(sign) in ("Mn", "Me") else 0
        longest = max(longest, row)
    return longest
