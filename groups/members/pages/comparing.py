"""What the page of comparing shows: everybody of the group, each in the part where they belong.

Its rows are there also before anything is pasted: then a browser with scripts compares by itself.
Numbers are not on it; of each there is a trace (`members/comparing.py`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dorst_portal.accounts.models import User
from dorst_portal.kit import dutch
from dorst_portal.kit.inputs.text import search_key
from groups.members.comparing import Compared, Known, compare, found_in
from groups.members.pages.counting import beheerders_beside
from groups.members.pages.lines import (
    BEHEERDER,
    GONE,
    LISTED,
    TO_ADD,
    Listed,
    Row,
    compared_lines,
    listed,
)
from groups.members.participants import Participant, Participants, read_participants
from groups.models import Membership, WatchGroup

# The parts of the page, in this order; REST are those of whom there is nothing to tell.
MISSING: Final = "missing"
ALIKE: Final = "alike"
FOUND: Final = "found"
STILL: Final = "still"
REST: Final = "rest"
_FORMS: Final = (1, 2, 5)


@dataclass(frozen=True)
class ComparePage:
    """The rows by part, strangers in the chat, and what was read of a paste, where there is one."""

    parts: dict[str, list[Row]]
    strangers: Sequence[Participant] = ()
    read: Participants | None = None

    @property
    def lines(self) -> dict[str, SafeString]:
        """The rows of each part, drawn."""
        return {part: compared_lines(rows) for part, rows in self.parts.items()}

    @property
    def read_in_words(self) -> str:
        """ "3 personen gelezen.", once something was pasted."""
        number = self.read.number if self.read else 0
        return read_words(number).format(n=number) if self.read else ""

    @property
    def differences(self) -> int:
        """How much there is to settle."""
        return len(self.strangers) + sum(len(self.parts[part]) for part in (MISSING, ALIKE, FOUND))

    @property
    def in_words(self) -> str:
        """ "3 verschillen", as the heading of what was found."""
        if not self.differences:
            return _("Alles klopt")
        return difference_words(self.differences).format(n=self.differences)


def read_words(number: int) -> str:
    """ "{n} personen gelezen.", in the form for this number."""
    return ngettext("{n} persoon gelezen.", "{n} personen gelezen.", number)


def difference_words(number: int) -> str:
    """ "{n} verschillen", in the form for this number."""
    return ngettext("{n} verschil", "{n} verschillen", number)


def words_for_browser() -> dict[str, str]:
    """The same for a browser that compares by itself. It chooses the form for a number: that of 1,
    of 2 (which Polish has besides), or of 5.
    """
    return {
        "people": "|".join(map(read_words, _FORMS)),
        "differences": "|".join(map(difference_words, _FORMS)),
        "right": _("Alles klopt"),
        "or": _("of"),
    }


@dataclass(frozen=True)
class _Everybody:
    """The rows of a group: those on the list, and who else may be in the chat."""

    listed: list[Row] = field(default_factory=list)
    others: list[Row] = field(default_factory=list)


class _Who(NamedTuple):
    """The one who asks, read once for all rows; `name` is a search key."""

    name: str
    mobile: str
    email: str


def compare_page(
    group: WatchGroup, *, by: User, now: datetime, text: str | None = None
) -> ComparePage:
    """The page before a paste (`text` is None: all rows are at rest), or of a paste."""
    everybody = _everybody(group, by=by, now=now)
    if text is None:
        return ComparePage(_in_parts(everybody.listed + everybody.others, {}))
    chat = read_participants(text)
    own = {row.known.pk for row in everybody.listed if row.is_own and chat.has_you}
    found = compare(chat, [row.known for row in everybody.listed if row.known.pk not in own])
    there, strangers = found_in(found.strangers, [row.known for row in everybody.others])
    parts = {row.known.pk: _part(row, found, own) for row in everybody.listed}
    parts |= {
        row.known.pk: STILL
        for row in everybody.others
        if row.kind == GONE and row.known.pk in there
    }
    rows = [_with_likeness(row, found) for row in everybody.listed]
    return ComparePage(_in_parts(rows + everybody.others, parts), strangers, chat)


def shown(person: Participant) -> str:
    """Somebody in the chat as a person reads it: "Anja, 06 00 00 00 01"."""
    return ", ".join(part for part in (person.name, dutch.phone(person.number)) if part)


def _part(row: Row, found: Compared, own: set[int]) -> str:
    pk = row.known.pk
    if pk in own or pk in found.there:
        return FOUND if row.kind == TO_ADD else REST
    if pk in found.alike:
        return ALIKE
    # Who is still to be put in is a task already.
    return REST if row.kind == TO_ADD else MISSING


def _with_likeness(row: Row, found: Compared) -> Row:
    alike = found.alike.get(row.known.pk)
    if not alike:
        return row
    either = _("of")
    like = f" {either} ".join(shown(person) for person in alike)
    return row._replace(like=like)


def _in_parts(rows: Iterable[Row], parts: dict[int, str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {part: [] for part in (MISSING, ALIKE, FOUND, STILL, REST)}
    for row in rows:
        found[parts.get(row.known.pk, REST)].append(row)
    return found


def _everybody(group: WatchGroup, *, by: User, now: datetime) -> _Everybody:
    here = Membership.objects.filter(group=group)
    asks = _Who(search_key(by.name), by.mobile, by.email)
    members = [Listed._make(row) for row in listed(here.current().by_address())]
    rows = [
        _row(TO_ADD if one.to_confirm else LISTED, one, is_own=_is(one, asks)) for one in members
    ]
    gone = map(Listed._make, listed(here.to_take_out_of_chat().order_by("until", "id")))
    others = [_row(GONE, one) for one in gone]
    # A beheerder has no key among the members.
    others += [
        Row(BEHEERDER, Known.of(-user.pk, user.name, user.mobile), str(user), _("beheerder"))
        for user in beheerders_beside(group, members, now=now)
    ]
    return _Everybody(rows, others)


def _is(one: Listed, user: _Who) -> bool:
    contact = (user.mobile and one.mobile == user.mobile) or one.email == user.email
    return bool(contact) or (bool(user.name) and search_key(one.name) == user.name)


def _row(kind: str, one: Listed, *, is_own: bool = False) -> Row:
    name = f"{one.name} ({one.organisation})" if one.organisation else one.name
    address = one.address
    known = Known.of(one.pk, one.name, one.mobile, also=one.organisation, address=address)
    return Row(kind, known, name, address, dutch.masked_phone(one.mobile), is_own)
