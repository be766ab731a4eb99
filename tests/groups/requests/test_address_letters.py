"""A letter with a code: made, delivered, read out; by whom, how often, and until when."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.kit.dutch import phone
from groups.models import AddressLetter, OfficialAddress, RequestSource, ResidentRequest, Subject
from groups.requests.services import address_letters as service
from groups.requests.services.deciding import approve
from groups.requests.services.doubles import join
from groups.requests.services.forgetting import erase_requests, forget_requests
from groups.values.letter_codes import ALPHABET, new_code
from groups.values.states import Kind, Owner, State
from tests.groups.conftest import MakeRequest, Village, log_in
from tests.groups.pages import at_most, forms_of, words_of

pytestmark = pytest.mark.django_db

CODE = re.compile(rf"\b([{ALPHABET}]{{4}}-[{ALPHABET}]{{4}})\b")


@pytest.fixture
def asked(make_request: MakeRequest) -> ResidentRequest:
    """By telephone, of somebody without e-mail, in the Spoorstraat."""
    return make_request(name="Truus Zonder Mail", email="", source=RequestSource.PHONE)


@pytest.fixture
def own(client: Client, own_beheerder: User) -> Client:
    return log_in(client, own_beheerder)


@pytest.fixture
def staff(coordinator: User) -> Client:
    return log_in(Client(), coordinator)


def page(name: str, row: ResidentRequest) -> str:
    return reverse(name, args=[row.pk])


def printed(client: Client, row: ResidentRequest) -> str:
    """The code on the letter that is made now."""
    letter = client.post(page("request_letter_make", row))
    assert letter.status_code == 200
    (code,) = set(CODE.findall(words_of(letter)))
    return str(code)


def typed(client: Client, row: ResidentRequest, code: str) -> Any:
    return client.post(page("request_letter", row), {"code": code}, follow=True)


def is_confirmed(row: ResidentRequest) -> bool:
    row.refresh_from_db()
    return row.address_confirmed_at is not None


def other_code(code: str) -> str:
    """Right as a code, and not this one."""
    return next(one for one in iter(new_code, "") if one != code.replace("-", ""))


# --- The whole way ---------------------------------------------------------------------------


def test_a_neighbour_without_e_mail_confirms_the_address_by_a_letter(
    own: Client, staff: Client, asked: ResidentRequest
) -> None:
    before = own.get(page("request", asked))
    assert "Controleer het adres met een brief" in words_of(before)
    assert "Zo weet je of Truus post krijgt" in words_of(own.get(page("request_letter", asked)))
    code = printed(own, asked)
    assert "nog niet bezorgd" in words_of(own.get(page("request", asked)))
    assert "Truus Zonder Mail" in words_of(own.get(reverse("letters")))
    done = own.post(page("request_letter_delivered", asked), follow=True)
    assert "Nu wachten we op de code." in words_of(done)
    waits = words_of(staff.get(reverse("letters")))
    assert "Er is nu geen brief om te bezorgen." in waits
    assert asked.reference in waits.replace("\N{NO-BREAK SPACE}", " ").replace("\u2011", "-")
    # She calls the coordinator, who types in what she reads out.
    done = typed(staff, asked, code.lower().replace("-", " "))
    assert "De code klopt. Het adres is bevestigd." in words_of(done)
    assert is_confirmed(asked)
    shown = words_of(own.get(page("request", asked)))
    assert "Adres bevestigd met een brief" in shown
    assert "Brief" not in shown.partition("Meer over deze aanvraag")[0].replace("met een brief", "")
    assert "Cor Dinator voerde de code van de brief in: het adres klopt" in shown
    assert "Truus" not in words_of(own.get(reverse("letters")))
    verbs = Entry.objects.filter(subject=f"request:{asked.pk}").exclude(verb="request.viewed")
    assert list(verbs.order_by("pk").values_list("verb", "scope")) == [
        (f"request.{verb}", f"group:{asked.group_id}")
        for verb in ("letter_made", "letter_delivered", "address_confirmed")
    ]


def test_the_letter_says_who_writes_why_and_what_to_do(
    own: Client, asked: ResidentRequest, village: Village, settings: Any
) -> None:
    settings.HELP_PHONE = "+31600001234"
    OfficialAddress.objects.create(
        street=village.street("spoorstraat"), house_number=12, postcode="4849 AB"
    )
    response = own.post(page("request_letter_make", asked))
    letter = words_of(response)
    for words in (
        "Truus Zonder Mail Spoorstraat 12 4849 AB",
        "Woon je op Spoorstraat 12?",
        "We hebben geen e-mailadres van je.",
        f"Bel {phone(settings.HELP_PHONE)}.",
        "Niet gevraagd? Doe niets, of bel ons.",
        "Is er gevaar? Bel 112.",
        "Lever dit strookje in bij:",
    ):
        assert words in " ".join(letter.split()).replace(" .", ".")
    assert len(CODE.findall(letter)) == 2  # and on the slip
    assert asked.mobile not in letter
    assert "Groep" not in letter
    assert response.headers["Cache-Control"] == "no-store, private"
    settings.HELP_PHONE = ""
    assert "Laat iemand" not in letter
    assert "laat iemand de code mailen" in words_of(own.post(page("request_letter_make", asked)))


def test_the_code_is_nowhere_but_on_the_paper(
    own: Client, asked: ResidentRequest, caplog: pytest.LogCaptureFixture
) -> None:
    code = printed(own, asked)
    plain = code.replace("-", "")
    row = AddressLetter.objects.values().get()
    said = [str(value) for value in row.values()]
    said += [str(facts) for facts in Entry.objects.values_list("facts", flat=True)]
    said += [words_of(own.get(path)) for path in (page("request", asked), reverse("letters"))]
    said += [words_of(own.get(page("request_letter", asked))), caplog.text]
    assert not [text for text in said if code in text or plain in text]
    # The same code of another request has another hash: no table of codes is of use.
    hasher = service.Hasher()
    assert service.digest_of(1, plain, hasher) != service.digest_of(2, plain, hasher)


# --- Whose it is -----------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["other_beheerder", "former_beheerder", "plain_user"])
def test_who_does_not_see_the_request_finds_no_letter(
    who: str, asked: ResidentRequest, own: Client, request: pytest.FixtureRequest
) -> None:
    code = printed(own, asked)
    stranger = log_in(Client(), request.getfixturevalue(who))
    assert stranger.get(page("request_letter", asked)).status_code == 404
    assert stranger.post(page("request_letter", asked), {"code": code}).status_code == 404
    assert stranger.post(page("request_letter_make", asked)).status_code == 404
    assert stranger.post(page("request_letter_delivered", asked)).status_code == 404
    assert "Truus" not in words_of(stranger.get(reverse("letters")))
    assert not is_confirmed(asked)
    letter = AddressLetter.objects.get()
    assert letter.delivered_at is None
    assert typed(own, asked, code)
    assert is_confirmed(asked)  # the tries of strangers changed nothing


def test_a_stranger_is_sent_to_log_in(asked: ResidentRequest) -> None:
    for path in (page("request_letter", asked), reverse("letters")):
        assert Client().get(path).status_code == 302
    assert Client().post(page("request_letter_make", asked)).status_code == 302
    assert not AddressLetter.objects.exists()


def test_who_lost_the_right_meanwhile_is_refused_by_the_service(
    asked: ResidentRequest, other_beheerder: User, now: datetime
) -> None:
    with pytest.raises(service.AlreadyHandled):
        service.make_letter(asked, by=other_beheerder, now=now)
    with pytest.raises(service.AlreadyHandled):
        service.confirm_address(asked, new_code(), by=other_beheerder, now=now)


@pytest.mark.parametrize("kind", [Kind.QUESTION, Kind.NEW_GROUP])
def test_only_a_request_to_join_has_a_letter(
    kind: str, staff: Client, make_request: MakeRequest
) -> None:
    facts = {"owner": Owner.COORDINATORS, "group": None}
    subject = {"subject": Subject.OTHER} if kind == Kind.QUESTION else {}
    row = make_request(kind=kind, **facts, **subject)
    assert staff.get(page("request_letter", row)).status_code == 404
    assert staff.post(page("request_letter_make", row)).status_code == 404


def test_without_a_house_number_there_is_no_letterbox(
    own: Client, make_request: MakeRequest
) -> None:
    row = make_request(house_number=None)
    assert own.get(page("request_letter", row)).status_code == 302
    assert own.post(page("request_letter_make", row)).status_code == 409
    assert "Controleer het adres met een brief" not in words_of(own.get(page("request", row)))


# --- Codes that do not work ------------------------------------------------------------------


def test_opening_pages_makes_no_letter(own: Client, asked: ResidentRequest) -> None:
    for name in ("request", "request_letter"):
        own.get(page(name, asked))
    assert own.get(page("request_letter_make", asked)).status_code == 405
    assert not AddressLetter.objects.exists()


def test_a_typing_mistake_is_told_and_is_no_try(own: Client, asked: ResidentRequest) -> None:
    code = printed(own, asked)
    swapped = next(sign for sign in ALPHABET if sign != code[0])
    for _ in range(service.TRIES_PER_REQUEST + 1):
        assert "Er zit een typefout in de code." in words_of(typed(own, asked, swapped + code[1:]))
    answer = typed(own, asked, f"0{code[1:]}")
    assert "Het teken 0 komt in geen code voor." in words_of(answer)
    assert f'value="0{code[1:]}"' in answer.content.decode()  # what was typed is kept
    assert "Vul de code van de brief in." in words_of(typed(own, asked, ""))
    typed(own, asked, code)
    assert is_confirmed(asked)


def test_a_wrong_code_says_the_same_as_one_of_another_request(
    own: Client, asked: ResidentRequest, make_request: MakeRequest
) -> None:
    neighbour = make_request(name="Bas Buur", house_number=14, email="")
    code, theirs = printed(own, asked), printed(own, neighbour)
    said = [words_of(typed(own, asked, one)) for one in (theirs, other_code(code))]
    assert all(service.WRONG in words for words in said)
    assert "Bas" not in said[0]
    assert not is_confirmed(asked)
    assert not is_confirmed(neighbour)


def test_tries_are_counted_for_each_request(
    own: Client, staff: Client, asked: ResidentRequest, now: datetime
) -> None:
    with time_machine.travel(now, tick=False) as clock:
        code = printed(own, asked)
        for _ in range(service.TRIES_PER_REQUEST):
            assert service.WRONG in words_of(typed(own, asked, other_code(code)))
        # Also for somebody else, and also with the right one.
        assert service.TOO_MANY in words_of(typed(staff, asked, code))
        assert not is_confirmed(asked)
        clock.shift(timedelta(days=1, seconds=1))
        staff = log_in(Client(), User.objects.get(email="staff@example.org"))
        typed(staff, asked, code)
    assert is_confirmed(asked)


def test_tries_are_counted_for_each_person(
    make_request: MakeRequest, coordinator: User, own_beheerder: User, now: datetime
) -> None:
    rows = [make_request() for _ in range(service.TRIES_PER_PERSON // 5 + 1)]
    codes = [service.make_letter(row, by=own_beheerder, now=now) for row in rows]
    for row in rows[:-1]:
        for _ in range(service.TRIES_PER_REQUEST):
            with pytest.raises(service.CodeRefused, match=service.WRONG):
                service.confirm_address(row, new_code(), by=coordinator, now=now)
    with pytest.raises(service.CodeRefused, match=service.TOO_MANY):
        service.confirm_address(rows[-1], codes[-1], by=coordinator, now=now)
    service.confirm_address(rows[-1], codes[-1], by=own_beheerder, now=now)


def test_it_works_until_its_last_moment(
    asked: ResidentRequest, own_beheerder: User, now: datetime
) -> None:
    code = service.make_letter(asked, by=own_beheerder, now=now)
    letter = AddressLetter.objects.get()
    assert letter.expires_at - now in (timedelta(days=30), timedelta(days=30, hours=1))
    for wrong in (letter.expires_at, now - timedelta(seconds=1)):  # a clock that was set back
        with pytest.raises(service.CodeRefused, match=service.OVER):
            service.confirm_address(asked, code, by=own_beheerder, now=wrong)
    last = letter.expires_at - timedelta(seconds=1)
    service.confirm_address(asked, code, by=own_beheerder, now=last)
    assert is_confirmed(asked)


def test_it_works_once(
    own: Client, asked: ResidentRequest, own_beheerder: User, now: datetime
) -> None:
    code = printed(own, asked)
    typed(own, asked, code)
    plain = code.replace("-", "")
    with pytest.raises(service.CodeRefused, match=service.USED):
        service.confirm_address(asked, plain, by=own_beheerder, now=now + timedelta(minutes=1))
    again = typed(own, asked, code)
    assert again.redirect_chain == [(page("request", asked), 302)]
    assert Entry.objects.filter(verb="request.address_confirmed").count() == 1
    # And there is nothing to confirm by another letter.
    assert own.post(page("request_letter_make", asked)).status_code == 409


def test_a_new_letter_ends_the_old_one(own: Client, asked: ResidentRequest, now: datetime) -> None:
    old = printed(own, asked)
    own.post(page("request_letter_delivered", asked))
    new = printed(own, asked)
    letter = AddressLetter.objects.get()
    assert letter.delivered_at is None  # that one is still to be delivered
    assert service.WRONG in words_of(typed(own, asked, old))
    typed(own, asked, new)
    assert is_confirmed(asked)


def test_a_decision_ends_it(
    own: Client, asked: ResidentRequest, own_beheerder: User, now: datetime
) -> None:
    code = printed(own, asked)
    approve(asked, by=own_beheerder, now=now)
    told = typed(own, asked, code)
    assert told.status_code == 409
    assert "Deze aanvraag is al afgehandeld." in words_of(told)
    assert own.post(page("request_letter_make", asked)).status_code == 409
    assert own.post(page("request_letter_delivered", asked)).status_code == 409
    assert own.get(page("request_letter", asked)).status_code == 302
    assert "Truus" not in words_of(own.get(reverse("letters")))
    assert not is_confirmed(asked)


def test_delivered_is_said_once(own: Client, asked: ResidentRequest) -> None:
    assert own.post(page("request_letter_delivered", asked)).status_code == 409
    printed(own, asked)
    for _ in range(2):
        own.post(page("request_letter_delivered", asked))
    assert Entry.objects.filter(verb="request.letter_delivered").count() == 1


# --- Who applied twice -----------------------------------------------------------------------


def test_the_letter_of_a_request_that_was_joined_counts_for_the_first(
    own: Client, asked: ResidentRequest, make_request: MakeRequest, own_beheerder: User
) -> None:
    later = make_request(name=asked.name, mobile=asked.mobile, email="", created_at=asked.due_at)
    code = printed(own, later)
    join(later, to=asked, by=own_beheerder, now=later.created_at)
    assert page("request_letter", asked) in own.get(reverse("letters")).content.decode()
    typed(own, asked, code)
    assert is_confirmed(asked)
    assert "Adres bevestigd met een brief" in words_of(own.get(page("request", asked)))


def test_of_another_address_it_does_not(
    own: Client, asked: ResidentRequest, make_request: MakeRequest, own_beheerder: User
) -> None:
    later = make_request(
        name=asked.name, mobile=asked.mobile, house_number=14, created_at=asked.due_at
    )
    code = printed(own, later)
    join(later, to=asked, by=own_beheerder, now=later.created_at)
    assert service.WRONG in words_of(typed(own, asked, code))
    assert not is_confirmed(asked)


# --- Forgetting, and the cost ----------------------------------------------------------------


@pytest.mark.parametrize("asked_for", [True, False])
def test_the_letter_goes_with_the_request(
    asked_for: bool, own: Client, asked: ResidentRequest, now: datetime
) -> None:
    printed(own, asked)
    with transaction.atomic():
        if asked_for:
            erase_requests([asked], now=now)
        else:
            forget_requests(ResidentRequest.objects.filter(pk=asked.pk), now=now)
    assert not AddressLetter.objects.exists()


def test_the_database_keeps_one_letter_for_each_request_that_ends_after_it_began(
    asked: ResidentRequest, own_beheerder: User, now: datetime
) -> None:
    facts = {"request": asked, "digest": "x", "made_at": now, "made_by": own_beheerder}
    AddressLetter.objects.create(**facts, expires_at=now + timedelta(days=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        AddressLetter.objects.create(**facts, expires_at=now + timedelta(days=1))


def test_a_list_of_many_letters_costs_what_one_costs(
    own: Client, make_request: MakeRequest, own_beheerder: User, now: datetime
) -> None:
    for number in range(12):
        service.make_letter(
            make_request(house_number=number + 1, email=""), by=own_beheerder, now=now
        )
    AddressLetter.objects.filter(request__house_number__gt=6).update(delivered_at=now)
    with at_most(8):
        shown = own.get(reverse("letters"))
    assert len(forms_of(shown)) == 6 + 1  # and logging out


def test_waiting_for_a_group_one_is_made_by_a_coordinator(
    staff: Client, make_request: MakeRequest
) -> None:
    waiting = make_request(state=State.WAITING, email="")
    code = printed(staff, waiting)
    typed(staff, waiting, code)
    assert is_confirmed(waiting)
