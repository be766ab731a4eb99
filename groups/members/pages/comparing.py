"""What the page of comparing shows: everybody of the group, each in the part where they belong.

Its rows are there also before anything is pasted: then a browser with scripts compares by itself.
Numbers are not on it; of each there is a trace (`members/comparing.py`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from dorst_portal.accounts.models import User
from dorst_portal.kit import dutch
from dorst_portal.kit.inputs.text import search_key
from groups.members.comparing import Compared, Known, compare, found_in
from groups.members.pages.counting import in_chat
from groups.members.participants import Participant, Participants, read_participants
from groups.models import Membership, WatchGroup

# The parts of the page, in this order; REST are those of whom there is nothing to tell.
MISSING: Final = "missing"
ALIKE: Final = "alike"
FOUND: Final = "found"
STILL: Final = "still"
REST: Final = "rest"
# What somebody is to the list.
LISTED: Final = "listed"
TO_ADD: Final = "to_add"
GONE: Final = "gone"
BEHEERDER: Final = "beheerder"


@dataclass(frozen=True)
class Row:
    """Somebody of the group. `like`: whom in the chat they look like. `is_own`: the one who asks,
    whom an app calls "Jij".
    """

    kind: str
    known: Known
    name: str
    line: str
    is_own: bool = False
    like: str = ""


@dataclass(frozen=True)
class ComparePage:
    """The rows by part, strangers in the chat, and what was read of a paste, where there is one."""

    parts: dict[str, list[Row]]
    strangers: Sequence[Participant] = ()
    read: Participants | None = None

    @property
    def differences(self) -> int:
        """How much there is to settle."""
        return len(self.strangers) + sum(len(self.parts[part]) for part in (MISSING, ALIKE, FOUND))

    @property
    def in_words(self) -> str:
        """ "3 verschillen", as the heading of what was found."""
        if not self.differences:
            return "Alles klopt"
        return "1 verschil" if self.differences == 1 else f"{self.differences} verschillen"


@dataclass(frozen=True)
class _Everybody:
    """The rows of a group: those on the list, and who else may be in the chat."""

    listed: list[Row] = field(default_factory=list)
    others: list[Row] = field(default_factory=list)


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
    parts = {row.known: _part(row, found, own) for row in everybody.listed}
    parts |= {
        row.known: STILL for row in everybody.others if row.kind == GONE and row.known.pk in there
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
    like = " of ".join(shown(person) for person in alike)
    return Row(row.kind, row.known, row.name, row.line, row.is_own, like)


def _in_parts(rows: Iterable[Row], parts: dict[Known, str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {part: [] for part in (MISSING, ALIKE, FOUND, STILL, REST)}
    for row in rows:
        found[parts.get(row.known, REST)].append(row)
    return found


def _everybody(group: WatchGroup, *, by: User, now: datetime) -> _Everybody:
    here = Membership.objects.filter(group=group)
    listed = [
        _row(TO_ADD if one.to_confirm else LISTED, one, is_own=_is(one, by))
        for one in here.current().by_address()
    ]
    others = [_row(GONE, one) for one in here.to_take_out_of_chat().order_by("until", "id")]
    # A beheerder has no key among the members.
    others += [
        Row(BEHEERDER, Known.of(-user.pk, user.name, user.mobile), str(user), "beheerder")
        for user in in_chat(group, now=now).beheerders
    ]
    return _Everybody(listed, others)


def _row(kind: str, one: Membership, *, is_own: bool = False) -> Row:
    name = f"{one.name} ({one.organisation})" if one.organisation else one.name
    known = Known.of(one.pk, one.name, one.mobile, also=one.organisation, address=one.address)
    return Row(kind, known, name, f"{one.address}, {dutch.masked_phone(one.mobile)}", is_own)


def _is(one: Membership, user: User) -> bool:
    contact = (user.mobile and one.mobile == user.mobile) or (one.email == user.email)
    return bool(contact) or (bool(user.name) and search_key(one.name) == search_key(user.name))
