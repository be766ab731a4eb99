"""A number that somebody typed wrong is put right by who handles the request, before somebody else
gets the welcome.
"""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from groups.members.services.blocking import NewBlock, NumberBlocked, block_number
from groups.models import Membership, NumberBlock, ResidentRequest, WatchGroup
from groups.refusals import AlreadyHandled
from groups.requests.services.correcting import correct_number
from groups.requests.services.deciding import approve, decline, mark_added
from groups.values.states import Kind, Owner, State
from tests.groups.conftest import MakeRequest, log_in
from tests.groups.pages import text_of, words_of

WRONG, RIGHT = "+31600000001", "+31600000002"


@pytest.fixture
def asked(make_request: MakeRequest) -> ResidentRequest:
    return make_request(mobile=WRONG, name="Rita Recht")


@pytest.fixture
def beheerder(client: Client, own_beheerder: User) -> Client:
    return log_in(client, own_beheerder)


def page(request: ResidentRequest) -> str:
    return f"/beheer/aanvraag/{request.pk}/nummer/"


def send(client: Client, request: ResidentRequest, mobile: str, **given: str) -> Any:
    return client.post(page(request), {"mobile": mobile, "seen": request.mobile} | given)


def now_has(request: ResidentRequest) -> str:
    return ResidentRequest.objects.in_bulk([request.pk])[request.pk].mobile


def test_the_page_of_a_request_leads_to_it_and_back(
    beheerder: Client, asked: ResidentRequest, own_beheerder: User
) -> None:
    shown = beheerder.get(f"/beheer/aanvraag/{asked.pk}/")
    assert f'href="{page(asked)}">Nummer veranderen</a>' in text_of(shown)
    form = beheerder.get(page(asked))
    assert 'value="06 00 00 00 01"' in text_of(form)
    answer = send(beheerder, asked, "06 0000 0002")
    assert answer["Location"] == f"/beheer/aanvraag/{asked.pk}/"
    assert now_has(asked) == RIGHT
    words = words_of(beheerder.get(answer["Location"]))
    assert "Het nummer is veranderd." in words
    assert "veranderde het telefoonnummer" in words
    line = Entry.objects.get(verb="request.number_corrected")
    assert (line.by, line.subject, line.facts) == (own_beheerder, f"request:{asked.pk}", {})


def test_of_who_was_approved_the_right_one_comes_on_the_list(
    beheerder: Client, asked: ResidentRequest, own_beheerder: User, now: datetime
) -> None:
    approve(asked, by=own_beheerder, now=now)
    added = f"/beheer/aanvraag/{asked.pk}/toevoegen/"
    assert f'<a href="{page(asked)}">Verander het nummer</a>' in text_of(beheerder.get(added))
    assert send(beheerder, asked, "+31 6 0000 0002")["Location"] == added
    assert "31600000002" in text_of(beheerder.get(added))
    beheerder.post(f"/beheer/aanvraag/{asked.pk}/toegevoegd/")
    assert Membership.objects.get(name="Rita Recht").mobile == RIGHT


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", "Vul het telefoonnummer in."),
        ("06 12", "Dit nummer is te kort"),
        ("06 0000 0001", "Dit nummer staat er al."),
        ("013 511 00 00", "Dit lijkt een vast nummer."),
    ],
)
def test_bad_input_is_said_and_kept(
    beheerder: Client, asked: ResidentRequest, typed: str, error: str
) -> None:
    answer = send(beheerder, asked, typed)
    assert answer.status_code == 200
    assert error in words_of(answer)
    assert f'value="{typed}"' in text_of(answer) or not typed
    assert now_has(asked) == WRONG


def test_a_landline_is_taken_when_it_is_sent_once_more(
    beheerder: Client, asked: ResidentRequest, make_request: MakeRequest
) -> None:
    asked_again = send(beheerder, asked, "013 511 00 00")
    assert 'name="mobile_is_right" value="+31135110000"' in text_of(asked_again)
    send(beheerder, asked, "013 511 00 00", mobile_is_right="+31135110000")
    assert now_has(asked) == "+31135110000"
    # Who asks something need not have a mobile one.
    question = make_request(kind=Kind.QUESTION, subject="other", mobile=WRONG)
    send(beheerder, question, "013 511 00 00")
    assert now_has(question) == "+31135110000"


def test_who_was_second_changes_nothing(beheerder: Client, asked: ResidentRequest) -> None:
    send(beheerder, asked, "06 0000 0003")
    late = send(beheerder, asked, "06 0000 0002")
    assert late.status_code == 409
    assert now_has(asked) == "+31600000003"


def test_nobody_is_admitted_by_a_number_that_was_put_right_meanwhile(
    asked: ResidentRequest, own_beheerder: User, now: datetime
) -> None:
    stale = ResidentRequest.objects.get(pk=asked.pk)
    correct_number(asked, RIGHT, seen=WRONG, by=own_beheerder, now=now)
    with pytest.raises(AlreadyHandled):
        approve(stale, by=own_beheerder, now=now)
    asked.refresh_from_db()
    approve(asked, by=own_beheerder, now=now)
    stale = ResidentRequest.objects.get(pk=asked.pk)
    correct_number(asked, WRONG, seen=RIGHT, by=own_beheerder, now=now)
    with pytest.raises(AlreadyHandled):
        mark_added(stale, by=own_beheerder, now=now)
    assert not Membership.objects.filter(name="Rita Recht").exists()


def test_a_number_that_is_kept_out_does_not_come_in_by_it(
    asked: ResidentRequest, own_beheerder: User, spoorstraat: WatchGroup, now: datetime,
    make_member: Any,
) -> None:  # fmt: skip
    approve(asked, by=own_beheerder, now=now)
    gone = make_member(mobile=RIGHT)
    block_number(gone, NewBlock(reason="other", days=90), by=own_beheerder, now=now)
    assert NumberBlock.objects.exists()
    with pytest.raises(NumberBlocked):
        correct_number(asked, RIGHT, seen=WRONG, by=own_beheerder, now=now)
    assert now_has(asked) == WRONG


def test_what_has_ended_is_not_changed(
    beheerder: Client, asked: ResidentRequest, own_beheerder: User, now: datetime
) -> None:
    decline(asked, reason="other", note="", by=own_beheerder, now=now)
    assert "Nummer veranderen" not in words_of(beheerder.get(f"/beheer/aanvraag/{asked.pk}/"))
    assert beheerder.get(page(asked))["Location"] == f"/beheer/aanvraag/{asked.pk}/"
    assert send(beheerder, asked, "06 0000 0002").status_code == 302
    with pytest.raises(AlreadyHandled):
        correct_number(asked, RIGHT, seen=WRONG, by=own_beheerder, now=now)
    assert now_has(asked) == WRONG


def test_staff_change_what_is_theirs_and_no_stranger_anything(
    client: Client, asked: ResidentRequest, make_request: MakeRequest, coordinator: User,
    other_beheerder: User, now: datetime,
) -> None:  # fmt: skip
    theirs = make_request(owner=Owner.COORDINATORS, group=None, mobile=WRONG)
    log_in(client, coordinator)
    assert client.get(page(asked)).status_code == 403
    assert send(client, asked, "06 0000 0002").status_code == 403
    send(client, theirs, "06 0000 0002")
    assert now_has(theirs) == RIGHT
    log_in(client, other_beheerder)
    assert send(client, asked, "06 0000 0002").status_code == 404
    for by in (coordinator, other_beheerder):
        with pytest.raises(AlreadyHandled):
            correct_number(asked, RIGHT, seen=WRONG, by=by, now=now)
    assert now_has(asked) == WRONG
    assert asked.state == State.OPEN
