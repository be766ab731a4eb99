"""An address in the middle of other words: a mail signature, a card, an envelope's label. Pure.

    "Jan Jansen Spoorstraat 12 4849 XA Dorst Tel 06-12345678 jan@example.org"

Here is only what may be the address in it; `places.pages.finder` takes it where exactly one of
these is a street of ours. An address that stands alone is read by `address_lines`: these readings
are for text with more in it, which a telephone number, an e-mail address or a postcode shows. A
word behind the number that is no place of ours ("Spoorstraat 12 Breda") makes it another address.
"""

import re
from collections.abc import Iterator
from typing import Final

from groups.values.address_lines import POSTCODE, Reading
from groups.values.addresses import is_door, is_house_number, plain_signs

_MOST_WORDS_OF_A_STREET: Final = 5
_MOST_WORDS_OF_A_NUMBER: Final = 4
_MOST_WORDS_OF_A_PLACE: Final = 3
# Stand-ins for what was recognised; no name holds these signs.
_END: Final = "\x02"
_PLACE_FOLLOWS: Final = "\x03"
_MAIL = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+", re.IGNORECASE)
_PHONE = re.compile(
    r"(?<![\w-])(?:\+|00)[1-9](?:[\s().-]*[0-9]){8,12}(?![\w-])"
    r"|(?<![\w-])\(?0(?:[\s().-]*[0-9]){9}(?![\w-])"
)
_LABEL = re.compile(
    r"(?<![\w-])(?:tel(?:efoon)?|mob(?:iel)?|gsm|fax|e-?mail|mail|web(?:site)?|kvk|iban|btw"
    r"|[tmew](?=\s*:))(?![\w-])[\s.:]*",
    re.IGNORECASE,
)
_LETTER_BEFORE = re.compile(rf"(?<![\w-])[tmew]\W*(?={_END})", re.IGNORECASE)  # T 06-12345678
_NEXT = re.compile(r"[,;|•·\n]+|\s[-/]+\s")
# In front of a street these are a part of its name: "Oude Spoorstraat" is not Spoorstraat.
_OF_A_NAME: Final = frozenset({
    "'t", "aan", "achter", "bij", "binnen", "buiten", "de", "den", "der", "groot", "grote", "het",
    "hoge", "in", "klein", "kleine", "korte", "lage", "lange", "nieuw", "nieuwe", "noord", "oost",
    "op", "oud", "oude", "sint", "st", "te", "ten", "ter", "van", "verlengde", "west", "zuid",
})  # fmt: skip


def in_a_signature(text: str) -> Iterator[Reading]:
    """What may be the address in a text with more in it, from left to right. Nothing where the text
    shows no sign of being more than an address.
    """
    marked = _marked(plain_signs(text))
    if _END not in marked and _PLACE_FOLLOWS not in marked:
        return
    words = marked.split()
    for at, word in enumerate(words):
        if at and word[0].isdigit():
            yield from _around(words, at)


def _marked(text: str) -> str:
    """The text with a sign for each thing that can be told by its form, as words of their own."""
    for form in (_MAIL, _PHONE, _LABEL):
        text = form.sub(f" {_END} ", text)
    text = _LETTER_BEFORE.sub(f" {_END} ", text)
    text = POSTCODE.sub(f" {_PLACE_FOLLOWS} ", text)
    return _NEXT.sub(" , ", text)


def _around(words: list[str], at: int) -> Iterator[Reading]:
    """The street that ends where a number begins, with what may be its place: behind the number, or
    behind a postcode that came before it.
    """
    length = next(
        (
            n
            for n in range(_MOST_WORDS_OF_A_NUMBER, 1, -1)
            if is_door(_text(words[at + 1 : at + n]))
        ),
        1,
    )
    number = _text(words[at : at + length])
    if not is_house_number(number):
        return
    before = words[at - 2 :: -1] if words[at - 1] == "," and at > 1 else words[at - 1 :: -1]
    places = tuple(_places(words[at + length :]))
    if not places and _PLACE_FOLLOWS in words[:at]:
        places = tuple(_places(words[words.index(_PLACE_FOLLOWS) + 1 : at]))
    for count in range(1, _MOST_WORDS_OF_A_STREET + 1):
        street = before[:count][::-1]
        if len(street) < count or not _is_name(street[0]):
            return
        if before[count : count + 1] and before[count].lower() in _OF_A_NAME:
            continue
        yield Reading(" ".join(street), number, places, is_loose=True)


def _places(after: list[str]) -> Iterator[str]:
    """The first words, as what may be a place; nothing where something else stands there."""
    rest = [word for word in after if word not in (",", _PLACE_FOLLOWS)]
    for count in range(1, _MOST_WORDS_OF_A_PLACE + 1):
        if len(rest) < count or _END in rest[:count]:
            return
        yield " ".join(rest[:count]).strip(".")


def _text(words: list[str]) -> str:
    return " ".join(word for word in words if word != ",")


def _is_name(word: str) -> bool:
    return word not in (",", _END, _PLACE_FOLLOWS) and any(sign.isalpha() for sign in word)
