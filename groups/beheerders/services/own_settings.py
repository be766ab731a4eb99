"""What a beheerder or coordinator sets for themself: when notices come, and being away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from groups.beheerders.services.all_away import show_if_all_away
from groups.models import Appointment, NoticeMoment, NoticeSettings, WatchGroup
from groups.values.village_time import VILLAGE, village_day


@dataclass(frozen=True)
class OwnGroup:
    """A group of this person, and who is there while they are away."""

    group: WatchGroup
    away_until: date | None
    others: Sequence[User]


def notices_of(user: User) -> NoticeSettings:
    """What this person chose, or the defaults (not stored)."""
    return NoticeSettings.objects.filter(user=user).first() or NoticeSettings(user=user)


def save_notices(user: User, choice: Mapping[str, str | int], *, now: datetime) -> None:
    """Keep the choice. Who chooses a daily mail after its hour gets the first one tomorrow."""
    facts: dict[str, object] = dict(choice)
    local = now.astimezone(VILLAGE)
    with transaction.atomic():
        settings, _ = NoticeSettings.objects.select_for_update().get_or_create(user=user)
        turns_daily = (
            choice.get("moment") == NoticeMoment.DAILY and settings.moment != NoticeMoment.DAILY
        )
        if turns_daily and int(choice["daily_hour"]) <= local.hour:
            facts["digest_on"] = local.date()
        NoticeSettings.objects.filter(pk=settings.pk).update(**facts)


def save_mobile(user: User, number: str) -> None:
    """Keep the own telephone number; "" takes it away."""
    User.objects.filter(pk=user.pk).update(mobile=number)


def save_shares_first_name(user: User, shares: bool) -> None:
    """Whether new members of the own groups read the first name in the mail that welcomes them."""
    User.objects.filter(pk=user.pk).update(shares_first_name=shares)


def own_groups(user: User, *, now: datetime) -> Sequence[OwnGroup]:
    """The groups of this person, each with who else is there today."""
    mine = Appointment.objects.active(now).filter(user=user).select_related("group")
    here = Appointment.objects.present(now).filter(group__in=mine.values("group"))
    others: dict[int, list[User]] = {}
    for one in here.exclude(user=user).select_related("user").order_by("role", "pk"):
        others.setdefault(one.group_id, []).append(one.user)
    today = village_day(now)
    return [
        OwnGroup(
            group=one.group,
            away_until=one.away_until if one.away_until and one.away_until >= today else None,
            others=others.get(one.group_id, []),
        )
        for one in mine.order_by("group__name")
    ]


def set_away(user: User, *, until: date | None, now: datetime) -> int:
    """Be away up to and including a day (None: back again), in all own groups. Where nobody is
    left, the coordinators see the open requests at once; tells how many those are.
    """
    with transaction.atomic():
        mine = Appointment.objects.active(now).filter(user=user).select_related("group")
        # One at a time for each group: of two who leave together, the second finds nobody.
        groups = WatchGroup.objects.filter(pk__in=mine.values("group"))
        list(groups.order_by("pk").select_for_update(no_key=True).values_list("pk"))
        return sum(_set_away(one, until=until, by=user, now=now) for one in mine.order_by("pk"))


def _set_away(appointment: Appointment, *, until: date | None, by: User, now: datetime) -> int:
    if appointment.away_until == until:
        return 0
    Appointment.objects.filter(pk=appointment.pk).update(away_until=until)
    record(
        "appointment.away" if until else "appointment.back",
        by=by,
        scope=f"group:{appointment.group_id}",
        subject=f"appointment:{appointment.pk}",
        facts={"until": until.isoformat() if until else None},
        now=now,
    )
    return show_if_all_away(appointment.group_id, by=by, now=now)
