"""What must not come out by a side door: names in cookies, old rights, secrets in addresses."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from dorst_portal.accounts.models import User
from dorst_portal.accounts.services import close_account
from dorst_portal.audit.models import Entry
from groups.beheerders.services.appointments import accept, appoint
from groups.models import Appointment, AppointmentRole, ResidentRequest, WatchGroup
from groups.values.secrets import seal
from groups.welcome import welcome_message
from tests.groups.conftest import log_in
from tests.groups.pages import text_of

pytestmark = pytest.mark.django_db


def test_hd_07_no_cookie_holds_a_name(
    client: Client, own_beheerder: User, join_request: ResidentRequest
) -> None:
    """The notice after a decision names the applicant; it waits on our side."""
    log_in(client, own_beheerder)
    sent = {"what": "decline", "reason": "outside_streets"}
    answer = client.post(f"/beheer/aanvraag/{join_request.pk}/anders/", sent)
    assert answer.status_code == 302
    assert set(client.cookies) <= {"session", "csrf"}
    assert "is afgewezen" in text_of(client.get("/beheer/"))


@pytest.mark.parametrize("name", ["{link}", "{beheerder}", "{voornaam} {groep}"])
def test_a_name_is_no_placeholder(spoorstraat: WatchGroup, name: str) -> None:
    """ML-09"""
    spoorstraat.invite_link_encrypted = seal("https://chat.whatsapp.com/Geheim12345")
    spoorstraat.welcome_text = "Hallo {voornaam}, ik ben {beheerder} van {groep}."
    message = welcome_message(spoorstraat, to_name=name, by_name="Els {link}")
    assert message == f"Hallo {name}, ik ben Els {{link}} van Spoorstraat."


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("www.example.org", "www. example. org"),
        ("https://example.org/gratis?x=1", "https:// example. org/ gratis?x=1"),
        ("example.org/kom", "example. org/ kom"),
        ("rika@example.org", "rika@ example. org"),
        ("t.me/joinchat", "t. me/ joinchat"),
        ("@rika", "@ rika"),
        ("J.P.", "J. P."),
        ("Rika", "Rika"),
        ("Anne-Marie d'Hondt", "Anne-Marie d'Hondt"),
    ],
)
def test_a_name_becomes_no_link_in_the_message_that_a_beheerder_sends(
    spoorstraat: WatchGroup, name: str, shown: str
) -> None:
    spoorstraat.welcome_text = "Hallo {voornaam}, ik ben {beheerder} van {groep}."
    spoorstraat.name = name
    message = welcome_message(spoorstraat, to_name=name, by_name=name)
    assert message == f"Hallo {shown}, ik ben {shown} van {shown}."


def test_az_10_a_closed_account_gets_none_of_its_old_groups_back(
    own_beheerder: User, coordinator: User, dennenlaan: WatchGroup, now: datetime
) -> None:
    own_beheerder.set_password("uitgelekt wachtwoord")
    own_beheerder.save()
    close_account(own_beheerder, by=coordinator)
    facts = {"name": "Els Eigen", "role": AppointmentRole.BEHEERDER}
    asked = appoint(email=own_beheerder.email, group=dennenlaan, by=coordinator, now=now, **facts)
    own_beheerder.refresh_from_db()
    assert own_beheerder.is_active
    assert not own_beheerder.has_usable_password()
    accept(asked, by=own_beheerder, now=now)
    active = Appointment.objects.active(now).filter(user=own_beheerder)
    assert [one.group for one in active.select_related("group")] == [dennenlaan]
    assert Entry.objects.get(verb="appointment.ended").by == coordinator
    assert Entry.objects.get(verb="account.reopened").by == coordinator


@pytest.mark.parametrize(
    "query", ["password__startswith=x", "session_stamp__startswith=x", "password=x"]
)
def test_az_07_the_admin_answers_no_guess_at_a_secret(
    client: Client, superuser: User, query: str
) -> None:
    log_in(client, superuser)
    assert client.get(f"/admin/accounts/user/?{query}").status_code == 400
    assert client.get("/admin/accounts/user/?is_active__exact=1").status_code == 200


def test_the_admin_has_no_page_of_its_own_for_a_new_password(
    client: Client, superuser: User
) -> None:
    log_in(client, superuser)
    for ask in (client.get, client.post):
        answer = ask("/admin/password_change/")
        assert (answer.status_code, answer["Location"]) == (302, "/beveiliging/wachtwoord/")


SECRET = "https://chat.whatsapp.com/Geheim12345"


def test_invite_link_is_on_no_page_of_somebody_else(
    client: Client,
    spoorstraat: WatchGroup,
    own_beheerder: User,
    coordinator: User,
    other_beheerder: User,
    superuser: User,
    make_request: Callable[..., ResidentRequest],
    now: datetime,
) -> None:
    """Rule 8: a coordinator may not read it, nor a superuser in the admin."""
    spoorstraat.invite_link_encrypted, spoorstraat.invite_link_set_at = seal(SECRET), now
    spoorstraat.save()
    asked = make_request(state="approved", decided_by=own_beheerder)
    pages = [
        "/",
        "/groep/spoorstraat/",
        "/meedoen/spoorstraat/",
        "/beheer/",
        "/beheer/groep/spoorstraat/",
        "/beheer/groep/spoorstraat/leden/",
        f"/beheer/aanvraag/{asked.pk}/",
        f"/beheer/aanvraag/{asked.pk}/toevoegen/",
        "/platform/",
        "/platform/aanvragen/",
        f"/admin/groups/watchgroup/{spoorstraat.pk}/change/",
        f"/admin/groups/watchgroup/{spoorstraat.pk}/history/",
        "/admin/groups/watchgroup/",
    ]

    def seen_by(user: Any) -> list[str]:
        visitor = log_in(Client(), user) if user else client
        hidden = (SECRET, "Geheim12345", spoorstraat.invite_link_encrypted)
        found = {path: text_of(visitor.get(path)) for path in pages}
        return [path for path, page in found.items() if any(word in page for word in hidden)]

    for user in (None, other_beheerder, coordinator, superuser):
        assert seen_by(user) == []
    own = ["/beheer/groep/spoorstraat/", f"/beheer/aanvraag/{asked.pk}/toevoegen/"]
    assert seen_by(own_beheerder) == own
