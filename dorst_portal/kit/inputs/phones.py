"""The one reader of telephone numbers: typed, pasted from a chat app, or saved from a sheet."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

import phonenumbers
from django.core.exceptions import ValidationError
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from dorst_portal.languages.words import lazy_text

NOT_DIGITS: Final = lazy_text("Schrijf je nummer met cijfers, zoals 06 12 34 56 78.")
TOO_SHORT: Final = lazy_text("Dit nummer is te kort. Een mobiel nummer heeft 10 cijfers.")
TOO_LONG: Final = lazy_text("Dit nummer is te lang. Een mobiel nummer heeft 10 cijfers.")
NO_COUNTRY: Final = lazy_text("Dit nummer kennen we niet. Begin met 06, of met + en je landnummer.")
TWO_NUMBERS: Final = lazy_text("Hier staan 2 nummers. Eén is genoeg: haal het andere weg.")
WORDS: Final = lazy_text("Laat de woorden weg. Vul alleen het nummer in, zoals 06 12 34 56 78.")
EXTENSION: Final = lazy_text("Laat het toestelnummer weg. Vul alleen het nummer zelf in.")
ELSEWHERE: Final = lazy_text(
    "Is dit een nummer uit een ander land? Zet het landnummer ervoor, zoals %(elsewhere)s."
)

_DUTCH: Final = 31
_DUTCH_LENGTH: Final = 9  # behind the 0
_SHORTEST: Final = 8  # fewer digits are a part of a number, not one of two
# Where people come from who type their number as they do at home; neighbours first.
_COUNTRIES: Final = (
    *("BE", "PL", "DE", "BG", "RO", "UA", "LT", "LV"),
    *("SK", "CZ", "ES", "PT", "IT", "FR", "GB", "TR"),
)
_DASHES: Final = "\u2043\u2212"  # the hyphen bullet and the minus, which are no dash to Unicode
_DOTS: Final = "\u00b7\u2022\u2027\u2219"
_SLASHES: Final = "\u2044\u2215"
# Blank letters and marks without ink.
_NO_INK: Final = "\u115f\u1160\u2800\u3164\uffa0"
_MARKS: Final = frozenset({"Cf", "Mn", "Me", "So", "Sk"})

# What the keyboard writes, but for the two signs among them that are marks, ^ and `.
_ALL_OF_IT = re.compile(r"[ -\]_a-~]*")
_NUMBER = re.compile(r"\(?\+?[0-9 ()./-]+", re.ASCII)
# What stands in front of a number on a card, in a signature, or in the link of a page.
_LABELS: Final = (
    r"(?:(?:tel|telefoon|telefon|telephone|phone|fon|mob|mobiel|mobiele|mobieltje|mobile|handy|gsm"
    r"|cell?|whatsapp|wa|app|sms|callto|signal|bel|thuis|werk|priv[eé]|vast|mijn|ons|het|is|m|t|p)?"
    r"(?:nummer|nr|no|number)?(?![^\W\d_])[\s./:=|-]*)*"
)
_LABEL = re.compile(_LABELS, re.IGNORECASE)
_ENDS = re.compile(r"^[^\w+(]+|[^\w)]+$")
_EXTENSION = re.compile(
    r"\d[\s,;.(/-]*(?:toestel(?:nummer|nr)?|tst|ext(?:ensie|ension)?|intern|x|#)[\s.:=-]*\d{1,6}(?!\d)",
    re.IGNORECASE,
)
_BETWEEN_TWO = re.compile(r"[^0-9+()./ -]+|/")
_BEGINS = re.compile(r"[ ().-]+(?=[0+])")


@dataclass(frozen=True)
class PhoneNumber:
    """A number that can exist. `unusual` ones are taken, with a hint to look again; `elsewhere`
    is how to write it when it was meant as the number of another country.
    """

    e164: str
    is_landline: bool
    unusual: bool
    elsewhere: str = ""


def read_phone_number(text: str) -> PhoneNumber:
    """Read a number in any notation; numbers without a country are Dutch. Raises
    ValidationError when no telephone could ring for it, and when without its country it is none
    of ours but one of another country.
    """
    typed = plain_number(text)
    if _is_two(typed):
        raise ValidationError(TWO_NUMBERS, code="two")
    if not _NUMBER.fullmatch(typed):
        raise _no_number(typed)
    elsewhere = _elsewhere(typed)
    try:
        number = _possible(typed)
    except ValidationError as error:
        if elsewhere:
            raise _of_another_country(elsewhere) from error
        raise
    is_valid = phonenumbers.is_valid_number(number)
    if elsewhere and not is_valid:
        raise _of_another_country(elsewhere)
    if number.country_code == _DUTCH:
        is_landline = not str(number.national_number).startswith("6")
    else:
        is_landline = phonenumbers.number_type(number) == PhoneNumberType.FIXED_LINE
    return PhoneNumber(
        e164=phonenumbers.format_number(number, PhoneNumberFormat.E164),
        is_landline=is_landline,
        unusual=is_landline or not is_valid,
        elsewhere=elsewhere if is_landline else "",
    )


def without_ink(text: str) -> str:
    """The text without what has no ink: the marks that telephones put around a copied number."""
    return "".join(
        sign for sign in text if sign not in _NO_INK and unicodedata.category(sign) not in _MARKS
    )


def keyboard_signs(text: str) -> str:
    """The text with the digits, dashes and blanks of the keyboard in the place of all others."""
    if _ALL_OF_IT.fullmatch(text):
        return text
    signs = "".join(plain_sign(sign) for sign in without_ink(text))
    return unicodedata.normalize("NFKC", signs)


def plain_number(text: str) -> str:
    """The number in digits and signs of the keyboard, without what is around it; words stay."""
    typed = _ENDS.sub("", keyboard_signs(text))
    if typed[:7].lower().startswith(("tel:", "sms:", "callto:")):
        typed = unquote(typed)
    return _ENDS.sub("", typed[_LABEL.match(typed).end() :])  # type: ignore[union-attr]


def plain_sign(sign: str) -> str:
    """A digit, dash, blank, slash or dot of any script as the one of the keyboard; one for one."""
    digit = unicodedata.decimal(sign, None)
    if digit is not None:
        return str(digit)
    if sign.isspace():
        return " "
    if unicodedata.category(sign) == "Pd" or sign in _DASHES:
        return "-"
    if sign in _SLASHES:
        return "/"
    return "." if sign in _DOTS else sign


def _is_two(typed: str) -> bool:
    """Whether two numbers stand here, with a word or sign between them, or only a blank where the
    first one is whole and the next begins with 0 or +.
    """
    lengths: list[int] = []
    for piece in _BETWEEN_TWO.split(typed):
        lengths.append(0)
        for part in _BEGINS.split(piece):
            if lengths[-1] >= _DUTCH_LENGTH:
                lengths.append(0)
            lengths[-1] += len(re.sub(r"\D", "", part))
    return sum(length >= _SHORTEST for length in lengths) > 1


def _no_number(typed: str) -> ValidationError:
    digits = re.sub(r"\D", "", typed)
    if len(digits) >= _SHORTEST and _EXTENSION.search(typed):
        return ValidationError(EXTENSION, code="extension")
    if len(digits) >= _SHORTEST and re.search(r"[^\W\d_]{2,}", typed):
        return ValidationError(WORDS, code="words")
    return ValidationError(NOT_DIGITS, code="digits")


def _possible(typed: str) -> phonenumbers.PhoneNumber:
    try:
        number = phonenumbers.parse(typed, "NL")
    except phonenumbers.NumberParseException as error:
        raise _refusal(error.error_type) from error
    national = str(number.national_number)
    if number.country_code == _DUTCH and len(national) != _DUTCH_LENGTH:
        short = len(national) < _DUTCH_LENGTH
        raise ValidationError(TOO_SHORT if short else TOO_LONG, code="length")
    possible = phonenumbers.is_possible_number_with_reason(number)
    if possible != phonenumbers.ValidationResult.IS_POSSIBLE:
        long = possible == phonenumbers.ValidationResult.TOO_LONG
        raise ValidationError(TOO_LONG if long else TOO_SHORT, code="length")
    return number


def _elsewhere(typed: str) -> str:
    """How to write the mobile number of another country that this could be; else nothing."""
    digits = re.sub(r"\D", "", typed)
    # What begins with 06 is meant as Dutch, also when a digit is wrong.
    if "+" in typed or digits.startswith(("00", "06")) or len(digits) < _DUTCH_LENGTH:
        return ""
    ways = [(digits, country) for country in _COUNTRIES]
    if len(digits) > _DUTCH_LENGTH + 1 and not digits.startswith("0"):
        ways.append((f"+{digits}", ""))  # the country is there, and only its + is not
    for text, country in ways:
        try:
            number = phonenumbers.parse(text, country or None)
        except phonenumbers.NumberParseException:
            continue
        is_mobile = phonenumbers.number_type(number) == PhoneNumberType.MOBILE
        if is_mobile and number.country_code != _DUTCH:
            return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    return ""


def _of_another_country(elsewhere: str) -> ValidationError:
    return ValidationError(ELSEWHERE, code="elsewhere", params={"elsewhere": elsewhere})


def _refusal(kind: int) -> ValidationError:
    if kind == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE:
        return ValidationError(NO_COUNTRY, code="country")
    if kind == phonenumbers.NumberParseException.TOO_LONG:
        return ValidationError(TOO_LONG, code="length")
    return ValidationError(TOO_SHORT, code="length")
