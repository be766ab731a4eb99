"""Comparing the list with the chat on its page: the server's own way, without scripts."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from groups.members.services.acting import NumberTaken
from groups.members.services.ending import TooLate
from groups.members.services.settling import settle, undo_settled
from groups.models import LeaveReason, Membership, WatchGroup
from tests.groups.conftest import log_in
from tests.groups.pages import at_most, forms_of, words_of

MakeMember = Callable[..., Membership]
PAGE = "/beheer/groep/spoorstraat/leden/vergelijken/"
SETTLE = f"{PAGE}verwerken/"
SECRET = "Vreemde Vogel +31 6 00009876"
PASTE = f"Anja Jansen, 06 00000002, Kees, Jij, Els Nieuw, Wim Weg, Piet Plaatsvervanger, {SECRET}"


@pytest.fixture
def people(
    make_member: MakeMember, own_beheerder: User, deputy: User, now: datetime
) -> dict[str, Membership]:
    """Of everything one."""
    left = {"since": now - timedelta(days=9), "until": now - timedelta(days=1)}
    return {
        "there": make_member(name="Anja Jansen"),
        "by_number": make_member(name="Bert de Wit", mobile="+31600000002"),
        "alike": make_member(name="Kees Smit"),
        "missing": make_member(name="Mia Mist"),
        "own": make_member(name="Els Eigen"),
        "added": make_member(name="Els Nieuw", to_confirm=True),
        "not_yet": make_member(name="Nog Niet", to_confirm=True),
        "gone": make_member(name="Wim Weg", end_reason=LeaveReason.MOVED_HOUSE, **left),
    }


@pytest.fixture
def beheerder(client: Client, own_beheerder: User) -> Client:
    return log_in(client, own_beheerder)


def names(page: Any, part: str) -> list[str]:
    return [row.name for row in page.context["page"].parts[part]]


@pytest.mark.usefixtures("people")
def test_everybody_is_in_their_place(beheerder: Client) -> None:
    page = beheerder.post(PAGE, {"text": PASTE})
    assert names(page, "missing") == ["Mia Mist"]
    assert names(page, "alike") == ["Kees Smit"]
    assert names(page, "found") == ["Els Nieuw"]
    assert names(page, "still") == ["Wim Weg"]
    assert [one.shown for one in page.context["page"].strangers] == ["Vreemde Vogel +31600009876"]
    words = words_of(page)
    assert "4 verschillen" in words
    assert "8 personen gelezen." in words
    assert "In de groep: Kees" in words
    # No number of a member stands on it that the list does not show.
    assert "00 00 00 02" not in words
    assert "600000002" not in page.content.decode()


@pytest.mark.usefixtures("people")
def test_a_list_that_is_right_says_so(beheerder: Client) -> None:
    page = beheerder.post(PAGE, {"text": "Anja Jansen, Bert de Wit, Kees Smit, Mia Mist, Jij"})
    assert "Alles klopt" in words_of(page)
    assert reverse("list_confirmed", args=["spoorstraat"]) in {
        form.action for form in forms_of(page)
    }


@pytest.mark.usefixtures("people")
def test_of_a_paste_nothing_is_kept(
    beheerder: Client, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    beheerder.get(PAGE)
    before = Entry.objects.count()
    with CaptureQueriesContext(connection) as queries:
        assert "Vreemde Vogel" in words_of(beheerder.post(PAGE, {"text": PASTE}))
    assert not [row["sql"] for row in queries if "Vogel" in row["sql"] or "00009876" in row["sql"]]
    assert Entry.objects.count() == before
    told = caplog.text + "".join(capfd.readouterr())
    told += "".join(str(one.get_decoded()) for one in Session.objects.all())
    assert "Vogel" not in told
    assert "00009876" not in told


@pytest.mark.usefixtures("people")
def test_it_costs_the_same_for_one_and_for_sixty(
    beheerder: Client, make_member: MakeMember
) -> None:
    with at_most(10):
        beheerder.post(PAGE, {"text": PASTE})
    for _ in range(60):
        make_member()
    with at_most(10):
        beheerder.post(PAGE, {"text": PASTE})


def test_what_was_ticked_is_settled_and_the_rest_is_compared_anew(
    beheerder: Client, own_beheerder: User, people: dict[str, Membership]
) -> None:
    page = beheerder.post(PAGE, {"text": PASTE})
    (form,) = [form for form in forms_of(page) if form.action == SETTLE]
    assert form.sends["text"] == PASTE
    ticked = {"weg": [people["missing"].pk], "erin": [people["added"].pk], "hoe": "moved_house"}
    page = beheerder.post(SETTLE, {**form.sends, **ticked})
    assert "1 van de lijst gehaald. 1 in de groep." in words_of(page)
    assert (names(page, "missing"), names(page, "found")) == ([], [])
    missing, added = people["missing"], people["added"]
    missing.refresh_from_db()
    added.refresh_from_db()
    assert missing.end_reason == LeaveReason.MOVED_HOUSE
    # Who is not in the chat need not be taken out of it.
    assert missing.until == missing.left_chat_at
    assert not added.to_confirm
    lines = Entry.objects.filter(subject__in=[f"membership:{one.pk}" for one in (missing, added)])
    assert {line.verb for line in lines} == {"member.ended", "member.confirmed"}
    # The same once more changes nothing.
    assert "Dit is al gedaan." in words_of(beheerder.post(SETTLE, {**form.sends, **ticked}))


def test_who_belongs_there_is_to_be_put_in(
    beheerder: Client, people: dict[str, Membership], spoorstraat: WatchGroup
) -> None:
    ticked = {"weg": [people["missing"].pk, people["alike"].pk], "hoe": "toevoegen"}
    answer = beheerder.post(SETTLE, ticked, follow=True)
    assert "2 nog in de groep te zetten." in words_of(answer)
    to_add = Membership.objects.filter(group=spoorstraat).to_put_in_chat()
    assert {one.name for one in to_add} == {"Mia Mist", "Kees Smit", "Els Nieuw", "Nog Niet"}


def test_taking_off_is_taken_back_for_five_minutes(
    beheerder: Client, people: dict[str, Membership]
) -> None:
    ticked = {"weg": [people["missing"].pk, people["alike"].pk], "hoe": "other"}
    page = beheerder.post(SETTLE, ticked, follow=True)
    (undo,) = [form for form in forms_of(page) if "/terug/" in form.action]
    assert "2 mensen staan weer op de ledenlijst." in words_of(
        beheerder.post(undo.action, follow=True)
    )
    for name in ("missing", "alike"):
        people[name].refresh_from_db()
        row = people[name]
        assert (row.until, row.left_chat_at, row.end_reason) == (None, None, "")
    assert "kan niet meer" in words_of(beheerder.post(undo.action, follow=True))


def test_too_late_or_a_number_that_is_there_again(
    own_beheerder: User,
    people: dict[str, Membership],
    make_member: MakeMember,
    spoorstraat: WatchGroup,
    now: datetime,
) -> None:
    one, now = people["missing"], now + timedelta(seconds=1)
    facts: dict[str, Any] = {"by": own_beheerder, "now": now}
    done = settle(spoorstraat, absent=[one.pk], present=[], reason=LeaveReason.OTHER, **facts)
    for moment, later in ((done.moment, 5), (10**30, 0), (1, 0)):
        with pytest.raises(TooLate):
            undo_settled(
                spoorstraat, moment=moment, by=own_beheerder, now=now + timedelta(minutes=later)
            )
    make_member(mobile=one.mobile)
    with pytest.raises(NumberTaken):
        undo_settled(spoorstraat, moment=done.moment, **facts)


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({}, "Vink eerst iemand aan."),
        ({"weg": ["1"]}, "Kies wat er met deze mensen is."),
        ({"weg": ["1"], "hoe": "onzin"}, "Kies wat er met deze mensen is."),
        ({"weg": ["x", "\0"], "hoe": "other"}, "Vink eerst iemand aan."),
    ],
)
def test_what_is_missing_is_told_beside_what_was_pasted(
    beheerder: Client, people: dict[str, Membership], sent: dict[str, Any], told: str
) -> None:
    page = beheerder.post(SETTLE, {"text": PASTE, **sent})
    assert told in page.content.decode()
    assert "Vreemde Vogel" in words_of(page)
    assert names(page, "missing") == ["Mia Mist"]


def test_an_empty_paste_is_told(beheerder: Client, people: dict[str, Membership]) -> None:
    page = beheerder.post(PAGE, {"text": " \n "})
    assert "Plak hier wie er in de groep zitten." in words_of(page)


def test_a_stranger_begins_the_form_of_adding(beheerder: Client, spoorstraat: WatchGroup) -> None:
    page = beheerder.post(
        reverse("member_add", args=["spoorstraat"]), {"wie": "Vreemde Vogel +31600009876"}
    )
    form = page.context["form"]
    assert not form.is_bound
    assert form.initial == {"name": "Vreemde Vogel", "mobile": "06 00 00 98 76", "in_chat": "ja"}
    assert 'value="Vreemde Vogel"' in page.content.decode()
    assert not Membership.objects.exists()


def test_only_who_runs_the_group_compares_and_settles(
    client: Client,
    coordinator: User,
    other_beheerder: User,
    people: dict[str, Membership],
    spoorstraat: WatchGroup,
    now: datetime,
) -> None:
    ticked = {"weg": [people["missing"].pk], "hoe": "other"}
    for user, told in ((other_beheerder, 404), (coordinator, 403)):
        log_in(client, user)
        assert client.get(PAGE).status_code == told
        assert client.post(PAGE, {"text": PASTE}).status_code == told
        assert client.post(SETTLE, ticked).status_code == told
        done = settle(spoorstraat, absent=ticked["weg"], present=[], reason=None, by=user, now=now)
        assert not done
    assert Membership.objects.get(pk=people["missing"].pk).until is None


def test_nobody_of_another_group_is_settled(
    beheerder: Client,
    dennenlaan: WatchGroup,
    make_member: MakeMember,
    people: dict[str, Membership],
) -> None:
    elsewhere = make_member(group=dennenlaan, name="Elders Wonend")
    assert "Elders" not in beheerder.get(PAGE).content.decode()
    beheerder.post(SETTLE, {"weg": [elsewhere.pk], "hoe": "other"})
    elsewhere.refresh_from_db()
    assert elsewhere.until is None
