"""Reading who is in a chat, from what its app shows or copies: the line on top of a group, the
list of participants, or numbers one below another. Pure, and nothing of it is kept.

What `static/compare.js` reads in the browser is the same; a journey compares the two.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError

from dorst_portal.kit.inputs.phones import keyboard_signs, read_phone_number
from dorst_portal.kit.inputs.text import search_key

# WhatsApp holds 1,024 people; what is more is no list of a neighbourhood.
MOST_PEOPLE: Final = 1_100
LONGEST_NAME: Final = 100
# How apps call who holds the telephone: in Dutch, English, German, Polish, Turkish, Arabic, French,
# Spanish and Portuguese, Italian and Romanian, Ukrainian, Russian, Bulgarian.
_YOU: Final = (
    *("jij", "u", "you", "du", "ty", "sen", "siz", "أنت", "انت", "vous", "toi", "tú", "você"),
    *("tu", "ви", "ти", "вы", "ты", "вие"),
)
# What apps write beside the people.
_LABELS: Final = (
    *("groepsbeheerder", "beheerder", "groepsadmin", "eigenaar", "beschikbaar", "bezet", "bot"),
    *("admin", "group admin", "owner", "creator", "available", "busy", "online"),
    *("gruppenadmin", "inhaber", "verfügbar", "beschäftigt"),
    *("administrator", "administrator grupy", "właściciel", "dostępny", "dostępna"),
    *("yönetici", "grup yöneticisi", "sahip", "müsait", "çevrimiçi", "meşgul"),
    *("مشرف المجموعة", "مشرف", "المالك", "متاح", "متصل الآن"),
    *("leden", "deelnemers", "members", "participants", "mitglieder", "teilnehmer"),
    *("uczestnicy", "katılımcılar", "üyeler", "المشاركون", "الأعضاء"),
    *("deelnemer toevoegen", "leden toevoegen", "add member", "add members", "zoek leden"),
    *("uitnodigen via groepslink", "invite to group via link", "alles bekijken", "view all"),
)
# Of a search key: no name. "42 leden", "laatst gezien vandaag".
_STATUS: Final = (
    r"whatsapp|^(laatst gezien|last seen|zuletzt gesehen|ostatnio|son gorulme|اخر ظهور)"
    r"|^\d+( (leden|deelnemers|members|participants|mitglieder|teilnehmer|uczestnik\S*|uye"
    r"|katilimci|عضو\S*|مشارك\S*))?$"
)
# Of a piece, without capitals: that the app left out some.
_MORE: Final = (
    r"(?:^|\s)(?:(?:en|and|und|oraz|i|ve|و|et|y)\s+)?\+?\d+\s+"
    r"(?:anderen?|meer|others?|more|weitere|andere|innych|inne|diğer\S*|kişi daha|آخر\S*)"
    r"(?:\s.*)?$"
)
# The same for the browser, which knows these notations of patterns too.
WORDS: Final[Mapping[str, Any]] = {
    "you": sorted({search_key(word) for word in _YOU}),
    "labels": sorted({search_key(word) for word in _LABELS}),
    "status": _STATUS,
    "more": _MORE,
}
_YOU_KEYS, _LABEL_KEYS = frozenset(WORDS["you"]), frozenset(WORDS["labels"])
_IS_STATUS: Final = re.compile(_STATUS)
_IS_MORE: Final = re.compile(_MORE, re.IGNORECASE)
_NUMBER: Final = re.compile(r"(?:\+|\b0)[\d ()./-]{7,}\d")
_MARK: Final = re.compile(r"^(?:[-*>.]|\d{1,4}[.)])\s+")
_BETWEEN: Final = re.compile(r"[,;\u060c\u3001]+")
_AROUND: Final = re.compile(r"^[\s:()\[\]|~-]+|[\s:()\[\]|~-]+$")
_IN_BRACKETS: Final = re.compile(r"\(([^()]*)\)")
_SENTENCE: Final = 3


@dataclass(frozen=True)
class Participant:
    """Somebody as the app shows them: a saved name, the name that they chose themselves behind a
    ~, a number in E.164, or both.
    """

    name: str = ""
    number: str = ""

    @property
    def shown(self) -> str:
        """Who it is, as one line; `read_participants` reads it back."""
        return " ".join(part for part in (self.name, self.number) if part)


@dataclass(frozen=True)
class Participants:
    """Everybody who was read. `has_you`: the one who pasted is among them. `is_cut`: the app left
    some out ("en 12 anderen").
    """

    people: Sequence[Participant]
    has_you: bool = False
    is_cut: bool = False

    @property
    def number(self) -> int:
        """How many people the paste holds."""
        return len(self.people) + self.has_you


@dataclass(frozen=True)
class _Piece:
    """One name or number of the text; `is_own_name`: behind a ~, so that it goes with a number."""

    person: Participant
    is_own_name: bool


def read_participants(text: str) -> Participants:
    """The people of a paste, each once, no more than MOST_PEOPLE."""
    found: list[_Piece] = []
    has_you = is_cut = False
    for raw in pieces_of(text):
        piece, is_more = _IS_MORE.subn("", raw)
        is_cut |= bool(is_more)
        name, number = _name_and_number(piece)
        key = search_key(name)
        if key in _YOU_KEYS and not number:
            has_you = True
        elif number or (key and not _is_beside(name, key)):
            person = Participant(name[:LONGEST_NAME] if key else "", number)
            found.append(_Piece(person, piece.lstrip().startswith("~") and not number))
    people = list(dict.fromkeys(_joined(found)))
    return Participants(people[:MOST_PEOPLE], has_you, is_cut or len(people) > MOST_PEOPLE)


def pieces_of(text: str) -> Iterator[str]:
    """The text in pieces, one for each name or number, without what lists put in front."""
    for line in re.split(r"[\r\n\u2028\u2029]+", text):
        for part in _BETWEEN.split(keyboard_signs(line)):
            piece = _MARK.sub("", part.strip())
            if piece:
                yield piece


def _name_and_number(piece: str) -> tuple[str, str]:
    """What of a piece is the name, and its number when a telephone could ring for it."""
    match = _NUMBER.search(piece)
    number = _number(match[0]) if match else ""
    name = piece.replace(match[0], " ") if match and number else piece
    # "Anja Jansen (beheerder)": what is beside a name stands in brackets, too.
    name = _IN_BRACKETS.sub(
        lambda found: " " if _is_beside(found[1], search_key(found[1])) else found[0], name
    )
    return " ".join(_AROUND.sub("", name).split()), number


def _number(text: str) -> str:
    try:
        return read_phone_number(text).e164
    except ValidationError:
        return ""


def _is_beside(name: str, key: str) -> bool:
    """Whether it is no name: a role, a status, or a sentence that somebody wrote about themself."""
    if key in _LABEL_KEYS or _IS_STATUS.search(key):
        return True
    is_sentence = name.endswith((".", "!", "?")) and len(key.split()) >= _SENTENCE
    return is_sentence or not any(sign.isalpha() for sign in key)


def _joined(found: Sequence[_Piece]) -> Iterator[Participant]:
    """Own names put with the number that they stand beside: the one before, else the one after."""
    people = [piece.person for piece in found]
    for place, piece in enumerate(found):
        if not piece.is_own_name:
            continue
        for beside in (place - 1, place + 1):
            if 0 <= beside < len(people) and people[beside].number and not people[beside].name:
                people[beside] = Participant(piece.person.name, people[beside].number)
                people[place] = Participant()
                break
    return (person for person in people if person.shown)
