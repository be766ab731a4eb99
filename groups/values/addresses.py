"""House numbers, postcodes and street names as people write them. Pure: no database.

What stands in one box together is taken apart by `address_lines`.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.utils.translation import gettext as _

from dorst_portal.languages.words import lazy_text

LARGEST_HOUSE_NUMBER: Final = 99_999
LONGEST_ADDITION: Final = 16

NOT_A_NUMBER: Final = lazy_text("Schrijf je huisnummer zoals 12, 12a of 12-2.")
ONE_IS_ENOUGH: Final = lazy_text("Vul één huisnummer in, ook als je er meer hebt.")


class AddressError(ValueError):
    """What somebody typed cannot be read as (part of) an address; the text is for them."""


class SeveralNumbersError(AddressError):
    """More than one house number, which is never read as one."""


# --- Signs -----------------------------------------------------------------------------------

_DASHES: Final = "\u02d7\u2043\u2212\u2796"  # minus signs and a bullet; the others are Pd
_SLASHES: Final = "\u2044\u2215\u29f8"
_QUOTES: Final = '"\u00ab\u00bb\u2018\u201a\u201b\u201c\u201d\u201e\u201f\u2039\u203a`\u00b4'
# Between letters or digits it shows them the other way round, so there it is not passed over.
_TURNS_AROUND: Final = "\u202e"
_AROUND: Final = f"{_QUOTES}{_TURNS_AROUND}"
# Not the sign before 't Elzent, 's-Gravenweg or d'Oultremontweg.
_LOOSE_APOSTROPHE = re.compile(r"^['\u2019](?![a-zA-Z](?![a-zA-Z]))|(?<![sS])['\u2019]$")


def plain_signs(text: str) -> str:
    """The same text in signs that can be read: each digit of another script as 0 to 9, each dash
    as -, each blank as a blank, without the marks that nobody sees and the quotes around it.

    What is no digit but looks like one (12², ½, ①) stays as it is: then it is no house number.
    """
    if not text.isascii():
        text = "".join(map(_plain_sign, text))
    text = text.replace("\\", "/").strip().strip(_AROUND).strip()
    return _LOOSE_APOSTROPHE.sub("", text).strip()


@lru_cache(maxsize=1000)
def _plain_sign(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    if category == "Pd" or sign in _DASHES:
        return "-"
    if category in ("Zl", "Zp"):
        return "\n"
    if category == "Zs":
        return " "
    if category == "Cf" and sign != _TURNS_AROUND:
        return ""
    if sign in _SLASHES:
        return "/"
    if unicodedata.decomposition(sign).startswith(("<wide>", "<narrow>")):
        return unicodedata.normalize("NFKC", sign)
    return sign


# --- House numbers ---------------------------------------------------------------------------


@dataclass(frozen=True, order=True)
class HouseNumber:
    """A number with an optional letter and addition; 12a sorts between 12 and 13.

    Letter and addition are kept in upper case, so that 12a and 12-A are one household.
    """

    number: int
    letter: str = ""
    addition: str = ""

    def __str__(self) -> str:
        """As it is read back, as the same household: 12-2, but "62 toevoeging 66"."""
        text = f"{self.number}{self.letter.lower()}"
        if not self.addition:
            return text
        if self.second_number:
            return f"{text} toevoeging {self.addition.lower()}"
        separator = "-" if self.addition[0].isdigit() else " "
        return f"{text}{separator}{self.addition.lower()}"

    @property
    def second_number(self) -> "HouseNumber | None":
        """The number that the addition perhaps is: people write 62-66 and 12/14 for two houses.

        12-2 and 1-2 are usual additions. A second number is higher and on the same side of the
        street (12/14, 62-66, 7-9), or of two digits and not far on (12-13), or it is the same with
        a letter (12-12a).
        """
        match = _NUMBER_AND_LETTER.fullmatch(self.addition)
        if match is None:
            return None
        second = HouseNumber(int(match[1]), match[2])
        further = second.number - self.number
        is_near = further <= _NOT_FAR and second.number >= _TWO_DIGITS
        is_next = further > 0 and (further % 2 == 0 or is_near)
        return second if is_next or (further == 0 and second.letter) else None


def address_of(street: str, number: int | None, letter: str, addition: str) -> str:
    """Street and house number as written on an envelope; the street alone without a number."""
    return street if number is None else f"{street} {HouseNumber(number, letter, addition)}"


class WhichNumberError(SeveralNumbersError):
    """One house number with an addition, or two: only who typed it knows. `choices` are texts that
    `parse_house_number` reads without asking again, each with its words.
    """

    def __init__(self, read: HouseNumber, second: HouseNumber) -> None:
        first = HouseNumber(read.number, read.letter)
        addition = read.addition.lower()
        plain, with_addition = _("Nummer {number}"), _("Nummer {number} met toevoeging {addition}")
        self.choices = (
            (str(first), plain.format(number=first)),
            (str(second), plain.format(number=second)),
            (str(read), with_addition.format(number=first, addition=addition)),
        )
        question = _("Bedoel je nummer {first}, nummer {second}, of {first} met toevoeging {rest}?")
        super().__init__(question.format(first=first, second=second, rest=addition))


_NOT_FAR: Final = 10
_TWO_DIGITS: Final = 10
_NUMBER_AND_LETTER = re.compile(r"([1-9][0-9]{0,4})([A-Z]?)")
_LABEL: Final = (
    r"(?:(?<![^\W_])(?:huis[\s-]?(?:nummers?|nrs?|no)|nummers?|numero|num|hnr|nrs?|no|n[º°])"
    r"|[#№])[\s.:]*(?=[0-9])"
)
NUMBER_LABEL = re.compile(_LABEL, re.IGNORECASE)
_HOUSE_NUMBER = re.compile(r"([0-9]+)(.*)", re.DOTALL)
_LETTER = re.compile(r"[a-zA-Z]")
_ADDITION = re.compile(r"[a-zA-Z0-9]{1,4}")
_LETTER_AND_DIGITS = re.compile(r"([a-zA-Z])([0-9]{1,4})")
# Words behind a number that say which door or floor, also with a number of their own.
_DOOR_WORDS: Final = (
    "achterhuis|achter|voorhuis|voor|bovenwoning|bovenhuis|boven|benedenwoning|benedenhuis|beneden"
    "|beganegrond|parterre|souterrain|kelder|zolder|hoog|etage|verdieping|huis|links|rechts|midden"
    "|appartement|app|apt|kamer|unit|studio|loods|winkel|kantoor|garage|schuur|stal|onder"
)
_DOOR = re.compile(
    rf"(?:[0-9]{{1,2}}|i{{1,3}}|iv|bis|ter|h[gs])?(?:{_DOOR_WORDS}){{1,2}}(?:[0-9]{{1,3}}|[a-z])?"
)
_SHORT_DOOR = re.compile(r"[a-z]|bis|ter|h[gs]|[0-9]h[gs]|i{1,3}|iv|rood|zwart|wit", re.IGNORECASE)
_FLOORS: Final = {"een": "1", "één": "1", "twee": "2", "drie": "3", "vier": "4", "vijf": "5"}
_FLOOR_IN_WORDS = re.compile(rf"({'|'.join(_FLOORS)})(?=[\s-]*hoog)")
_ORDINAL = re.compile(r"(?<=[0-9])(?:ste|de|e)(?=hoog|etage|verdieping)")
_BY_NAME = re.compile(r"[\s,.-]+toev(?:oeging)?[\s.:]+(?=\w)", re.IGNORECASE)
_OTHER_NUMBER: Final = rf"(?:{_LABEL})?(?:[0-9]|[a-z](?![^\W_]))"
_SEVERAL = re.compile(
    rf"[0-9]\s*[a-z]?\s*(?:[+&]|t\s?/\s?m|->|\.\.|…)\s*{_OTHER_NUMBER}"
    rf"|\s(?:en|of|and|or|tm|t\.m\.|t\.?e\.?m\.?|tot|tot en met)\s+{_OTHER_NUMBER}"
    r"|[0-9](?:en|of|tm)[0-9]"
    rf"|[,;]\s*(?:{_LABEL})?[0-9]+\s?[a-z]?\s*(?=$|[,;+&]|\s(?:en|of)\s)",
    re.IGNORECASE,
)
_OTHER_WORD = re.compile(
    r"(?<![^\W\d_])(?!(?:tot|met|tem|and|bis)(?![^\W\d_])|toev)[^\W\d_]{3,}", re.IGNORECASE
)
_TWO_DOORS = re.compile(r"^\s*[a-z]\s*/\s*[a-z]$", re.IGNORECASE)  # 12a/b
_ROW = re.compile(r"([0-9]+)[a-z]?(?:\s*[-/]\s*([0-9]+)[a-z]?){2,}", re.IGNORECASE)


def parse_house_number(text: str) -> HouseNumber:
    """Read 12, 12a, 12-A, 12 bis, 12-2 or 12/2; also nr. 12, 12 (achter) and 12 3 hoog.

    Raises AddressError with a Dutch text; WhichNumberError where it may be two numbers (12/14).
    """
    text = " ".join(plain_signs(text).split()).rstrip(" .,;:")
    if not text:
        raise AddressError(_("Vul je huisnummer in."))
    label = NUMBER_LABEL.match(text)
    match = _HOUSE_NUMBER.fullmatch(text[label.end() :] if label else text)
    if not match:
        raise AddressError(_("Begin met een cijfer, zoals 12 of 12a."))
    digits = match[1].lstrip("0")
    if not digits:
        raise AddressError(_("Een huisnummer begint bij 1."))
    if len(digits) > 5:
        raise AddressError(_("Een huisnummer heeft hoogstens 5 cijfers."))
    row = _ROW.fullmatch(match[0])
    if _SEVERAL.search(match[0]) or (row and int(row[1]) < int(row[2])):
        raise SeveralNumbersError(ONE_IS_ENOUGH)
    by_name = _BY_NAME.search(match[2])
    rest = _BY_NAME.sub("-", match[2], count=1) if by_name else match[2]
    letter, addition = _letter_and_addition(rest)
    read = HouseNumber(int(digits), letter.upper(), addition.upper())
    second = HouseNumber(read.number, addition.upper()) if _TWO_DOORS.search(rest) else None
    second = read.second_number or second
    is_one_word = _LETTER_AND_DIGITS.fullmatch(rest.strip(" -/"))  # 12a14
    if second and not by_name and not is_one_word:
        raise WhichNumberError(read, second)
    return read


def is_house_number(text: str) -> bool:
    """Whether this is a house number, or more of them: what people mean as one."""
    try:
        parse_house_number(text)
    except SeveralNumbersError:
        return not _OTHER_WORD.search(NUMBER_LABEL.sub("", text))  # "12 en 14 Spoorstraat"
    except AddressError:
        return False
    return True


def is_door(text: str) -> bool:
    """Whether this can only be what stands behind a house number: achter, 3 hoog, bis, a."""
    return bool(_SHORT_DOOR.fullmatch(text) or _DOOR.fullmatch(_joined(text.split())))


def _letter_and_addition(rest: str) -> tuple[str, str]:
    rest = _FLOOR_IN_WORDS.sub(lambda match: _FLOORS[match[1]], rest.lower())
    # A dot belongs to the word before it (app. 3), and to no number (12.5).
    words = re.sub(r"(?<=[a-z])\.|[,()\[\]/-]", " ", rest).split()
    if len(words) == 1:
        (word,) = words
        if _LETTER.fullmatch(word):
            return word, ""
        if match := _LETTER_AND_DIGITS.fullmatch(word):
            return match[1], match[2]
    letter = words.pop(0) if len(words) > 1 and _LETTER.fullmatch(words[0]) else ""
    addition = _joined(words)
    is_short = len(words) <= 1 and _ADDITION.fullmatch(addition)
    if not words or is_short or (len(addition) <= LONGEST_ADDITION and _DOOR.fullmatch(addition)):
        return letter, addition
    raise AddressError(NOT_A_NUMBER)


def _joined(words: list[str]) -> str:
    return _ORDINAL.sub("", "".join(words).lower().replace("-", ""))


# --- Postcodes -------------------------------------------------------------------------------

_POSTCODE = re.compile(r"([1-9][0-9]{3})(?!SA|SD|SS)([A-Z]{2})")


def parse_postcode(text: str) -> str:
    """Read a postcode in any notation and give it as "4849 BD". Raises AddressError."""
    match = _POSTCODE.fullmatch(re.sub(r"[\s.\-]", "", text).upper())
    if not match:
        raise AddressError(_("Een postcode heeft 4 cijfers en 2 letters."))
    return f"{match[1]} {match[2]}"


# --- Street names ----------------------------------------------------------------------------

_ARTICLES = frozenset({"de", "den", "der", "het", "t", "d"})
_ABBREVIATIONS = {
    "weth": "wethouder",
    "wethr": "wethouder",
    "past": "pastoor",
    "pst": "pastoor",
    "burg": "burgemeester",
    "dr": "dokter",
    "st": "sint",
    "v": "van",
    "vd": "van",
    "str": "straat",
    "ln": "laan",
    "wg": "weg",
}
_ENDINGS = (("str", "straat"), ("ln", "laan"), ("wg", "weg"))
_UNITS = ("", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien")
_TENS = {
    20: "twintig",
    30: "dertig",
    40: "veertig",
    50: "vijftig",
    60: "zestig",
    70: "zeventig",
    80: "tachtig",
    90: "negentig",
}


def fold_street(text: str) -> str:
    """The key under which a street is found: no case, accents, blanks, articles, abbreviations.

    "Weth. v. Dijklaan" and "Wethouder van Dijklaan" have one key, and so do "50 Bunderweg"
    and "Vijftigbunderweg".
    """
    if not text.isascii():
        text = "".join(map(_plain_sign, text))  # a digit of another script is a digit
    plain = _without_marks(text).replace("'", " ").replace("\u2019", " ")
    words = [_fold_word(word) for word in re.findall(r"[a-z]+|[0-9]+", plain)]
    kept = [word for word in words if word not in _ARTICLES] or words
    return "".join(kept).replace("y", "ij")


def _without_marks(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def beginnings_of(text: str) -> list[str]:
    """The keys with which that of a street may begin whose name is not typed to its end: the last
    word may be an abbreviation (Spoorstr) or the first letters of a word (St for Steenoven).
    """
    words = text.split()
    if not words:
        return []
    # What stands before the last word, folded as if a whole word came behind it.
    head = fold_street(" ".join([*words[:-1], "x"])).removesuffix("x")
    letters = "".join(re.findall("[a-z0-9]", _without_marks(words[-1]))).replace("y", "ij")
    as_typed, whole = head + letters, fold_street(text)
    broader = as_typed.startswith(whole)
    return [key for key in (as_typed, "" if broader else whole) if key]


def _fold_word(word: str) -> str:
    if word in _ABBREVIATIONS:
        return _ABBREVIATIONS[word]
    if word.isdigit():
        return _number_in_words(int(word)) if len(word) < 3 else word
    for short, long in _ENDINGS:
        if word.endswith(short) and len(word) > len(short) + 2:
            return word[: -len(short)] + long
    return word


def _number_in_words(number: int) -> str:
    if 0 < number < len(_UNITS):
        return _UNITS[number]
    return _TENS.get(number, str(number))


_BEHIND = re.compile(r"(?:\s+-\s+|[\s,:]+)(?=[0-9]{1,5}(?![0-9]))")
_GLUED = re.compile(
    r"(.*[^\W\d_]{2})-?([0-9]{1,5}(?![0-9]).*)", re.DOTALL
)  # Spoorstraat12, not N282


def numbers_behind(text: str) -> Iterator[tuple[str, str]]:
    """Where a number may begin, the last such place first: "Plein 1944 12" is number 12 if there
    is a street Plein 1944.
    """
    text = NUMBER_LABEL.sub(" ", text)
    for match in reversed(list(_BEHIND.finditer(text))):
        street = text[: match.start()].rstrip(" ,:")
        if re.search(r"[^\W\d]", street):
            yield street, text[match.end() :].strip()
    glued = _GLUED.fullmatch(text)
    if glued:
        yield glued[1].rstrip(" ,"), glued[2].strip()


def parts_of_key(key: str) -> set[str]:
    """The runs of three letters by which close matches are looked up."""
    padded = f"^{key}$"
    return {padded[start : start + 3] for start in range(max(len(padded) - 2, 1))}
