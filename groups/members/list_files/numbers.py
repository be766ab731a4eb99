"""A telephone number of a list, with what stands beside it and what a sheet did to it. It is read
where there is one reading; of anything else it says what to ask, and nothing is guessed. Pure.
"""

import re
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError

from dorst_portal.kit.inputs.phones import keyboard_signs, plain_sign, read_phone_number

_LONGEST: Final = 200
_LONGEST_NOTE: Final = 60
_NOTHING: Final = frozenset({"geen", "nvt", "onbekend", "leeg", "null", "none", "nan", "x"})
_PROBLEMS: Final = {"two": "two_readings", "elsewhere": "foreign_unclear"}
_GAP: Final = r"[ ().\-/]{0,3}"
_IN_TEXT: Final = re.compile(
    # With a country; of the Netherlands also with the 0 that is left out behind it.
    rf"(?:\+|(?<!\d)00){_GAP}31{_GAP}(?:0{_GAP})?(?:[1-9](?:{_GAP}\d){{8}})(?!\d)"
    rf"|(?:\+|(?<!\d)00){_GAP}[1-9](?:{_GAP}\d){{7,13}}(?!\d)"
    # As it is dialled here, and as a sheet keeps it: without its 0 or its +.
    rf"|(?<![\d+])\(?0(?:{_GAP}\d){{9}}(?!\d)"
    rf"|(?<![\d+])31{_GAP}6(?:{_GAP}\d){{8}}(?!\d)"
    r"|(?<![\d+])6\d{8}(?!\d)",
    re.ASCII,
)
_DIGITS_BESIDE: Final = re.compile(r"\0[ ().\-/]*[0-9]|[0-9][ ().\-/]*\0")
_EXPONENT: Final = re.compile(r"([0-9])(?:[.,]([0-9]+))?E\+?([0-9]{1,2})", re.IGNORECASE)
_WITH_DECIMALS: Final = re.compile(r"([0-9]{9,13})[.,]0{1,2}")
_IN_THOUSANDS: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){2,3}")
_LABEL: Final = re.compile(
    r"\b(?:tel|telefoon|telefoonnummer|mob|mobiel|gsm|nr|nummer|phone|mobile)\b[.:]*",
    re.IGNORECASE,
)
_AROUND: Final = " ,;:/|.=+*-'\"’`"


@dataclass(frozen=True)
class ReadNumber:
    """A number of a list. `mobile` is E.164, or nothing where it cannot be read; `note` is what
    stood beside it ("moeder"). `problem` says what to ask: "" (nothing), "missing",
    "unreadable", "two_readings", "foreign_unclear", and with a `mobile` that may be right
    "landline" and "unusual".
    """

    mobile: str = ""
    note: str = ""
    problem: str = ""

    @property
    def is_mobile(self) -> bool:
        """Whether a chat app can be on it."""
        return self.mobile != "" and self.problem != "landline"


def read_number(text: str) -> ReadNumber:
    """Read a number as it stands in a list. Never raises."""
    if len(text) > _LONGEST:
        return ReadNumber(problem="unreadable")
    plain = " ".join(keyboard_signs(text).split())
    if not re.search(r"[0-9]", plain):
        note = _note(plain)
        nothing = re.sub(r"[^a-z]", "", note.lower()) in _NOTHING
        return ReadNumber(note="" if nothing else note, problem="missing")
    spoiled = _EXPONENT.fullmatch(plain)
    if spoiled:
        whole = spoiled[1] + (spoiled[2] or "")
        if len(whole) != int(spoiled[3]) + 1:
            return ReadNumber(problem="unreadable")
        plain = whole
    elif _WITH_DECIMALS.fullmatch(plain):
        plain = re.split("[.,]", plain)[0]
    elif _IN_THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    try:
        return _read(plain)
    except ValidationError as error:
        return _beside_words(plain) or ReadNumber(problem=_problem(error))


def numbers_in(text: str) -> list[tuple[int, int]]:
    """Where in a text telephone numbers stand, from the first on."""
    plain = text if text.isascii() else "".join(map(plain_sign, text))
    return [found.span() for found in _IN_TEXT.finditer(plain)]


def _read(plain: str) -> ReadNumber:
    number = read_phone_number(plain)
    problem = "landline" if number.is_landline else "unusual" if number.unusual else ""
    return ReadNumber(number.e164, problem=problem)


def _problem(error: ValidationError) -> str:
    return {"two": "two_readings", "elsewhere": "foreign_unclear"}.get(
        error.code or "", "unreadable"
    )


def _beside_words(plain: str) -> ReadNumber | None:
    """The one mobile number, else the one number, among words and other numbers; None where there
    is no number with certain ends.
    """
    found: dict[str, tuple[ReadNumber, int, int]] = {}
    outside, at = "", 0
    for begin, end in numbers_in(plain):
        outside, at = f"{outside}{plain[at:begin]}\0", end
        try:
            number = _read(plain[begin:end])
        except ValidationError:
            return None
        found.setdefault(number.mobile, (number, begin, end))
    if not found:
        return None
    if _DIGITS_BESIDE.search(outside + plain[at:]):
        return ReadNumber(problem="two_readings")
    likely = [one for one in found.values() if one[0].is_mobile] or list(found.values())
    if len(likely) > 1:
        return ReadNumber(problem="two_readings")
    number, begin, end = likely[0]
    again = plain[begin:end]
    return ReadNumber(number.mobile, _note(plain.replace(again, "\0")), number.problem)


def _note(text: str) -> str:
    """What stands beside a number, without brackets and the word for telephone."""
    note = re.sub(r"[\0()\[\]{}<>]", " ", _LABEL.sub(" ", text)).strip(_AROUND)
    return re.sub(r" (?=[,;:])", "", " ".join(note.split()))[:_LONGEST_NOTE]
