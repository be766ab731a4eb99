"""/bedankt/<reference>/: one page for everybody, and for an hour a personal one for who sent it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from dorst_portal.accounts.models import User
from groups.models import GroupStatus, Membership, ResidentRequest, Subject, WatchGroup
from groups.values.states import State
from tests.groups.conftest import MakeRequest, Village
from tests.groups.pages import at_most, forms_of, send, text_of, words_of
from tests.groups.requests.test_question_page import HOME, ask
from tests.groups.requests.test_signup_page import PERSON, YES, join, no_hurry

pytestmark = pytest.mark.django_db
__all__ = ["no_hurry"]  # a fixture for every test here


def test_same_words_whatever_was_asked(
    client: Client, make_request: Callable[..., ResidentRequest]
) -> None:
    pages = []
    for facts in ({}, {"state": State.WAITING}, {"email": "", "name": "Iemand"}):
        request = make_request(**facts)
        with at_most(1):
            page = client.get(f"/bedankt/{request.reference}/")
        words = words_of(page)
        for secret in (request.name, "Spoorstraat", "+316"):
            assert secret not in text_of(page)
        pages.append(words.replace(request.reference, ""))
    assert len(set(pages)) == 1
    assert "Je formulier is verstuurd" in pages[0]


@pytest.mark.parametrize("reference", ["D-346C7D", "D-AAAAAA", "x", "D-4F7K2M'--", "%2e"])
def test_unknown_reference_is_not_there(client: Client, reference: str) -> None:
    assert client.get(f"/bedankt/{reference}/").status_code == 404


def test_second_person_on_the_address_types_no_address(client: Client, village: Village) -> None:
    first = join(client)
    page = client.get(f"/bedankt/{first.reference}/")
    assert page["Cache-Control"] == "no-store, private"
    page = send(client, page)
    assert "Aanmelden voor groep Spoorstraat" in words_of(page)
    assert "Adres: Spoorstraat 12a" in words_of(page)
    send(client, send(client, page, **(PERSON | {"name": "Ties Tweede"})), **YES)
    assert list(ResidentRequest.objects.order_by("id").values_list("name", "house_letter")) == [
        ("Rika Resident", "A"),
        ("Ties Tweede", "A"),
    ]


def test_second_person_of_an_unknown_street_is_not_asked_again(
    client: Client, village: Village
) -> None:
    new_street = "/meedoen/?straat=Spoorlaan&huisnummer=3&nieuw=ja"
    words = words_of(client.get(new_street))
    assert "We kennen je straat nog niet. Platform Dorst kijkt naar je adres" in words
    assert "is er nog geen groep" not in words
    first = join(client, new_street)
    page = client.get(f"/bedankt/{first.reference}/")
    assert "Platform Dorst bekijkt je aanmelding." in words_of(page)
    page = send(client, page)
    assert "Stap 2 van 3" in words_of(page)


def test_address_is_only_for_the_browser_that_sent_it(client: Client, village: Village) -> None:
    first = join(client)
    second = join(client)
    somebody = Client()
    for stranger, reference in (
        (somebody, first.reference),
        (client, first.reference),
        (client, second.reference),
    ):
        page = stranger.get(f"/bedankt/{reference}/")
        is_own = stranger is client and reference == second.reference
        assert bool(forms_of(page)) is is_own
        assert ("Spoorstraat" in text_of(page)) is is_own
    client.cookies["aanmelding"] = f"{first.reference}:vervalst"
    assert not forms_of(client.get(f"/bedankt/{first.reference}/"))


# --- The browser that sent the form ------------------------------------------------------------

SECRETS = ("Rika", "Resident", "example.org\n", "groep Spoorstraat", "aanmelding is verstuurd")


def is_personal(page: Any) -> bool:
    """Whether the page says whose request it is; otherwise it may say nothing of it."""
    text = text_of(page)
    words = [secret for secret in SECRETS if secret in text]
    if "Dank je, Rika." not in text:
        assert not words
        assert "Je formulier is verstuurd" in text
        return False
    return True


def test_the_sender_reads_who_what_where_and_how_long(
    client: Client, own_beheerder: User, make_request: MakeRequest, now: datetime
) -> None:
    for days in (1, 2, 2, 2, 9):
        make_request(
            state=State.ADDED,
            decided_by=own_beheerder,
            created_at=now - timedelta(days=days),
            decided_at=now,
        )
    sent = join(client)
    with at_most(2):
        page = client.get(f"/bedankt/{sent.reference}/")
    words = words_of(page)
    assert "Je aanmelding is verstuurd" in words
    assert "Dank je, Rika." in words
    assert "We sturen een e-mail naar r…a@example.org ." in words
    assert "rika@" not in text_of(page)
    assert "De beheerder van groep Spoorstraat bekijkt je aanmelding." in words
    assert "Geen reactie na 7 dagen? Dan kijkt Platform Dorst mee." in words
    assert "Die reageert meestal binnen 2 dagen." in words
    assert "Rika" not in text_of(page).split("</head>", 1)[0]  # the title stays in the history
    # Reloaded and come back to, it is the same page.
    assert words_of(client.get(f"/bedankt/{sent.reference}/")) == words
    assert page["Cache-Control"] == "no-store, private"


def test_too_few_decisions_are_no_figure(
    client: Client, own_beheerder: User, make_request: MakeRequest
) -> None:
    for _ in range(4):
        make_request(state=State.ADDED, decided_by=own_beheerder)
    words = words_of(client.get(f"/bedankt/{join(client).reference}/"))
    assert "meestal" not in words
    assert "Dat kan een paar dagen duren." in words


def test_nobody_else_reads_whose_it_is(client: Client, own_beheerder: User) -> None:
    sent = join(client)
    path = f"/bedankt/{sent.reference}/"
    assert is_personal(client.get(path))
    assert not is_personal(Client().get(path))
    # Another browser that sent a form of its own, and guesses this number.
    other = Client()
    theirs = join(other, name="Ties Tweede", email="ties@example.org")
    assert not is_personal(other.get(path))
    assert "Dank je, Ties." in words_of(other.get(f"/bedankt/{theirs.reference}/"))
    # A cookie of one number, set on that of another, or made by somebody.
    signed = client.cookies["aanmelding"].value
    for value in (signed.replace(sent.reference, theirs.reference), sent.reference, "x:y:z"):
        guesser = Client()
        guesser.cookies["aanmelding"] = value
        assert not is_personal(guesser.get(f"/bedankt/{theirs.reference}/"))
        assert not is_personal(guesser.get(path))


def test_after_an_hour_it_is_everybodys_page(client: Client, own_beheerder: User) -> None:
    sent = join(client)
    path = f"/bedankt/{sent.reference}/"
    with time_machine.travel(timezone.now() + timedelta(minutes=59)):
        assert is_personal(client.get(path))
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert not is_personal(client.get(path))


def test_of_two_forms_the_last_one_is_the_browsers_own(client: Client, own_beheerder: User) -> None:
    first = join(client)
    second = join(client)
    assert not is_personal(client.get(f"/bedankt/{first.reference}/"))
    assert is_personal(client.get(f"/bedankt/{second.reference}/"))


def test_who_gave_a_title_or_initials_is_not_called_by_it(
    client: Client, own_beheerder: User
) -> None:
    sent = join(client, name="Mevr. R. Resident")
    assert "Dank je, Mevr. R. Resident." in words_of(client.get(f"/bedankt/{sent.reference}/"))


def test_somebody_who_helps_reads_the_own_name(client: Client, own_beheerder: User) -> None:
    helper = {"for_whom": "other", "helper_name": "Bas Buur", "helper_knows": "on"}
    words = words_of(client.get(f"/bedankt/{join(client, **helper).reference}/"))
    assert "Dank je, Bas. Het gaat om Rika." in words


def test_without_email_somebody_calls_and_a_group_without_a_beheerder_is_told_so(
    client: Client, village: Village
) -> None:
    sent = join(client, email="", no_email="on")
    words = words_of(client.get(f"/bedankt/{sent.reference}/"))
    assert "Er is geen e-mailadres ingevuld. Daarom bellen we." in words
    assert "Platform Dorst bekijkt je aanmelding." in words
    # They have it already, and nobody else looks along.
    assert "Dan kijkt Platform Dorst mee" not in words
    assert "Geen reactie na 7 dagen? Mail ons dan. Zet je nummer erbij." in words


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"capacity": 1}, "Groep Spoorstraat is vol."),
        ({"status": GroupStatus.PAUSED}, "Groep Spoorstraat is gepauzeerd."),
        ({"status": GroupStatus.STARTING}, "Voor jouw adres is er nog geen groep."),
    ],
)
def test_waiting_is_told_and_a_group_that_is_starting_is_not_named(
    client: Client,
    own_beheerder: User,
    make_member: Callable[..., Membership],
    facts: dict[str, Any],
    told: str,
) -> None:
    make_member()
    WatchGroup.objects.filter(slug="spoorstraat").update(**facts)
    sent = join(client, "/meedoen/?straat=Spoorstraat&huisnummer=12a")
    words = words_of(client.get(f"/bedankt/{sent.reference}/"))
    assert told in words
    is_starting = facts.get("status") == GroupStatus.STARTING
    assert ("Spoorstraat" in words) is not is_starting
    assert "Geen reactie na 7 dagen?" not in words  # it may take months


def test_a_question_and_a_complaint_say_who_reads_them(client: Client, own_beheerder: User) -> None:
    asked = ask(client, **HOME)
    words = words_of(client.get(f"/bedankt/{asked.reference}/"))
    assert "Je vraag is verstuurd" in words
    assert "De beheerder van groep Spoorstraat bekijkt je vraag." in words
    complaint = ask(client, Subject.COMPLAINT, about_group="spoorstraat")
    words = words_of(client.get(f"/bedankt/{complaint.reference}/"))
    assert "Platform Dorst bekijkt je klacht." in words
    assert "Spoorstraat" not in words


def test_a_forgotten_request_says_nothing_any_more(client: Client, own_beheerder: User) -> None:
    sent = join(client)
    ResidentRequest.objects.filter(pk=sent.pk).update(anonymised_at=timezone.now(), name="")
    assert not is_personal(client.get(f"/bedankt/{sent.reference}/"))
