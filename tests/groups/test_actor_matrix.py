"""AZ-01: every staff route × method × actor gives exactly what stands here.

A route that is not in the table, or an actor without a cell, fails.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dorst_portal.accounts.models import User
from dorst_portal.kit.routes import routes
from dorst_portal.outbox.models import Mail, MailState
from groups import staff_urls
from groups.models import (
    Appointment,
    CallAbout,
    CallTask,
    Handover,
    Membership,
    ResidentRequest,
    Subject,
    WatchGroup,
)
from groups.services import forwarding
from groups.states import Kind, Owner, State, WaitingOn
from groups.village_time import days_after
from tests.groups.conftest import MakeRequest, appoint, log_in

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
STAFF = ("coordinator", "superuser")
# Known, and nothing (any more) in the group that the rows belong to.
OUTSIDERS = ("other_beheerder", "former_beheerder", "invited_beheerder", "plain_user")
OWN = ("own_beheerder", "deputy", "two_groups")
# Sent away before any page is asked: to log in, or to make a second factor.
SENT_AWAY = ("anonymous", "deactivated", "coordinator_without_factor")
ACTORS = (*SENT_AWAY, *OUTSIDERS, *OWN, *STAFF)

# What somebody gets: own, outsiders, staff. A page of everybody who is logged in is the same for
# all; what each of them sees on it is tested in its own file.
EVERYBODY = (200, 200, 200)
LOOK = (200, 404, 200)
ONLY_OWN = (200, 404, 403)
ACT = (302, 404, 403)
COORDINATOR = (404, 404, 200)
FRESH = (404, 404, 200)
COORDINATORS_ACT = (404, 404, 302)
NOT_THERE = (404, 404, 404)
# Open, so that there is nothing to take back: the page says so.
TOO_LATE = (409, 404, 403)

# Route name: answers to GET, and to POST (None: the method is not allowed).
TABLE: dict[str, tuple[tuple[int, int, int] | None, tuple[int, int, int] | None]] = {
    "inbox": (EVERYBODY, None),
    "request": (LOOK, None),
    "request_approve": (None, ACT),
    "request_other": (ONLY_OWN, ONLY_OWN),
    "request_undo": (None, TOO_LATE),
    # Without a text: the page says what is missing.
    "request_answer": (None, ONLY_OWN),
    "request_reply": (None, ONLY_OWN),
    "call_finish": (None, (302, 404, 404)),
    "notice_settings": (EVERYBODY, EVERYBODY),
    "request_add": (ONLY_OWN, None),
    "request_added": (None, ACT),
    "request_vcard": (ONLY_OWN, None),
    "request_qr": (ONLY_OWN, None),
    "handover_undo": (None, NOT_THERE),
    "my_group": (LOOK, ONLY_OWN),
    "members": (LOOK, None),
    "member": (LOOK, None),
    "invitation": (NOT_THERE, NOT_THERE),
    "platform": (COORDINATOR, None),
    "platform_requests": (COORDINATOR, None),
    "request_new": (COORDINATOR, COORDINATOR),
    "request_reopen": (None, COORDINATORS_ACT),
    "request_founded": (COORDINATOR, COORDINATOR),
    "request_keep": (None, COORDINATORS_ACT),
    "waiting_list": (COORDINATOR, None),
    "waiting_street": (COORDINATOR, None),
    "failed_mails": (COORDINATOR, None),
    "failed_mail_retry": (None, COORDINATORS_ACT),
    "failed_mail_let_go": (None, COORDINATORS_ACT),
    "group_link": (COORDINATOR, COORDINATOR),
    "appointments": (COORDINATOR, None),
    "appoint": (FRESH, FRESH),
    "appointment_end": (FRESH, COORDINATORS_ACT),
}
# These need a request that was approved.
AFTER_APPROVAL = frozenset({"request_add", "request_added", "request_vcard", "request_qr"})
# A coordinator's own work: nobody is admitted by it.
COORDINATORS_OWN = frozenset({"appointment_end", "request_reopen"})


@pytest.fixture
def paths(
    make_request: MakeRequest,
    own_beheerder: User,
    other_beheerder: User,
    dennenlaan: WatchGroup,
    member: Membership,
) -> dict[str, str]:
    """A path for every route, about things of the group Spoorstraat and of nobody asked here."""
    open_one = make_request()
    approved = make_request(state=State.APPROVED, decided_by=own_beheerder)
    somebody = User.objects.create_user("somebody@example.org")
    asked = appoint(somebody, dennenlaan, accepted_at=None)
    handover = _handover(make_request(group=dennenlaan))
    ids: dict[str, list[Any]] = {
        "handover_undo": [handover.pk],
        "invitation": [asked.pk],
        "appointment_end": [asked.pk],
        "my_group": ["spoorstraat"],
        "members": ["spoorstraat"],
        "member": ["spoorstraat", member.pk],
    }
    for name in TABLE:
        if name.startswith("request"):
            ids[name] = [(approved if name in AFTER_APPROVAL else open_one).pk]
    question = make_request(kind=Kind.QUESTION, subject=Subject.OTHER)
    asked = make_request(waiting_on=WaitingOn.RESIDENT)
    ids |= {
        "request_answer": [question.pk],
        "request_reply": [asked.pk],
        "call_finish": [_call(asked).pk],
    }
    declined = make_request(
        state=State.DECLINED, decided_by=own_beheerder, decided_at=days_after(timezone.now(), -1)
    )
    idea = make_request(kind=Kind.NEW_GROUP, owner=Owner.COORDINATORS, group=None)
    failed = _failed_mail(open_one)
    ids |= {
        "request_new": [],
        "request_reopen": [declined.pk],
        "request_founded": [idea.pk],
        "request_keep": [make_request(state=State.WAITING, ladder_step=1).pk],
        "waiting_street": ["spoorstraat"],
        "failed_mail_retry": [failed.pk],
        "failed_mail_let_go": [failed.pk],
        "group_link": ["spoorstraat"],
    }
    return {name: reverse(name, args=ids.get(name)) for name in TABLE}


def _failed_mail(row: ResidentRequest) -> Mail:
    """The receipt of a request, which nobody wanted to have."""
    now = timezone.now()
    return Mail.objects.create(
        to=row.email,
        subject="Je aanvraag",
        text="Hallo",
        key=f"request-{row.pk}-receipt",
        state=MailState.FAILED,
        due=now,
        created=now,
    )


def _call(row: ResidentRequest) -> CallTask:
    now = row.created_at
    due = days_after(timezone.now(), 3)
    return CallTask.objects.create(
        request=row, key="test", about=CallAbout.ASKED, from_at=now, due_at=due
    )


def _handover(row: ResidentRequest) -> Handover:
    giver = User.objects.create_user("giver@example.org")
    appoint(giver, row.group)
    return forwarding.forward(row, to=None, note="", by=giver, now=row.created_at)


@pytest.fixture
def client_of(request: pytest.FixtureRequest) -> Callable[[str], Client]:
    """The browser of an actor."""

    def make(actor: str) -> Client:
        client = Client()
        if actor == "anonymous":
            return client
        if actor == "two_groups":
            user = User.objects.create_user("two@example.org")
            for group in WatchGroup.objects.filter(slug__in=("spoorstraat", "dennenlaan")):
                appoint(user, group)
        elif actor == "deactivated":
            user = request.getfixturevalue("own_beheerder")
        elif actor == "coordinator_without_factor":
            user = User.objects.create_user("bare@example.org", is_coordinator=True)
            client.force_login(user)
            return client
        else:
            user = request.getfixturevalue(actor)
        log_in(client, user)
        if actor == "deactivated":
            User.objects.filter(pk=user.pk).update(is_active=False)
        return client

    return make


def expected(actor: str, cell: tuple[int, int, int] | None) -> int:
    if actor in SENT_AWAY:
        return 302
    if cell is None:
        return 405
    return cell[0 if actor in OWN else 1 if actor in OUTSIDERS else 2]


def test_az_01_every_route_of_staff_is_in_the_table() -> None:
    assert {route.name for route in routes(staff_urls.urlpatterns)} == set(TABLE)


@pytest.mark.parametrize("actor", ACTORS)
def test_az_01_every_cell_of_the_matrix(
    actor: str, paths: dict[str, str], client_of: Callable[[str], Client]
) -> None:
    client = client_of(actor)
    wrong = {}
    for name, (on_get, on_post) in TABLE.items():
        for method in METHODS:
            cell = {"GET": on_get, "HEAD": on_get, "POST": on_post}.get(method)
            want = expected(actor, cell)
            if want == 405 and paths[name].startswith("/platform/") and actor not in STAFF:
                want = 404  # the badge comes before the method
            with transaction.atomic():
                answer = client.generic(method, paths[name])
                transaction.set_rollback(True)
            if answer.status_code != want:
                wrong[f"{method} {name}"] = (answer.status_code, want)
    assert wrong == {}


@pytest.mark.parametrize("actor", SENT_AWAY)
def test_az_01_who_is_sent_away_is_sent_to_a_door(
    actor: str, paths: dict[str, str], client_of: Callable[[str], Client]
) -> None:
    client = client_of(actor)
    door = "mfa_activate_totp" if "factor" in actor else "account_request_login_code"
    for name, path in paths.items():
        for ask in (client.get, client.post):
            assert ask(path)["Location"].startswith(reverse(door)), name


@pytest.mark.parametrize("actor", [actor for actor in ACTORS if actor not in OWN])
def test_az_04_nobody_but_a_beheerder_admits(
    actor: str, paths: dict[str, str], client_of: Callable[[str], Client]
) -> None:
    client = client_of(actor)
    before = (_requests(), Membership.objects.count(), _active())
    for name in TABLE:
        if name not in COORDINATORS_OWN:
            client.generic("POST", paths[name])
    assert (_requests(), Membership.objects.count(), _active()) == before


def _requests() -> list[tuple[Any, ...]]:
    return list(ResidentRequest.objects.order_by("pk").values_list("state", "owner", "group"))


def _active() -> int:
    return Appointment.objects.filter(accepted_at__isnull=False).count()
