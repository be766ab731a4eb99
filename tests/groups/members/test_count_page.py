"""Counting: one number, which fits or is explained."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from groups.members.services.counting import confirm_list
from groups.models import GroupStatus, LeaveReason, Membership, WatchGroup
from groups.refusals import Refused
from tests.groups.conftest import log_in
from tests.groups.pages import forms_of, words_of

MakeMember = Callable[..., Membership]
PAGE = "/beheer/groep/spoorstraat/leden/tellen/"


@pytest.fixture
def five(make_member: MakeMember, own_beheerder: User, deputy: User, now: datetime) -> None:
    """In the chat: three members, one who left and is in it still, and a deputy; the beheerder is
    one of the members, and one more member is still to be put in.
    """
    make_member(name="Els Eigen")
    make_member()
    make_member()
    make_member(to_confirm=True)
    gone = {"since": now - timedelta(days=9), "end_reason": LeaveReason.MOVED_HOUSE}
    make_member(until=now - timedelta(days=1), **gone)
    make_member(until=now - timedelta(days=1), left_chat_at=now, **gone)


def count(client: Client, number: str, *beheerders: User) -> object:
    sent = {"number": number, "beheerders": [user.pk for user in beheerders]}
    return client.post(PAGE, sent, follow=True)


@pytest.mark.usefixtures("five")
def test_the_same_number_is_stored_and_that_is_all(
    client: Client, own_beheerder: User, deputy: User, spoorstraat: WatchGroup
) -> None:
    page = log_in(client, own_beheerder).get(PAGE)
    words = words_of(page)
    assert "Bovenin de groep staat hoeveel leden er zijn. Vul dat getal in." in words
    # Who is on the list is not asked about; the deputy is, and is in it unless told otherwise.
    (form,) = [form for form in forms_of(page) if "number" in form.sends]
    assert form.sends["beheerders"] == str(deputy.pk)
    assert "Piet Plaatsvervanger" in words
    assert "Els Eigen" not in words
    answer = count(client, " 5 ", deputy)
    assert "Klopt. Tot over 3 maanden!" in words_of(answer)
    assert ": 5 in WhatsApp." in words_of(answer)
    spoorstraat.refresh_from_db()
    assert spoorstraat.list_counted == 5
    assert spoorstraat.list_confirmed_at == spoorstraat.alive_at
    line = Entry.objects.get(verb="group.list_confirmed")
    assert (line.by_id, line.facts) == (own_beheerder.pk, {"counted": 5})


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize(
    ("number", "with_deputy", "told"),
    [
        ("7", True, "Je mist er 2."),
        ("4", True, "Je hebt er 1 te veel."),
        ("3", True, "Je hebt er 2 te veel."),
        ("5", False, "Je mist er 1."),
    ],
)
def test_another_number_is_explained_and_stores_nothing(
    client: Client,
    own_beheerder: User,
    deputy: User,
    spoorstraat: WatchGroup,
    number: str,
    with_deputy: bool,
    told: str,
) -> None:
    log_in(client, own_beheerder)
    words = words_of(count(client, number, *([deputy] if with_deputy else [])))
    assert told in words
    assert (
        f"In WhatsApp staan er {number}. Op je lijst staan er {5 if with_deputy else 4}." in words
    )
    assert "3 leden op je lijst, zonder de 1 die nog in de groep moet" in words
    assert "1 van de lijst, maar nog niet uit de groep" in words
    assert ("1 beheerder die niet op de lijst staat" in words) is with_deputy
    spoorstraat.refresh_from_db()
    assert (spoorstraat.list_confirmed_at, spoorstraat.list_counted) == (None, None)


@pytest.mark.parametrize("number", ["", "x", "-3", "0", "1,5", "9" * 30, "\0"])
def test_what_is_no_number_is_told_and_kept(
    client: Client, own_beheerder: User, member: Membership, number: str
) -> None:
    page = log_in(client, own_beheerder).post(PAGE, {"number": number})
    assert page.status_code == 200
    assert "Fout:" in page.content.decode()
    assert "Vul een getal in, zoals 42." in words_of(page) or not number


def test_only_who_runs_the_group_counts(
    client: Client, coordinator: User, other_beheerder: User, spoorstraat: WatchGroup
) -> None:
    for user, told in ((other_beheerder, 404), (coordinator, 403)):
        log_in(client, user)
        assert client.get(PAGE).status_code == told
        assert client.post(PAGE, {"number": "1"}).status_code == told
    spoorstraat.refresh_from_db()
    assert spoorstraat.list_confirmed_at is None


def test_a_group_that_does_not_run_is_not_counted(
    client: Client, own_beheerder: User, member: Membership, spoorstraat: WatchGroup, now: datetime
) -> None:
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(status=GroupStatus.ARCHIVED)
    log_in(client, own_beheerder)
    assert "Deze groep loopt nu niet." in words_of(count(client, "2", own_beheerder))
    own_beheerder.appointments.update(until=now)
    with pytest.raises(Refused):
        confirm_list(spoorstraat, by=own_beheerder, now=now, counted=2)


def test_looking_through_the_list_forgets_the_number_of_before(
    own_beheerder: User, spoorstraat: WatchGroup, now: datetime
) -> None:
    confirm_list(spoorstraat, by=own_beheerder, now=now, counted=12)
    confirm_list(spoorstraat, by=own_beheerder, now=now)
    spoorstraat.refresh_from_db()
    assert spoorstraat.list_counted is None
