"""Contact cards (vCard 2.1, 3.0 and 4.0), many in one file, as telephones and mail programs save
them. Pure: whatever a card holds, it gives the rows of a sheet.
"""

import quopri
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext_noop

from dorst_portal.kit.tables.limits import Unreadable
from groups.members.list_files.limits import LIMITS
from groups.members.list_files.parts import Sheet, made_sheet

NO_CARDS: Final = gettext_noop("In dit bestand staan geen contactkaarten die we kunnen lezen.")
_BEGIN: Final = re.compile(r"\s*BEGIN:VCARD\b", re.IGNORECASE)
_EACH: Final = re.compile(r"^BEGIN:VCARD", re.IGNORECASE | re.MULTILINE)
# group.NAME;parameters:value, where a value of a parameter may stand in quotes.
_LINE: Final = re.compile(r'(?:[\w-]+\.)?([\w-]+)((?:;(?:"[^"]*"|[^":])*)?):(.*)', re.DOTALL)
_PARAMETER: Final = re.compile(r';\s*([\w-]+)(?:=((?:"[^"]*"|[^";])*))?')
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_COMPONENT: Final = re.compile(r"((?:\\.|[^\\;])*)(?:;|$)", re.DOTALL)
# Of the numbers on a card the one for a chat app first; nobody chats with a fax.
_RANKS: Final = (("waid", "cell", "mobile", "iphone"), ("pref",), ("home",), ("voice", "main"))
_NO_TELEPHONE: Final = frozenset({"fax", "pager", "modem"})
_MOST_NUMBERS: Final = 5
_MOST_EMAILS: Final = 2


@dataclass
class _Value:
    text: str
    kinds: frozenset[str]

    @property
    def rank(self) -> int:
        """How far behind the number or address of somebody's own pocket it stands."""
        ranks = (at for at, kinds in enumerate(_RANKS) if self.kinds.intersection(kinds))
        return next(ranks, len(_RANKS))


@dataclass
class _Card:
    values: dict[str, list[_Value]] = field(default_factory=dict)

    def texts(self, name: str) -> list[str]:
        """The values of a property, that of the pocket first."""
        values = sorted(self.values.get(name, []), key=lambda value: value.rank)
        return [value.text for value in values if not value.kinds & _NO_TELEPHONE]

    def first(self, name: str) -> str:
        """The foremost value that says something."""
        return next((text for text in self.texts(name) if text.strip(" ;")), "")


def is_card(text: str) -> bool:
    """Whether a text begins as a contact card."""
    return bool(_BEGIN.match(text))


def read_cards(text: str) -> Sheet:
    """Read contact cards; the number of a row is which card it was. Raises Unreadable."""
    if len(_EACH.findall(text)) > LIMITS.most_rows:
        raise Unreadable(LIMITS.too_many)
    cards = list(_cards(text))
    if not cards:
        raise Unreadable(NO_CARDS)
    numbers = min(max(len(card.texts("TEL")) for _, card in cards), _MOST_NUMBERS)
    emails = min(max(len(card.texts("EMAIL")) for _, card in cards), _MOST_EMAILS)
    headers = ["Naam", "Bedrijf of club", "Adres", "Postcode", "Plaats"]
    headers += _several("Mobiel nummer", numbers) + _several("E-mailadres", emails)
    return made_sheet(headers, [(at, _row(card, numbers, emails)) for at, card in cards])


def _several(name: str, count: int) -> list[str]:
    return [name if at == 1 else f"{name} {at}" for at in range(1, count + 1)]


def _row(card: _Card, numbers: int, emails: int) -> list[str]:
    organisation = " ".join(filter(None, _components(card.first("ORG"))))
    address = [*_components(card.first("ADR")), *[""] * 7]
    street = ", ".join(part for part in (address[2], address[1]) if part)
    return [
        _unescaped(card.first("FN")) or _name(card) or organisation,
        organisation,
        street,
        address[5],
        address[3],
        *_padded(card.texts("TEL"), numbers),
        *_padded(card.texts("EMAIL"), emails),
    ]


def _padded(texts: Sequence[str], count: int) -> list[str]:
    return [*map(_unescaped, texts), *[""] * count][:count]


def _name(card: _Card) -> str:
    last, first, more, *_ = [*_components(card.first("N")), "", "", ""]
    return " ".join(filter(None, (first, more, last)))


def _cards(text: str) -> Iterator[tuple[int, _Card]]:
    """The cards of people with their numbers; one inside another (AGENT) is left out."""
    card, depth, count = _Card(), 0, 0
    for line in _lines(text):
        found = _LINE.fullmatch(line)
        if found is None:
            continue
        name, value = found[1].upper(), found[3]
        if name == "BEGIN" and value.strip().upper() == "VCARD":
            depth += 1
            if depth == 1:
                card, count = _Card(), count + 1
        elif name == "END" and value.strip().upper() == "VCARD":
            depth = max(depth - 1, 0)
            if depth == 0 and not _is_group(card):
                yield count, card
        elif depth == 1:
            kinds = _kinds(found[2])
            card.values.setdefault(name, []).append(_Value(_decoded(value, kinds), kinds))
    if depth and card.values and not _is_group(card):
        yield count, card  # the file breaks off


def _is_group(card: _Card) -> bool:
    kind = card.first("KIND") or card.first("X-ADDRESSBOOKSERVER-KIND")
    return kind.strip().lower() == "group"


def _lines(text: str) -> Iterator[str]:
    """The lines, of which those that were folded are made one again."""
    whole: list[str] = []
    is_quoted = False
    for line in re.split(r"\r\n|\r|\n", text):
        if whole and is_quoted and whole[-1].endswith("="):
            whole[-1] = whole[-1][:-1]
            whole.append(line)
        elif whole and line[:1] in (" ", "\t"):
            whole.append(line[1:])
        else:
            if whole:
                yield "".join(whole)
            whole = [line]
            is_quoted = "QUOTED-PRINTABLE" in line.partition(":")[0].upper()
    if whole:
        yield "".join(whole)


def _kinds(parameters: str) -> frozenset[str]:
    """What is said of a value, in small letters: TYPE=CELL,VOICE and ;CELL;VOICE are the same."""
    found: list[str] = []
    for name, value in _PARAMETER.findall(parameters):
        if name.upper() == "TYPE" and value:
            found += re.split(r"[,\s]+", value.replace('"', ""))
        elif name.upper() in ("ENCODING", "CHARSET"):
            found.append(f"{name}={value}")
        else:
            found.append(name)
    return frozenset(one.strip().lower() for one in found)


def _decoded(value: str, kinds: frozenset[str]) -> str:
    if not kinds & {"encoding=quoted-printable", "quoted-printable"}:
        return value
    content = quopri.decodestring(value.encode("utf-8", "replace"))
    said = next((kind[8:] for kind in kinds if kind.startswith("charset=")), "utf-8")
    for charset in (said, "utf-8"):
        try:
            return content.decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("cp1252", "replace")


def _components(value: str) -> list[str]:
    return [_unescaped(part).strip() for part in _COMPONENT.findall(value)]


def _unescaped(value: str) -> str:
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
