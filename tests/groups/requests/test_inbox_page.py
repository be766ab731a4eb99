"""The first page of a beheerder: who waits, worst first, and nothing of another group."""

import re
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
from groups.models import Appointment, Membership, ResidentRequest, WatchGroup
from groups.requests.services import deciding
from groups.values.states import Kind, Owner, State, WaitingOn
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


def test_who_was_a_beheerder_is_not_told_to_wait_for_it(
    inbox: Callable[..., str], own_beheerder: User, now: datetime
) -> None:
    Appointment.objects.filter(user=own_beheerder).update(until=now - timedelta(minutes=1))
    assert "<h1>Je bent nu geen beheerder</h1>" in inbox()
    Appointment.objects.filter(user=own_beheerder).update(until=None, accepted_at=None)
    assert "<h1>Je bent nog geen beheerder</h1>" in inbox()


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
        ({"email_confirmed_at": timezone.now()}, "Adres klopt"),
        ({"street": None, "street_text": "Nergensweg"}, "Adres niet gevonden"),
        ({"email": ""}, "Geen e-mail: bel"),
        ({}, "App of bel"),
    ],
)
def test_the_one_tag_of_a_row_says_what_is_worst(
    inbox: Callable[..., str], make_request: MakeRequest, facts: dict[str, object], tag: str
) -> None:
    make_request(**facts)
    text = inbox()
    assert tag in text
    assert text.count('"dp-tag ') == 1


def test_who_and_where_stand_on_one_line(
    inbox: Callable[..., str], make_request: MakeRequest
) -> None:
    row = make_request(name="<Anja> Jansen", house_number=12, house_letter="A")
    page = reverse("request", args=[row.pk])
    assert f'<a href="{page}">&lt;Anja&gt; Jansen</a> <span>Spoorstraat 12a</span></p>' in inbox()


def test_a_refused_address_says_bel(
    inbox: Callable[..., str], make_request: MakeRequest, now: datetime
) -> None:
    make_request(email="", email_refused_at=now)
    text = inbox()
    assert "E-mail klopt niet: bel" in text
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
            group=group, street=street, street_text="Dennenlaan", house_number=number,
            email_confirmed_at=timezone.now(),
        )  # fmt: skip
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


def test_a_household_is_known_by_number_and_folded_letter(
    client: Client, own_beheerder: User, make_request: MakeRequest, make_member: MakeMember
) -> None:
    log_in(client, own_beheerder)
    make_member(name="Hans Huisgenoot", house_number=12, house_letter="A")
    row = make_request(house_number=12, house_letter="")
    page = reverse("request", args=[row.pk])
    assert "Hans Huisgenoot" not in client.get(page).content.decode()
    ResidentRequest.objects.filter(pk=row.pk).update(house_letter="A")
    assert "Hans Huisgenoot" in client.get(page).content.decode()


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


# --- One true count ------------------------------------------------------------------------


def test_requests_questions_and_who_is_to_be_added_are_counted_apart(
    inbox: Callable[..., str], make_request: MakeRequest, own_beheerder: User
) -> None:
    for _ in range(3):
        make_request()
    make_request(kind=Kind.QUESTION)
    for _ in range(2):
        make_request(state=State.APPROVED, decided_by=own_beheerder)
    text = inbox()
    assert "<h1>3 aanvragen wachten op jou</h1>" in text
    assert "<title>3 aanvragen wachten op jou" in text
    assert "Aanvragen (3)" in text
    assert "Nog afmaken (2)" in text
    assert "Vragen (1)" in text
    assert text.count('<li class="dp-row') == 6


def test_a_question_alone_is_not_called_a_request(
    inbox: Callable[..., str], make_request: MakeRequest
) -> None:
    make_request(kind=Kind.QUESTION)
    text = inbox()
    assert "<h1>Iemand heeft een vraag aan je</h1>" in text
    assert "Aanvragen (0)" in text
    assert "Vragen (1)" in text


def test_after_adding_the_same_number_is_told(
    client: Client, own_beheerder: User, make_request: MakeRequest
) -> None:
    added = make_request(state=State.APPROVED, decided_by=own_beheerder)
    for _ in range(2):
        make_request()
    make_request(kind=Kind.QUESTION)
    log_in(client, own_beheerder)
    answer = client.post(reverse("request_added", args=[added.pk]), follow=True)
    text = answer.content.decode()
    assert "Nog 2 aanvragen." in text
    assert "Aanvragen (2)" in text


# --- Parts of it ---------------------------------------------------------------------------


@pytest.fixture
def mixed(make_request: MakeRequest, make_member: MakeMember, village: Village) -> None:
    """Open requests of every sort, one of each."""
    now = timezone.now()
    make_member(mobile="+31600001234", house_number=99)
    village_street = village.street("oude-tilburgsebaan")
    for facts in (
        {"name": "Fien Fijn"},
        {"name": "Lies Laat", "created_at": now - timedelta(days=7)},
        {"name": "Nico Nipt", "created_at": now - timedelta(days=6)},
        {"name": "Bea Bel", "email": "", "email_confirmed_at": None},
        {"name": "Onno Onbevestigd", "email_confirmed_at": None},
        {"name": "Rob Refuse", "email": "", "email_confirmed_at": None, "email_refused_at": now},
        {"name": "Lid Al", "mobile": "+31600001234"},
        {"name": "Elders Els", "street": village_street, "street_text": village_street.name},
        {"name": "Nergens Nel", "street": None, "street_text": "Nergensweg"},
        {"name": "Dubbel Dirk", "mobile": "+31600004321"},
        {"name": "Dubbel D.", "mobile": "+31600004321"},
    ):
        make_request(**({"email_confirmed_at": now} | facts))
    # Of another kind, state or turn: in no part.
    make_request(kind=Kind.QUESTION, name="Kanarie Vraag")
    make_request(waiting_on=WaitingOn.RESIDENT, name="Kanarie Gevraagd", email="")
    make_request(owner=Owner.COORDINATORS, name="Kanarie Platform", email="")


@pytest.mark.parametrize(
    ("show", "label", "names"),
    [
        ("klopt", "Klopt", {"Fien Fijn", "Lies Laat", "Nico Nipt", "Dubbel Dirk"}),
        ("bellen", "Bellen", {"Bea Bel", "Onno Onbevestigd", "Rob Refuse"}),
        ("te-laat", "Te laat", {"Lies Laat"}),
    ],
)
@pytest.mark.usefixtures("mixed")
def test_a_part_shows_what_belongs_to_it_with_its_count(
    inbox: Callable[..., str], show: str, label: str, names: set[str]
) -> None:
    whole, text = inbox(), inbox(toon=show)
    assert names_in(text) == names
    assert f"<h2>{label} ({len(names)})</h2>" in text
    for page in (whole, text):
        assert "<h1>11 aanvragen wachten op jou</h1>" in page
        assert f'{label} <span class="dp-count">{len(names)}</span>' in page
        assert 'Alle <span class="dp-count">11</span>' in page
    assert f'<a href="?toon={show}" aria-current="page">' in text
    assert "Kanarie" not in text


@pytest.mark.usefixtures("mixed")
def test_what_fits_is_what_the_tag_says(inbox: Callable[..., str]) -> None:
    text = inbox()
    rows = text.split('<li class="dp-row')[1:]
    tagged = {name for row in rows if "Adres klopt" in row for name in names_in(row)}
    assert tagged == names_in(inbox(toon="klopt"))


@pytest.mark.usefixtures("mixed")
@pytest.mark.parametrize("show", ["", "x", "klopt'", "KLOPT", "te laat"])
def test_what_is_no_part_shows_all(inbox: Callable[..., str], show: str) -> None:
    assert len(names_in(inbox(toon=show)) & {"Bea Bel", "Fien Fijn", "Lies Laat"}) == 3


def test_a_part_without_anybody_says_so_and_leads_back(
    inbox: Callable[..., str], make_request: MakeRequest
) -> None:
    make_request()
    text = inbox(toon="te-laat")
    assert "Hier staat nu niemand bij." in text
    assert '<a href="?">Alle' in text
    assert "Te laat" not in inbox()  # nothing to choose from


def test_a_part_pages_by_key_and_goes_with_a_group(
    inbox: Callable[..., str],
    make_request: MakeRequest,
    own_beheerder: User,
    dennenlaan: WatchGroup,
    now: datetime,
) -> None:
    appoint(own_beheerder, dennenlaan)
    for number in range(25):
        make_request(name=f"Naam{number:02d} Test", created_at=now - timedelta(hours=number))
        make_request(name="Mail Wel", email_confirmed_at=now)
    make_request(name="Dirk Den", group=dennenlaan, email="")
    first = inbox(toon="bellen", groep="spoorstraat")
    assert "Bellen (25)" in first
    assert '<a href="?groep=spoorstraat&amp;toon=klopt">' in first
    assert "toon=bellen&amp;groep=spoorstraat&amp;na=" in first
    key = first.split("&amp;na=")[1].split('"')[0]
    second = inbox(toon="bellen", groep="spoorstraat", na=key)
    seen = [name for page in (first, second) for name in sorted(names_in(page))]
    assert len(seen) == len(set(seen)) == 25
    assert "Dirk Den" not in first + second
    assert "Dirk Den" in inbox(toon="bellen", groep="dennenlaan")


def names_in(text: str) -> set[str]:
    """Who stands in the rows of the list."""
    return set(re.findall(r'dp-row__who"><a href="[^"]*">([^<]*)</a>', text))


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
    assert "dp-row--late" not in text
    make_request(created_at=now - timedelta(days=8))
    assert "dp-row--late" in inbox()


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
