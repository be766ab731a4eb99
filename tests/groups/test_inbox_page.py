"""The first page of a beheerder: who waits, worst first, and nothing of another group."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from groups.models import Membership, ResidentRequest, RouteReason, WatchGroup
from groups.services import inbox as deciding
from groups.states import Owner, State
from tests.groups.conftest import Village, appoint, log_in

MakeRequest = Callable[..., ResidentRequest]
MakeMember = Callable[..., Membership]


@pytest.fixture
def inbox(client: Client, own_beheerder: User) -> Callable[..., str]:
    """The inbox of the own beheerder, as text."""
    log_in(client, own_beheerder)
    return lambda **query: client.get(reverse("inbox"), query).content.decode()


def test_a_stranger_is_sent_to_log_in(client: Client, village: Village) -> None:
    answer = client.get(reverse("inbox"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_request_login_code"))


def test_the_heading_counts_in_words(inbox: Callable[..., str], make_request: MakeRequest) -> None:
    assert "<h1>Niets te doen. Fijne avond!</h1>" in inbox()
    make_request()
    assert "<h1>1 aanvraag wacht op jou</h1>" in inbox()
    make_request()
    make_request()
    text = inbox()
    assert "<h1>3 aanvragen wachten op jou</h1>" in text
    assert "<title>3 aanvragen wachten op jou" in text


def test_the_count_stops_above_a_hundred(
    inbox: Callable[..., str], make_request: MakeRequest
) -> None:
    for _ in range(101):
        make_request()
    assert "Meer dan 100 aanvragen wachten op jou" in inbox()


def test_the_longest_waiting_is_on_top_and_keys_page_through_all(
    inbox: Callable[..., str], make_request: MakeRequest, now: datetime
) -> None:
    for number in range(25):
        make_request(name=f"Naam{number:02d} Test", created_at=now - timedelta(hours=number))
    first = inbox()
    assert first.index("Naam24") < first.index("Naam23") < first.index("Naam05")
    assert "Naam04" not in first
    key = first.split("?na=")[1].split('"')[0]
    second = inbox(na=key)
    assert [f"Naam{n:02d}" in second for n in range(6)] == [True] * 5 + [False]


@pytest.mark.parametrize("key", ["", "x", "1-", "9" * 40, "١-١", "0-0", "9999999999999999-1"])
def test_an_odd_key_is_no_error(
    client: Client, own_beheerder: User, join_request: ResidentRequest, key: str
) -> None:
    log_in(client, own_beheerder)
    assert client.get(reverse("inbox"), {"na": key}).status_code == 200


@pytest.mark.parametrize(
    ("facts", "tag"),
    [
        ({}, "Adres klopt"),
        ({"street": None, "street_text": "Nergensweg"}, "Adres niet gevonden"),
        ({"email": ""}, "geen e-mail: bel"),
        ({}, "e-mail nog niet bevestigd: app of bel"),
        ({"route_reason": RouteReason.CHOSEN_GROUP}, "koos deze groep zelf"),
    ],
)
def test_tags_say_what_matters(
    inbox: Callable[..., str], make_request: MakeRequest, facts: dict[str, object], tag: str
) -> None:
    make_request(**facts)
    assert tag in inbox()


def test_a_refused_address_says_bel(
    inbox: Callable[..., str], make_request: MakeRequest, now: datetime
) -> None:
    make_request(email="", email_refused_at=now)
    text = inbox()
    assert "e-mail klopt niet, bel" in text
    assert "geen e-mail" not in text


def test_a_confirmed_address_needs_no_tag(
    inbox: Callable[..., str], make_request: MakeRequest, now: datetime
) -> None:
    make_request(email_confirmed_at=now)
    assert "bevestigd" not in inbox()


def test_an_address_of_another_group_names_that_group(
    inbox: Callable[..., str], make_request: MakeRequest, village: Village
) -> None:
    street = village.street("oude-tilburgsebaan")
    make_request(street=street, street_text=street.name, house_number=3)
    text = inbox()
    assert "Hoort bij Oude Tilburgsebaan" in text
    assert "Adres klopt" not in text


def test_a_cut_street_goes_by_number_and_side(
    client: Client, other_beheerder: User, make_request: MakeRequest, village: Village
) -> None:
    log_in(client, other_beheerder)
    street, group = village.street("dennenlaan"), village.group("dennenlaan")
    for rule in street.rules.in_force().select_related("group"):
        number = rule.first_number
        row = make_request(
            group=group, street=street, street_text="Dennenlaan", house_number=number
        )
        text = client.get(reverse("inbox")).content.decode()
        own = rule.group == group
        assert ("Adres klopt" in text) is own
        assert (f"Hoort bij {rule.group}" in text) is not own
        row.delete()


def test_a_group_that_is_not_shown_is_not_named(
    inbox: Callable[..., str], make_request: MakeRequest, village: Village
) -> None:
    WatchGroup.objects.filter(slug="oude-tilburgsebaan").update(status="starting")
    make_request(
        street=village.street("oude-tilburgsebaan"),
        street_text="Oude Tilburgsebaan",
        house_number=3,
    )
    text = inbox()
    assert "Nog geen groep voor dit adres" in text
    assert "Hoort bij" not in text


def test_somebody_who_is_a_member_already_is_tagged(
    inbox: Callable[..., str], make_request: MakeRequest, make_member: MakeMember
) -> None:
    make_member(mobile="+31600001234", house_number=99)
    make_request(mobile="+31600001234")
    text = inbox()
    assert "Nummer al lid" in text
    assert "Al lid op dit adres" not in text


def test_a_household_is_tagged_by_number_and_folded_letter(
    inbox: Callable[..., str], make_request: MakeRequest, make_member: MakeMember
) -> None:
    make_member(house_number=12, house_letter="A")
    row = make_request(house_number=12, house_letter="")
    assert "Al lid op dit adres" not in inbox()
    ResidentRequest.objects.filter(pk=row.pk).update(house_letter="A")
    assert "Al lid op dit adres" in inbox()


def test_az_07_members_of_another_group_give_no_tag(
    inbox: Callable[..., str],
    make_request: MakeRequest,
    make_member: MakeMember,
    dennenlaan: WatchGroup,
) -> None:
    make_member(group=dennenlaan, mobile="+31600001234", house_number=12)
    make_request(mobile="+31600001234", house_number=12)
    text = inbox()
    assert "Nummer al lid" not in text
    assert "Al lid op dit adres" not in text


def test_az_07_nothing_of_another_group_is_shown_or_counted(
    client: Client, other_beheerder: User, make_request: MakeRequest
) -> None:
    make_request(name="Kanarie Spoorstraat")
    make_request(name="Kanarie Goedgekeurd", state=State.APPROVED, decided_by=other_beheerder)
    log_in(client, other_beheerder)
    for query in ({}, {"na": "0-0"}, {"ordering": "group__name"}, {"member__email": "a"}):
        text = client.get(reverse("inbox"), query).content.decode()
        assert "Kanarie" not in text
        assert "Niets te doen" in text


def test_az_07_a_filter_on_another_group_is_as_unknown_as_one_that_is_not_there(
    client: Client, own_beheerder: User
) -> None:
    log_in(client, own_beheerder)
    others = [client.get(reverse("inbox"), {"groep": slug}) for slug in ("dennenlaan", "nergens")]
    assert [answer.status_code for answer in others] == [404, 404]
    assert others[0].content == others[1].content


def test_az_11_two_groups_are_shown_one_at_a_time_when_asked(
    inbox: Callable[..., str],
    make_request: MakeRequest,
    own_beheerder: User,
    dennenlaan: WatchGroup,
) -> None:
    assert "Kies een groep" not in inbox()
    appoint(own_beheerder, dennenlaan)
    make_request(name="Sara Spoor")
    make_request(name="Dirk Den", group=dennenlaan)
    both = inbox()
    assert "Sara Spoor" in both
    assert "Dirk Den" in both
    one = inbox(groep="dennenlaan")
    assert "Dirk Den" in one
    assert "Sara Spoor" not in one
    assert "1 aanvraag wacht op jou" in one


def test_approved_ones_wait_to_be_finished(
    inbox: Callable[..., str], make_request: MakeRequest, own_beheerder: User
) -> None:
    row = make_request(state=State.APPROVED, decided_by=own_beheerder)
    text = inbox()
    assert "Nog afmaken" in text
    assert "Niets te doen" not in text
    assert reverse("request_add", args=[row.pk]) in text
    assert "Goedgekeurd door Els Eigen" in text


def test_the_age_is_counted_in_village_days(
    inbox: Callable[..., str], make_request: MakeRequest, now: datetime
) -> None:
    make_request(created_at=now - timedelta(days=4))
    text = inbox()
    assert "Wacht 4 dagen" in text
    assert "dp-card--late" not in text
    make_request(created_at=now - timedelta(days=8))
    assert "dp-card--late" in inbox()


def test_a_colleague_who_looks_is_named_for_a_quarter_of_an_hour(
    inbox: Callable[..., str], join_request: ResidentRequest, deputy: User, own_beheerder: User
) -> None:
    now = timezone.now()
    deciding.note_view(join_request, by=own_beheerder, now=now)
    assert "kijkt ernaar" not in inbox()
    deciding.note_view(join_request, by=deputy, now=now - timedelta(minutes=16))
    assert "kijkt ernaar" not in inbox()
    deciding.note_view(join_request, by=deputy, now=now - timedelta(minutes=14))
    assert "Piet Plaatsvervanger kijkt ernaar" in inbox()


def test_somebody_without_a_group_gets_a_friendly_page(client: Client, plain_user: User) -> None:
    answer = log_in(client, plain_user).get(reverse("inbox"))
    assert answer.status_code == 200
    assert "Er is op dit moment geen groep" in answer.content.decode()


def test_somebody_invited_finds_the_invitation(client: Client, invited_beheerder: User) -> None:
    text = log_in(client, invited_beheerder).get(reverse("inbox")).content.decode()
    asked = invited_beheerder.appointments.get()
    assert reverse("invitation", args=[asked.pk]) in text


def test_a_coordinator_without_a_group_is_led_to_the_overview(
    client: Client, coordinator: User, join_request: ResidentRequest
) -> None:
    text = log_in(client, coordinator).get(reverse("inbox")).content.decode()
    assert "Naar het overzicht" in text
    assert join_request.name not in text


def test_requests_of_the_coordinators_are_in_no_inbox(
    inbox: Callable[..., str], make_request: MakeRequest
) -> None:
    make_request(owner=Owner.COORDINATORS, name="Kanarie Platform")
    assert "Kanarie" not in inbox()


def test_the_inbox_takes_at_most_nine_queries_for_one_and_for_thirty(
    client: Client,
    own_beheerder: User,
    deputy: User,
    make_request: MakeRequest,
    make_member: MakeMember,
) -> None:
    log_in(client, own_beheerder)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("inbox"))
        return len(captured)

    deciding.note_view(make_request(), by=deputy, now=timezone.now())
    make_request(state=State.APPROVED, decided_by=deputy)
    with_one = queries()
    assert with_one <= 9
    for number in range(30):
        make_member(house_number=number + 1)
        row = make_request(house_number=number + 1)
        deciding.note_view(row, by=deputy, now=timezone.now())
        make_request(state=State.APPROVED, decided_by=own_beheerder)
    assert queries() == with_one


def test_looking_at_the_inbox_changes_nothing(
    inbox: Callable[..., str], join_request: ResidentRequest
) -> None:
    before = ResidentRequest.objects.values().get()
    inbox()
    inbox(na="0-0")
    assert ResidentRequest.objects.values().get() == before
    assert not Entry.objects.filter(verb__startswith="request.").exists()
