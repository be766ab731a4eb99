"""The page about apps and numbers as plain lines: how Platform Dorst types it, and back. Pure.

    Er is gevaar, of je ziet nu een misdaad
    Denk aan inbraak, geweld, brand of een ongeluk.
    - 112 (politie.nl, 22-11-2026)
    - Gebruik de app 112NL. (nu.nl)

A situation, a line about it, and a line for each way; an empty line starts the next situation. In
brackets stands where it comes from, and when somebody checked it.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

import phonenumbers
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from dorst_portal.kit.inputs.phones import keyboard_signs
from dorst_portal.languages.current import DUTCH
from groups.wording.contact_advice import ContactAdvice, Way, shipped_advice

MOST_SITUATIONS: Final = 20
MOST_SIGNS: Final = 250
EMERGENCY: Final = "112"
_WAY: Final = re.compile(
    r"- *(?P<what>.+?) *\((?P<source>[^(),]{2,40})(?:, *(?P<day>\d{1,2})-(?P<month>\d{1,2})-"
    r"(?P<year>\d{4}))?\)",
    re.ASCII,
)
# Such as 144 for animals in need and 116117 for doctors, which the list of numbers does not know.
_SHORT: Final = re.compile(r"1\d\d|116\d{3}", re.ASCII)
_NUMBER: Final = re.compile(r"\+?\d[\d -]*", re.ASCII)


class AdviceMistakes(Exception):
    """What is wrong, with the number of its line."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        super().__init__(" ".join(mistakes))
        self.mistakes = mistakes


def as_lines(posts: Sequence[ContactAdvice]) -> str:
    """The situations as they are typed."""
    return "\n\n".join("\n".join(_lines(post)) for post in posts)


def read_contact_advice(text: str) -> Sequence[ContactAdvice]:
    """The situations of a text, biggest danger first; AdviceMistakes when something is wrong."""
    mistakes: list[str] = []
    posts: list[ContactAdvice] = []
    for lines in _blocks(text):
        post = _read(lines, taken={one.key for one in posts}, mistakes=mistakes)
        if any(one.situation == post.situation for one in posts):
            mistakes.append(
                _("Regel {number}: deze situatie staat er al.").format(number=lines[0][0])
            )
        posts.append(post)
    if not posts or all(way.number != EMERGENCY for way in posts[0].ways):
        mistakes.append(_("Zet bovenaan de situatie met - 112 erbij."))
    if len(posts) > MOST_SITUATIONS:
        too_many = _("Maak het korter. Er mogen {number} situaties in.")
        mistakes.append(too_many.format(number=MOST_SITUATIONS))
    if mistakes:
        raise AdviceMistakes(mistakes)
    return tuple(posts)


def _lines(post: ContactAdvice) -> Iterator[str]:
    yield post.situation
    yield post.text
    for way in post.ways:
        day = way.checked_on
        checked = f", {day.day}-{day.month}-{day.year}" if day else ""
        yield f"- {way.number or way.words} ({way.source}{checked})"


def _blocks(text: str) -> Iterator[list[tuple[int, str]]]:
    """The lines between empty lines, each with its number."""
    block: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            block.append((number, line.strip()))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _read(
    lines: Sequence[tuple[int, str]], *, taken: set[str], mistakes: list[str]
) -> ContactAdvice:
    ways: list[Way] = []
    words: list[str] = []
    for number, line in lines:
        if len(line) > MOST_SIGNS:
            too_long = _("Regel {number}: maak deze korter. Er mogen {most} tekens in.")
            mistakes.append(too_long.format(number=number, most=MOST_SIGNS))
        elif line.startswith("-"):
            ways.append(_read_way(line, number, mistakes))
        elif ways:
            no_gap = _("Regel {number}: zet hier een lege regel boven.")
            mistakes.append(no_gap.format(number=number))
        else:
            words.append(line)
    first = lines[0][0]
    if len(words) != 2:
        not_two = _("Regel {number}: schrijf 2 regels: de situatie en de uitleg.")
        mistakes.append(not_two.format(number=first))
    if not ways:
        no_way = _("Regel {number}: zet eronder wat je doet, met - ervoor.")
        mistakes.append(no_way.format(number=first))
    situation, text = (*words, "", "")[:2]
    return ContactAdvice(_key(situation, ways, taken), situation, text, tuple(ways))


def _read_way(line: str, number: int, mistakes: list[str]) -> Way:
    found = _WAY.fullmatch(line)
    if not found:
        no_source = _(
            "Regel {number}: zet erachter waar het vandaan komt, zoals (politie.nl, 22-11-2026)."
        )
        mistakes.append(no_source.format(number=number))
        return Way("", None)
    what, checked_on = found["what"], None
    if found["day"]:
        try:
            checked_on = date(int(found["year"]), int(found["month"]), int(found["day"]))
        except ValueError:
            no_day = _("Regel {number}: deze datum bestaat niet.")
            mistakes.append(no_day.format(number=number))
    dialled = keyboard_signs(what)
    if not _NUMBER.fullmatch(dialled):
        return Way(found["source"].strip(), checked_on, words=what)
    if not _can_be_dialled(dialled):
        unknown = _("Regel {number}: het nummer {what} kennen we niet.")
        mistakes.append(unknown.format(number=number, what=what))
    return Way(found["source"].strip(), checked_on, number=dialled)


def _can_be_dialled(number: str) -> bool:
    if _SHORT.fullmatch(number):
        return True
    try:
        parsed = phonenumbers.parse(number, "NL")
    except phonenumbers.NumberParseException:
        return False
    short = phonenumbers.is_valid_short_number_for_region(parsed, "NL")
    return short or phonenumbers.is_valid_number(parsed)


def _key(situation: str, ways: Sequence[Way], taken: set[str]) -> str:
    """The anchor on the page: that of the situation which it is or which has the same number, so
    that links to it keep working.
    """
    numbers = {way.number for way in ways if way.number}
    with override(DUTCH):  # in which it was typed
        posts = shipped_advice()
    wanted = [post.key for post in posts if post.situation == situation]
    wanted += [
        post.key for post in posts if numbers & {way.number for way in post.ways if way.number}
    ]
    wanted.append(slugify(situation)[:40] or "situatie")
    free = [key for key in wanted if key not in taken]
    return free[0] if free else f"{wanted[-1]}-{len(taken) + 1}"
