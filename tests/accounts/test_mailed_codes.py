"""The mailed code: what strangers ask and try for somebody locks that person out of nothing."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db.models import QuerySet
from django.http import HttpResponse
from django.test import Client

from dorst_portal.accounts import devices
from dorst_portal.accounts.limits import TOO_OFTEN
from dorst_portal.accounts.mailed_codes import SPENT, USED, WRONG
from dorst_portal.accounts.models import MailedCode, User
from dorst_portal.kit.models import RateHit
from dorst_portal.outbox.models import Mail
from tests.accounts.conftest import (
    PASSWORD,
    Letters,
    enrol,
    is_logged_in,
    log_in_by_code,
    mailed_code,
    wrong,
)

pytestmark = pytest.mark.django_db
UNKNOWN = "niemand@example.org"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2027-03-01 20:00+01:00", tick=False) as traveller:
        yield traveller


def from_computer(number: int) -> Client:
    return Client(REMOTE_ADDR=f"198.51.100.{number}")


def ask(client: Client, email: str) -> HttpResponse:
    answer: HttpResponse = client.post("/inloggen/", {"email": email})
    return answer


def type_in(client: Client, code: str) -> str:
    return client.post("/inloggen/code/", {"code": code}).text


def a_device_of(user: User) -> Client:
    """A browser in which somebody logged in and out."""
    client = Client(REMOTE_ADDR="203.0.113.1")
    log_in_by_code(client, user)
    assert is_logged_in(client)
    client.post("/uitloggen/")
    return client


def test_a_code_that_is_still_good_is_sent_again(
    client: Client, beheerder: User, letters: Letters, clock: time_machine.Traveller
) -> None:
    ask(client, beheerder.email)
    first = mailed_code(beheerder.email)
    clock.shift(timedelta(minutes=5))
    ask(client, beheerder.email)
    assert len(letters(beheerder.email)) == 2
    assert mailed_code(beheerder.email) == first
    assert "De code werkt nog 5 minuten." in Mail.objects.latest("pk").text
    type_in(client, first)
    assert is_logged_in(client)


def test_a_newer_code_does_not_end_the_one_before(
    client: Client, beheerder: User, clock: time_machine.Traveller
) -> None:
    ask(client, beheerder.email)
    first = mailed_code(beheerder.email)
    clock.shift(timedelta(minutes=7))
    ask(from_computer(1), beheerder.email)
    assert mailed_code(beheerder.email) != first
    type_in(client, first)
    assert is_logged_in(client)


def test_a_code_works_ten_minutes_from_when_it_was_made(
    client: Client, beheerder: User, clock: time_machine.Traveller
) -> None:
    ask(client, beheerder.email)
    clock.shift(timedelta(minutes=5))
    ask(client, beheerder.email)
    clock.shift(timedelta(minutes=5, seconds=1))
    assert WRONG in type_in(client, mailed_code(beheerder.email))


def test_strangers_who_ask_all_the_time_do_not_use_up_the_codes_of_the_owner(
    beheerder: User, letters: Letters, clock: time_machine.Traveller
) -> None:
    for minute in range(120):
        for number in range(6):
            ask(from_computer(number), beheerder.email)
        if minute % 10 == 9:
            owner = Client(REMOTE_ADDR=f"203.0.113.{minute}")
            assert ask(owner, beheerder.email).status_code == 302
            type_in(owner, mailed_code(beheerder.email))
            assert is_logged_in(owner)
        clock.shift(timedelta(minutes=1))
    # Twenty an hour of strangers, and at most two for each of the twelve times that the owner came.
    assert len(letters(beheerder.email)) <= 2 * 20 + 2 * 12


def test_strangers_bring_a_mailbox_twenty_mails_an_hour_at_most(
    beheerder: User, letters: Letters, clock: time_machine.Traveller
) -> None:
    for minute in range(59):
        for number in range(20):
            ask(from_computer(20 * (minute % 10) + number), beheerder.email)
        clock.shift(timedelta(minutes=1))
    assert len(letters(beheerder.email)) <= 20


def test_a_few_who_ask_at_the_same_time_each_get_a_mail(beheerder: User, letters: Letters) -> None:
    for number in range(3):
        for _ in range(5):
            ask(from_computer(number), beheerder.email)
    before = len(letters(beheerder.email))
    ask(Client(REMOTE_ADDR="203.0.113.9"), beheerder.email)
    assert len(letters(beheerder.email)) == before + 1


def test_a_device_that_logged_in_before_has_a_count_of_its_own(
    beheerder: User, letters: Letters
) -> None:
    known = a_device_of(beheerder)
    before = len(letters(beheerder.email))
    for number in range(30):
        ask(Client(REMOTE_ADDR="203.0.113.1"), beheerder.email)  # behind the same router
        ask(from_computer(number), beheerder.email)
    for _ in range(5):
        between = len(letters(beheerder.email))
        assert ask(known, beheerder.email).status_code == 302
        assert len(letters(beheerder.email)) == between + 1
    assert TOO_OFTEN in ask(known, beheerder.email).text
    assert before < len(letters(beheerder.email)) <= before + 11 + 5


def test_strangers_who_guess_do_not_use_up_the_tries_of_the_owner(beheerder: User) -> None:
    known = a_device_of(beheerder)
    refused = 0
    for number in range(40):
        stranger = from_computer(number)
        ask(stranger, beheerder.email)
        refused += sum(TOO_OFTEN in type_in(stranger, "0000-0000") for _ in range(3))
    # A hundred guesses an hour from wherever they come; the owner's very first log-in was one.
    assert refused == 3 * 40 - 99
    ask(known, beheerder.email)
    type_in(known, mailed_code(beheerder.email))
    assert is_logged_in(known)


def test_three_wrong_tries_of_a_stranger_leave_the_code_to_the_owner(beheerder: User) -> None:
    stranger, owner = from_computer(1), Client()
    ask(owner, beheerder.email)
    ask(stranger, beheerder.email)
    code = mailed_code(beheerder.email)
    told = [type_in(stranger, wrong(code)) for _ in range(3)]
    assert [WRONG in text for text in told] == [True] * 3
    assert SPENT in type_in(stranger, code)
    assert not is_logged_in(stranger)
    type_in(owner, code)
    assert is_logged_in(owner)


def test_who_mistyped_three_times_asks_again_and_gets_in(client: Client, beheerder: User) -> None:
    ask(client, beheerder.email)
    for _ in range(4):
        last = type_in(client, "0000-0000")
    assert SPENT in last
    ask(client, beheerder.email)
    type_in(client, mailed_code(beheerder.email))
    assert is_logged_in(client)


def test_tries_of_a_spent_asking_use_up_nothing_else(client: Client, beheerder: User) -> None:
    ask(client, beheerder.email)
    code = mailed_code(beheerder.email)
    for _ in range(3):
        type_in(client, wrong(code))
    assert [SPENT in type_in(client, wrong(code)) for _ in range(110)] == [True] * 110
    ask(client, beheerder.email)
    type_in(client, code)
    assert is_logged_in(client)


def test_asking_again_and_again_gives_no_more_guesses_than_the_limit(beheerder: User) -> None:
    guesses = 0
    for _ in range(10):
        client = from_computer(1)
        ask(client, beheerder.email)
        guesses += sum(WRONG in type_in(client, "0000-0000") for _ in range(3))
    assert guesses == 15


def test_a_code_is_used_by_one_browser(beheerder: User) -> None:
    first, second = Client(), from_computer(2)
    for client in (first, second):
        ask(client, beheerder.email)
    code = mailed_code(beheerder.email)
    type_in(first, code)
    assert is_logged_in(first)
    assert USED in type_in(second, code)
    assert not is_logged_in(second)
    ask(second, beheerder.email)
    assert mailed_code(beheerder.email) != code


def test_a_password_is_not_locked_by_strangers_on_a_known_device(beheerder: User) -> None:
    known = a_device_of(beheerder)
    for number in range(110):
        bad = {"login": beheerder.email, "password": "verkeerd verkeerd"}
        from_computer(number).post("/inloggen/wachtwoord/", bad)
    right = {"login": beheerder.email, "password": PASSWORD}
    assert TOO_OFTEN in Client().post("/inloggen/wachtwoord/", right).text
    known.post("/inloggen/wachtwoord/", right)
    assert is_logged_in(known)


def test_who_typed_the_mailed_code_is_known_before_the_second_step(coordinator: User) -> None:
    enrol(coordinator)
    client = Client()
    log_in_by_code(client, coordinator)
    assert not is_logged_in(client)
    for _ in range(30):
        ask(Client(), coordinator.email)
    client.post("/uitloggen/")
    assert ask(client, coordinator.email).status_code == 302


def test_the_cookie_of_a_known_device_opens_nothing_and_tells_nothing(beheerder: User) -> None:
    known = a_device_of(beheerder)
    cookie = known.cookies[devices.COOKIE]
    assert cookie["httponly"]
    assert (cookie["samesite"], int(cookie["max-age"])) == ("Lax", 365 * 24 * 60 * 60)
    assert beheerder.email not in cookie.value
    assert not is_logged_in(known)


@pytest.mark.parametrize("forged", ["", "x", "e30:1:x", "{}", "\u00e9", "a" * 5000])
def test_a_forged_cookie_is_a_stranger_s(beheerder: User, forged: str) -> None:
    client = Client()
    client.cookies[devices.COOKIE] = forged
    answers = [ask(client, beheerder.email).status_code for _ in range(6)]
    assert answers == [302] * 5 + [200]


def test_a_device_of_one_is_no_device_of_another(beheerder: User, coordinator: User) -> None:
    known = a_device_of(beheerder)
    for _ in range(5):
        ask(Client(REMOTE_ADDR="203.0.113.1"), coordinator.email)
    assert TOO_OFTEN in ask(known, coordinator.email).text
    assert ask(known, beheerder.email).status_code == 302


def test_a_shared_computer_knows_five_people(db: None) -> None:
    people = [User.objects.create_user(f"p{number}@example.org") for number in range(6)]
    client = Client()
    for person in people:
        log_in_by_code(client, person)
        assert is_logged_in(client)
        client.post("/uitloggen/")
    for number in range(30):
        ask(Client(), f"niemand{number}@example.org")
    known = [ask(client, person.email).status_code == 302 for person in people]
    assert known == [False] + [True] * 5


def test_known_and_unknown_addresses_are_told_the_same_all_the_way(beheerder: User) -> None:
    def walk(email: str, start: int) -> list[tuple[int, str]]:
        told = []
        for number in range(start, start + 14):
            client = from_computer(number)
            asked = ask(client, email)
            page = client.get("/inloggen/code/")
            tried = [client.post("/inloggen/code/", {"code": "0000-0000"}) for _ in range(4)]
            told += [
                (answer.status_code, _plain(answer, email)) for answer in (asked, page, *tried)
            ]
        return told

    assert walk(beheerder.email, 0) == walk(UNKNOWN, 100)
    assert not Mail.objects.filter(to=UNKNOWN).exists()
    of_each = [codes.count() for codes in _codes_by_owner()]
    assert of_each == [1, 1]


def _plain(answer: HttpResponse, email: str) -> str:
    lines = answer.content.decode().replace(email, "EMAIL").splitlines()
    return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line)


def _codes_by_owner() -> list[QuerySet[MailedCode]]:
    owners = MailedCode.objects.values_list("whose", flat=True).distinct()
    return [MailedCode.objects.filter(whose=owner) for owner in owners]


def test_the_table_tells_neither_code_nor_address(client: Client, beheerder: User) -> None:
    ask(client, beheerder.email)
    row = str(MailedCode.objects.values().get())
    assert mailed_code(beheerder.email).replace("-", "") not in row
    assert "@" not in row


def test_old_codes_are_forgotten(beheerder: User, clock: time_machine.Traveller) -> None:
    ask(Client(), beheerder.email)
    clock.shift(timedelta(hours=1))
    ask(Client(), UNKNOWN)
    assert MailedCode.objects.count() == 1
    assert RateHit.objects.exists()
