"""House numbers, postcodes and street names as people write them. Pure: no database."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

LARGEST_HOUSE_NUMBER: Final = 99_999


class AddressError(ValueError):
    """What somebody typed cannot be read as (part of) an address; the text is for them."""


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
        text = f"{self.number}{self.letter.lower()}"
        if not self.addition:
            return text
        separator = "-" if self.addition[0].isdigit() else " "
        return f"{text}{separator}{self.addition.lower()}"


_HOUSE_NUMBER = re.compile(r"([0-9]+)(.*)", re.DOTALL)
_LETTER = re.compile(r"[a-zA-Z]")
_ADDITION = re.compile(r"[a-zA-Z0-9]{1,4}")
_LETTER_AND_ADDITION = re.compile(r"([a-zA-Z])(?:[-/ ]+([a-zA-Z0-9]{1,4})|([0-9]{1,4}))")


def parse_house_number(text: str) -> HouseNumber:
    """Read 12, 12a, 12-A, 12 bis, 12-2 or 12/2. Raises AddressError with a Dutch text."""
    text = " ".join(text.split())
    if not text:
        raise AddressError("Vul je huisnummer in.")
    match = _HOUSE_NUMBER.fullmatch(text)
    if not match:
        raise AddressError("Begin met een cijfer, zoals 12 of 12a.")
    digits = match[1].lstrip("0")
    if not digits:
        raise AddressError("Een huisnummer begint bij 1.")
    if len(digits) > 5:
        raise AddressError("Een huisnummer heeft hoogstens 5 cijfers.")
    letter, addition = _letter_and_addition(match[2].rstrip(" .").strip(" -/"))
    return HouseNumber(int(digits), letter.upper(), addition.upper())


def _letter_and_addition(rest: str) -> tuple[str, str]:
    if not rest:
        return "", ""
    if _LETTER.fullmatch(rest):
        return rest, ""
    if _ADDITION.fullmatch(rest) and not re.fullmatch(r"[a-zA-Z][0-9]{1,3}", rest):
        return "", rest
    match = _LETTER_AND_ADDITION.fullmatch(rest)
    if not match:
        raise AddressError("Schrijf je huisnummer zoals 12, 12a of 12-2.")
    return match[1], match[2] or match[3]


# --- Postcodes -------------------------------------------------------------------------------

_POSTCODE = re.compile(r"([1-9][0-9]{3})(?!SA|SD|SS)([A-Z]{2})")


def parse_postcode(text: str) -> str:
    """Read a postcode in any notation and give it as "4849 BD". Raises AddressError."""
    match = _POSTCODE.fullmatch(re.sub(r"[\s.\-]", "", text).upper())
    if not match:
        raise AddressError("Een postcode heeft 4 cijfers en 2 letters.")
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
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    plain = plain.replace("'", " ").replace("\u2019", " ")
    words = [_fold_word(word) for word in re.findall(r"[a-z]+|[0-9]+", plain)]
    kept = [word for word in words if word not in _ARTICLES] or words
    return "".join(kept).replace("y", "ij")


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


_STREET_THEN_NUMBER = (
    re.compile(r"(?=.*[^\W\d])(.*?\S)[\s,]+([0-9]{1,5}(?![0-9]).*)", re.DOTALL),
    re.compile(r"(.*[^\W\d])([0-9]{1,5}(?![0-9]).*)", re.DOTALL),  # Spoorstraat12
)


def split_street_and_number(text: str) -> tuple[str, str]:
    """Take "Spoorstraat 12a", typed in one box, apart; without a number the second part is empty.

    Ask for the whole text as a street first: "N282" is a street, not number 282.
    """
    for pattern in _STREET_THEN_NUMBER:
        match = pattern.fullmatch(text.strip())
        if match:
            return match[1].rstrip(" ,"), match[2].strip()
    return text.strip(), ""


def parts_of_key(key: str) -> set[str]:
    """The runs of three letters by which close matches are looked up."""
    padded = f"^{key}$"
    return {padded[start : start + 3] for start in range(max(len(padded) - 2, 1))}
