"""Telling people that they stand on a list that somebody else gave us. The law (GDPR, article 14)
wants that done within a month.

Who has an e-mail address is mailed, spread out so that no mail provider sees a flood; who has none,
or whose mail failed, gets a letter or hears it from a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from dorst_portal.outbox.models import Mail
from dorst_portal.outbox.services import drop, queue, spread
from groups.members.emails import TOLD, told_on_list, told_test
from groups.members.pages.telling import has_tested
from groups.members.services.checks import DealtWith
from groups.members.services.own_links import planned_own_link
from groups.models import Membership, WatchGroup
from groups.permissions import manages_group
from groups.refusals import Refused

Way = Literal["letter", "person"]


class NotTested(Refused):
    """Sending asks for a test that this person sent to themself lately."""

    def __init__(self) -> None:
        super().__init__(_("Stuur eerst een proef aan jezelf. Er is niets verstuurd."))


class NobodyToTell(Refused):
    """Somebody was first, or nobody has an address for mail."""

    def __init__(self) -> None:
        super().__init__(_("Iedereen met een e-mailadres is al verteld. Er is niets verstuurd."))


@dataclass(frozen=True)
class Told:
    """How many people are told, and when the last mail leaves."""

    people: int
    last: datetime


def send_test(group: WatchGroup, *, by: User, now: datetime) -> None:
    """Mail the text to who is going to send it, at once; then they may, for a day."""
    with transaction.atomic():
        queue([told_test(group, to=by, now=now)], now=now)
        record(
            "members.told_test", by=by, scope=f"group:{group.pk}", subject=f"user:{by.pk}", now=now
        )


def tell_by_mail(group: WatchGroup, *, by: User, now: datetime) -> Told:
    """Mail everybody of the group who was not told yet and has an address: one mail to an address,
    at most settings.TELLING_MAILS_PER_HOUR an hour, behind those of other groups. They count as
    told from the moment at which their mail leaves. Raises NotTested, or NobodyToTell: of two who
    press at once one sends.
    """
    with transaction.atomic():
        if not has_tested(by, now=now):
            raise NotTested
        addresses = _addresses(group)
        moments = spread(
            TOLD, number=len(addresses), per_hour=settings.TELLING_MAILS_PER_HOUR, now=now
        )
        drafts, people = [], 0
        for (email, members), due in zip(addresses.items(), moments, strict=True):
            same = Membership.objects.untold().filter(pk__in=[one.pk for one in members])
            told = same.update(told_at=due)
            if told:
                people += told
                list_of = members[0].imported_by
                by_platform = bool(list_of and list_of.by_platform)
                link = planned_own_link(email, due=due)
                drafts.append(
                    told_on_list(
                        group,
                        to=email,
                        language=members[0].language,
                        by_platform=by_platform,
                        link=link,
                        due=due,
                    )
                )
        if not drafts:
            raise NobodyToTell
        queue(drafts, now=now)
        _line("members.told", group, members=people, way="mail", by=by, now=now)
        return Told(people, moments[-1])


def tell_in_person(
    group: WatchGroup, members: Sequence[int], *, way: Way, by: User, now: datetime
) -> int:
    """These members heard it from somebody, or got a letter; tells of how many that is news. Raises
    DealtWith when of nobody, or when `by` neither runs the group nor is of Platform Dorst.
    """
    if not (by.is_platform or manages_group(by, group)):
        raise DealtWith
    with transaction.atomic():
        here = Membership.objects.untold().filter(group=group, pk__in=members)
        told = here.update(told_at=now)
        if not told:
            raise DealtWith
        _line("members.told", group, members=told, way=way, by=by, now=now)
        return told


def mind_told(*, now: datetime) -> dict[str, int]:
    """Who counts as told and got no mail is untold again: where the mail failed, and where it was
    called back because the person left the list or has another address by now.
    """
    failed = Mail.objects.failed().filter(event=TOLD).exclude(occasion="")
    return {
        "failed": sum(_untell(mail, failed=True, now=now) for mail in failed),
        "called_back": sum(
            _untell(mail, failed=False, now=now) for mail in _without_member() if _drop(mail)
        ),
    }


def _addresses(group: WatchGroup) -> dict[str, list[Membership]]:
    """Who is to be mailed, by address: two people of one house often share it. Nobody else tells
    them meanwhile.
    """
    untold = Membership.objects.untold().told_by_mail().filter(group=group)
    locked = untold.select_for_update(of=("self",)).select_related("imported_by")
    addresses: dict[str, list[Membership]] = {}
    for member in locked.order_by("since", "pk"):
        addresses.setdefault(member.email, []).append(member)
    return addresses


def _without_member() -> Sequence[Mail]:
    """Mails that did not leave, to an address with which nobody of that group is a member."""
    members = Membership.objects.current().annotate(
        subject_of_mails=Concat(Value("group:"), Cast("group_id", CharField()))
    )
    there = members.filter(email=OuterRef("to"), subject_of_mails=OuterRef("about"))
    waiting = Mail.objects.untried().filter(event=TOLD)
    return list(waiting.exclude(Exists(there)))


def _drop(mail: Mail) -> bool:
    return bool(drop(Mail.objects.filter(pk=mail.pk)))


def _untell(mail: Mail, *, failed: bool, now: datetime) -> int:
    """Take back what one mail would have told. The moment at which it was to leave is of this mail
    alone, so that nobody who was told otherwise is touched.
    """
    group = WatchGroup.objects.get(pk=int(mail.about.partition(":")[2]))
    with transaction.atomic():
        # Once: of several workers the first.
        if not Mail.objects.filter(pk=mail.pk, occasion=mail.occasion).update(occasion=""):
            return 0
        planned = Membership.objects.filter(
            group=group, told_at=datetime.fromisoformat(mail.occasion)
        )
        if failed:
            planned.filter(email=mail.to).update(email_failed_at=now)
        untold = planned.update(told_at=None)
        if failed and untold:
            _line("members.told_failed", group, members=untold, way="mail", by=None, now=now)
        return untold


def _line(
    verb: str,
    group: WatchGroup,
    *,
    members: int,
    way: str,
    by: User | None,
    now: datetime,
) -> None:
    record(
        verb,
        by=by,
        scope=f"group:{group.pk}",
        subject=f"group:{group.pk}",
        facts={"members": members, "way": way},
        now=now,
    )
