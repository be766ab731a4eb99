"""The example village: 17 groups, 600 members, their beheerders, and requests in every state.

Times are relative to now, all other content is fixed.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from dorst_portal.accounts.allauth_internals import TOTP
from dorst_portal.accounts.models import User
from dorst_portal.accounts.services import make_coordinator
from dorst_portal.demo.example_requests import EXAMPLE_REQUESTS
from dorst_portal.demo.people import (
    DEMO_DOMAIN,
    demo_password,
    demo_totp_secret,
    example_mobile,
    example_name,
)
from dorst_portal.demo.seed_addresses import seed_addresses
from dorst_portal.demo.seed_alerts import seed_alerts
from dorst_portal.demo.seed_audit import seed_looks, tell_in_order
from dorst_portal.demo.seed_beheerders import seed_beheerders
from dorst_portal.demo.seed_bulletins import seed_bulletins
from dorst_portal.demo.seed_figures import seed_figures
from dorst_portal.demo.seed_groups import seed_groups
from dorst_portal.demo.seed_identity import seed_identity
from dorst_portal.demo.seed_lists import seed_lists
from dorst_portal.demo.seed_partners import seed_partners
from dorst_portal.demo.seed_requests import KEY, RequestMaker
from dorst_portal.demo.seed_sites import seed_sites
from dorst_portal.demo.seed_streets import seed_streets
from dorst_portal.demo.seed_texts import seed_texts
from dorst_portal.outbox.models import Mail
from groups.beheerders.services.appointments import accept, appoint
from groups.figures.services import count_figures
from groups.models import (
    Appointment,
    AppointmentRole,
    ChatApp,
    CoverageRule,
    HouseRules,
    Membership,
    MembershipSource,
    NoticeSettings,
    ResidentRequest,
    Side,
    Street,
    WatchGroup,
    WayOfAdding,
)
from groups.places.services.village import load_village
from groups.places.services.village_files import (
    EXAMPLE_VILLAGE,
    GroupRow,
    VillageFiles,
    read_village,
)
from groups.values.village_time import village_day
from groups.watchgroups.services.settings import GroupSettings, save_own_settings

COORDINATOR: Final = f"coordinator@{DEMO_DOMAIN}"
SUPERUSER: Final = f"superuser@{DEMO_DOMAIN}"
WITHOUT_BEHEERDER: Final = "rijksweg-zuid"
WITH_DEPUTY: Final = ("dennenlaan", "spoorstraat", "de-vliert")
AWAY: Final = "broekstraat"
BY_HAND: Final = ("sparren", "seters", "elzent-wildert", "boslaan-heiningen")
BY_OWN_PAGE: Final = ("van-dijklaan",)
# Telephone books differ: people of the accounts are counted from here.
_FIRST_ACCOUNT: Final = 700
_HOUSES_SEEN: Final = 80  # as far as example members live in a street without known numbers


def is_seeded() -> bool:
    """Whether the example village is there."""
    return Membership.objects.filter(source=MembershipSource.EXAMPLE).exists()


def seed(*, now: datetime) -> bool:
    """Build the example village, whole or not at all; False when it is there already."""
    with transaction.atomic():
        if is_seeded():
            return False
        last_mail = Mail.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        founded = now - timedelta(days=300)
        seed_identity(now=founded)
        files = read_village(EXAMPLE_VILLAGE)
        load_village(files, now=founded)
        coordinator = make_coordinator(
            COORDINATOR, name="Cora Voorbeeld", by=None, actor="seed_dorst"
        )
        superuser = User.objects.create_superuser(SUPERUSER, name="Sam Voorbeeld")
        beheerders = _appoint_beheerders(files, by=coordinator, now=founded)
        _give_passwords([coordinator, superuser, *beheerders])
        for user in (coordinator, superuser):
            TOTP.activate(user, demo_totp_secret(user.email))
        _set_up_groups(now=founded + timedelta(days=2))
        away = Appointment.objects.filter(group__slug=AWAY)
        away.update(away_until=village_day(now + timedelta(days=10)))
        seed_beheerders(by=coordinator, now=now)
        members = add_members(files.groups, arriving=_arriving(), now=now)
        seed_bulletins(by=coordinator, now=now)
        seed_alerts(by=coordinator, now=now)
        seed_looks(by=coordinator, now=now)
        seed_streets(by=coordinator, now=now)
        RequestMaker(coordinator, members["spoorstraat"], last_mail).make_all(now=now)
        seed_addresses(coordinator, now=now)
        seed_lists("spoorstraat", now=now)
        seed_figures(now=now)
        seed_partners(by=coordinator, now=now)
        seed_groups(by=coordinator, now=now)
        seed_texts(by=coordinator, now=now)
        seed_sites(by=coordinator, now=now)
        tell_in_order(now=now)
        count_figures(now=now)
        return True


def description() -> dict[str, Any]:
    """What scripts want to know of the example village: ids, accounts and their secrets."""
    platform = {COORDINATOR: "coordinator", SUPERUSER: "superuser"}
    users = User.objects.filter(email__endswith=f"@{DEMO_DOMAIN}").order_by("pk")
    roles = Appointment.objects.filter(until=None).values_list("user_id", "role", "group__slug")
    by_user = {user: (role, group) for user, role, group in roles}
    requests = ResidentRequest.objects.filter(
        submission_key__in=[f"{KEY}{row.label}" for row in EXAMPLE_REQUESTS]
    )
    return {
        "groups": dict(WatchGroup.objects.order_by("pk").values_list("slug", "pk")),
        "streets": dict(Street.objects.order_by("pk").values_list("slug", "pk")),
        "accounts": [
            {
                "id": user.pk,
                "email": user.email,
                "role": platform.get(user.email) or by_user.get(user.pk, ("", ""))[0],
                "group": by_user.get(user.pk, ("", ""))[1],
                "password": demo_password(user.email),
                "totp_secret": demo_totp_secret(user.email) if user.email in platform else "",
            }
            for user in users
            if user.has_usable_password()
        ],
        "requests": {
            request.submission_key.removeprefix(KEY): {
                "id": request.pk,
                "reference": request.reference,
                "state": request.state,
                "owner": request.owner,
            }
            for request in requests.order_by("pk")
        },
    }


def add_members(
    rows: Sequence[GroupRow], *, arriving: Mapping[str, int], now: datetime
) -> dict[str, list[Membership]]:
    """Give the groups as many members as the file says, less those who arrive by a request, at
    home in the streets they cover.
    """
    groups = WatchGroup.objects.in_bulk([row.slug for row in rows], field_name="slug")
    covered = {covered.street for row in rows for covered in row.coverage}
    in_the_village = Street.objects.in_the_village().filter(name__in=covered)
    streets = {street.name: street for street in in_the_village}
    rules = HouseRules.objects.current(waaksamen=False)
    members: dict[str, list[Membership]] = {row.slug: [] for row in rows}
    serial = 0
    for row in rows:
        homes = _homes(row)
        count = row.example_members - arriving.get(row.slug, 0)
        for index in range(count):
            serial += 1
            street, number = homes[index * len(homes) // count]
            since = now - timedelta(days=30 + serial * 37 % 900)
            email = f"deelnemer-{serial}@{DEMO_DOMAIN}" if serial % 3 else ""
            member = Membership(
                group=groups[row.slug],
                name=example_name(serial),
                mobile=example_mobile(serial),
                email=email,
                email_confirmed_at=since if email and serial % 10 != 1 else None,
                street=streets[street],
                street_text=street,
                house_number=number,
                house_letter="A" if serial % 11 == 0 else "",
                since=since,
                told_at=since,
                source=MembershipSource.EXAMPLE,
                house_rules=rules,
            )
            members[row.slug].append(member)
    Membership.objects.bulk_create(
        [member for of_group in members.values() for member in of_group], batch_size=1000
    )
    return members


def _arriving() -> Counter[str]:
    """How many of the example requests end as a member, by group."""
    group_of = dict(CoverageRule.objects.values_list("street__slug", "group__slug"))
    return Counter(
        group_of[row.street]
        for row in EXAMPLE_REQUESTS
        if any(step.verb == "add" for step in row.steps)
    )


def _homes(row: GroupRow) -> list[tuple[str, int]]:
    sides = {Side.BOTH: (0, 1), Side.ODD: (1,), Side.EVEN: (0,)}
    return [
        (covered.street, number)
        for covered in row.coverage
        for number in range(covered.first, min(covered.last, covered.first + _HOUSES_SEEN) + 1)
        if number % 2 in sides[Side(covered.side)]
    ]


def _appoint_beheerders(files: VillageFiles, *, by: User, now: datetime) -> list[User]:
    groups = WatchGroup.objects.in_bulk(field_name="slug")
    wanted = [
        ("beheerder", row.slug, AppointmentRole.BEHEERDER)
        for row in files.groups
        if row.slug != WITHOUT_BEHEERDER
    ]
    wanted += [("plaatsvervanger", slug, AppointmentRole.DEPUTY) for slug in WITH_DEPUTY]
    users = []
    for number, (title, slug, role) in enumerate(wanted, start=_FIRST_ACCOUNT):
        appointment = appoint(
            email=f"{title}-{slug}@{DEMO_DOMAIN}",
            name=example_name(number),
            group=groups[slug],
            role=role,
            by=by,
            now=now,
        )
        accept(appointment, by=appointment.user, now=now + timedelta(days=1))
        users.append(appointment.user)
    # Whoever tries the example in the evening sees the mails leave at once.
    NoticeSettings.objects.bulk_create(
        NoticeSettings(user=user, quiet_from=0, quiet_until=0) for user in [by, *users]
    )
    return users


def _give_passwords(users: list[User]) -> None:
    for user in users:
        user.set_password(demo_password(user.email))
    User.objects.bulk_update(users, ["password"])


def _set_up_groups(*, now: datetime) -> None:
    appointments = Appointment.objects.filter(role=AppointmentRole.BEHEERDER)
    for appointment in appointments.select_related("group", "user").order_by("pk"):
        group = appointment.group
        by_hand = group.slug in BY_HAND
        way = WayOfAdding.CONTACT_CARD if by_hand else WayOfAdding.WELCOME_MESSAGE
        if group.slug in BY_OWN_PAGE:
            way = WayOfAdding.OWN_PAGE
        settings = GroupSettings(
            way_of_adding=way,
            welcome_text=group.welcome_text,
            paused=False,
            invite_link=None if by_hand else _invite_link(group),
        )
        save_own_settings(group, settings, by=appointment.user, now=now)


def _invite_link(group: WatchGroup) -> str:
    """In the form of the app, to a chat that cannot exist."""
    code = f"VOORBEELD{group.slug.replace('-', '').upper()}"
    return {
        ChatApp.WHATSAPP: f"https://chat.whatsapp.com/{code:0<22.22}",
        ChatApp.SIGNAL: f"https://signal.group/#{code}",
        ChatApp.TELEGRAM: f"https://t.me/+{code}",
    }[ChatApp(group.app)]
