"""The cast: the example village and the people that the tests are about."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from dorst_portal.accounts import sessions
from dorst_portal.accounts.allauth_internals import TOTP
from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from groups.models import (
    Appointment,
    AppointmentRole,
    CoverageRule,
    Hamlet,
    HouseRules,
    Membership,
    MembershipSource,
    NoticeSettings,
    RequestSource,
    ResidentRequest,
    RouteReason,
    Spelling,
    SpellingPart,
    Street,
    WatchGroup,
)
from groups.places.routing import Address
from groups.places.services.imports import work
from groups.places.services.village import load_village
from groups.places.services.village_files import EXAMPLE_VILLAGE, VillageFiles, read_village
from groups.requests.services.due_dates import due_date
from groups.requests.services.joining import SignupData
from groups.values.addresses import parse_house_number
from groups.values.references import new_reference
from groups.values.states import Kind, Owner, State

TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@lru_cache(maxsize=1)
def example_files() -> VillageFiles:
    """The files of the example village, read once; its names are known to each test already."""
    return replace(read_village(EXAMPLE_VILLAGE), names=None)


@dataclass
class LoadedVillages:
    """The rows of the example village. What `load_village` wrote for the first test is written
    again for each next one, which takes a tenth of the time: the same rows with the same numbers,
    by the statements that wrote them the second time.
    """

    at: datetime | None = None
    rows: dict[type[Model], list[Any]] = field(default_factory=dict)
    statements: list[tuple[str, Any]] = field(default_factory=list)

    def load(self, *, now: datetime) -> None:
        """The example village as it was loaded at this moment, or less than an hour from it."""
        if self.at and abs(now - self.at) < timedelta(hours=1):
            self._write()
            return
        is_empty = not any(model._base_manager.exists() for model in LOADED)
        load_village(example_files(), now=now)
        if self.at is None and is_empty:  # all of it is the village's
            self.at = now
            self.rows = {model: list(model._base_manager.all()) for model in LOADED}

    def _write(self) -> None:
        if self.statements:
            with connection.cursor() as cursor:
                for sql, values in self.statements:
                    cursor.execute(sql, values)
            return
        with connection.execute_wrapper(self._keep):
            for model, rows in self.rows.items():
                model._base_manager.bulk_create(rows)

    def _keep(self, execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        """Making a statement of rows takes far longer than carrying it out."""
        if sql.startswith("INSERT"):
            self.statements.append((sql, values))
        return execute(sql, values, many, context)


LOADED: tuple[type[Model], ...] = (
    WatchGroup, WatchGroup.adjoining.through, Street, Hamlet, Hamlet.streets.through, Spelling,
    SpellingPart, CoverageRule, Entry,
)  # fmt: skip
loaded_villages = LoadedVillages()


class Village:
    """The example village: its groups and streets by the last part of their address."""

    def __init__(self) -> None:
        self.groups = WatchGroup.objects.in_bulk(field_name="slug")
        self.streets = Street.objects.in_bulk(field_name="slug")

    def group(self, slug: str) -> WatchGroup:
        return self.groups[slug]

    def street(self, slug: str) -> Street:
        return self.streets[slug]

    def address(self, slug: str, number: str) -> Address:
        street = self.street(slug)
        return Address(street, street.name, parse_house_number(number))


def log_in(client: Client, user: User) -> Client:
    """Log somebody in as a real log-in leaves it: fresh, and staff with their second factor."""
    client.force_login(user)
    session = client.session
    sessions.begin(session, user, second_factor=user.is_platform, now=timezone.now())
    session.save()
    return client


def appoint(
    user: User, group: WatchGroup, *, role: str = AppointmentRole.BEHEERDER, **facts: Any
) -> Appointment:
    """An accepted appointment; `accepted_at=None` makes it an invitation, `until` ends it."""
    hears_at_once(user)
    asked = timezone.now() - timedelta(days=100)
    accepted = {"invited_at": asked, "accepted_at": asked + timedelta(days=1)}
    return Appointment.objects.create(user=user, group=group, role=role, **(accepted | facts))


def hears_at_once(user: User) -> User:
    """Without quiet hours: a test sees a notice leave at whatever hour it runs."""
    never_quiet = NoticeSettings(user_id=user.pk, quiet_from=0, quiet_until=0)
    NoticeSettings.objects.bulk_create([never_quiet], ignore_conflicts=True)
    return user


@pytest.fixture(name="log_in")
def log_in_fixture() -> Callable[[Client, User], Client]:
    """`log_in(client, user)`: see the function."""
    return log_in


@pytest.fixture
def now() -> datetime:
    """The moment of the test."""
    return timezone.now()


@pytest.fixture(autouse=True)
def the_worker_knows_the_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """The names that each test knows are no row: the worker of address lists need not ask for them
    again (it does in test_address_imports and in the journey of another village).
    """
    monkeypatch.setattr(work, "read_again", lambda: None)


@pytest.fixture
def village(db: None, now: datetime) -> Village:
    """Streets, hamlets, groups and rules of the example village; nobody lives in it yet."""
    loaded_villages.load(now=now - timedelta(days=200))
    return Village()


@pytest.fixture
def spoorstraat(village: Village) -> WatchGroup:
    """The group that most tests are about; it covers the whole Spoorstraat."""
    return village.group("spoorstraat")


@pytest.fixture
def dennenlaan(village: Village) -> WatchGroup:
    """Another group; it shares the Dennenlaan with group Ribes-Lijsterbes."""
    return village.group("dennenlaan")


@pytest.fixture
def own_beheerder(spoorstraat: WatchGroup) -> User:
    """The beheerder of Spoorstraat."""
    user = User.objects.create_user("own@example.org", name="Els Eigen")
    appoint(user, spoorstraat)
    return user


@pytest.fixture
def deputy(spoorstraat: WatchGroup) -> User:
    """The deputy of Spoorstraat."""
    user = User.objects.create_user("deputy@example.org", name="Piet Plaatsvervanger")
    appoint(user, spoorstraat, role=AppointmentRole.DEPUTY)
    return user


@pytest.fixture
def other_beheerder(dennenlaan: WatchGroup) -> User:
    """The beheerder of another group."""
    user = User.objects.create_user("other@example.org", name="Anna Ander")
    appoint(user, dennenlaan)
    return user


@pytest.fixture
def former_beheerder(spoorstraat: WatchGroup) -> User:
    """Was beheerder of Spoorstraat until yesterday."""
    user = User.objects.create_user("former@example.org", name="Gert Geweest")
    appoint(user, spoorstraat, until=timezone.now() - timedelta(days=1))
    return user


@pytest.fixture
def invited_beheerder(spoorstraat: WatchGroup) -> User:
    """Asked to be beheerder of Spoorstraat; has not accepted."""
    user = User.objects.create_user("invited@example.org", name="Ilse Gevraagd")
    appoint(user, spoorstraat, accepted_at=None)
    return user


@pytest.fixture
def coordinator(db: None) -> User:
    """Staff of Platform Dorst, with a second factor."""
    user = User.objects.create_user("staff@example.org", name="Cor Dinator", is_coordinator=True)
    TOTP.activate(user, TOTP_SECRET)
    return hears_at_once(user)


@pytest.fixture
def superuser(db: None) -> User:
    """Looks after the installation, with a second factor."""
    user = User.objects.create_superuser("super@example.org", name="Suus Peruser")
    TOTP.activate(user, TOTP_SECRET)
    return hears_at_once(user)


@pytest.fixture
def plain_user(db: None) -> User:
    """Has an account and is nothing in any group."""
    return User.objects.create_user("plain@example.org", name="Nienke Niets")


@pytest.fixture
def house_rules(db: None) -> HouseRules:
    """The rules of groups without Waaksamen."""
    return HouseRules.objects.current(waaksamen=False)


MakeRequest = Callable[..., ResidentRequest]


@pytest.fixture
def make_request(
    village: Village, spoorstraat: WatchGroup, house_rules: HouseRules, now: datetime
) -> MakeRequest:
    """A row as the services leave it; any field can be given. In a state after a decision it gets
    the decision of `decided_by` (give one), and in `added` a membership.
    """
    made = 0

    def make(**given: Any) -> ResidentRequest:
        nonlocal made
        made += 1
        state = given.get("state", State.OPEN)
        created = given.get("created_at", now - timedelta(hours=1))
        waits = state == State.WAITING
        facts: dict[str, Any] = {
            "reference": new_reference(),
            "kind": Kind.JOIN,
            "state": state,
            "owner": Owner.COORDINATORS if waits else Owner.GROUP,
            "group": None if waits else spoorstraat,
            "due_at": due_date(state, now=created),
            "ladder_from": created,
            "route_reason": RouteReason.NO_GROUP if waits else RouteReason.COVERED,
            "route_sentence": "Spoorstraat 12 hoort bij groep Spoorstraat: de hele straat.",
            "source": RequestSource.FORM,
            "submission_key": f"test-{made}",
            "created_at": created,
            "name": "Rika Resident",
            "mobile": f"+316000{9_000 + made:05d}",
            "email": "rika@example.org",
            "street": village.street("spoorstraat"),
            "street_text": "Spoorstraat",
            "house_number": 12,
            "house_rules": house_rules,
            "of_age": True,
        }
        if given.get("kind") == Kind.QUESTION:
            facts["subject"] = "other"
        if state == State.CLOSED:
            facts["closing_note"] = "Niemand bereikt."
        if state in (State.APPROVED, State.ADDED, State.DECLINED):
            facts["decided_at"] = now
        if state == State.DECLINED:
            facts["decline_reason"] = "other"
        if state == State.ADDED:
            facts["added_at"] = now
            facts["membership"] = _member(facts | given)
        return ResidentRequest.objects.create(**(facts | given))

    return make


def _member(facts: dict[str, Any]) -> Membership:
    same = ("group", "name", "mobile", "street", "street_text", "house_number")
    return Membership.objects.create(
        source=MembershipSource.REQUEST, **{name: facts[name] for name in same}
    )


@pytest.fixture
def join_request(make_request: MakeRequest) -> ResidentRequest:
    """An open request of Spoorstraat 12, e-mail not confirmed."""
    return make_request()


@pytest.fixture
def make_member(village: Village, spoorstraat: WatchGroup) -> Callable[..., Membership]:
    """A member of Spoorstraat; any field can be given."""
    made = 0

    def make(**given: Any) -> Membership:
        nonlocal made
        made += 1
        facts: dict[str, Any] = {
            "group": spoorstraat,
            "name": f"Mien Meedoen {made}",
            "mobile": f"+3160000{made:04d}",
            "email": "",
            "street": village.street("spoorstraat"),
            "street_text": "Spoorstraat",
            "house_number": made,
            "source": MembershipSource.EXAMPLE,
            "told_at": timezone.now(),
        }
        return Membership.objects.create(**(facts | given))

    return make


@pytest.fixture
def member(make_member: Callable[..., Membership]) -> Membership:
    """One member of Spoorstraat."""
    return make_member()


@pytest.fixture
def signup_data(village: Village, house_rules: HouseRules) -> Callable[..., SignupData]:
    """What the join form hands to `submit_signup`; any field can be given."""
    made = 0

    def data(**given: Any) -> SignupData:
        nonlocal made
        made += 1
        facts: dict[str, Any] = {
            "submission_key": f"form-{made}",
            "name": "Rika Resident",
            "mobile": "+31600009001",
            "email": "rika@example.org",
            "house_rules": house_rules,
            "of_age": True,
        }
        if "address" not in given:
            facts["address"] = village.address("spoorstraat", "12")
        return SignupData(**(facts | given))

    return data
