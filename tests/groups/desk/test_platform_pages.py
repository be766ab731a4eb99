"""What a coordinator sees first, and appointing: which is how a beheerder is invited."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.outbox.models import Mail
from groups.models import (
    Appointment,
    CallAbout,
    CallTask,
    ResidentRequest,
    Subject,
    WatchGroup,
)
from groups.values.states import Kind, Owner, State, WaitingOn
from groups.values.village_time import days_after
from tests.groups.conftest import appoint
from tests.groups.pages import forms_of, words_of

MakeRequest = Callable[..., ResidentRequest]
MakeQuestion = Callable[..., ResidentRequest]
LogIn = Callable[[Client, User], Client]
PAGES = ("platform", "platform_requests", "appointments", "appoint")
THEIRS = {"owner": Owner.COORDINATORS, "route_reason": "unknown_street"}


@pytest.fixture
def make_question(make_request: MakeRequest) -> MakeQuestion:
    """A question that lies with the coordinators."""

    def make(**given: Any) -> ResidentRequest:
        facts: dict[str, Any] = {
            "kind": Kind.QUESTION,
            "subject": Subject.OTHER,
            "owner": Owner.COORDINATORS,
            "group": None,
            "route_reason": "no_address",
            "name": "Vera Vraag",
        }
        return make_request(**(facts | given))

    return make


def call_about(row: ResidentRequest) -> CallTask:
    """Somebody has to be called about this, since a minute."""
    since = timezone.now() - timedelta(minutes=1)
    return CallTask.objects.create(
        request=row,
        key=f"test-{row.pk}",
        about=CallAbout.ANSWERED,
        from_at=since,
        due_at=since + timedelta(days=3),
    )


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


def test_what_is_late_says_so_and_every_pile_stays_where_it_was(
    staff: Client, make_request: MakeRequest, make_question: MakeQuestion, now: datetime
) -> None:
    make_request(**THEIRS, group=None)
    make_question(created_at=days_after(now, -8))
    page = words_of(staff.get(reverse("platform")))
    assert page.index("Nu doen") < page.index("Vragen")
    assert page.count("Te laat") == 1
    assert page.index("Vragen") < page.index("Te laat")


def test_each_pile_holds_its_own_requests(
    staff: Client, make_request: MakeRequest, make_question: MakeQuestion, now: datetime
) -> None:
    made = {
        "nu": make_request(owner=Owner.COORDINATORS, route_reason="no_beheerder"),
        "vragen": make_question(),
        "groepen": make_question(kind=Kind.NEW_GROUP, subject=""),
        "doorgezet": make_request(escalated_at=now),
        "gevraagd": make_question(waiting_on=WaitingOn.RESIDENT),
    }
    nowhere = {make_request(), make_request(state=State.WAITING)}
    for pile, expected in made.items():
        page = staff.get(reverse("platform_requests"), {"soort": pile}).content.decode()
        shown = {row for row in {*made.values(), *nowhere} if row.reference in page}
        assert shown == {expected}, pile


@pytest.mark.parametrize(
    ("facts", "button"),
    [
        ({"route_reason": "no_beheerder"}, "Benoem een beheerder"),
        ({"route_reason": "reopened"}, "Toewijzen"),
        ({"route_reason": "forwarded", "group": None}, "Wijs toe aan Spoorstraat"),
        ({"route_reason": "outside", "group": None}, "Bekijken"),
        ({"route_reason": "unknown_street", "group": None, "street": None}, "Toewijzen"),
    ],
)
def test_every_line_has_the_one_button_of_its_reason(
    staff: Client, make_request: MakeRequest, facts: dict[str, Any], button: str
) -> None:
    make_request(owner=Owner.COORDINATORS, **facts)
    page = staff.get(reverse("platform_requests")).content.decode()
    line = page.split("<article", 1)[1].split("</article>", 1)[0]
    assert button in line
    assert line.count('class="btn') == 1


def test_the_button_gives_a_request_to_the_group_of_its_address(
    staff: Client, own_beheerder: User, make_request: MakeRequest, spoorstraat: WatchGroup
) -> None:
    theirs = make_request(owner=Owner.COORDINATORS, group=None, route_reason="forwarded")
    page = staff.get(reverse("platform_requests"))
    given = [form for form in forms_of(page) if form.sends.get("what") == "forward"]
    assert len(given) == 1
    staff.post(given[0].action, given[0].sends)
    theirs.refresh_from_db()
    assert (theirs.owner, theirs.group) == (Owner.GROUP, spoorstraat)


def test_a_group_whose_beheerders_are_all_away_says_so(
    staff: Client, own_beheerder: User, make_request: MakeRequest, now: datetime
) -> None:
    make_request(escalated_at=now)
    page = words_of(staff.get(reverse("platform_requests"), {"soort": "doorgezet"}))
    assert "Alle beheerders zijn weg" not in page
    assert "Bekijken" in page
    Appointment.objects.update(away_until=days_after(now, 3).date())
    page = words_of(staff.get(reverse("platform_requests"), {"soort": "doorgezet"}))
    assert "Alle beheerders zijn weg" in page
    assert "Benoem een beheerder" in page


def test_a_complaint_is_invisible_to_a_coordinator_who_runs_that_group(
    staff: Client, coordinator: User, make_question: MakeQuestion, spoorstraat: WatchGroup
) -> None:
    complaint = make_question(subject=Subject.COMPLAINT, about_group=spoorstraat)
    call_about(complaint)
    addresses = [
        reverse("platform"),
        *(f"{reverse('platform_requests')}?soort={pile}" for pile in ("vragen", "bellen")),
    ]
    for address in addresses[1:]:
        assert complaint.reference in staff.get(address).content.decode()
    assert "Vragen 1 vraag." in words_of(staff.get(addresses[0]))
    appoint(coordinator, spoorstraat)
    for address in addresses:
        assert complaint.reference not in staff.get(address).content.decode()
    overview = words_of(staff.get(addresses[0]))
    assert "1 vraag" not in overview
    assert "1 telefoontje" not in overview
    assert staff.get(reverse("request", args=[complaint.pk])).status_code == 404


def test_calls_can_be_made_and_ticked_off_on_the_list(
    staff: Client, make_question: MakeQuestion
) -> None:
    task = call_about(make_question(email="", mobile="+31600009123"))
    page = staff.get(reverse("platform_requests"), {"soort": "bellen"})
    assert "06 00 00 91 23" in words_of(page)
    own = [form for form in forms_of(page) if ("bereikt", "ja") in form.buttons]
    staff.post(own[0].action, own[0].sends | {"bereikt": "ja"})
    task.refresh_from_db()
    assert task.reached
    page = staff.get(reverse("platform_requests"), {"soort": "bellen"})
    assert "Je hoeft niemand te bellen." in words_of(page)


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


@pytest.mark.parametrize("pile", ["nu", "vragen", "groepen", "doorgezet", "gevraagd", "bellen"])
def test_the_list_asks_the_same_at_1_and_at_30_rows(
    staff: Client,
    make_request: MakeRequest,
    make_question: MakeQuestion,
    now: datetime,
    pile: str,
) -> None:
    def one_more() -> None:
        if pile == "nu":
            make_request(owner=Owner.COORDINATORS, route_reason="no_beheerder")
        elif pile == "doorgezet":
            make_request(escalated_at=now)
        elif pile == "bellen":
            call_about(make_question())
        elif pile == "groepen":
            make_question(kind=Kind.NEW_GROUP, subject="")
        else:
            turn = WaitingOn.RESIDENT if pile == "gevraagd" else WaitingOn.OWNER
            make_question(waiting_on=turn)

    counts = []
    for rows in (1, 29):
        for _ in range(rows):
            one_more()
        with CaptureQueriesContext(connection) as queries:
            page = staff.get(reverse("platform_requests"), {"soort": pile})
        assert page.content.count(b"<article") == min(rows, 25 if pile != "bellen" else 20)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_the_overview_asks_the_same_at_1_and_at_30_rows(
    staff: Client, make_request: MakeRequest, make_question: MakeQuestion, now: datetime
) -> None:
    counts = []
    for rows in (1, 29):
        for _ in range(rows):
            make_request(owner=Owner.COORDINATORS, route_reason="no_beheerder")
            make_request(escalated_at=now)
            make_request(state=State.WAITING, ladder_step=1)
            call_about(make_question())
        with CaptureQueriesContext(connection) as queries:
            staff.get(reverse("platform"))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20


def test_calls_page_by_key_and_show_everybody_once(
    staff: Client, make_question: MakeQuestion
) -> None:
    made = {call_about(make_question()).pk for _ in range(45)}
    seen: list[int] = []
    query = "?soort=bellen"
    while query:
        page = staff.get(reverse("platform_requests") + query).context["page"]
        seen += [call.pk for call in page.calls]
        query = f"?soort=bellen&na={page.next_key}" if page.next_key else ""
    assert len(seen) == 45
    assert set(seen) == made


# --- Appointing ------------------------------------------------------------------------------


def asked(group: WatchGroup, /, **given: str) -> dict[str, str]:
    form = {
        "group": group.name,
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
        ("group", "999999", "Groep ‘999999’ kennen we niet."),
        ("group", "9" * 80, "te lang"),
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
