"""More of the same: neighbourhoods shaped like the example village, to measure with."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from dorst_portal.accounts.models import User
from dorst_portal.demo.people import DEMO_DOMAIN, example_mobile, example_name
from dorst_portal.demo.scale_more import furnish, furnish_village
from dorst_portal.demo.seed import COORDINATOR, add_members, seed
from groups.models import (
    Appointment,
    HouseRules,
    Membership,
    RequestSource,
    ResidentRequest,
    RouteReason,
    WatchGroup,
)
from groups.places.services.village import load_village
from groups.places.services.village_files import (
    EXAMPLE_VILLAGE,
    GroupRow,
    VillageFiles,
    read_village,
)
from groups.requests.services.due_dates import due_date
from groups.values.references import ALPHABET, LENGTH
from groups.values.states import Kind, Owner, State

MEMBERS_OF_THE_VILLAGE: Final = 600
_BATCH: Final = 1000
# Of ten members one has a request; of three requests two are open and one is approved.
_MEMBERS_PER_REQUEST: Final = 10


def scale(members: int, *, now: datetime) -> int:
    """Add neighbourhoods until there are so many members; tells how many were added. Raises
    ValueError below what the example village itself has.
    """
    if members < MEMBERS_OF_THE_VILLAGE:
        raise ValueError(members)
    seed(now=now)
    files = read_village(EXAMPLE_VILLAGE)
    added = 0
    with transaction.atomic():
        for number, size in enumerate(_sizes(members), start=2):
            part = _neighbourhood(files, number, size)
            if load_village(part, now=now).groups:
                added += _people(part, number, now=now)
        if added:
            furnish_village(by=User.objects.get(email=COORDINATOR), now=now)
    return added


def _sizes(members: int) -> Iterator[int]:
    left = members - MEMBERS_OF_THE_VILLAGE
    while left > 0:
        yield min(left, MEMBERS_OF_THE_VILLAGE)
        left -= MEMBERS_OF_THE_VILLAGE


def _neighbourhood(files: VillageFiles, number: int, size: int) -> VillageFiles:
    """The village once more under names of its own, with so many members in the same proportion."""

    def named(name: str) -> str:
        return f"Wijk {number} {name}"

    streets = tuple(
        replace(
            street,
            name=named(street.name),
            slug=f"wijk-{number}-{street.slug}",
            spellings=tuple(named(spelling) for spelling in street.spellings),
        )
        for street in files.streets
        if not street.outside
    )
    groups, so_far = [], 0
    for group in files.groups:
        before = so_far * size // MEMBERS_OF_THE_VILLAGE
        so_far += group.example_members
        groups.append(
            replace(
                group,
                name=named(group.name),
                slug=f"wijk-{number}-{group.slug}",
                is_example=True,
                example_members=so_far * size // MEMBERS_OF_THE_VILLAGE - before,
                coverage=tuple(
                    replace(covered, street=named(covered.street)) for covered in group.coverage
                ),
            )
        )
    return VillageFiles(streets, (), tuple(groups))


def _people(files: VillageFiles, number: int, *, now: datetime) -> int:
    groups = WatchGroup.objects.in_bulk([row.slug for row in files.groups], field_name="slug")
    beheerders = _beheerders(files.groups, groups, now=now)
    members = add_members(files.groups, arriving={}, now=now)
    rules = HouseRules.objects.current(waaksamen=False)
    applicants = [
        (beheerders[slug], member)
        for slug, of_group in members.items()
        for member in of_group[::_MEMBERS_PER_REQUEST]
    ]
    requests = [
        _request(member, rules, by, serial, number * MEMBERS_OF_THE_VILLAGE + serial, now=now)
        for serial, (by, member) in enumerate(applicants)
    ]
    # Those of the village itself are at random: one of them may be what was counted here.
    taken = {
        *ResidentRequest.objects.filter(
            reference__in=[request.reference for request in requests]
        ).values_list("reference", flat=True)
    }
    ResidentRequest.objects.bulk_create(
        [request for request in requests if request.reference not in taken], batch_size=_BATCH
    )
    everybody = [member for of_group in members.values() for member in of_group]
    by = beheerders[files.groups[0].slug]
    furnish(number, list(groups.values()), everybody, by=by, now=now)
    return len(everybody)


def _beheerders(
    rows: tuple[GroupRow, ...], groups: dict[str, WatchGroup], *, now: datetime
) -> dict[str, User]:
    users = User.objects.bulk_create(
        [
            User(
                email=f"beheerder-{row.slug}@{DEMO_DOMAIN}",
                name=example_name(index),
                password=User.unusable_password(),
            )
            for index, row in enumerate(rows)
        ]
    )
    asked = now - timedelta(days=400)
    Appointment.objects.bulk_create(
        Appointment(user=user, group=groups[row.slug], invited_at=asked, accepted_at=asked)
        for user, row in zip(users, rows, strict=True)
    )
    return {row.slug: user for user, row in zip(users, rows, strict=True)}


def _request(
    member: Membership, rules: HouseRules, by: User, serial: int, unique: int, *, now: datetime
) -> ResidentRequest:
    """A housemate of a member asks to join: most requests are open, some are approved."""
    created = now - timedelta(hours=1 + serial * 7 % 150)
    approved = serial % 3 == 2
    due_at = due_date(State.OPEN, now=created)
    return ResidentRequest(
        reference=_reference(unique),
        kind=Kind.JOIN,
        state=State.APPROVED if approved else State.OPEN,
        owner=Owner.GROUP,
        group=member.group,
        due_at=due_date(State.APPROVED, now=created) if approved else due_at,
        ladder_from=created,
        route_reason=RouteReason.COVERED,
        route_sentence=f"{member.address} hoort bij groep {member.group}.",
        source=RequestSource.EXAMPLE,
        submission_key=f"scale-{unique}",
        created_at=created,
        name=example_name(serial + 13),
        mobile=example_mobile(9_000 + serial),
        email=f"aanvrager-{unique}@{DEMO_DOMAIN}",
        email_confirmed_at=created,
        street=member.street,
        street_text=member.street_text,
        house_number=member.house_number,
        house_letter=member.house_letter,
        house_rules=rules,
        of_age=True,
        decided_at=created + timedelta(minutes=30) if approved else None,
        decided_by=by if approved else None,
        undo_until=created + timedelta(minutes=35) if approved else None,
    )


def _reference(number: int) -> str:
    """Counted, so that no two fall together; those of the village itself are spread at random."""
    characters = ""
    for _ in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        characters = ALPHABET[rest] + characters
    return f"{settings.REFERENCE_PREFIX}-{characters}"
