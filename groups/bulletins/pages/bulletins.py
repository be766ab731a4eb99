"""What the pages about messages to the beheerders show to Platform Dorst. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.kit.rows.keyset import NUMBER, Keyset, Page, RowKeyset
from groups.bulletins import emails
from groups.bulletins.pages.recipients import may_remind, not_shared, recipients
from groups.models import Bulletin, BulletinCopy, GroupStatus, WatchGroup
from groups.texts.plain_language import Meter, measure

PAGE: Final = 20
GROUPS_ON_A_PAGE: Final = 50
NEWEST_FIRST: Final = Keyset({"-pk": NUMBER})
# A group's name is nobody else's, so the name alone is a key.
_BY_NAME: Final = RowKeyset("name")
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
    next_key: str
    shown: str
    may_remind: bool
    to_remind: int

    @property
    def words(self) -> str:
        """ "14 van 17 groepen hebben het gedeeld." """
        text = ngettext(
            "{shared} van 1 groep heeft het gedeeld.",
            "{shared} van {n} groepen hebben het gedeeld.",
            self.groups,
        )
        return text.format(shared=self.shared, n=self.groups)


def list_page(*, after: str) -> Page[Row]:
    """Messages, the latest first."""
    bulletins = Bulletin.objects.select_related("by", "sent_by")
    found = NEWEST_FIRST.page(bulletins, after=after, size=PAGE)
    counts = _counts([one.pk for one in found.rows])
    return found.each(lambda one: Row(one, *counts.get(one.pk, (0, 0))))


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


def progress_of(bulletin: Bulletin, *, shown: str, after: str, now: datetime) -> Progress:
    """Which groups have it and which not yet, by name, a page by key."""
    shared, groups = _counts([bulletin.pk]).get(bulletin.pk, (0, 0))
    page = _BY_NAME.page(
        _groups_of(bulletin, shown),
        after=after,
        size=GROUPS_ON_A_PAGE,
        among=WatchGroup.objects.all(),
    )
    copies = BulletinCopy.objects.filter(bulletin=bulletin, group__in=page.rows)
    by_group: dict[int, list[BulletinCopy]] = {}
    # Who shared it first. Without a moment the databases would each put it at another end.
    first = F("shared_at").asc(nulls_last=True)
    for copy in copies.select_related("user").order_by(first, "pk"):
        by_group.setdefault(copy.group_id, []).append(copy)
    due = may_remind(bulletin, now=now)
    waiting = not_shared(bulletin, now=now).aggregate(people=Count("user", distinct=True))
    return Progress(
        shared=shared,
        groups=groups,
        rows=[_progress(group, by_group.get(group.pk, [])) for group in page.rows],
        next_key=page.next_key,
        shown=shown,
        may_remind=due and waiting["people"] > 0,
        to_remind=waiting["people"],
    )


def changed_by(bulletin: Bulletin) -> str:
    """Who saved it last, for somebody who was second."""
    line = Entry.objects.about(f"bulletin:{bulletin.pk}").select_related("by").first()
    return str(line.by) if line and line.by else _("Iemand anders")


def _groups_of(bulletin: Bulletin, shown: str) -> QuerySet[WatchGroup]:
    copies = BulletinCopy.objects.filter(bulletin=bulletin, group=OuterRef("pk"))
    found = WatchGroup.objects.filter(Exists(copies))
    if shown == NOT_YET:
        found = found.exclude(Exists(copies.shared()))
    if shown == DONE:
        found = found.filter(Exists(copies.shared()))
    return found


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
