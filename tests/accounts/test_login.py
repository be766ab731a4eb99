"""Coming in: by mailed code or password, only with an account, and with the second step."""

import re
import time
from datetime import timedelta
from urllib.parse import quote, unquote, urlencode, urljoin, urlsplit

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from dorst_portal.accounts.limits import TOO_OFTEN
from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.outbox.models import Mail
from tests.accounts.conftest import (
    PASSWORD,
    Letters,
    app_code,
    enrol,
    is_logged_in,
    log_in_by_code,
    mailed_code,
    spare_codes,
    wrong,
)
from tests.logins import log_in

pytestmark = pytest.mark.django_db


def test_a_beheerder_logs_in_with_a_mailed_code(
    client: Client, beheerder: User, letters: Letters
) -> None:
    page = client.get("/inloggen/?next=/beveiliging/")
    assert "We sturen je een code. Je hebt geen wachtwoord nodig." in page.text
    assert "Stuur mij een code" in page.text

    asked = client.post("/inloggen/", {"email": " BEA@Example.org ", "next": "/beveiliging/"})
    assert asked.headers["Location"] == "/inloggen/code/?next=%2Fbeveiliging%2F"
    assert letters(beheerder.email) == ["Je code om in te loggen"]
    mail = Mail.objects.get()
    assert mail.sensitive
    assert mail.category == "login"

    code = mailed_code(beheerder.email).replace("-", " ")
    arrived = client.post("/inloggen/code/", {"code": code, "next": "/beveiliging/"})
    assert arrived.headers["Location"] == "/beveiliging/"
    assert is_logged_in(client)
    line = Entry.objects.about(f"user:{beheerder.pk}").first()
    assert line is not None
    assert (line.verb, line.facts["method"]) == ("account.logged_in", "code")


def test_a_code_works_three_wrong_tries_and_ten_minutes(client: Client, beheerder: User) -> None:
    client.post("/inloggen/", {"email": beheerder.email})
    code = mailed_code(beheerder.email)
    for _ in range(3):
        client.post("/inloggen/code/", {"code": wrong(code)})
    client.post("/inloggen/code/", {"code": code})
    assert not is_logged_in(client)

    client.post("/inloggen/", {"email": beheerder.email})
    late = mailed_code(beheerder.email)
    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=2)):
        client.post("/inloggen/code/", {"code": late})
        assert not is_logged_in(client)


def test_a_code_works_in_the_browser_that_asked_only(beheerder: User) -> None:
    mine, other = Client(), Client()
    mine.post("/inloggen/", {"email": beheerder.email})
    other.post("/inloggen/code/", {"code": mailed_code(beheerder.email)})
    assert not is_logged_in(other)


def test_a_password_is_kept_byte_for_byte(client: Client, beheerder: User) -> None:
    stripped = client.post(
        "/inloggen/wachtwoord/", {"login": beheerder.email, "password": PASSWORD.strip()}
    )
    assert "horen niet bij elkaar" in stripped.text
    client.post("/inloggen/wachtwoord/", {"login": "BEA@example.org", "password": PASSWORD})
    assert is_logged_in(client)


def test_a_log_in_never_leads_to_another_site(client: Client, beheerder: User) -> None:
    for elsewhere in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        client.post("/inloggen/", {"email": beheerder.email, "next": elsewhere})
        code = mailed_code(beheerder.email)
        arrived = client.post("/inloggen/code/", {"code": code, "next": elsewhere})
        assert arrived.headers["Location"].startswith("/")
        assert not arrived.headers["Location"].startswith("//")
        client.post("/uitloggen/")


ELSEWHERE = (
    "//evil.example/", "///evil.example/", "/\\evil.example/", "\\\\evil.example/",
    "https:evil.example", "https://testserver@evil.example/", "javascript:alert(1)",
    "\t//evil.example/", "/..//evil.example/", "/%2f/evil.example/", "\x08//evil.example/", "http:///evil.example/",
    "ht\ntps://evil.example/", "/\t/evil.example/", "//testserver.evil.example/",
)  # fmt: skip


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_tk_09_what_comes_after_a_log_in_stays_on_this_site(
    client: Client, beheerder: User, elsewhere: str
) -> None:
    typed = {"login": beheerder.email, "password": PASSWORD, "next": elsewhere}
    arrived = client.post(f"/inloggen/wachtwoord/?{urlencode({'next': elsewhere})}", typed)
    assert is_logged_in(client)
    # As a browser reads it: without tabs and line breaks, and with a \\ as a /.
    location = re.sub(r"[\t\r\n]", "", arrived["Location"]).replace("\\", "/").strip()
    assert urlsplit(urljoin("http://testserver/inloggen/", location)).netloc == "testserver"


@pytest.mark.parametrize("word", ["-1", "account_logout", "beheer", "'"])
@pytest.mark.parametrize("door", ["/inloggen/", "/inloggen/code/", "/inloggen/wachtwoord/"])
def test_pf_08_a_word_that_is_no_address_leads_to_the_start(
    client: Client, beheerder: User, door: str, word: str
) -> None:
    log_in(client, beheerder)
    arrived = client.post(door, {"next": word})
    assert arrived["Location"] == "/beheer/"


@pytest.mark.parametrize("word", ["-1", "account_logout", "beheer"])
def test_pf_08_nor_after_a_password_or_a_fresh_log_in(
    client: Client, beheerder: User, word: str
) -> None:
    typed = {"login": beheerder.email, "password": PASSWORD, "next": word}
    assert client.post("/inloggen/wachtwoord/", typed)["Location"] == "/beheer/"
    again = client.post("/inloggen/opnieuw/", {"password": PASSWORD, "next": word})
    assert again["Location"] == "/beheer/"


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/signup/",
        "/accounts/signup",
        "/signup/",
        "/inloggen/signup/",
        "/accounts/email/",
        "/accounts/password/reset/",
        "/accounts/social/signup/",
        "/accounts/phone/verify/",
        "/accounts/signup/passkey/",
        "/inloggen/passkey/signup/",
        "/_allauth/browser/v1/auth/signup",
        "/_allauth/app/v1/auth/signup",
        "/beveiliging/webauthn/",
    ],
)
def test_au_01_nobody_makes_an_account(client: Client, path: str) -> None:
    data = {"email": "nieuw@example.org", "password1": PASSWORD, "password2": PASSWORD}
    answers = [
        client.get(path),
        client.head(path),
        client.post(path, data),
        client.post(f"{path}?next=/beheer/", data),
        client.post(path, data, content_type="application/json"),
    ]
    assert {answer.status_code for answer in answers} <= {301, 404}
    assert not User.objects.exists()


def test_au_01_the_log_in_pages_offer_no_registering(client: Client) -> None:
    for path in ("/inloggen/", "/inloggen/wachtwoord/"):
        page = client.get(path)
        assert "signup" not in page.text
        assert page.text.count("<h1") == 1
    client.post("/inloggen/", {"email": "onbekend@example.org"})
    assert not User.objects.exists()
    assert not Mail.objects.exists()


@pytest.mark.parametrize("way", ["code", "password"])
def test_au_03_half_a_log_in_opens_nothing(client: Client, coordinator: User, way: str) -> None:
    enrol(coordinator)
    if way == "code":
        log_in_by_code(client, coordinator)
    else:
        client.post("/inloggen/wachtwoord/", {"login": coordinator.email, "password": PASSWORD})
    for path in ("/beveiliging/", "/beveiliging/app/uit/", "/beveiliging/wachtwoord/", "/beheer/"):
        assert client.get(path).headers["Location"] == Client().get(path).headers["Location"]
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/inloggen/")

    client.post("/inloggen/tweede-stap/", {"code": app_code()})
    assert client.get("/beveiliging/").status_code == 200
    line = Entry.objects.about(f"user:{coordinator.pk}").first()
    assert line is not None
    assert line.facts == {"method": way, "second_factor": True}


def test_au_05_a_code_of_the_app_works_once_and_an_old_one_never(coordinator: User) -> None:
    enrol(coordinator)
    first, second = Client(), Client()
    for client in (first, second):
        log_in_by_code(client, coordinator)
    first.post("/inloggen/tweede-stap/", {"code": app_code(periods_ago=2)})
    assert not is_logged_in(first)
    code = app_code()
    for client in (first, second):
        client.post("/inloggen/tweede-stap/", {"code": code})
    assert is_logged_in(first)
    assert not is_logged_in(second)


def test_au_05_a_spare_code_works_once(coordinator: User) -> None:
    enrol(coordinator)
    code = spare_codes(coordinator)[0]
    first, second = Client(), Client()
    for client in (first, second):
        log_in_by_code(client, coordinator)
        client.post("/inloggen/tweede-stap/", {"code": code})
    assert is_logged_in(first)
    assert not is_logged_in(second)


def test_au_05_codes_of_the_app_cannot_be_tried_out(client: Client, coordinator: User) -> None:
    enrol(coordinator)
    log_in_by_code(client, coordinator)
    for _ in range(10):
        assert TOO_OFTEN not in client.post("/inloggen/tweede-stap/", {"code": "x"}).text
    assert TOO_OFTEN in client.post("/inloggen/tweede-stap/", {"code": app_code()}).text
    assert not is_logged_in(client)


def test_a_second_step_without_a_code_asks_for_one(client: Client, coordinator: User) -> None:
    enrol(coordinator)
    log_in_by_code(client, coordinator)
    answer = client.post("/inloggen/tweede-stap/", {"credential": "{}"})
    assert "Vul de code in." in answer.text


def test_au_06_the_admin_has_no_door_of_its_own(client: Client, superuser: User) -> None:
    enrol(superuser)
    for path in ("/admin/", "/admin/login/", "/admin/accounts/user/", "/admin/nergens/"):
        data = {"username": superuser.email, "password": PASSWORD, "next": path}
        answer = client.post(path, data, follow=True)
        assert answer.redirect_chain[-1][0].startswith("/inloggen/")
        assert not is_logged_in(client)
    # Where the admin sends people, a right password is half a log-in and no more.
    client.post("/inloggen/wachtwoord/", {"login": superuser.email, "password": PASSWORD})
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/inloggen/")


def test_au_06_au_08_passwords_cannot_be_tried_out(beheerder: User) -> None:
    spellings = ["bea@example.org", "BEA@example.org", " bea@Example.ORG "]
    headers = ["X-Forwarded-For", "X-Real-IP", "Forwarded", "CF-Connecting-IP"]
    answers = [
        Client(headers={headers[number % 4]: f"203.0.113.{number}", "User-Agent": f"{number}"})
        .post(
            "/inloggen/wachtwoord/",
            {"login": spellings[number % 3], "password": "verkeerd verkeerd"},
        )
        .text
        for number in range(20)
    ]
    assert [TOO_OFTEN in answer for answer in answers] == [False] * 10 + [True] * 10

    right = {"login": beheerder.email, "password": PASSWORD}
    here, elsewhere = Client(), Client(REMOTE_ADDR="198.51.100.7")
    here.post("/inloggen/wachtwoord/", right)
    assert not is_logged_in(here)
    elsewhere.post("/inloggen/wachtwoord/", right)
    assert is_logged_in(elsewhere)


def test_au_08_another_account_does_not_wipe_the_count(beheerder: User, coordinator: User) -> None:
    for _ in range(10):
        Client().post("/inloggen/wachtwoord/", {"login": beheerder.email, "password": "fout fout"})
    Client().post("/inloggen/wachtwoord/", {"login": coordinator.email, "password": PASSWORD})
    right = Client().post("/inloggen/wachtwoord/", {"login": beheerder.email, "password": PASSWORD})
    assert TOO_OFTEN in right.text


def test_the_limits_can_be_raised_to_measure(beheerder: User, settings: Settings) -> None:
    settings.LOGIN_TRIES_FACTOR = 2
    data = {"login": beheerder.email, "password": "verkeerd verkeerd"}
    answers = [Client().post("/inloggen/wachtwoord/", data).text for _ in range(21)]
    assert [TOO_OFTEN in answer for answer in answers] == [False] * 20 + [True]


def test_au_07_the_same_answer_for_known_unknown_and_closed_accounts(
    beheerder: User, coordinator: User
) -> None:
    User.objects.filter(pk=coordinator.pk).update(is_active=False)
    told = []
    for email in (beheerder.email, coordinator.email, "niemand@example.org"):
        client = Client()
        asked = client.post("/inloggen/", {"email": email})
        page = client.get("/inloggen/code/")
        refused = client.post("/inloggen/code/", {"code": "0000-0000"})
        by_password = client.post(
            "/inloggen/wachtwoord/", {"login": email, "password": "verkeerd verkeerd"}, follow=True
        )
        answers = (asked, page, refused, by_password)
        told.append(
            [
                (
                    answer.status_code,
                    sorted(answer.headers),
                    answer.headers.get("Location"),
                    _without_tokens(answer.text, email),
                )
                for answer in answers
            ]
        )
    assert told[0] == told[1] == told[2]
    assert Mail.objects.get().to == beheerder.email


def test_au_07_a_right_password_of_a_closed_account_says_nothing(
    client: Client, beheerder: User
) -> None:
    User.objects.filter(pk=beheerder.pk).update(is_active=False)
    data = {"login": beheerder.email, "password": PASSWORD}
    assert "horen niet bij elkaar" in client.post("/inloggen/wachtwoord/", data).text


def test_au_07_every_answer_takes_as_long(beheerder: User, settings: Settings) -> None:
    settings.LOGIN_ANSWER_SECONDS = 0.2
    for path, box in (("/inloggen/", "email"), ("/inloggen/wachtwoord/", "login")):
        for email in (beheerder.email, "niemand@example.org"):
            started = time.monotonic()
            Client().post(path, {box: email, "password": "verkeerd verkeerd"})
            assert time.monotonic() - started >= 0.2


def _without_tokens(text: str, email: str) -> str:
    lines = text.replace(email, "EMAIL").splitlines()
    return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line)


@pytest.mark.parametrize(
    ("referer", "leads_to"),
    [
        ("http://testserver/beheer/aanvraag/5/?groep=elzent", "/beheer/aanvraag/5/?groep=elzent"),
        ("https://evil.example/beheer/", "/beheer/aanvraag/5/goedkeuren/"),
        ("http://testserver//evil.example/", "/beheer/aanvraag/5/goedkeuren/"),
        ("http://[", "/beheer/aanvraag/5/goedkeuren/"),
        ("", "/beheer/aanvraag/5/goedkeuren/"),
    ],
)
def test_a_button_of_who_is_logged_out_leads_back_to_its_page(
    client: Client, beheerder: User, referer: str, leads_to: str
) -> None:
    headers = {"Referer": referer} if referer else {}
    answer = client.post("/beheer/aanvraag/5/goedkeuren/", headers=headers)
    where, asked = answer.headers["Location"].split("?next=")
    assert (where, unquote(asked)) == ("/inloggen/", leads_to)
    client.post("/inloggen/", {"email": beheerder.email})
    arrived = client.post(
        f"/inloggen/code/?next={quote(leads_to)}", {"code": mailed_code(beheerder.email)}
    )
    assert arrived.headers["Location"] == leads_to
