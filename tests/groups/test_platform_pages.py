"""What a coordinator sees first, and appointing: which is how a beheerder is invited."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.outbox.models import Mail
from groups.models import Appointment, ResidentRequest, WatchGroup
from groups.states import Owner, State
from tests.groups.conftest import appoint

MakeRequest = Callable[..., ResidentRequest]
LogIn = Callable[[Client, User], Client]
PAGES = ("platform", "platform_requests", "appointments", "appoint")


@pytest.fixture
def staff(client: Client, coordinator: User, log_in: LogIn) -> Client:
    return log_in(client, coordinator)


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_is_sent_to_log_in(client: Client, village: object, name: str) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_request_login_code"))


@pytest.mark.parametrize("name", PAGES)
def test_a_beheerder_finds_nothing_here(
    client: Client, own_beheerder: User, log_in: LogIn, name: str
) -> None:
    assert log_in(client, own_beheerder).get(reverse(name)).status_code == 404


def test_the_overview_is_quiet_when_all_is_well(staff: Client, village: object) -> None:
    user = User.objects.create_user("everywhere@example.org")
    for group in WatchGroup.objects.all():
        appoint(user, group)
    page = staff.get(reverse("platform")).content.decode()
    assert "Alles loopt" in page


def test_the_overview_names_what_waits_and_groups_without_a_beheerder(
    staff: Client, make_request: MakeRequest, spoorstraat: WatchGroup
) -> None:
    make_request(owner=Owner.COORDINATORS, group=None, route_reason="unknown_street")
    page = staff.get(reverse("platform")).content.decode()
    assert "Nu doen" in page
    assert "1 aanvraag" in page
    assert "Groep Spoorstraat heeft geen beheerder" in page
    assert "Alles loopt" not in page


def test_each_pile_holds_its_own_requests(
    staff: Client, make_request: MakeRequest, now: datetime
) -> None:
    theirs = make_request(owner=Owner.COORDINATORS, route_reason="no_beheerder")
    escalated = make_request(escalated_at=now)
    waiting = make_request(state=State.WAITING)
    of_a_beheerder = make_request()
    for pile, expected in (("nu", theirs), ("doorgezet", escalated), ("wachtlijst", waiting)):
        page = staff.get(reverse("platform_requests"), {"soort": pile}).content.decode()
        shown = {
            request
            for request in (theirs, escalated, waiting, of_a_beheerder)
            if request.reference in page
        }
        assert shown == {expected}, pile


def test_an_unknown_pile_or_key_shows_the_first_page(
    staff: Client, make_request: MakeRequest
) -> None:
    request = make_request(owner=Owner.COORDINATORS, route_reason="no_beheerder")
    for query in (
        "soort=x%00",
        "na=x",
        "na=9999999999999999-1",
        "na=1-" + "9" * 30,
        "soort=nu&na=",
    ):
        answer = staff.get(f"{reverse('platform_requests')}?{query}")
        assert answer.status_code in (200, 400), query
    assert request.reference in staff.get(reverse("platform_requests")).content.decode()


def test_a_pile_pages_by_key_and_shows_everything_once(
    staff: Client, make_request: MakeRequest, now: datetime
) -> None:
    made = {
        make_request(
            owner=Owner.COORDINATORS,
            route_reason="no_beheerder",
            # Three requests share each date: the id decides between them.
            created_at=now - timedelta(hours=number // 3),
        ).reference
        for number in range(60)
    }
    seen: list[str] = []
    address: str | None = reverse("platform_requests")
    while address:
        answer = staff.get(address)
        page = answer.context["page"]
        seen += [row.request.reference for row in page.rows]
        key = page.next_key
        address = f"{reverse('platform_requests')}?na={key}" if key else None
    assert len(seen) == 60
    assert set(seen) == made


def test_the_list_asks_the_same_at_1_and_at_30_rows(
    staff: Client, make_request: MakeRequest
) -> None:
    counts = []
    for rows in (1, 29):
        for _ in range(rows):
            make_request(owner=Owner.COORDINATORS, route_reason="no_beheerder")
        with CaptureQueriesContext(connection) as queries:
            staff.get(reverse("platform_requests"))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10


# --- Appointing ------------------------------------------------------------------------------


def asked(group: WatchGroup, /, **given: str) -> dict[str, str]:
    form = {
        "group": str(group.pk),
        "name": "Nora Nieuw",
        "email": "nora@example.org",
        "role": "beheerder",
    }
    return form | given


def test_appointing_invites_and_gives_no_right_yet(
    staff: Client, spoorstraat: WatchGroup, coordinator: User, now: datetime
) -> None:
    answer = staff.post(reverse("appoint"), asked(spoorstraat))
    assert answer.status_code == 302
    appointment = Appointment.objects.get(user__email="nora@example.org")
    assert appointment.accepted_at is None
    assert not WatchGroup.objects.managed_by(appointment.user).exists()
    assert Mail.objects.filter(to="nora@example.org").count() == 1
    line = Entry.objects.get(verb="appointment.made")
    assert line.by == coordinator


def test_appointing_asks_to_log_in_again(
    client: Client, coordinator: User, spoorstraat: WatchGroup, log_in: LogIn
) -> None:
    log_in(client, coordinator)
    session = client.session
    for key in list(session.keys()):
        if "fresh" in key:
            del session[key]
    session.save()
    answer = client.post(reverse("appoint"), asked(spoorstraat))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("fresh_login"))
    assert not Appointment.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("email", "geen-adres", "Er mist iets"),
        ("email", "", "Vul een e-mailadres in."),
        ("name", "", "Vul een voor- en achternaam in."),
        ("group", "999999", "Deze groep is er niet."),
        ("group", "9" * 30, "Deze groep is er niet."),
        ("role", "koning", "Kies een taak."),
    ],
)
def test_a_mistake_gets_its_sentence_and_keeps_what_was_typed(
    staff: Client, spoorstraat: WatchGroup, field: str, value: str, error: str
) -> None:
    answer = staff.post(reverse("appoint"), asked(spoorstraat, **{field: value}))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert error in page
    assert "Nora Nieuw" in page or field == "name"
    assert not Appointment.objects.exists()


def test_nobody_is_appointed_twice_in_one_group(staff: Client, spoorstraat: WatchGroup) -> None:
    staff.post(reverse("appoint"), asked(spoorstraat))
    answer = staff.post(reverse("appoint"), asked(spoorstraat, email="NORA@example.org"))
    assert "al gevraagd of benoemd" in answer.content.decode()
    assert Appointment.objects.count() == 1


def test_ending_the_last_appointment_warns_and_moves_the_requests(
    staff: Client, own_beheerder: User, join_request: ResidentRequest
) -> None:
    appointment = Appointment.objects.get(user=own_beheerder)
    page = reverse("appointment_end", args=[appointment.pk])
    assert "heeft dan geen beheerder" in staff.get(page).content.decode()
    answer = staff.post(page, follow=True)
    assert "Nu bij Platform Dorst: 1 aanvraag." in answer.content.decode()
    join_request.refresh_from_db()
    assert join_request.owner == Owner.COORDINATORS
    assert not WatchGroup.objects.managed_by(own_beheerder).exists()
    assert staff.get(page).status_code == 404  # it is over
