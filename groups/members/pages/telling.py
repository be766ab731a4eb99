"""Who was not told yet that they stand on a list: of each group, and of one. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dorst_portal.accounts.models import User
from dorst_portal.kit.models import Link
from dorst_portal.languages.current import DUTCH
from dorst_portal.outbox.models import Mail
from groups.members.emails import TOLD, TOLD_TEST, test_of, told_on_list
from groups.models import Membership, WatchGroup
from groups.querysets.memberships import MembershipQuerySet
from groups.values.village_time import days_after, days_between

# A month in the law; the shortest reading of it that people use.
MONTH_DAYS: Final = 30
LATE_DAYS: Final = 21
MOST_SHOWN: Final = 100
PLACE_OF_LINK: Final = "(hier komt de link)"
# From when the month counts: who came with an address stood on the list of the old group before.
# Looked up for each, as a join would read every member of a country.
_SINCE_BEFORE: Final = Membership.objects.filter(pk=OuterRef("moved_from")).values("since")
KNOWN_SINCE: Final = Coalesce(Subquery(_SINCE_BEFORE), "since")
_TEST_COUNTS: Final = timedelta(days=1)
_HAS_MAIL: Final = Q(email_failed_at__isnull=True) & ~Q(email="")


@dataclass(frozen=True)
class GroupLine:
    """One group: how many were not told, how many of them a mail can reach, and since when."""

    name: str
    slug: str
    people: int
    by_mail: int
    days: int

    @property
    def in_person(self) -> int:
        """How many need a letter or a call."""
        return self.people - self.by_mail

    @property
    def left(self) -> int:
        """Days left of the month; below zero once it is over."""
        return MONTH_DAYS - self.days

    @property
    def days_words(self) -> str:
        """ "vandaag", "9 dagen"; since when the first of them stands on the list."""
        if self.days == 0:
            return _("vandaag")
        return ngettext("1 dag", "{n} dagen", self.days).format(n=self.days)

    @property
    def left_words(self) -> str:
        """ "nog 9 dagen"; while the month runs."""
        return ngettext("nog 1 dag", "nog {n} dagen", self.left).format(n=self.left)

    @property
    def is_late(self) -> bool:
        """Whether it stands among the concerns."""
        return self.days > LATE_DAYS


@dataclass(frozen=True)
class Overview:
    """Every group with somebody who was not told, and the mails that still have to leave."""

    groups: Sequence[GroupLine]
    waiting: int
    last: datetime | None


@dataclass(frozen=True)
class GroupTelling:
    """One group for a coordinator: the mail, and who needs a letter or a call."""

    group: WatchGroup
    subject: str
    text: str
    by_mail: int
    is_tested: bool
    in_person: Sequence[Membership]
    more: bool


@dataclass(frozen=True)
class Letter:
    """One letter. `by_platform`: the list came from Platform Dorst, and else from a beheerder."""

    member: Membership
    by_platform: bool


def overview(*, now: datetime) -> Overview:
    """Each group with somebody untold, the longest first. Two statements."""
    rows = (
        Membership.objects.untold()
        .annotate(known=KNOWN_SINCE)
        .values("group__name", "group__slug")
        .annotate(people=Count("pk"), by_mail=Count("pk", filter=_HAS_MAIL), first=Min("known"))
        .order_by("first", "group__name")
    )
    groups = [
        GroupLine(
            row["group__name"],
            row["group__slug"],
            row["people"],
            row["by_mail"],
            days_between(row["first"], now),
        )
        for row in rows
    ]
    mails = Mail.objects.queued().filter(event=TOLD).aggregate(number=Count("pk"), last=Max("due"))
    return Overview(groups, mails["number"], mails["last"])


def has_tested(user: User, *, now: datetime) -> bool:
    """Whether this person saw the mail as it is now: the words are the same for each group."""
    tests = Mail.objects.about(test_of(user), TOLD_TEST)
    return tests.filter(created__gt=now - _TEST_COUNTS).exists()


def untold_too_long(*, now: datetime) -> "QuerySet[Membership]":
    """Members whose month is nearly over, the longest first."""
    before = days_after(now, -LATE_DAYS)
    # Looked up and not joined: else the whole table is read for a handful that nobody told.
    earlier = Membership.objects.filter(pk=OuterRef("moved_from")).values("since")
    long_known: MembershipQuerySet = Membership.objects.untold().filter(since__lt=now)
    known = Coalesce(Subquery(earlier), "since")
    return long_known.alias(known=known).filter(known__lt=before).order_by("known", "pk")


def untold_of(group: WatchGroup, *, in_person: bool = False) -> tuple[Sequence[Membership], bool]:
    """Who of this group was not told, by address, and whether there are more than a page holds.
    `in_person`: only those whom no mail reaches.
    """
    untold = Membership.objects.untold().filter(group=group)
    if in_person:
        untold = untold.told_in_person()
    found = list(untold.by_address()[: MOST_SHOWN + 1])
    return found[:MOST_SHOWN], len(found) > MOST_SHOWN


def group_telling(group: WatchGroup, *, user: User, now: datetime) -> GroupTelling:
    """The page of one group. Four statements at most."""
    untold = Membership.objects.untold().told_by_mail().filter(group=group)
    mail = told_on_list(
        group, to="jan@example.org", language=DUTCH, by_platform=True, link=Link(pk=0), due=now
    )
    in_person, more = untold_of(group, in_person=True)
    return GroupTelling(
        group=group,
        subject=mail.subject,
        text=mail.text.replace("{link}", PLACE_OF_LINK),
        by_mail=untold.count(),
        is_tested=has_tested(user, now=now),
        in_person=in_person,
        more=more,
    )


def letters_of(group: WatchGroup) -> Sequence[Letter]:
    """A letter for each whom no mail reaches, as many as the page of the group shows."""
    people, _more = untold_of(group, in_person=True)
    by_platform = set(
        Membership.objects.filter(
            pk__in=[one.pk for one in people], imported_by__by_platform=True
        ).values_list("pk", flat=True)
    )
    return [Letter(one, one.pk in by_platform) for one in people]
