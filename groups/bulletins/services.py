"""Messages to the beheerders: written, tested, sent once, and shared by them in their groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from dorst_portal.outbox.services import queue
from groups.bulletins import emails
from groups.bulletins.pages.recipients import may_remind, not_shared, recipients
from groups.models import Appointment, Bulletin, BulletinCopy, WatchGroup
from groups.notices import leaves_at
from groups.refusals import Refused


class BulletinChanged(Refused):
    """Somebody else saved, sent or threw away the bulletin since this person opened it."""

    def __init__(self) -> None:
        super().__init__(
            _("Dit bericht is intussen veranderd. Er is niets verstuurd of opgeslagen.")
        )


class NotTested(Refused):
    """Sending asks for a test of the text as it is now."""

    def __init__(self) -> None:
        super().__init__(_("Stuur eerst een test aan jezelf. Daarna kun je het bericht versturen."))


class NobodyToSendTo(Refused):
    """None of the chosen groups has a beheerder."""

    def __init__(self) -> None:
        super().__init__(_("Geen van deze groepen heeft een beheerder. Er is niets verstuurd."))


class CannotRemind(Refused):
    """Too early, done before, or everybody shared it."""

    def __init__(self) -> None:
        super().__init__(_("Herinneren kan nu niet. Er is geen e-mail verstuurd."))


@dataclass(frozen=True, kw_only=True)
class BulletinText:
    """What was written, read and found right. `groups` counts only when it is not for all."""

    subject: str
    text: str
    note: str
    to_all: bool
    groups: Sequence[WatchGroup] = field(default_factory=tuple)


@dataclass(frozen=True)
class Sent:
    """How many people got it, and of how many groups."""

    people: int
    groups: int


def make_bulletin(written: BulletinText, *, by: User, now: datetime) -> Bulletin:
    """Keep a new draft."""
    with transaction.atomic():
        bulletin = Bulletin.objects.create(by=by, created_at=now, **_facts(written))
        if not written.to_all:
            bulletin.groups.set(written.groups)
        _line("bulletin.made", bulletin, by=by, now=now)
        return bulletin


def change_bulletin(
    bulletin: Bulletin, written: BulletinText, *, version: int, by: User, now: datetime
) -> None:
    """Keep another text, when nobody else did since version `version` was opened; then it has to
    be tested again. Raises BulletinChanged.
    """
    with transaction.atomic():
        seen = Bulletin.objects.drafts().filter(pk=bulletin.pk, version=version)
        if not seen.update(version=F("version") + 1, **_facts(written)):
            raise BulletinChanged
        bulletin.groups.set([] if written.to_all else written.groups)
        _line("bulletin.changed", bulletin, by=by, now=now)


def drop_bulletin(bulletin: Bulletin, *, version: int, by: User, now: datetime) -> None:
    """Throw a draft away, as it was seen. Raises BulletinChanged."""
    with transaction.atomic():
        seen = Bulletin.objects.drafts().filter(pk=bulletin.pk, version=version)
        row = seen.select_for_update().first()
        if row is None:
            raise BulletinChanged
        row.delete()
        _line("bulletin.dropped", bulletin, by=by, now=now)


def send_test(bulletin: Bulletin, *, version: int, by: User, now: datetime) -> None:
    """Mail the text as it is now to who asks, at once; then this version may be sent. Raises
    BulletinChanged.
    """
    with transaction.atomic():
        seen = Bulletin.objects.drafts().filter(pk=bulletin.pk, version=version)
        if not seen.update(tested_version=version):
            raise BulletinChanged
        row = Bulletin.objects.get(pk=bulletin.pk)
        queue([emails.bulletin_test(row, to=by, now=now)], now=now)
        _line("bulletin.tested", bulletin, by=by, now=now)


def send_bulletin(bulletin: Bulletin, *, version: int, by: User, now: datetime) -> Sent:
    """Send it, once: a copy for each beheerder and deputy of each group, and one mail for each
    person. Raises NotTested, NobodyToSendTo, or BulletinChanged when somebody was first.
    """
    with transaction.atomic():
        seen = Bulletin.objects.drafts().filter(pk=bulletin.pk, version=version)
        if not seen.filter(tested_version=version).update(sent_at=now, sent_by=by):
            raise NotTested if seen.exists() else BulletinChanged
        row = Bulletin.objects.get(pk=bulletin.pk)
        active = recipients(row, now=now).select_related("group", "user__notice_settings")
        appointments = list(active.order_by("user", "group__name"))
        if not appointments:
            raise NobodyToSendTo
        copies = [
            BulletinCopy(bulletin=row, group=one.group, user=one.user) for one in appointments
        ]
        BulletinCopy.objects.bulk_create(copies, batch_size=1000)
        people = _groups_by_person(appointments)
        drafts = [
            emails.bulletin(row, to=user, groups=groups, due=leaves_at(user, now=now))
            for user, groups in people.items()
        ]
        queue(drafts, now=now)
        sent = Sent(len(people), len({one.group_id for one in appointments}))
        facts = {"people": sent.people, "groups": sent.groups}
        _line("bulletin.sent", row, by=by, now=now, facts=facts)
        return sent


def remind_of_bulletin(bulletin: Bulletin, *, by: User, now: datetime) -> int:
    """Ask once more, and once only, where nobody shared it yet; tells how many people that are.
    Raises CannotRemind.
    """
    with transaction.atomic():
        sent = Bulletin.objects.sent().filter(pk=bulletin.pk, reminded_at__isnull=True)
        row = sent.select_for_update().first()
        if row is None or not may_remind(row, now=now):
            raise CannotRemind
        appointments = list(
            not_shared(row, now=now)
            .select_related("group", "user__notice_settings")
            .order_by("user", "group__name")
        )
        if not appointments or not sent.update(reminded_at=now):
            raise CannotRemind
        people = _groups_by_person(appointments)
        drafts = [
            emails.bulletin_reminder(row, to=user, groups=groups, due=leaves_at(user, now=now))
            for user, groups in people.items()
        ]
        queue(drafts, now=now)
        _line("bulletin.reminded", row, by=by, now=now, facts={"people": len(people)})
        return len(people)


def share(bulletin: Bulletin, group: WatchGroup, *, by: User, now: datetime) -> None:
    """This beheerder put the text in the group. Raises Refused when that was said before, or when
    the group is no own one that got it.
    """
    with transaction.atomic():
        here = BulletinCopy.objects.of_own_groups(by, now=now)
        if not here.filter(bulletin=bulletin, group=group).exists():
            raise Refused(_("Dit bericht is niet voor jouw groep."))
        # Who became beheerder after it was sent has no copy yet.
        copies = BulletinCopy.objects
        copy, _made = copies.get_or_create(bulletin=bulletin, group=group, user=by)
        mine = BulletinCopy.objects.filter(pk=copy.pk, shared_at__isnull=True)
        if not mine.update(shared_at=now):
            raise Refused(_("Dit stond al op gedeeld. Er is niets veranderd."))
        _line_of_copy("bulletin.shared", copy, by=by, now=now)


def take_back(bulletin: Bulletin, group: WatchGroup, *, by: User, now: datetime) -> None:
    """A slip: it was not shared after all. Raises Refused when this person did not say so."""
    with transaction.atomic():
        here = BulletinCopy.objects.of_own_groups(by, now=now).shared()
        mine = here.filter(bulletin=bulletin, group=group, user=by)
        copy = mine.first()
        if copy is None or not mine.update(shared_at=None):
            raise Refused(_("Dit stond niet op gedeeld. Er is niets veranderd."))
        _line_of_copy("bulletin.unshared", copy, by=by, now=now)


def _groups_by_person(appointments: Sequence[Appointment]) -> Mapping[User, list[str]]:
    people: dict[User, list[str]] = {}
    for one in appointments:
        people.setdefault(one.user, []).append(one.group.name)
    return people


def _facts(written: BulletinText) -> dict[str, str | bool]:
    return {
        "subject": written.subject,
        "text": written.text,
        "note": written.note,
        "to_all": written.to_all,
    }


def _line(
    verb: str,
    bulletin: Bulletin,
    *,
    by: User,
    now: datetime,
    facts: Mapping[str, int] | None = None,
) -> None:
    record(verb, by=by, subject=f"bulletin:{bulletin.pk}", facts=facts, now=now)


def _line_of_copy(verb: str, copy: BulletinCopy, *, by: User, now: datetime) -> None:
    record(
        verb,
        by=by,
        scope=f"group:{copy.group_id}",
        subject=f"bulletin:{copy.bulletin_id}",
        now=now,
    )
