"""Making a group and changing its facts. What it does with requests stands in other files."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from dorst_portal.kit.search import key_of
from groups.models import GroupStatus, GroupStep, ResidentRequest, StepCode, WatchGroup
from groups.refusals import Refused
from groups.requests.services.forwarding import hand_to_group
from groups.values.states import Kind, Owner, State
from groups.wording import texts_in_force

# A page under /platform/groepen/ has this name.
_TAKEN: Final = frozenset({"nieuw"})
_LONGEST: Final = 60


class NameTaken(Refused):
    """Another group has this name."""

    def __init__(self) -> None:
        super().__init__(_("Er is al een groep met deze naam. Kies een andere."))


class ChangedMeanwhile(Refused):
    """Somebody saved the group since this page was opened; `now` is how it stands."""

    def __init__(self, now: WatchGroup) -> None:
        super().__init__(_("Iemand anders veranderde deze groep intussen. Er is niets opgeslagen."))
        self.now = now


@dataclass(frozen=True, kw_only=True)
class GroupFacts:
    """What a coordinator says of a group."""

    name: str
    area: str
    app: str
    uses_waaksamen: bool
    capacity: int | None

    def as_columns(self) -> dict[str, Any]:
        """The same as columns of the row."""
        columns = {field.name: getattr(self, field.name) for field in fields(self)}
        return columns | {"search_key": key_of(self.name)}


def make_group(
    facts: GroupFacts, *, idea: ResidentRequest | None = None, by: User, now: datetime
) -> WatchGroup:
    """Make a group that is starting: it owns nothing yet and nobody sees it. With the idea of a
    resident its proposer is the candidate beheerder. Raises NameTaken, or Refused when the idea
    is no open one any more.
    """
    try:
        with transaction.atomic():
            if idea and not _is_open_idea(idea):
                raise Refused(_("Dit idee is al afgehandeld. Begin zonder het idee."))
            group = WatchGroup.objects.create(
                **facts.as_columns(),
                slug=_free_slug(facts.name),
                status=GroupStatus.STARTING,
                idea=idea,
                welcome_text=texts_in_force.welcome_text(),
                created_at=now,
            )
            _line("group.made", group, by=by, now=now, idea=idea.pk if idea else None)
            return group
    except IntegrityError as error:
        raise NameTaken from error


def edit_group(
    group: WatchGroup,
    facts: GroupFacts,
    *,
    adjoining: Sequence[WatchGroup],
    version: int,
    by: User,
    now: datetime,
) -> int:
    """Save what a coordinator changed, unless somebody else was first. The link of another app
    opens nothing any more and goes. With more places those who waited for one come to the group;
    tells how many. Raises NameTaken or ChangedMeanwhile.
    """
    try:
        with transaction.atomic():
            changed = (
                WatchGroup.objects.not_archived()
                .filter(pk=group.pk, version=version)
                .update(**facts.as_columns(), version=F("version") + 1)
            )
            row = WatchGroup.objects.select_for_update(no_key=True).get(pk=group.pk)
            if not changed:
                raise ChangedMeanwhile(row)
            if group.app != facts.app:
                _leave_the_old_app(row)
            row.adjoining.set([other for other in adjoining if other.pk != row.pk])
            _line("group.edited", row, by=by, now=now, adjoining=len(adjoining))
            return hand_to_group(row, by=by, now=now) if _has_more_room(group, facts) else 0
    except IntegrityError as error:
        raise NameTaken from error


def tick_step(group: WatchGroup, code: StepCode, *, done: bool, by: User, now: datetime) -> bool:
    """Somebody did a step of the task list that the portal cannot see, or takes the tick back;
    False when it stood so already.
    """
    with transaction.atomic():
        if done:
            _step, changed = GroupStep.objects.get_or_create(
                group=group, code=code, defaults={"done_at": now, "done_by": by}
            )
        else:
            changed = bool(GroupStep.objects.filter(group=group, code=code).delete()[0])
        if changed:
            verb = "group.step_done" if done else "group.step_undone"
            _line(verb, group, by=by, now=now, step=code)
        return changed


def _is_open_idea(idea: ResidentRequest) -> bool:
    """Locked, so that it is not declined at this very moment."""
    row = ResidentRequest.objects.filter(pk=idea.pk).select_for_update().get()
    is_theirs = row.owner == Owner.COORDINATORS and row.state == State.OPEN
    return row.kind == Kind.NEW_GROUP and is_theirs and not row.groups_started.exists()


def _free_slug(name: str) -> str:
    """The name as the last part of an address, with a number when that is taken."""
    wish = slugify(name)[:_LONGEST].strip("-") or "groep"
    beginning = wish[: _LONGEST - 5]
    taken = set(
        WatchGroup.objects.filter(slug__startswith=beginning).values_list("slug", flat=True)
    )
    tries = [wish, *(f"{beginning}-{number}" for number in range(2, len(taken) + 4))]
    return next(slug for slug in tries if slug not in taken | _TAKEN)


def _leave_the_old_app(row: WatchGroup) -> None:
    WatchGroup.objects.filter(pk=row.pk).update(invite_link_encrypted="", invite_link_set_at=None)
    GroupStep.objects.filter(group=row, code=StepCode.CHAT).delete()


def _has_more_room(before: WatchGroup, after: GroupFacts) -> bool:
    if before.capacity is None or before.capacity == after.capacity:
        return False
    return after.capacity is None or after.capacity > before.capacity


def _line(
    verb: str, group: WatchGroup, *, by: User, now: datetime, **facts: str | int | bool | None
) -> None:
    about = f"group:{group.pk}"
    record(verb, by=by, scope=about, subject=about, facts=facts, now=now)
