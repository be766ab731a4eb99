"""Lists of members as tests send them."""

from datetime import datetime
from typing import Any

from dorst_portal.accounts.models import User
from groups.members.services.imports import lists, work
from groups.models import MemberImport, MemberImportRow, Membership, WatchGroup
from groups.values.member_import_states import ListState

HEADER = "Naam;Mobiel;Adres;E-mail"


def number(n: int) -> str:
    """An invented number."""
    return f"06 0000 {n:04d}"


JAN = f"Jan Jansen;{number(1001)};Spoorstraat 1;jan@example.org"
NEL = f"Nel Pieters;{number(1002)};Spoorstraat 3;"


def names() -> list[str]:
    """Who is a member today."""
    return list(Membership.objects.current().order_by("name").values_list("name", flat=True))


def table(*lines: str, header: str = HEADER) -> bytes:
    """A file with these lines."""
    return "\n".join([header, *lines]).encode()


def send(
    content: bytes, *, by: User | None, group: WatchGroup | None, now: datetime, **facts: Any
) -> MemberImport:
    """Send a list and have it checked."""
    given: dict[str, Any] = {"name": "leden.csv", "by_platform": False}
    batch = lists.store(content, by=by, group=group, now=now, **given | facts)
    work.work(now=now)
    return fresh(batch)


def take_over(batch: MemberImport, *granted: Any, by: User | None, now: datetime) -> MemberImport:
    """Confirm a list and have it taken over."""
    lists.confirm(batch, granted, by=by, now=now)
    work.work(now=now)
    return fresh(batch)


def looked_at(group: WatchGroup | None = None) -> MemberImportRow:
    """A row of a list that waits for who sent it: the beheerders of a group, or Platform Dorst."""
    batch = MemberImport.objects.create(
        group=group, by_platform=group is None, state=ListState.READY, rows_total=1
    )
    return MemberImportRow.objects.create(batch=batch, line=2, name="Jan Jansen", group=group)


def fresh(batch: MemberImport) -> MemberImport:
    """The list as it is now."""
    rows = MemberImport.objects.select_related("group", "confirmed_by").filter(pk=batch.pk)
    return next(iter(rows))


def told(batch: MemberImport) -> list[tuple[int, str, str]]:
    """Of each row: its line, the verdict, and what is said."""
    rows = MemberImportRow.objects.filter(batch=batch)
    return list(rows.order_by("line").values_list("line", "verdict", "problem"))
