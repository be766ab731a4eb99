"""Who runs which group: the list, one appointment, asking, and ending with a handover."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from dorst_portal.outbox.models import Mail
from groups.beheerders.services import appointments
from groups.models import Appointment, AppointmentRole, GroupStatus, ResidentRequest, WatchGroup
from groups.values.states import Owner
from tests.groups.conftest import MakeRequest, Village, appoint
from tests.groups.pages import forms_of, words_of

LogIn = Callable[[Client, User], Client]
TICKED = {"in_app": "on", "kit": "on", "wiped": "on"}
NORA = {"name": "Nora Nieuw", "email": "nora@example.org", "role": "beheerder"}


@pytest.fixture
def staff(client: Client, coordinator: User, log_in: LogIn) -> Client:
    return log_in(client, coordinator)


def the_list(staff: Client, **query: str) -> str:
    answer = staff.get(reverse("appointments"), query)
    assert answer.status_code == 200
    return words_of(answer)


def page_of(name: str, user: User) -> str:
    return reverse(name, args=[Appointment.objects.get(user=user).pk])


# --- The list --------------------------------------------------------------------------------


def test_the_list_tells_who_runs_what_and_since_when(
    staff: Client, own_beheerder: User, make_request: MakeRequest
) -> None:
    make_request()
    page = the_list(staff)
    assert "Spoorstraat Els Eigen Beheerder" in page
    assert "Maar 1 beheerder" in page
    assert "nog nooit" in page
    row = staff.get(reverse("appointments")).context["page"].rows[0]
    assert (row.open_requests.number, row.last_active) == (1, None)


def test_last_seen_is_the_log_in_or_the_last_thing_that_was_done(
    staff: Client, own_beheerder: User, now: datetime
) -> None:
    own_beheerder.last_login = now - timedelta(days=9)
    own_beheerder.save()
    rows = staff.get(reverse("appointments")).context["page"].rows
    assert rows[0].last_active == own_beheerder.last_login
    record("request.approved", by=own_beheerder, now=now - timedelta(days=2))
    rows = staff.get(reverse("appointments")).context["page"].rows
    assert rows[0].last_active == now - timedelta(days=2)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"accepted_at": None}, "Vraag het opnieuw aan Els Eigen"),
        ({"wants_to_stop_at": timezone.now()}, "Zoek een opvolger voor Els Eigen"),
        ({}, "Vraag iemand erbij voor groep Spoorstraat"),
    ],
)
def test_every_line_has_one_thing_to_do(
    staff: Client, own_beheerder: User, now: datetime, facts: dict[str, datetime], words: str
) -> None:
    record("request.approved", by=own_beheerder, now=now)
    own_beheerder.appointments.update(**facts)
    assert words in the_list(staff)


def names_in(staff: Client, **query: str) -> list[str]:
    rows = staff.get(reverse("appointments"), query).context["page"].rows
    return [row.appointment.user.name if row.appointment else row.group.name for row in rows]


def test_each_filter_shows_whom_it_is_about(
    staff: Client,
    own_beheerder: User,
    deputy: User,
    other_beheerder: User,
    invited_beheerder: User,
    former_beheerder: User,
    now: datetime,
) -> None:
    own_beheerder.appointments.update(away_until=now.date() + timedelta(days=3))
    other_beheerder.appointments.update(wants_to_stop_at=now)
    record("request.approved", by=deputy, now=now)
    own_beheerder.last_login = now - timedelta(days=10)
    own_beheerder.save()
    everybody = ["Anna Ander", "Els Eigen", "Ilse Gevraagd", "Piet Plaatsvervanger"]
    assert sorted(names_in(staff)) == everybody
    assert names_in(staff, toon="een") == ["Anna Ander"]
    assert names_in(staff, toon="weg") == ["Els Eigen"]
    assert names_in(staff, toon="gevraagd") == ["Ilse Gevraagd"]
    assert names_in(staff, toon="stopt") == ["Anna Ander"]
    assert names_in(staff, toon="stil") == ["Anna Ander"]
    assert names_in(staff, toon="gestopt") == ["Gert Geweest"]
    without = names_in(staff, toon="zonder")
    assert "Seters" in without
    assert not {"Spoorstraat", "Dennenlaan"} & set(without)
    assert sorted(names_in(staff, toon="onzin")) == everybody


def test_a_group_whose_only_answer_is_awaited_stands_among_those_without(
    staff: Client, invited_beheerder: User
) -> None:
    page = the_list(staff, toon="zonder", zoek="spoor")
    assert "Geen beheerder" in page
    assert "Iemand is gevraagd" in page


@pytest.mark.parametrize("part", ["els", "OWN@EXAMPLE", "spoorstr"])
def test_people_are_found_by_name_address_and_group(
    staff: Client, own_beheerder: User, other_beheerder: User, part: str
) -> None:
    assert names_in(staff, zoek=part) == ["Els Eigen"]


def test_nothing_found_says_so_and_leads_back(staff: Client, own_beheerder: User) -> None:
    assert "Niets gevonden met ‘Qwxz’. Wis de zoekterm" in the_list(staff, zoek="Qwxz")


def test_the_list_sorts_by_group_or_by_name(
    staff: Client, own_beheerder: User, other_beheerder: User
) -> None:
    assert names_in(staff) == ["Anna Ander", "Els Eigen"]
    own_beheerder.name = "Aad Eigen"
    own_beheerder.save()
    assert names_in(staff, op="naam") == ["Aad Eigen", "Anna Ander"]
    assert names_in(staff, op="groep") == ["Anna Ander", "Aad Eigen"]


@pytest.mark.parametrize("order", ["groep", "naam"])
def test_every_row_stands_on_one_page_only(staff: Client, village: Village, order: str) -> None:
    """Also where names are the same, and over all pages."""
    many_beheerders(village, 60)
    seen: list[int] = []
    after = ""
    for _ in range(3):
        page = staff.get(reverse("appointments"), {"op": order, "na": after}).context["page"]
        seen += [row.appointment.pk for row in page.rows]
        after = str(page.next_key or "")
    assert after == ""
    assert len(seen) == len(set(seen)) == 60


def many_beheerders(village: Village, number: int) -> None:
    groups = list(village.groups.values())
    for index in range(number):
        user = User.objects.create_user(f"many-{index}@example.org", name=f"Naam {index % 4}")
        appoint(user, groups[index % len(groups)])


@pytest.mark.parametrize("query", [{}, {"toon": "stil"}, {"toon": "zonder"}, {"op": "naam"}])
def test_the_list_asks_the_same_at_1_and_at_30_rows(
    staff: Client, village: Village, own_beheerder: User, query: dict[str, str]
) -> None:
    staff.get(reverse("appointments"), query)
    with CaptureQueriesContext(connection) as few:
        staff.get(reverse("appointments"), query)
    many_beheerders(village, 30)
    with CaptureQueriesContext(connection) as many:
        staff.get(reverse("appointments"), query)
    assert len(many) == len(few) <= 10


# --- One appointment -------------------------------------------------------------------------


def test_the_page_of_an_appointment_shows_how_it_stands(
    staff: Client, own_beheerder: User, now: datetime
) -> None:
    own_beheerder.appointments.update(wants_to_stop_at=now)
    page = words_of(staff.get(page_of("appointment", own_beheerder)))
    assert "own@example.org" in page
    assert "Wil stoppen" in page
    assert "Vervang of beëindig" in page


def test_what_ended_can_be_looked_at_and_not_changed(staff: Client, former_beheerder: User) -> None:
    answer = staff.get(page_of("appointment", former_beheerder))
    assert "Gestopt" in words_of(answer)
    assert [form.action for form in forms_of(answer)] == [reverse("account_logout")]
    ended = former_beheerder.appointments.get().pk
    for name in ("appointment_role", "invitation_again", "appointment_end"):
        assert staff.post(reverse(name, args=[ended])).status_code == 404


def test_a_beheerder_becomes_deputy_and_hears_it(
    staff: Client, own_beheerder: User, coordinator: User
) -> None:
    page = staff.get(page_of("appointment", own_beheerder))
    [form] = [form for form in forms_of(page) if form.action.endswith("/taak/")]
    answer = staff.post(form.action, form.sends, follow=True)
    assert "Els Eigen is nu plaatsvervanger." in answer.content.decode()
    assert own_beheerder.appointments.get().role == AppointmentRole.DEPUTY
    assert Mail.objects.filter(to=own_beheerder.email).count() == 1
    # The other coordinator, who had the page open, does the same.
    again = staff.post(form.action, form.sends, follow=True).content.decode()
    assert "is al plaatsvervanger" in again
    assert Mail.objects.filter(to=own_beheerder.email).count() == 1


@pytest.mark.parametrize("role", ["", "koning"])
def test_an_unknown_task_changes_nothing(staff: Client, own_beheerder: User, role: str) -> None:
    answer = staff.post(page_of("appointment_role", own_beheerder), {"role": role}, follow=True)
    assert "Kies een taak." in answer.content.decode()
    assert own_beheerder.appointments.get().role == AppointmentRole.BEHEERDER


def test_the_question_is_mailed_again_once_an_hour(staff: Client, invited_beheerder: User) -> None:
    page = page_of("invitation_again", invited_beheerder)
    assert "nog een keer" in staff.post(page, follow=True).content.decode()
    assert Mail.objects.filter(to=invited_beheerder.email).count() == 1
    assert "ging net weg" in staff.post(page, follow=True).content.decode()
    assert Mail.objects.filter(to=invited_beheerder.email).count() == 1


def test_who_said_yes_is_not_asked_again(staff: Client, own_beheerder: User) -> None:
    answer = staff.post(page_of("invitation_again", own_beheerder), follow=True)
    assert "Er is al antwoord" in answer.content.decode()
    assert not Mail.objects.exists()


# --- Asking ----------------------------------------------------------------------------------


def test_the_boxes_are_filled_in_for_who_comes_from_a_group(
    staff: Client, spoorstraat: WatchGroup
) -> None:
    page = staff.get(
        reverse("appoint"),
        {"groep": "spoorstraat", "naam": "Jo\x07 Wil", "email": "jo@example.org"},
    )
    [form] = [form for form in forms_of(page) if "group" in form.sends]
    assert (form.sends["group"], form.sends["name"]) == ("Spoorstraat", "Jo Wil")
    assert form.sends["email"] == "jo@example.org"
    answer = staff.post(reverse("appoint"), form.sends)
    assert answer.status_code == 302
    assert Appointment.objects.get().group == spoorstraat


@pytest.mark.parametrize("typed", ["spoorstraat", "SPOORSTRAAT", "groep Spoorstraat"])
def test_a_group_is_found_by_its_name(staff: Client, spoorstraat: WatchGroup, typed: str) -> None:
    staff.post(reverse("appoint"), NORA | {"group": typed})
    assert Appointment.objects.get().group == spoorstraat


def test_a_name_that_could_be_several_offers_them_and_keeps_the_rest(
    staff: Client, village: Village
) -> None:
    page = staff.post(reverse("appoint"), NORA | {"group": "laan"})
    assert "Groep ‘laan’ kennen we niet. Bedoel je Boslaan-Heiningen, Dennenlaan" in words_of(page)
    assert not Appointment.objects.exists()
    (form,) = [form for form in forms_of(page) if "group" in form.sends]
    assert form.sends["name"] == NORA["name"]
    # Enter presses the first button, which chooses nothing.
    assert form.buttons[0] == ("", "")
    pressed = ("group_pick", "Dennenlaan")
    assert pressed in form.buttons
    answer = staff.post(reverse("appoint"), form.sends | dict([pressed]))
    assert answer.status_code == 302
    assert Appointment.objects.get().group == village.group("dennenlaan")


def test_a_name_that_is_sent_as_pressed_is_judged_like_any_other(
    staff: Client, village: Village
) -> None:
    answer = staff.post(reverse("appoint"), NORA | {"group": "laan", "group_pick": "Nergens"})
    assert "Groep ‘Nergens’ kennen we niet." in words_of(answer)
    assert not Appointment.objects.exists()


def test_a_slip_of_the_pen_is_understood_and_an_archived_group_is_not_found(
    staff: Client, village: Village, spoorstraat: WatchGroup
) -> None:
    page = staff.post(reverse("appoint"), NORA | {"group": "Spoorstraad"})
    assert "Spoorstraat" in words_of(page)
    spoorstraat.status = GroupStatus.ARCHIVED
    spoorstraat.save()
    page = staff.post(reverse("appoint"), NORA | {"group": "Spoorstraat"})
    assert "Groep ‘Spoorstraat’ kennen we niet" in words_of(page)


# --- Ending ----------------------------------------------------------------------------------


def test_ending_asks_what_was_handed_over_and_keeps_what_was_typed(
    staff: Client, own_beheerder: User, deputy: User
) -> None:
    page = page_of("appointment_end", own_beheerder)
    answer = staff.post(page, {"in_app": "on", "successor": "on", "name": "Nora Nieuw"})
    words = words_of(answer)
    assert "Vink alles aan, of schrijf op waarom" in words
    assert "Vul een e-mailadres in." in words
    assert 'value="Nora Nieuw"' in answer.content.decode()
    assert own_beheerder.appointments.get().until is None


def test_with_a_reason_not_everything_has_to_be_done(
    staff: Client, own_beheerder: User, deputy: User
) -> None:
    staff.post(page_of("appointment_end", own_beheerder), {"reason": "Verhuisd en onbereikbaar"})
    ended = own_beheerder.appointments.get()
    assert ended.until is not None
    assert "Verhuisd en onbereikbaar" in the_list(staff, toon="gestopt")
    mails = " ".join(Mail.objects.values_list("text", flat=True))
    assert "Verhuisd" not in mails


def test_ending_the_last_one_is_said_beforehand_and_moves_the_requests(
    staff: Client, own_beheerder: User, join_request: ResidentRequest, coordinator: User
) -> None:
    other = User.objects.create_user("staff-2@example.org", is_coordinator=True)
    page = page_of("appointment_end", own_beheerder)
    assert "heeft dan geen beheerder" in words_of(staff.get(page))
    refused = staff.post(page, TICKED)
    assert "Vink aan dat je dit wilt" in words_of(refused)
    answer = staff.post(page, TICKED | {"leave_alone": "on"}, follow=True)
    assert "Nu bij Platform Dorst: 1 aanvraag." in answer.content.decode()
    join_request.refresh_from_db()
    assert join_request.owner == Owner.COORDINATORS
    assert not WatchGroup.objects.managed_by(own_beheerder).exists()
    assert staff.get(page).status_code == 404  # it is over
    alone = Mail.objects.filter(key__contains="-alone-")
    assert [mail.to for mail in alone] == [other.email]  # who did it knows
    assert Mail.objects.filter(to=own_beheerder.email).count() == 1


def test_a_successor_is_asked_in_the_same_go(staff: Client, own_beheerder: User) -> None:
    page = page_of("appointment_end", own_beheerder)
    staff.post(page, TICKED | NORA | {"leave_alone": "on", "successor": "on", "role": "deputy"})
    asked = Appointment.objects.get(user__email="nora@example.org")
    assert (asked.role, asked.accepted_at) == (AppointmentRole.DEPUTY, None)
    assert own_beheerder.appointments.get().until is not None


def test_when_the_successor_cannot_be_asked_nothing_ends(
    staff: Client, own_beheerder: User, deputy: User
) -> None:
    page = page_of("appointment_end", own_beheerder)
    answer = staff.post(
        page, TICKED | NORA | {"successor": "on", "email": deputy.email, "name": "Dubbel"}
    )
    assert "al gevraagd of benoemd" in words_of(answer)
    assert 'value="Dubbel"' in answer.content.decode()
    assert own_beheerder.appointments.get().until is None


def test_whose_colleague_ended_meanwhile_is_told_and_keeps_what_was_typed(
    staff: Client, own_beheerder: User, deputy: User, coordinator: User, now: datetime
) -> None:
    page = page_of("appointment_end", own_beheerder)
    assert "heeft dan geen beheerder" not in words_of(staff.get(page))
    appointments.end(deputy.appointments.get(), by=coordinator, now=now)
    answer = staff.post(page, {"in_app": "on", "reason": "Mijn reden"})
    assert "Groep Spoorstraat heeft dan geen beheerder. Ja, beëindig toch." in words_of(answer)
    assert 'value="Mijn reden"' in answer.content.decode()
    assert own_beheerder.appointments.get().until is None


def test_an_invitation_is_taken_back_with_one_button(
    staff: Client, invited_beheerder: User
) -> None:
    page = page_of("appointment_end", invited_beheerder)
    assert "Trek de vraag in" in words_of(staff.get(page))
    assert staff.post(page).status_code == 302
    assert invited_beheerder.appointments.get().until is not None
    assert not Mail.objects.exists()


def test_az_10_the_rights_of_an_open_session_end_at_its_next_request(
    own_beheerder: User, deputy: User, coordinator: User, join_request: ResidentRequest,
    log_in: LogIn, now: datetime,
) -> None:  # fmt: skip
    open_page = log_in(Client(), own_beheerder)
    show = reverse("request", args=[join_request.pk])
    assert open_page.get(show).status_code == 200
    appointments.end(own_beheerder.appointments.get(), by=coordinator, now=timezone.now())
    assert open_page.get(show).status_code == 404
    for name in ("request_approve", "request_other"):
        assert open_page.post(reverse(name, args=[join_request.pk])).status_code == 404
    for name in ("my_group", "members", "handover_kit", "deputy_invite"):
        assert open_page.get(reverse(name, args=["spoorstraat"])).status_code == 404
    join_request.refresh_from_db()
    assert join_request.state == "open"
