"""Who looked at somebody's data and what was changed, in words for that person. A role and never a
name: who looked may be asked of Platform Dorst. Reads only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from dorst_portal.audit.models import Entry
from dorst_portal.identity.current import here
from dorst_portal.languages.stored import listed_again
from groups.mine.pages import words
from groups.models import Appointment, Membership, ResidentRequest, WatchGroup
from groups.requests.pages.progress import NAMES

# How Django's admin calls a request.
_ADMIN_REQUEST: Final = "residentrequest"


@dataclass(frozen=True)
class Line:
    """One line. `about`: whose data it was, where several people share the address."""

    at: datetime
    says: str
    group: str = ""
    about: str = ""


def own_lines(
    members: Sequence[Membership],
    requests: Sequence[ResidentRequest],
    pages: Sequence[int],
    *,
    now: datetime,
    most: int | None = None,
) -> Sequence[Line]:
    """The newest first, at most so many: what is about these rows and these own pages, and who saw
    or took along a list while one of them stood on it. Three statements.
    """
    about = _About(members, requests, pages)
    wanted = Q(subject__in=about.names, verb__in=words.TOLD)
    for member in members:
        on_it = Q(at__gte=member.since, at__lte=member.until or now)
        wanted |= on_it & Q(scope=f"group:{member.group_id}", verb__in=words.OF_LISTS)
    # Nothing of a decision that can still be taken back.
    held = now - timedelta(minutes=settings.UNDO_MINUTES)
    found = Entry.objects.exclude(verb__in=words.DECISIONS, at__gt=held).filter(wanted)
    entries = list(found.order_by("-pk")[:most])
    roles = _Roles(entries, members)
    return [
        Line(
            entry.at,
            _says(entry, roles.who(entry), about.names.get(entry.subject, "")),
            group=roles.group_of(entry),
            about=about.whose.get(entry.subject, ""),
        )
        for entry in entries
    ]


class _About:
    """The rows by which the trail names somebody: what they are called, and whose they are."""

    def __init__(
        self,
        members: Sequence[Membership],
        requests: Sequence[ResidentRequest],
        pages: Sequence[int],
    ) -> None:
        self.names: dict[str, str] = {f"own-page:{pk}": "" for pk in pages}
        people: dict[str, str] = {}
        for member in members:
            self.names[f"membership:{member.pk}"] = ""
            people[f"membership:{member.pk}"] = member.name
        for asked in requests:
            for noun in ("request", _ADMIN_REQUEST):
                self.names[f"{noun}:{asked.pk}"] = _called(asked)
                people[f"{noun}:{asked.pk}"] = asked.name
        several = len({name.casefold() for name in people.values()}) > 1
        self.whose: Mapping[str, str] = people if several else {}


class _Roles:
    """What accounts were in a group at the moment of a line."""

    def __init__(self, entries: Sequence[Entry], members: Sequence[Membership]) -> None:
        numbers = {pk for entry in entries if (pk := _group_pk(entry)) is not None}
        known = WatchGroup.objects.shown_to_everybody().filter(pk__in=numbers)
        self._groups = dict(known.values_list("pk", "name"))
        # Also one that was archived, or starts: who is in it knows it.
        self._groups |= {member.group_id: member.group.name for member in members}
        users = {entry.by_id for entry in entries if entry.by_id}
        self._appointments = list(
            Appointment.objects.filter(user__in=users, group__in=numbers, accepted_at__isnull=False)
        )

    def group_of(self, entry: Entry) -> str:
        """The name of the group, where somebody may know it."""
        pk = _group_pk(entry)
        return self._groups.get(pk, "") if pk is not None else ""

    def who(self, entry: Entry) -> str:
        """The role in which somebody did it."""
        if entry.by_id is None or entry.actor in words.ACTORS:
            return words.ACTORS.get(entry.actor, words.THE_SITE)
        role = self._role(entry)
        if not role:
            return words.PLATFORM
        group = self.group_of(entry)
        of_group, of_some_group = words.ROLES[role]
        return of_group.format(group=group) if group else str(of_some_group)

    def _role(self, entry: Entry) -> str:
        for one in self._appointments:
            accepted = one.accepted_at is not None and one.accepted_at <= entry.at
            ended = one.until is not None and one.until <= entry.at
            theirs = (one.user_id, one.group_id) == (entry.by_id, _group_pk(entry))
            if theirs and accepted and not ended:
                return one.role
        return ""


def _group_pk(entry: Entry) -> int | None:
    noun, _, pk = entry.scope.partition(":")
    return int(pk) if noun == "group" and pk.isdecimal() else None


def _called(request: ResidentRequest) -> str:
    name = NAMES[request.kind]
    return _("je {name} {reference}").format(name=name, reference=request.reference)


def _says(entry: Entry, who: str, what: str) -> str:
    told = words.TOLD[entry.verb]
    says = told.alone if entry.by_id is None and told.alone else told.says
    return says.format(
        who=who,
        what=what,
        changed=listed_again(entry.facts.get("changed") or "") or _("gegevens"),
        organisation=here().organisation,
    )
