"""Article 21: somebody objects to the use of their data, and it stays with Platform Dorst."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dorst_portal.accounts.models import User
from groups.mine.services.objecting import BEGINS, NothingKept, object_to_use
from groups.models import Membership, OwnPage, ResidentRequest, Subject
from groups.requests.services.form_limits import PER_EMAIL
from groups.values.states import Owner
from tests.groups.conftest import log_in
from tests.groups.mine.conftest import ANJA
from tests.groups.pages import send, text_of, words_of

PAGE = "/mijn/bezwaar/"
TEXT = "Ik wil niet in jullie cijfers."


def objects(client: Client, text: str = TEXT) -> Any:
    return send(client, client.get(PAGE), text=text)


def test_it_becomes_a_question_for_platform_dorst_with_a_confirmed_address(
    client: Client, own: Any, anja: Membership, own_beheerder: User, coordinator: User
) -> None:
    assert "binnen een maand" in words_of(client.get(PAGE))
    assert objects(client)["Location"] == "/mijn/bezwaar/verstuurd/"
    assert "De beheerder van je groep leest het niet." in words_of(
        client.get("/mijn/bezwaar/verstuurd/")
    )
    asked = ResidentRequest.objects.get()
    assert (asked.subject, asked.owner, asked.group) == (Subject.DECISION, Owner.COORDINATORS, None)
    assert (asked.name, asked.mobile, asked.email) == (anja.name, anja.mobile, ANJA)
    assert asked.message == f"{BEGINS}{TEXT}"
    assert asked.email_confirmed_at is not None
    assert asked.reference in words_of(client.get("/mijn/"))
    page = f"/beheer/aanvraag/{asked.pk}/"
    assert log_in(Client(), own_beheerder).get(page).status_code == 404
    seen = words_of(log_in(Client(), coordinator).get(page))
    assert "Bezwaar tegen het gebruik van gegevens" in seen
    assert "Iemand wil niet dat wij gegevens gebruiken." in seen


def test_the_same_sent_twice_is_one(client: Client, own: Any) -> None:
    for _ in range(2):
        objects(client)
    assert ResidentRequest.objects.count() == 1


@pytest.mark.parametrize(("text", "says"), [("", "Schrijf op wat je niet wilt."), ("x" * 451, "")])
def test_bad_input_is_told_and_kept(client: Client, own: Any, text: str, says: str) -> None:
    page = objects(client, text)
    assert page.status_code == 200
    assert says in words_of(page)
    assert text in text_of(page)
    assert not ResidentRequest.objects.exists()


def test_not_more_often_than_other_forms_and_what_was_typed_stays(client: Client, own: Any) -> None:
    for number in range(PER_EMAIL):
        objects(client, f"{TEXT} {number}")
    last = objects(client)
    assert last.status_code == 429
    assert TEXT in text_of(last)
    assert ResidentRequest.objects.count() == PER_EMAIL


@pytest.mark.django_db
def test_of_whom_nothing_is_kept_there_is_nothing_to_object_to() -> None:
    now = timezone.now()
    page = OwnPage.objects.create(email="weg@example.org", asked_at=now, opened_at=now)
    with pytest.raises(NothingKept):
        object_to_use(page, text=TEXT, now=now)
    assert not ResidentRequest.objects.exists()
