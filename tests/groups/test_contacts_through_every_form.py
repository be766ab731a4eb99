"""An address or a number with a mistake, in every form that asks for one: it is shown before it is
used, no mail goes out meanwhile, and two mailboxes stay two.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.outbox.models import Mail
from groups.models import Appointment, Partner, PartnerContact, ResidentRequest, WatchGroup
from tests.groups.conftest import Village, log_in
from tests.groups.pages import forms_of, send, words_of
from tests.groups.partners.partners import make_partner
from tests.groups.requests import test_new_group_page as new_group
from tests.groups.requests import test_question_page as question
from tests.groups.requests import test_request_new_page as by_hand
from tests.groups.requests.test_signup_page import no_hurry

pytestmark = pytest.mark.django_db
__all__ = ["no_hurry"]  # a fixture for every test here


@dataclass(frozen=True)
class Asks:
    """A form: its page, what else is typed in it, and what it stored last."""

    open: Callable[[Client], Any]
    typed: dict[str, str]
    stored: Callable[[], Any]
    staff: bool = True


def _request() -> ResidentRequest:
    return ResidentRequest.objects.latest("id")


def _contact_page(client: Client) -> Any:
    return client.get(reverse("contact_new", args=[make_partner("Team").pk]))


SHOWN = {"name": "Wim Wijk", "shown_to": "beheerders", "serves_all": "on"}
NORA = {"name": "Nora Nieuw", "role": "beheerder", "group": "Spoorstraat"}
FORMS = {
    "question": Asks(question.details_page, question.ASKED, _request, staff=False),
    "new group": Asks(new_group.details_page, new_group.PERSON, _request, staff=False),
    "typed in: joining": Asks(
        lambda client: client.get(by_hand.path("meedoen")), by_hand.JOIN, _request
    ),
    "typed in: a question": Asks(
        lambda client: client.get(by_hand.path("vraag")), by_hand.QUESTION, _request
    ),
    "typed in: a group": Asks(
        lambda client: client.get(by_hand.path("groep")), by_hand.NEW_GROUP, _request
    ),
    "partner": Asks(
        lambda client: client.get(reverse("partner_new")),
        SHOWN | {"kind": "other"},
        lambda: Partner.objects.get(name="Wim Wijk"),
    ),
    "contact": Asks(_contact_page, SHOWN, lambda: PartnerContact.objects.get()),
    "appointing": Asks(
        lambda client: client.get(reverse("appoint")),
        NORA,
        lambda: Appointment.objects.latest("id").user,
    ),
}
BY_NAME = pytest.mark.parametrize("name", FORMS)


@pytest.fixture
def asks(client: Client, coordinator: User, village: Village, name: str) -> Asks:
    if FORMS[name].staff:
        log_in(client, coordinator)
    return FORMS[name]


def fill_in(client: Client, page: Any, box: str, **typed: str) -> Any:
    """Send the form that has this box."""
    form = next(form for form in forms_of(page) if box in form.sends)
    return client.post(form.action or page.wsgi_request.get_full_path(), form.sends | typed)


def in_the_box(page: Any, box: str) -> str:
    return next(form.sends[box] for form in forms_of(page) if box in form.sends)


def finish(client: Client, answer: Any) -> None:
    """Send the page that shows everything once more, where there is one."""
    if answer.status_code == 200:
        answer = send(client, answer)
    assert answer.status_code == 302, words_of(answer)


@BY_NAME
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nora@example,org", "nora@example.org"),
        ("Nora <nora@example.org>", "nora@example.org"),
        ("nora @example.org", "nora@example.org"),
        ("\u212aim@example.org", "kim@example.org"),
    ],
)
def test_what_was_meant_is_shown_and_used_only_when_it_is_sent_again(
    client: Client, asks: Asks, typed: str, meant: str
) -> None:
    before = Mail.objects.count()
    answer = fill_in(client, asks.open(client), "email", **(asks.typed | {"email": typed}))
    assert f"Bedoel je {meant}? Klopt het, druk dan nog een keer." in words_of(answer)
    assert in_the_box(answer, "email") == meant
    assert Mail.objects.count() == before
    finish(client, fill_in(client, answer, "email"))
    assert asks.stored().email == meant


@BY_NAME
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("nora@example.org, jan@example.org", "Hier staan 2 e-mailadressen."),
        ("nora jansen@example.org", "Er staat een spatie in."),
        ("n\u0131ra@example.org", "Dit teken kan er niet in: \u0131"),
    ],
)
def test_what_nobody_can_be_sure_of_is_told_and_stays_in_the_box(
    client: Client, asks: Asks, typed: str, told: str
) -> None:
    answer = fill_in(client, asks.open(client), "email", **(asks.typed | {"email": typed}))
    assert told in words_of(answer)
    assert in_the_box(answer, "email") == typed


@BY_NAME
def test_a_domain_is_never_turned_into_another_one(client: Client, asks: Asks) -> None:
    typed = {"email": "<kees@straße.example>,"}
    answer = fill_in(client, asks.open(client), "email", **(asks.typed | typed))
    if answer.status_code == 200 and "Bedoel je" in words_of(answer):
        answer = fill_in(client, answer, "email")
    finish(client, answer)
    assert asks.stored().email == "kees@xn--strae-oqa.example"
    assert not Mail.objects.filter(to__contains="strasse").exists()


WITH_A_NUMBER = pytest.mark.parametrize(
    ("name", "box"),
    [
        (name, "phone" if name in ("partner", "contact") else "mobile")
        for name in FORMS
        if name != "appointing"
    ],
)


@WITH_A_NUMBER
@pytest.mark.parametrize(
    "typed",
    [
        "\u202a+31\u00a06\u20110000\u20110001\u202c",
        "Tel. 06 0000 0001,",
        "tel:+31600000001",
        "'0600000001",
        "\uff10\uff16\uff10\uff10\uff10\uff10\uff10\uff10\uff10\uff11",
    ],
)
def test_a_number_as_it_was_copied_is_read(
    client: Client, asks: Asks, box: str, typed: str
) -> None:
    given = asks.typed | {"email": "nora@example.org", box: typed}
    finish(client, fill_in(client, asks.open(client), box, **given))
    assert getattr(asks.stored(), box) == "+31600000001"


@WITH_A_NUMBER
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("0470 12 34 56", "Is dit een nummer uit een ander land?"),
        ("06 0000 0001 (moeder)", "Laat de woorden weg."),
        ("06 0000 0001 of 06 0000 0002", "Hier staan 2 nummers."),
    ],
)
def test_what_is_wrong_with_a_number_is_told_and_stays_in_the_box(
    client: Client, asks: Asks, box: str, typed: str, told: str
) -> None:
    given = asks.typed | {"email": "nora@example.org", box: typed}
    answer = fill_in(client, asks.open(client), box, **given)
    assert told in words_of(answer)
    assert in_the_box(answer, box) == typed


def test_a_landline_that_could_be_a_mobile_abroad_is_asked_about(
    client: Client, village: Village
) -> None:
    page = question.check_page(client, mobile="0475 12 34 56")
    hint = "Is dit een nummer uit een ander land? Schrijf het dan zo: +32 475 12 34 56"
    assert hint in words_of(page)
    page = new_group.check_page(client, mobile="512 345 678")
    assert "Schrijf het dan zo: +48 512 345 678" in words_of(page)


def test_who_types_in_a_landline_hears_how_to_write_one_of_another_country(
    client: Client, coordinator: User, village: Village
) -> None:
    log_in(client, coordinator)
    typed = by_hand.JOIN | {"mobile": "512 345 678"}
    words = words_of(by_hand.typed_in(client, by_hand.path("meedoen"), **typed))
    assert "Dit lijkt een vast nummer." in words
    assert "Is dit een nummer uit een ander land? Schrijf het zo: +48 512 345 678." in words


@pytest.mark.parametrize(
    ("where", "box"),
    [("/inloggen/", "email"), ("/inloggen/wachtwoord/", "login")],
)
def test_a_log_in_page_never_puts_another_address_in_its_box(
    client: Client, own_beheerder: User, where: str, box: str
) -> None:
    kelvin = own_beheerder.email.replace("e", "\u212a", 1)
    for typed in (own_beheerder.email.replace(".", ","), kelvin):
        answer = client.post(where, {box: typed, "password": "x"})
        assert "Controleer het e-mailadres." in words_of(answer)
        assert in_the_box(answer, box) == typed
    assert not Mail.objects.exists()


@pytest.mark.parametrize("around", ["<{}>", "mailto:{}", "\u202a{}\u202c", "{},"])
def test_a_log_in_page_knows_an_address_by_what_is_inside(
    client: Client, own_beheerder: User, around: str
) -> None:
    client.post("/inloggen/", {"email": around.format(own_beheerder.email.upper())})
    assert list(Mail.objects.values_list("to", flat=True)) == [own_beheerder.email]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("eerste@example,org", "Bedoel je eerste@example.org?"),
        ("\u212aim@example.org", "Bedoel je kim@example.org?"),
        ("a@example.org b@example.org", "Hier staan 2 e-mailadressen."),
    ],
)
def test_the_command_for_a_coordinator_asks_instead_of_guessing(typed: str, told: str) -> None:
    with pytest.raises(CommandError) as raised:
        call_command("create_coordinator", typed)
    assert told in str(raised.value)
    assert not User.objects.exists()


def test_two_domains_that_look_alike_are_two_accounts(spoorstraat: WatchGroup) -> None:
    one, other = (
        User.objects.create_user(f"kees@{domain}.example") for domain in ("straße", "strasse")
    )
    assert list(User.objects.with_email("kees@straße.example")) == [one]
    assert list(User.objects.with_email("kees@strasse.example")) == [other]
