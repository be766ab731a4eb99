"""The waiting list per street: who waits, who can go to a group now, and who waits on."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from groups.desk.services.waiting_list import keep_waiting
from groups.models import Membership, ResidentRequest, WatchGroup
from groups.refusals import AlreadyHandled
from groups.requests.services import deciding
from groups.timetable.clock import review_waiting
from groups.values.states import Owner, State
from groups.values.village_time import days_after, days_between
from tests.groups.conftest import MakeRequest, Village, appoint, log_in
from tests.groups.pages import forms_of, words_of

STREET = ("waiting_street", ["spoorstraat"])


@pytest.fixture
def staff(client: Client, coordinator: User) -> Client:
    return log_in(client, coordinator)


@pytest.fixture
def waiting(make_request: MakeRequest, now: datetime) -> ResidentRequest:
    """Waits since 95 days, and somebody has to look again."""
    row = make_request(
        state=State.WAITING, created_at=days_after(now, -95), due_at=days_after(now, -5)
    )
    review_waiting(now=now)
    row.refresh_from_db()
    return row


def street_words(staff: Client) -> str:
    return words_of(staff.get(reverse(STREET[0], args=STREET[1])))


def test_a_stranger_and_a_beheerder_see_nothing(
    client: Client, own_beheerder: User, waiting: ResidentRequest
) -> None:
    pages = [reverse("waiting_list"), reverse(STREET[0], args=STREET[1])]
    keep = reverse("request_keep", args=[waiting.pk])
    assert [client.get(page).status_code for page in pages] == [302, 302]
    log_in(client, own_beheerder)
    assert [client.get(page).status_code for page in pages] == [404, 404]
    assert client.post(keep).status_code == 404


def test_each_street_tells_how_many_since_when_and_until_when(
    staff: Client,
    waiting: ResidentRequest,
    make_request: MakeRequest,
    village: Village,
    now: datetime,
) -> None:
    make_request(state=State.WAITING, house_number=14)
    lane = village.street("seterseweg")
    make_request(state=State.WAITING, street=lane, created_at=days_after(now, -3))
    make_request(state=State.WAITING, street=None, street_text="Verzonnenpad")
    streets = staff.get(reverse("waiting_list")).context["streets"]
    assert [(one.name, one.people, one.to_review) for one in streets] == [
        ("Spoorstraat", 2, 1),
        ("Seterseweg", 1, 0),
        ("Straat niet bekend", 1, 0),
    ]
    assert streets[0].oldest == waiting.created_at
    assert streets[0].next_look == waiting.due_at
    assert "1 nu" in words_of(staff.get(reverse("waiting_list")))
    unknown = staff.get(reverse("waiting_street", args=["onbekend"]))
    assert "Verzonnenpad 12" in words_of(unknown)


def test_an_empty_list_and_an_unknown_street(staff: Client, village: Village) -> None:
    assert "Er staat niemand op de wachtlijst." in words_of(staff.get(reverse("waiting_list")))
    assert "Hier staat niemand op de wachtlijst." in street_words(staff)
    assert staff.get(reverse("waiting_street", args=["bestaat-niet"])).status_code == 404


def test_who_waits_on_is_looked_at_after_ninety_days(
    staff: Client, coordinator: User, waiting: ResidentRequest, now: datetime
) -> None:
    page = staff.get(reverse(STREET[0], args=STREET[1]))
    keep = next(form for form in forms_of(page) if "wachten" in form.action)
    answer = staff.post(keep.action, keep.sends, follow=True)
    assert "blijft wachten" in words_of(answer)
    waiting.refresh_from_db()
    assert waiting.ladder_step == 0
    assert days_between(now, waiting.due_at) == 90
    assert Entry.objects.get(verb="request.kept_waiting").by == coordinator
    assert "Blijft wachten" not in street_words(staff)
    assert review_waiting(now=days_after(now, 89)) == 0
    assert review_waiting(now=days_after(now, 91)) == 1


def test_two_coordinators_at_once_keep_somebody_once(
    coordinator: User, waiting: ResidentRequest, now: datetime
) -> None:
    keep_waiting(waiting, by=coordinator, now=now)
    with pytest.raises(AlreadyHandled):
        keep_waiting(waiting, by=coordinator, now=now + timedelta(seconds=3))
    assert Entry.objects.filter(verb="request.kept_waiting").count() == 1


def test_a_refusal_that_is_undone_gives_the_new_date_back(
    make_request: MakeRequest, coordinator: User, now: datetime
) -> None:
    """The date of who was looked at, not the one of ninety days after they came."""
    row = make_request(state=State.WAITING, created_at=days_after(now, -100), ladder_step=1)
    keep_waiting(row, by=coordinator, now=now)
    due, later = row.due_at, now + timedelta(minutes=1)
    deciding.decline(row, reason="other", note="Niet nu.", by=coordinator, now=later)
    deciding.undo_decision(row, by=coordinator, now=later)
    row.refresh_from_db()
    assert (row.state, row.due_at) == (State.WAITING, due)


@pytest.mark.parametrize("state", [State.OPEN, State.DECLINED, State.WITHDRAWN])
def test_only_who_waits_can_wait_on(
    staff: Client, coordinator: User, make_request: MakeRequest, state: str
) -> None:
    row = make_request(state=state, owner=Owner.COORDINATORS, decided_by=coordinator)
    before = ResidentRequest.objects.values().get(pk=row.pk)
    assert staff.post(reverse("request_keep", args=[row.pk])).status_code == 409
    assert ResidentRequest.objects.values().get(pk=row.pk) == before


def test_nobody_but_a_coordinator_keeps_somebody_waiting(
    own_beheerder: User, waiting: ResidentRequest, now: datetime
) -> None:
    with pytest.raises(AlreadyHandled):
        keep_waiting(waiting, by=own_beheerder, now=now)
    waiting.refresh_from_db()
    assert waiting.ladder_step == 1


def test_a_group_with_room_can_take_somebody(
    staff: Client,
    waiting: ResidentRequest,
    spoorstraat: WatchGroup,
    make_member: Callable[..., Membership],
) -> None:
    assert "Wijs toe aan Spoorstraat" not in street_words(staff)  # it has no beheerder
    appoint(User.objects.create_user("new@example.org"), spoorstraat)
    make_member()
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(capacity=1)
    assert "Wijs toe aan Spoorstraat" not in street_words(staff)  # it is full
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(capacity=2)
    page = staff.get(reverse(STREET[0], args=STREET[1]))
    give = next(form for form in forms_of(page) if form.sends.get("what") == "forward")
    staff.post(give.action, give.sends)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.owner, waiting.group) == (State.OPEN, Owner.GROUP, spoorstraat)
    assert "Hier staat niemand op de wachtlijst." in street_words(staff)


def test_the_lists_ask_the_same_at_1_and_at_30_rows(
    staff: Client, make_request: MakeRequest, village: Village
) -> None:
    counts: dict[str, list[int]] = {}
    streets = list(village.streets.values())
    for rows in (1, 29):
        for number in range(rows):
            make_request(state=State.WAITING)
            make_request(state=State.WAITING, street=streets[number])
        for path in (reverse("waiting_list"), reverse(STREET[0], args=STREET[1])):
            with CaptureQueriesContext(connection) as queries:
                staff.get(path)
            counts.setdefault(path, []).append(len(queries))
    assert all(one == more <= 12 for one, more in counts.values()), counts


def test_a_street_pages_by_key_and_shows_everybody_once(
    staff: Client, make_request: MakeRequest, now: datetime
) -> None:
    made = {make_request(state=State.WAITING, created_at=now).pk for _ in range(60)}
    seen: list[int] = []
    query = "?na="
    while query:
        page = staff.get(reverse(STREET[0], args=STREET[1]) + query).context["page"]
        seen += [row.request.pk for row in page.rows]
        query = f"?na={page.next_key}" if page.next_key else ""
    assert len(seen) == 60
    assert set(seen) == made
