"""The example village: what scripts, pages and people may count on."""

import json
from collections.abc import Iterator
from datetime import datetime
from io import StringIO

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker
from zeal import zeal_ignore

from dorst_portal.accounts.models import User
from dorst_portal.demo.example_requests import EXAMPLE_REQUESTS
from dorst_portal.demo.people import demo_password
from dorst_portal.demo.seed import WITH_DEPUTY, description, seed
from dorst_portal.demo.seed_questions import EXAMPLE_QUESTIONS
from dorst_portal.kit.search import SearchKeyField, key_of
from dorst_portal.outbox.models import Mail, MailState
from groups.models import (
    Appointment,
    CoverageRule,
    Membership,
    MembershipSource,
    ResidentRequest,
    WatchGroup,
    WayOfAdding,
)
from groups.places.services.village_files import EXAMPLE_VILLAGE, read_village
from groups.values.states import Owner, State
from groups.welcome import invite_link_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("many_visits")]


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[datetime]:
    """The example village, once for all tests here, and the moment that it is relative to."""
    now = timezone.now()
    with django_db_blocker.unblock(), transaction.atomic(), zeal_ignore():
        assert seed(now=now)
        yield now
        transaction.set_rollback(True)


@pytest.fixture
def seeded(loaded: datetime, db: None) -> datetime:
    return loaded


def of(label: str) -> ResidentRequest:
    return ResidentRequest.objects.get(submission_key=f"example-{label}")


def test_seventeen_groups_with_600_members_as_in_the_files(seeded: datetime) -> None:
    counts = dict(WatchGroup.objects.with_member_count().values_list("slug", "member_count"))
    assert counts == {row.slug: row.example_members for row in read_village(EXAMPLE_VILLAGE).groups}
    assert sum(counts.values()) == 600
    assert len(counts) == 17


def test_members_live_where_their_group_is_and_look_invented(seeded: datetime) -> None:
    rules = list(CoverageRule.objects.in_force())
    members = list(Membership.objects.current().filter(source=MembershipSource.EXAMPLE))
    for member in members:
        covering = [
            rule.group_id
            for rule in rules
            if rule.street_id == member.street_id
            and rule.first_number <= (member.house_number or 0) <= rule.last_number
            and rule.side in ("both", "odd" if (member.house_number or 0) % 2 else "even")
        ]
        assert covering == [member.group_id]
        assert member.mobile.startswith("+3160000")
        assert len(member.mobile) == 12
        assert member.email == "" or member.email.endswith("@example.org")
        assert member.since < seeded
    assert len({member.mobile for member in members}) == len(members)


def test_the_accounts_of_the_contract(seeded: datetime) -> None:
    slugs = set(WatchGroup.objects.values_list("slug", flat=True))
    expected = {f"beheerder-{slug}@example.org" for slug in slugs - {"rijksweg-zuid"}}
    expected |= {f"plaatsvervanger-{slug}@example.org" for slug in WITH_DEPUTY}
    expected |= {"coordinator@example.org", "superuser@example.org"}
    # Who was only asked has no password to log in with.
    answered = User.objects.exclude(email__startswith="gevraagd-")
    assert set(answered.values_list("email", flat=True)) == expected
    for user in answered:
        assert user.check_password(demo_password(user.email))
    active = Appointment.objects.active(seeded)
    assert active.count() == 19
    for appointment in active.select_related("user", "group"):
        title = "beheerder" if appointment.role == "beheerder" else "plaatsvervanger"
        assert appointment.user.email == f"{title}-{appointment.group.slug}@example.org"


def test_staff_have_a_second_factor_whose_secret_is_encrypted(seeded: datetime) -> None:
    accounts = {row["email"]: row for row in description()["accounts"]}
    apps = Authenticator.objects.select_related("user")
    assert {app.user.email for app in apps} == {"coordinator@example.org", "superuser@example.org"}
    for app in apps:
        secret = accounts[app.user.email]["totp_secret"]
        assert secret not in str(app.data)
        assert get_adapter().decrypt(app.data["secret"]) == secret


def test_requests_in_every_state_of_joining_stand_as_the_contract_says(seeded: datetime) -> None:
    ideas = 1
    made = len(EXAMPLE_REQUESTS) + len(EXAMPLE_QUESTIONS) + ideas
    assert ResidentRequest.objects.exclude(submission_key__startswith="history-").count() == made
    states = set(ResidentRequest.objects.values_list("state", flat=True))
    assert states == {
        State.OPEN,
        State.WAITING,
        State.APPROVED,
        State.ADDED,
        State.DECLINED,
        State.WITHDRAWN,
        State.EXPIRED,
        State.ANSWERED,
    }
    # The timetable of the example has done its work: nothing's date has passed.
    assert not ResidentRequest.objects.not_ended().filter(due_at__lt=seeded).exists()
    assert of("open-overdue").escalated_at is not None
    assert of("escalated").escalated_at is not None
    assert of("escalated-overdue").ladder_step > 3
    assert of("open-confirmed").email_confirmed_at
    assert of("open-unconfirmed").email_confirmed_at is None
    assert of("open-mail-refused").email_refused_at
    assert of("open-without-mail").email == ""
    assert of("open-other-group").route_reason == "chosen_group"
    assert of("forwarded").route_reason == "forwarded"
    assert of("came-back").route_reason == "came_back"
    assert of("everybody-away").route_reason == "all_away"
    assert of("waiting").route_reason == "no_group"
    assert of("unknown-street").route_reason == "unknown_street"
    assert of("outside").route_reason == "outside"
    without = of("without-beheerder")
    assert (without.owner, without.route_reason) == (Owner.COORDINATORS, "no_beheerder")
    assert Membership.objects.filter(mobile=of("open-number-known").mobile).exists()
    known = of("open-household-known")
    homes = Membership.objects.filter(street=known.street, house_number=known.house_number)
    assert homes.exclude(mobile=known.mobile).exists()


def test_nothing_waits_to_be_sent(seeded: datetime) -> None:
    assert not Mail.objects.queued().exists()
    assert Mail.objects.filter(state=MailState.SENT, sent_at__lte=seeded).count() > 50


def test_groups_have_invite_links_in_the_form_of_their_app_or_add_by_hand(seeded: datetime) -> None:
    starts = {
        "whatsapp": "https://chat.whatsapp.com/VOORBEELD",
        "signal": "https://signal.group/#VOORBEELD",
        "telegram": "https://t.me/+VOORBEELD",
    }
    ways = set()
    for group in WatchGroup.objects.exclude(slug="rijksweg-zuid"):
        ways.add(group.way_of_adding)
        if group.way_of_adding != WayOfAdding.CONTACT_CARD:
            assert invite_link_of(group).startswith(starts[group.app])
            assert "VOORBEELD" not in group.invite_link_encrypted
    assert ways == set(WayOfAdding)


def test_the_command_does_it_once_and_prints_what_scripts_need(seeded: datetime) -> None:
    before = (ResidentRequest.objects.count(), User.objects.count(), Mail.objects.count())
    out = StringIO()
    call_command("seed_dorst", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert (ResidentRequest.objects.count(), User.objects.count(), Mail.objects.count()) == before
    assert len(told["groups"]) == 17
    assert len(told["streets"]) == 31
    assert len(told["accounts"]) == 21
    assert told["requests"]["waiting"]["state"] == "waiting"
    own = next(
        one for one in told["accounts"] if one["email"] == "beheerder-spoorstraat@example.org"
    )
    assert own == {
        "id": User.objects.get(email=own["email"]).pk,
        "email": "beheerder-spoorstraat@example.org",
        "role": "beheerder",
        "group": "spoorstraat",
        "password": "beheerder-spoorstraat-in-dorst",
        "totp_secret": "",
    }


def test_every_name_has_the_key_by_which_it_is_found(seeded: datetime) -> None:
    looked_at = 0
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, SearchKeyField):
                rows = list(model._base_manager.all())
                keys = {(getattr(row, field.of), getattr(row, field.attname)) for row in rows}
                longest = field.max_length
                assert [one for one in keys if one[1] != key_of(one[0])[:longest]] == []
                looked_at += len(rows)
    assert looked_at > 30
