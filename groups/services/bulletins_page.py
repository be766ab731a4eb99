"""What the pages about messages to the beheerders show to Platform Dorst. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from groups import emails
from groups.models import Bulletin, BulletinCopy, GroupStatus, WatchGroup
from groups.plain_language import Meter, measure
from groups.services.bulletins import may_remind, not_shared, recipients

PAGE: Final = 20
GROUPS_ON_A_PAGE: Final = 50
NOT_YET, DONE = "nog-niet", "gedeeld"
PLACE_OF_LINK: Final = "(hier komt de link)"


@dataclass(frozen=True)
class Row:
    """One message on the list: a draft, or in how many groups it was shared."""

    bulletin: Bulletin
    shared: int
    groups: int

    @property
    def is_done(self) -> bool:
        """Whether every group has it."""
        return self.groups > 0 and self.shared == self.groups


@dataclass(frozen=True)
class BulletinList:
    """A page of messages, and the key of the next one."""

    rows: Sequence[Row]
    next_key: int | None


@dataclass(frozen=True)
class Preview:
    """A draft as it will be: the mail, the text, how easy it reads, and who gets it."""

    mail_subject: str
    mail_text: str
    meter: Meter
    people: int
    groups: int
    without: int
    is_tested: bool


@dataclass(frozen=True)
class GroupProgress:
    """One group that got it: who shared it and when, or who could."""

    name: str
    shared_by: str
    shared_at: datetime | None
    people: Sequence[str]


@dataclass(frozen=True)
class Progress:
    """How far a sent message is."""

    shared: int
    groups: int
    rows: Sequence[GroupProgress]
    next_key: int | None
    shown: str
    may_remind: bool
    to_remind: int

    @property
    def words(self) -> str:
        """ "14 van 17 groepen hebben het gedeeld." """
        if self.groups == 1:
            return f"{self.shared} van 1 groep heeft het gedeeld."
        return f"{self.shared} van {self.groups} groepen hebben het gedeeld."


def list_page(*, after: int) -> BulletinList:
    """Messages, the latest first."""
    found = Bulletin.objects.newest_first().older_than(after).select_related("by", "sent_by")
    bulletins = list(found[: PAGE + 1])
    counts = _counts([one.pk for one in bulletins[:PAGE]])
    rows = [Row(one, *counts.get(one.pk, (0, 0))) for one in bulletins[:PAGE]]
    return BulletinList(rows, bulletins[PAGE - 1].pk if len(bulletins) > PAGE else None)


def preview_of(bulletin: Bulletin, *, user: User, now: datetime) -> Preview:
    """What will leave, and to how many."""
    numbers = recipients(bulletin, now=now).aggregate(
        people=Count("user", distinct=True), groups=Count("group", distinct=True)
    )
    meant = WatchGroup.objects.exclude(status=GroupStatus.ARCHIVED)
    if not bulletin.to_all:
        meant = meant.filter(pk__in=bulletin.groups.values("pk"))
    mail = emails.bulletin(bulletin, to=user, groups=["Voorbeeld"], due=now)
    return Preview(
        mail_subject=mail.subject,
        mail_text=mail.text.replace("{link}", PLACE_OF_LINK),
        meter=measure(bulletin.text),
        people=numbers["people"],
        groups=numbers["groups"],
        without=max(meant.count() - numbers["groups"], 0),
        is_tested=bulletin.tested_version == bulletin.version,
    )


def progress_of(bulletin: Bulletin, *, shown: str, after: int, now: datetime) -> Progress:
    """Which groups have it and which not yet, by name, a page by key."""
    shared, groups = _counts([bulletin.pk]).get(bulletin.pk, (0, 0))
    found = list(_groups_of(bulletin, shown, after)[: GROUPS_ON_A_PAGE + 1])
    on_page = found[:GROUPS_ON_A_PAGE]
    copies = BulletinCopy.objects.filter(bulletin=bulletin, group__in=on_page)
    by_group: dict[int, list[BulletinCopy]] = {}
    for copy in copies.select_related("user").order_by("shared_at", "pk"):
        by_group.setdefault(copy.group_id, []).append(copy)
    due = may_remind(bulletin, now=now)
    waiting = not_shared(bulletin, now=now).aggregate(people=Count("user", distinct=True))
    return Progress(
        shared=shared,
        groups=groups,
        rows=[_progress(group, by_group.get(group.pk, [])) for group in on_page],
        next_key=on_page[-1].pk if len(found) > GROUPS_ON_A_PAGE else None,
        shown=shown,
        may_remind=due and waiting["people"] > 0,
        to_remind=waiting["people"],
    )


def changed_by(bulletin: Bulletin) -> str:
    """Who saved it last, for somebody who was second."""
    line = Entry.objects.about(f"bulletin:{bulletin.pk}").select_related("by").first()
    return str(line.by) if line and line.by else "Iemand anders"


def _groups_of(bulletin: Bulletin, shown: str, after: int) -> QuerySet[WatchGroup]:
    copies = BulletinCopy.objects.filter(bulletin=bulletin, group=OuterRef("pk"))
    found = WatchGroup.objects.filter(Exists(copies))
    if shown == NOT_YET:
        found = found.exclude(Exists(copies.shared()))
    if shown == DONE:
        found = found.filter(Exists(copies.shared()))
    last = WatchGroup.objects.filter(pk=after).first() if after else None
    # A group's name is nobody else's, so the name alone is a key.
    return (found.filter(name__gt=last.name) if last else found).order_by("name")


def _progress(group: WatchGroup, copies: Sequence[BulletinCopy]) -> GroupProgress:
    done = next((copy for copy in copies if copy.shared_at), None)
    return GroupProgress(
        name=group.name,
        shared_by=str(done.user) if done else "",
        shared_at=done.shared_at if done else None,
        people=[str(copy.user) for copy in copies],
    )


def _counts(pks: Sequence[int]) -> Mapping[int, tuple[int, int]]:
    """Per message: in how many groups it was shared, and how many got it."""
    rows = (
        BulletinCopy.objects.filter(bulletin__in=pks)
        .order_by()
        .values("bulletin")
        .annotate(
            groups=Count("group", distinct=True),
            shared=Count("group", distinct=True, filter=Q(shared_at__isnull=False)),
        )
    )
    return {row["bulletin"]: (row["shared"], row["groups"]) for row in rows}
