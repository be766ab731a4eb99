"""How dates, times and telephone numbers are written on every page and in every mail."""

import re
from datetime import date, datetime

import phonenumbers
from django.utils import timezone

from dorst_portal.languages.current import language_now

DUTCH = 31
# Of a number that is not shown: so many digits at its beginning, and at its end.
_SHOWN_FIRST = 2
_SHOWN_LAST = 4
# A Dutch mobile number as it is stored, in ten digits when written with a 0.
_IN_PAIRS = re.compile(r"\+316[0-9]{8}")
DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
# The same in the other languages: days, months, and what stands before the time.
_ENGLISH_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_POLISH_DAYS = ("pon.", "wt.", "śr.", "czw.", "pt.", "sob.", "niedz.")
_POLISH_MONTHS = (  # of a day of the month: in the genitive
    *("stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia"),
    *("września", "października", "listopada", "grudnia"),
)
_IN = {
    "nl": (DAYS, MONTHS, "om"),
    "en": (_ENGLISH_DAYS, _ENGLISH_MONTHS, "at"),
    "pl": (_POLISH_DAYS, _POLISH_MONTHS, "o"),
}


def day(value: date | datetime) -> str:
    """ "di 12 mei" in village time; with the year only when that is another than now. In the
    language of the page, as is what is made of it.
    """
    local = _village(value)
    days, months, _ = _IN[language_now()]
    text = f"{days[local.weekday()]} {local.day} {months[local.month - 1]}"
    return text if local.year == timezone.localdate().year else f"{text} {local.year}"


def clock(value: datetime) -> str:
    """ "20:14" in village time."""
    return f"{_village(value):%H:%M}"


def moment(value: datetime) -> str:
    """ "di 12 mei om 20:14"."""
    *_, before_time = _IN[language_now()]
    return f"{day(value)} {before_time} {clock(value)}"


def phone(value: str) -> str:
    """A Dutch mobile number in pairs, "06 12 34 56 78"; others as their own country writes them.

    What is not stored with its country, such as 112 or 0900-8844, stays as it is.
    """
    text = str(value)
    if _IN_PAIRS.fullmatch(text):  # nearly all of them, and a list has a hundred
        return f"06 {text[4:6]} {text[6:8]} {text[8:10]} {text[10:]}"
    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        return text
    national = str(number.national_number)
    if number.country_code != DUTCH:
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    if len(national) == 9 and national.startswith("6"):
        return " ".join(re.findall("..", f"0{national}"))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def masked_phone(value: str) -> str:
    """Enough of a number to know it by: "06 •• •• 56 78"."""
    if _IN_PAIRS.fullmatch(value):
        return f"06 •• •• {value[8:10]} {value[10:]}"
    text = phone(value)
    digits = sum(sign.isdigit() for sign in text)
    begin = min(_SHOWN_FIRST, max(digits - _SHOWN_LAST - 1, 0))
    place, shown = 0, []
    for sign in text:
        place += sign.isdigit()
        hidden = sign.isdigit() and begin < place <= digits - _SHOWN_LAST
        shown.append("•" if hidden else sign)
    return "".join(shown)


def dial(value: str) -> str:
    """The number as a `tel:` link wants it: digits, and a plus in front where there is one."""
    return re.sub(r"(?!^\+)\D", "", str(value).strip())


def _village(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value
