"""What a large village has besides members and requests: partners, signs, people who left, changes
of the division, bulletins, and a long audit trail. All of it to measure lists with.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.demo.people import DEMO_DOMAIN, example_name
from groups.models import (
    Appointment,
    Bulletin,
    BulletinCopy,
    ContactMoment,
    CoverageChange,
    LeaveReason,
    Membership,
    MembershipSource,
    OfficialAddress,
    Partner,
    PartnerContact,
    PartnerKind,
    SignState,
    WatchGroup,
    WatchSign,
    WeekReview,
)
from groups.values.village_time import village_day

_BATCH: Final = 1000
_MEMBERS_PER_LEAVER: Final = 10
_STREETS_PER_SIGN: Final = 3
_BULLETINS: Final = 60
_WEEKS: Final = 60
_CHECKED_DAYS: Final = 400


def furnish(
    number: int,
    groups: Sequence[WatchGroup],
    members: Sequence[Membership],
    *,
    by: User,
    now: datetime,
) -> None:
    """Give one neighbourhood everything that its lists show."""
    _partners(number, groups, by=by, now=now)
    _signs(members, now=now)
    _leavers(members, now=now)
    _addresses(members)
    CoverageChange.objects.create(
        by=by,
        at=now - timedelta(hours=number),
        from_group=groups[0],
        to_group=groups[1],
        sentence=f"Groep {groups[0]} gaf nummers aan groep {groups[1]}.",
        members=number % 20,
    )
    Entry.objects.bulk_create(
        (
            Entry(
                at=now - timedelta(minutes=place * 31 % 500_000),
                verb="member.viewed",
                by=by,
                scope=f"group:{member.group_id}",
                subject=f"member:{member.pk}",
            )
            for place, member in enumerate(members)
        ),
        batch_size=_BATCH,
    )


def _partners(number: int, groups: Sequence[WatchGroup], *, by: User, now: datetime) -> None:
    today = village_day(now)
    partners = Partner.objects.bulk_create(
        Partner(
            kind=kind,
            name=f"{name} wijk {number}",
            phone="+31600008000",
            serves_all=False,
            checked_on=today - timedelta(days=number * 7 % _CHECKED_DAYS),
        )
        for kind, name in (
            (PartnerKind.POLICE, "Team Voorbeeld"),
            (PartnerKind.HOUSING, "Woonstichting Voorbeeld"),
        )
    )
    served = Partner.groups.through
    served._default_manager.bulk_create(
        served(partner_id=partner.pk, watchgroup_id=group.pk)
        for partner in partners
        for group in groups
    )
    PartnerContact.objects.bulk_create(
        PartnerContact(
            partner=partner,
            name=example_name(number + place),
            email=f"contact-{number}-{place}@{DEMO_DOMAIN}",
            checked_on=partner.checked_on,
        )
        for place, partner in enumerate(partners)
    )
    ContactMoment.objects.bulk_create(
        ContactMoment(partner=partners[0], group=group, by=by, on=today, note="Gebeld.", at=now)
        for group in groups
    )


def _signs(members: Iterable[Membership], *, now: datetime) -> None:
    streets = sorted({member.street_id for member in members if member.street_id})
    states = list(SignState)
    WatchSign.objects.bulk_create(
        WatchSign(
            street_id=street,
            spot="aan de lantaarnpaal",
            state=states[place % len(states)],
            checked_on=village_day(now),
        )
        for place, street in enumerate(streets[::_STREETS_PER_SIGN])
    )


def _leavers(members: Sequence[Membership], *, now: datetime) -> None:
    reasons = list(LeaveReason)
    Membership.objects.bulk_create(
        (
            Membership(
                group_id=member.group_id,
                since=now - timedelta(days=900),
                until=now - timedelta(days=40 + place * 13 % 320),
                source=MembershipSource.REQUEST,
                end_reason=reasons[place % len(reasons)],
                left_chat_at=now,
                anonymised_at=now,
            )
            for place, member in enumerate(members[::_MEMBERS_PER_LEAVER])
        ),
        batch_size=_BATCH,
    )


def _addresses(members: Iterable[Membership]) -> None:
    homes = {
        (member.street_id, member.house_number, member.house_letter)
        for member in members
        if member.street_id and member.house_number
    }
    OfficialAddress.objects.bulk_create(
        (
            OfficialAddress(street_id=street, house_number=number, house_letter=letter)
            for street, number, letter in homes
            if street and number
        ),
        batch_size=_BATCH,
    )


def furnish_village(*, by: User, now: datetime) -> None:
    """Bulletins to all beheerders, half of whom shared them, and a year of weekly reviews."""
    bulletins = Bulletin.objects.bulk_create(
        Bulletin(
            subject=f"Bericht {number}",
            text="Doe vannacht de achterdeur op slot.",
            by=by,
            sent_at=now - timedelta(days=number),
            sent_by=by,
        )
        for number in range(_BULLETINS)
    )
    people = Appointment.objects.active(now).values_list("group", "user").order_by("pk")
    BulletinCopy.objects.bulk_create(
        (
            BulletinCopy(
                bulletin=bulletins[0],
                group_id=group,
                user_id=user,
                shared_at=now if place % 2 else None,
            )
            for place, (group, user) in enumerate(people)
        ),
        batch_size=_BATCH,
    )
    monday = village_day(now) - timedelta(days=village_day(now).weekday())
    weeks = (monday - timedelta(weeks=back) for back in range(1, _WEEKS))
    known = set(WeekReview.objects.values_list("week", flat=True))
    WeekReview.objects.bulk_create(
        WeekReview(week=week, made_at=now) for week in weeks if week not in known
    )
