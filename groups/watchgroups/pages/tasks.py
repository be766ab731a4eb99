"""The coordinators' page of a group: how it is doing, and the steps of starting it. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Literal

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dorst_portal.accounts.models import User
from dorst_portal.kit.rows.added import Added
from dorst_portal.kit.rows.counting import Count, RowCount, count_capped
from groups.models import (
    Appointment,
    CoverageRule,
    GroupStatus,
    GroupStep,
    OfficialAddress,
    Partner,
    ResidentRequest,
    StepCode,
    Street,
    WantsToManage,
    WatchGroup,
)
from groups.values.chat_settings import SETTINGS
from groups.values.group_sizes import BIG
from groups.watchgroups.pages.health import Counted, Wrong, groups_with_signs, wrong_with
from groups.watchgroups.pages.waiting import Requests, requests_of, waiting_for

Status = Literal["done", "todo", "blocked"]
MOST_PARTNERS: Final = 30


@dataclass(frozen=True)
class Candidate:
    """The resident whose idea the group comes from."""

    request: ResidentRequest

    @property
    def wants(self) -> str:
        """Whether this person said to want to run it."""
        return str(WantsToManage(self.request.wants_to_manage).label)


@dataclass(frozen=True)
class Task:
    """One step: its name, how far it is, and a few words."""

    code: str
    title: str
    status: Status
    hint: str = ""


@dataclass(frozen=True)
class _Held(Added):
    """What the query of the page adds to a rule: how many addresses of the official list are in
    it, and whether that list knows the street.
    """

    addresses: int
    is_known: bool


@dataclass(frozen=True)
class GroupPage:
    """All that a coordinator sees of a group."""

    group: WatchGroup
    members: int
    wrong: Sequence[Wrong]
    rules: Sequence[CoverageRule]
    people: Sequence[Appointment]
    adjoining: Sequence[WatchGroup]
    candidate: Candidate | None
    waiting: Count
    steps: Mapping[str, GroupStep]
    tasks: Sequence[Task]
    requests: Requests = field(default_factory=Requests)

    @property
    def is_big(self) -> bool:
        """Whether splitting is something to think of."""
        return self.members >= BIG

    @property
    def is_full(self) -> bool:
        """Whether who joins comes on the waiting list."""
        return self.group.capacity is not None and self.members >= self.group.capacity

    @property
    def addresses(self) -> str:
        """How many addresses its streets have, as far as the official list knows them."""
        held = [_Held.of(rule) for rule in self.rules]
        unknown = sum(not one.is_known for one in held)
        if unknown == len(held):
            return _("niet bekend")
        number = str(sum(one.addresses for one in held))
        if not unknown:
            return number
        return _("{number}, en een deel is niet bekend").format(number=number)

    @property
    def may_open(self) -> bool:
        """Whether nothing stands in the way of making it visible."""
        return any(task.code == "open" and task.status == "todo" for task in self.tasks)

    @property
    def may_invite(self) -> bool:
        """Whether somebody waits whom the open group can take now."""
        return self.group.status == GroupStatus.ACTIVE and bool(self.waiting)

    @property
    def prefill(self) -> str:
        """What asks the page of appointing for the candidate: nobody's name stands in an
        address.
        """
        return "&idee=ja" if self.candidate and not self.people else ""

    @property
    def to_do(self) -> int:
        """How many steps are left."""
        return sum(task.status != "done" for task in self.tasks)


def page_for(user: User, slug: str, *, now: datetime) -> GroupPage | None:
    """The page of a group for this coordinator; None where there is none. Eight queries."""
    groups = groups_with_signs(WatchGroup.objects.select_related("idea"), now=now)
    row = groups.filter(slug=slug).first()
    if row is None:
        return None
    page = _page_of(row, now=now)
    return replace(page, requests=requests_of(row, page.rules, user=user, now=now))


def page_of(group: WatchGroup, *, now: datetime) -> GroupPage:
    """The same without the requests, for the pages of its steps."""
    groups = groups_with_signs(WatchGroup.objects.select_related("idea"), now=now)
    return _page_of(groups.get(pk=group.pk), now=now)


def _rules_of(group: WatchGroup) -> list[CoverageRule]:
    known = OfficialAddress.objects.filter(street=OuterRef("street"))
    rules = CoverageRule.objects.in_force().filter(group=group).select_related("street")
    held = rules.annotate(
        addresses=RowCount(OfficialAddress.objects.held_by_rule()), is_known=Exists(known)
    )
    return list(held.order_by("street__name", "street_id", "first_number"))


def _page_of(row: WatchGroup, *, now: datetime) -> GroupPage:
    rules = _rules_of(row)
    people = Appointment.objects.not_ended(now).filter(group=row, user__is_active=True)
    steps = {step.code: step for step in row.steps.select_related("done_by")}
    page = GroupPage(
        group=row,
        members=Counted.of(row).members,
        wrong=wrong_with(row, now=now),
        rules=rules,
        people=list(people.select_related("user").order_by("role", "id")),
        adjoining=list(row.adjoining.order_by("name")),
        candidate=Candidate(row.idea) if row.idea and not row.idea.anonymised_at else None,
        waiting=count_capped(waiting_for(row, rules)),
        steps=steps,
        tasks=(),
    )
    return _with_tasks(page)


def streets_of(rules: Sequence[CoverageRule]) -> Sequence[Street]:
    """The streets of these rules, each once."""
    return list(dict.fromkeys(rule.street for rule in rules))


def chat_steps(group: WatchGroup) -> Sequence[str]:
    """What to do in the app, one line each."""
    first = _("Maak een nieuwe groep met de naam van de buurt.")
    return (first, *(_(line) for line in SETTINGS[group.app]))


def partners_of(group: WatchGroup) -> Sequence[Partner]:
    """Whom to tell about the group: the partners that serve it."""
    theirs = Partner.objects.current().serving(WatchGroup.objects.filter(pk=group.pk).values("pk"))
    return list(theirs.order_by("kind", "name")[:MOST_PARTNERS])


def _with_tasks(page: GroupPage) -> GroupPage:
    group = page.group
    is_open = group.is_shown_to_everybody
    accepted = any(one.accepted_at for one in page.people)
    tasks = (
        Task("streets", _("Straten kiezen"), _done(bool(page.rules)), _streets_hint(page)),
        Task("find", _("Beheerder vinden"), _done(bool(page.people)), _find_hint(page)),
        Task(
            "appoint",
            _("Beheerder benoemen"),
            _done(accepted, blocked=not page.people),
            _appoint_hint(page, accepted=accepted),
        ),
        _ticked(
            page, StepCode.CHAT, _("Volg de lijst voor {app}.").format(app=group.get_app_display())
        ),
        Task(
            "link",
            _("Link opslaan"),
            _done(group.invite_link_set_at is not None),
            "" if group.invite_link_set_at else _("De beheerder kan dit ook zelf doen."),
        ),
        _ticked(page, StepCode.PARTNERS, _("Dan weten zij waar de groep voor is.")),
        Task(
            "open",
            _("Groep zichtbaar maken"),
            _done(is_open, blocked=not (page.rules and accepted)),
            "" if is_open else _("Kan zodra er straten zijn en een beheerder."),
        ),
        _ticked(page, StepCode.POSTERS, _("Per straat 1 poster."), blocked=not is_open),
        Task(
            StepCode.INVITED,
            str(StepCode.INVITED.label),
            _done(is_open and not page.waiting, blocked=not is_open),
            _invited_hint(page, is_open=is_open),
        ),
    )
    return replace(page, tasks=tasks)


def _done(done: bool, *, blocked: bool = False) -> Status:
    return "done" if done else "blocked" if blocked else "todo"


def _ticked(page: GroupPage, code: StepCode, hint: str, *, blocked: bool = False) -> Task:
    done = code in page.steps
    return Task(code, str(code.label), _done(done, blocked=blocked), "" if done else hint)


def _streets_hint(page: GroupPage) -> str:
    return ", ".join(street.name for street in streets_of(page.rules)[:5])


def _find_hint(page: GroupPage) -> str:
    if page.people or page.candidate is None:
        return ""
    wants = page.candidate.wants.lower()
    words = _("{name} stelde de groep voor. Wil beheerder zijn: {wants}.")
    return words.format(name=page.candidate.request.name, wants=wants)


def _appoint_hint(page: GroupPage, *, accepted: bool) -> str:
    names = [one.user.name or one.user.email for one in page.people if not one.accepted_at]
    if accepted or not names:
        return ""
    return _("{name} is gevraagd en gaf nog geen antwoord.").format(name=names[0])


def _invited_hint(page: GroupPage, *, is_open: bool) -> str:
    step = page.steps.get(StepCode.INVITED)
    told = step.people if step else 0
    words = []
    if told:
        heard = ngettext("{n} persoon kreeg bericht.", "{n} mensen kregen bericht.", told)
        words.append(heard.format(n=told))
    if page.waiting and is_open:
        many = page.waiting.number
        wait = ngettext("{n} persoon wacht nog.", "{n} mensen wachten nog.", many)
        words.append(wait.format(n=page.waiting))
    elif page.waiting:
        many = page.waiting.number
        wait = ngettext("{n} persoon wacht.", "{n} mensen wachten.", many)
        words += [wait.format(n=page.waiting), _("Openen stuurt hun bericht.")]
    return " ".join(words)
