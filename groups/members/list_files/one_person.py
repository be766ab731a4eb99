"""What a line or a piece of text says of one person: name, address, e-mail, numbers. Pure."""

import re
from dataclasses import dataclass, field
from typing import Final

from dorst_portal.identity.current import here
from groups.members.list_files.guessing import is_address
from groups.members.list_files.numbers import numbers_in
from groups.values.address_lines import POSTCODE
from groups.values.places import fold_place

# A longer text is not taken apart.
_LONGEST: Final = 2_000
EMAIL: Final = re.compile(
    r"(?:mailto:)?[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{1,190}\w", re.IGNORECASE
)
# Behind a number: (moeder), which says whose it is.
_NOTE: Final = re.compile(r"\s*\([^()0-9]{1,30}\)")
_SEPARATOR: Final = re.compile(r"\s*[,;|\t]\s*|\s+[-–—•]\s+|:\s+")
# What is in quotes or brackets stays together.
_TOGETHER: Final = r'"[^"]{0,200}"|\([^()]{0,200}\)|<[^<>]{0,200}>'
_BRACKETS: Final = re.compile(r"\(([^()]{5,80})\)")
COMMA: Final = re.compile(rf"{_TOGETHER}|([,;])")
_CELL: Final = re.compile(rf"{_TOGETHER}|([,;|\t])")
# What stands around a name and is no part of it.
_AROUND: Final = " ,;|:=<>\t"
_DASHES: Final = "-–—/"
# What chat apps write beside people: no person is called so.
OF_THE_APP: Final = re.compile(
    r"online|offline|(?:groeps?)?beheerder|(?:group |community )?admin|owner|eigenaar|creator"
    r"|maker van de groep|bot|typing\.*|aan het typen\.*|(?:laatst gezien|last seen)\b.*"
    r"|was (?:onlangs|gisteren|vandaag) online|has access to messages|heeft toegang tot berichten"
    r"|hey there! i am using whatsapp\.?|(?:hallo|hoi|hé)! ik gebruik whatsapp\.?"
    r"|beschikbaar|available"
    r"|[0-9]+ (?:leden|deelnemers|members|participants|subscribers)(?:, .*)?",
    re.IGNORECASE,
)
_LAST_SEEN: Final = re.compile(r"(?<=\S)\s+(?:last seen|laatst gezien)\b.*", re.IGNORECASE)
# What says which telephone or address comes, and no more.
_LABEL: Final = re.compile(
    r"(?:^|[\s,(]+)(?:tel|telefoon|mob|mobiel|gsm|e-?mail|mail|adres|nummer)[.:]*$", re.IGNORECASE
)
OWN_NAME: Final = re.compile(r"^~\s*(?=\S)")  # the name that somebody gave themself


@dataclass
class Person:
    """What is known of somebody; `calls_itself` is whether an app marked the name with ~."""

    name: str = ""
    address: str = ""
    email: str = ""
    numbers: list[str] = field(default_factory=list)
    calls_itself: bool = False

    @property
    def is_number(self) -> bool:
        """Whether there is nothing but a number."""
        return bool(self.numbers) and not (self.name or self.address or self.email)

    @property
    def is_name(self) -> bool:
        """Whether there is nothing but a name."""
        return bool(self.name) and not (self.numbers or self.address or self.email)

    @property
    def is_own_name(self) -> bool:
        """Whether there is nothing but a name that an app marked with ~."""
        return self.calls_itself and self.is_name


def person_in(text: str) -> Person:
    """What one text says of one person; where that does not follow, all of it is the name."""
    person = Person(calls_itself=bool(OWN_NAME.match(text)))
    text = OWN_NAME.sub("", text)
    if len(text) > _LONGEST:
        person.name = text
        return person
    rest = _without_app(_LAST_SEEN.sub("", text))
    email = EMAIL.search(rest) if "@" in rest else None
    if email:
        person.email = email[0]
        rest = f"{rest[: email.start()]},{rest[email.end() :]}"
    rest = _BRACKETS.sub(_opened, _without_numbers(rest, person))
    pieces = _pieces(rest)
    in_address = [is_of_an_address(piece) for piece in pieces]
    if len(pieces) > 1 and any(in_address):
        if all(in_address):
            in_address[0] = False
        begun, village = False, fold_place(here().village)
        for piece, is_part in zip(pieces, in_address, strict=True):
            begun = begun or is_part
            if is_part or (begun and fold_place(piece) == village):
                person.address = f"{person.address}, {piece}".removeprefix(", ")
            else:
                person.name = f"{person.name}, {piece}".removeprefix(", ")
    elif person.numbers or person.email or text != rest:
        person.name = ", ".join(pieces)
    else:
        person.name = text.strip(_AROUND) or text
    return person


def _without_app(text: str) -> str:
    """The text without what an app says of somebody, where there is more."""
    cells = split_at(text, _CELL)
    said = [cell for cell in cells if not OF_THE_APP.fullmatch(cell)]
    return ", ".join(said) if 0 < len(said) < len(cells) else text


def _opened(brackets: re.Match[str]) -> str:
    """An address in brackets is a piece of its own; other words stay where they are."""
    return f",{brackets[1]}," if is_of_an_address(brackets[1]) else brackets[0]


def _without_numbers(text: str, person: Person) -> str:
    """The text without the numbers in it, which become those of the person."""
    rest, at = "", 0
    for begin, end in numbers_in(text):
        note = _NOTE.match(text, end)
        end = note.end() if note else end
        person.numbers.append(text[begin:end])
        rest, at = f"{rest}{text[at:begin]},", end
    return rest + text[at:]


def _pieces(text: str) -> list[str]:
    """The names, addresses and words between commas and dashes."""
    found = []
    for quoted in split_at(text, _CELL):
        for part in [quoted] if quoted.startswith('"') else _SEPARATOR.split(quoted):
            piece = _LABEL.sub("", part.strip(_AROUND + _DASHES)).strip(_AROUND + _DASHES)
            piece = OWN_NAME.sub("", piece)
            if len(piece) > 1 and piece[0] == piece[-1] == '"':
                piece = piece[1:-1].strip()
            if piece and piece != "()":
                found.append(piece)
    return found


def is_of_an_address(piece: str) -> bool:
    """Whether a piece is street and number, or holds a postcode."""
    return is_address(piece) or bool(POSTCODE.search(piece))


def split_at(line: str, at_sign: re.Pattern[str]) -> list[str]:
    """The pieces of a line between signs, outside of quotes and brackets."""
    pieces, at = [], 0
    for found in at_sign.finditer(line):
        if found[1]:
            pieces.append(line[at : found.start()])
            at = found.end()
    return [text for one in [*pieces, line[at:]] if (text := one.strip())]
