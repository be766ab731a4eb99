"""Passkeys: added, used, renamed and removed; alone enough for those who need a second factor."""

import json
from datetime import timedelta

import pytest
import time_machine
from allauth.core import context
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.utils import timezone
from fido2.cose import CoseKey
from fido2.utils import websafe_encode

from dorst_portal.accounts import passkeys, services
from dorst_portal.accounts.limits import TOO_OFTEN
from dorst_portal.accounts.models import User
from dorst_portal.accounts.passkeys import MOST, NOT_MADE, TOO_MANY, UNKNOWN
from dorst_portal.audit.models import Entry
from tests.accounts.conftest import (
    Letters,
    enrol,
    is_logged_in,
    log_in_by_code,
    spare_codes,
)
from tests.accounts.device import ADD, LOGIN, NEW_QUESTION, QUESTION, Device, ask
from tests.logins import log_in

pytestmark = pytest.mark.django_db
FRESH = "/inloggen/opnieuw/"
SECURITY = "/beveiliging/"


def passkey_of(user: User, name: str = "") -> Device:
    """A device with a passkey of somebody, who is not logged in afterwards."""
    device = Device()
    answer = device.adds(log_in(Client(), user), name)
    assert answer.status_code == 302, answer.text
    user.refresh_from_db()  # its sessions have ended
    return device


def stored(user: User) -> Authenticator:
    return Authenticator.objects.get(user=user, type=Authenticator.Type.WEBAUTHN)


def last_line(user: User) -> tuple[str, dict[str, object]]:
    line = Entry.objects.about(f"user:{user.pk}").first()
    assert line is not None
    return line.verb, line.facts


def told(client: Client) -> str:
    """What the log-in page says afterwards."""
    return client.get("/inloggen/").text


# --- logging in -------------------------------------------------------------------------------


def test_a_beheerder_logs_in_with_a_passkey_alone(client: Client, beheerder: User) -> None:
    device = passkey_of(beheerder)
    arrived = device.logs_in(client, next="/beveiliging/wachtwoord/")
    assert arrived.headers["Location"] == "/beveiliging/wachtwoord/"
    assert client.get("/beveiliging/wachtwoord/").status_code == 200  # it counts as fresh
    assert last_line(beheerder) == (
        "account.logged_in",
        {"method": "passkey", "second_factor": True},
    )
    assert stored(beheerder).last_used_at is not None


def test_au_02_a_passkey_is_a_second_factor_for_a_coordinator(
    client: Client, coordinator: User
) -> None:
    device = passkey_of(coordinator)
    assert device.logs_in(client).headers["Location"] == "/platform/"
    assert client.get("/platform/").status_code == 200


def test_the_question_names_nobody_and_wants_the_owner_known(client: Client) -> None:
    asked = ask(client)
    assert asked["allowCredentials"] == []
    assert asked["userVerification"] == "required"
    assert asked["rpId"] == "localhost"


def test_au_07_every_wrong_passkey_gets_the_same_answer(client: Client, beheerder: User) -> None:
    passkey_of(beheerder)
    of_nobody, unknown = Device(), Device()
    of_nobody.owner = websafe_encode(b"zzzzz")
    unknown.owner = websafe_encode(b"1")
    for device in (of_nobody, unknown):
        refused = device.logs_in(client)
        assert refused.headers["Location"] == "/inloggen/"
        assert told(client).count(UNKNOWN) == 1
        assert not is_logged_in(client)


def test_a_question_takes_one_answer_also_from_who_kept_the_session(beheerder: User) -> None:
    """As when many answers come at the same moment: each of them still reads the question."""
    device = passkey_of(beheerder)
    first, second = Client(), Client()
    answer = device.answer(ask(first))
    asked: dict[str, object] = dict(first.session)
    second.get("/inloggen/")
    session: SessionBase = second.session
    session.update(asked)
    session.save()
    second.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    for client in (first, second):
        client.post(LOGIN, {"answer": answer})
    assert [is_logged_in(client) for client in (first, second)] == [True, False]


def test_a_refused_passkey_keeps_where_somebody_was_going(client: Client) -> None:
    refused = client.post(LOGIN, {"answer": "", "next": "/beheer/"})
    assert refused.headers["Location"] == "/inloggen/?next=%2Fbeheer%2F"
    elsewhere = client.post(LOGIN, {"answer": "", "next": "//evil.example/"})
    assert elsewhere.headers["Location"] == "/inloggen/"


def test_a_log_in_by_passkey_never_leads_to_another_site(client: Client, beheerder: User) -> None:
    arrived = passkey_of(beheerder).logs_in(client, next="https://evil.example/")
    assert arrived.headers["Location"] == "/beheer/"


def test_a_passkey_of_another_site_is_refused(client: Client, beheerder: User) -> None:
    device = passkey_of(beheerder)
    for origin in ("https://evil.example", "http://sub.localhost:8000", "http://localhost:9"):
        device.origin = origin
        device.logs_in(client)
        assert not is_logged_in(client)


def test_a_device_that_checks_nobody_is_refused(client: Client, beheerder: User) -> None:
    device = passkey_of(beheerder)
    device.knows_its_owner = False
    device.logs_in(client)
    assert not is_logged_in(client)


def test_a_signature_of_another_key_is_refused(client: Client, beheerder: User) -> None:
    device = passkey_of(beheerder)
    device.key = Device().key
    device.logs_in(client)
    assert not is_logged_in(client)


def test_somebody_elses_number_on_a_passkey_does_not_work(
    client: Client, beheerder: User, coordinator: User
) -> None:
    device = passkey_of(beheerder)
    device.owner = passkey_of(coordinator).owner
    device.logs_in(client)
    assert not is_logged_in(client)


def test_one_question_takes_one_answer(client: Client, beheerder: User) -> None:
    device = passkey_of(beheerder)
    asked = ask(client)
    client.post(LOGIN, {"answer": Device(owner=device.owner).answer(asked)})
    client.post(LOGIN, {"answer": device.answer(asked)})
    assert not is_logged_in(client)


def test_an_answer_of_another_browser_or_of_later_is_refused(
    client: Client, beheerder: User
) -> None:
    device = passkey_of(beheerder)
    client.post(QUESTION)
    client.post(LOGIN, {"answer": device.answer(ask(Client()))})
    assert not is_logged_in(client)
    asked = ask(client)
    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
        client.post(LOGIN, {"answer": device.answer(asked)})
        assert not is_logged_in(client)


def test_a_closed_account_has_no_passkey(client: Client, beheerder: User) -> None:
    device = passkey_of(beheerder)
    services.close_account(beheerder, by=None)
    device.logs_in(client)
    assert UNKNOWN in told(client)
    assert not is_logged_in(client)


def test_an_account_that_is_opened_again_has_lost_its_passkeys(
    client: Client, coordinator: User
) -> None:
    device = passkey_of(coordinator)
    services.close_account(coordinator, by=None)
    services.invite_user(coordinator.email, "Cor")
    assert not Authenticator.objects.exists()
    device.logs_in(client)
    assert not is_logged_in(client)


def test_au_08_passkeys_cannot_be_tried_out_without_end(client: Client, beheerder: User) -> None:
    device = passkey_of(beheerder)
    answers = [client.post(QUESTION).status_code for _ in range(61)]
    assert answers == [200] * 60 + [429]
    assert client.post(QUESTION).json() == {"problem": TOO_OFTEN}
    other = Client(REMOTE_ADDR="192.0.2.7")
    for _ in range(30):
        other.post(LOGIN, {"answer": "{}"})
    other.get("/inloggen/")  # takes the words of those thirty
    device.logs_in(other)
    assert TOO_OFTEN in told(other)
    assert not is_logged_in(other)


def test_au_13_a_passkey_login_is_remembered_as_the_box_says(
    client: Client, beheerder: User, coordinator: User
) -> None:
    cookie = settings.SESSION_COOKIE_NAME
    for user, extra, hours in (
        (beheerder, {}, 8),
        (beheerder, {"remember": "on"}, 30 * 24),
        (coordinator, {"remember": "on"}, 12),
    ):
        Authenticator.objects.all().delete()
        browser = Client()
        passkey_of(user).logs_in(browser, **extra)
        assert round(int(browser.cookies[cookie]["max-age"]) / 3600) == hours


def test_au_10_the_session_gets_another_key(client: Client, beheerder: User) -> None:
    device = passkey_of(beheerder)
    asked = ask(client)
    before = client.session.session_key
    client.post(LOGIN, {"answer": device.answer(asked)})
    assert is_logged_in(client)
    assert client.session.session_key != before


def test_logging_in_happens_by_post_only(client: Client) -> None:
    for path in (LOGIN, QUESTION):
        assert client.get(path).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    for path in (LOGIN, QUESTION):
        assert strict.post(path).status_code == 403


def test_without_a_script_nothing_of_it_is_seen(client: Client) -> None:
    page = client.get("/inloggen/").text
    form = page[page.index('action="/inloggen/passkey/"') :]
    assert form[: form.index(">")].endswith(" hidden")
    assert "Stuur mij een code" in page


# --- the second step --------------------------------------------------------------------------


def test_au_02_a_mailed_code_alone_is_not_enough_beside_a_passkey(
    client: Client, coordinator: User
) -> None:
    device = passkey_of(coordinator)
    log_in_by_code(client, coordinator)
    assert not is_logged_in(client)
    page = client.get("/inloggen/tweede-stap/").text
    assert "Gebruik je passkey, of vul een reservecode in." in page
    assert device.logs_in(client).headers["Location"] == "/platform/"
    assert client.get("/platform/").status_code == 200


def test_a_spare_code_helps_who_lost_the_passkey(client: Client, coordinator: User) -> None:
    passkey_of(coordinator)
    log_in_by_code(client, coordinator)
    client.post("/inloggen/tweede-stap/", {"code": spare_codes(coordinator)[0]})
    assert client.get("/platform/").status_code == 200


def test_a_refused_passkey_leaves_the_second_step_open(client: Client, coordinator: User) -> None:
    passkey_of(coordinator)
    log_in_by_code(client, coordinator)
    stranger = Device(owner=websafe_encode(b"zz"))
    assert stranger.logs_in(client).headers["Location"] == "/inloggen/"
    again = client.get("/inloggen/", follow=True)
    assert again.redirect_chain[-1][0] == "/inloggen/tweede-stap/"
    assert UNKNOWN in again.text
    client.post("/inloggen/tweede-stap/", {"code": spare_codes(coordinator)[0]})
    assert is_logged_in(client)


def test_a_passkey_makes_no_second_step_for_a_beheerder(client: Client, beheerder: User) -> None:
    """Or a volunteer would be locked out by the telephone that was to make things easier."""
    passkey_of(beheerder)
    log_in_by_code(client, beheerder)
    assert client.get("/beheer/").status_code == 200
    page = client.get(SECURITY).text
    assert "Zet de tweede stap aan" in page
    assert "reservecodes" not in page


def test_an_app_with_codes_goes_on_asking_beside_a_passkey(client: Client, beheerder: User) -> None:
    enrol(beheerder)
    passkey_of(beheerder)
    log_in_by_code(client, beheerder)
    assert not is_logged_in(client)
    assert "Open de app met codes" in client.get("/inloggen/tweede-stap/").text


def test_au_02_a_session_without_the_passkey_ends(client: Client, coordinator: User) -> None:
    passkey_of(coordinator)
    log_in(client, coordinator, second_factor=False)
    for path in ("/platform/", ADD, NEW_QUESTION):
        log_in(client, coordinator, second_factor=False)
        assert client.post(path).headers["Location"].startswith("/inloggen/?next=")
        assert not is_logged_in(client)


# --- adding -----------------------------------------------------------------------------------


def test_au_02_a_coordinator_enrols_with_a_passkey(
    client: Client, coordinator: User, letters: Letters
) -> None:
    log_in_by_code(client, coordinator)
    other = log_in(Client(), coordinator)
    enrol_page = client.get("/platform/", follow=True)
    assert f'href="{ADD}"' in enrol_page.text
    assert client.get(ADD).status_code == 200
    assert Device().adds(client).headers["Location"] == "/beveiliging/reservecodes/"
    codes = client.get("/beveiliging/reservecodes/")
    assert "Schrijf je reservecodes op." in codes.text
    assert spare_codes(coordinator)[0] in codes.text
    assert client.get("/platform/").status_code == 200
    assert letters(coordinator.email)[-1] == "Je hebt een nieuwe passkey"
    assert last_line(coordinator) == ("account.second_factor_changed", {"change": "passkey added"})
    assert not is_logged_in(other)
    assert "Je passkey is je tweede stap." in client.get(SECURITY).text


def test_the_security_page_lists_passkeys(client: Client, beheerder: User) -> None:
    log_in(client, beheerder)
    assert Device().adds(client, "Mijn telefoon").headers["Location"] == SECURITY
    Device().adds(client)
    page = client.get(SECURITY).text
    assert "Mijn telefoon" in page
    assert "Passkey 2" in page
    assert page.count("Nog niet gebruikt.") == 2


def test_one_or_ten_passkeys_ask_the_database_as_much(
    client: Client, beheerder: User, django_assert_max_num_queries: object
) -> None:
    log_in(client, beheerder)
    counts = []
    for most in (1, MOST):
        while Authenticator.objects.count() < most:
            Device().adds(client)
        with django_assert_max_num_queries(100) as queries:  # type: ignore[operator]
            client.get(SECURITY)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert TOO_MANY.format(most=MOST) in Device().adds(client).text
    assert Authenticator.objects.count() == MOST


def test_the_question_for_a_new_passkey_knows_those_that_are_there(
    client: Client, beheerder: User
) -> None:
    device = passkey_of(beheerder)
    log_in(client, beheerder)
    asked = client.post(NEW_QUESTION).json()["publicKey"]
    assert [one["id"] for one in asked["excludeCredentials"]] == [websafe_encode(device.number)]
    wishes = asked["authenticatorSelection"]
    assert (wishes["residentKey"], wishes["userVerification"]) == ("required", "required")
    assert asked["rp"] == {"id": "localhost", "name": "Buurtpreventie Dorst"}


def test_of_an_answer_only_the_passkey_is_kept(client: Client, beheerder: User) -> None:
    log_in(client, beheerder)
    asked = client.post(NEW_QUESTION).json()["publicKey"]
    answer = json.loads(Device().new(asked)) | {"more": "a\x00b" * 100}
    client.post(ADD, {"answer": json.dumps(answer)})
    credential = stored(beheerder).data["credential"]
    assert set(credential) == {"id", "rawId", "type", "response"}
    assert set(credential["response"]) == {"clientDataJSON", "attestationObject"}


@pytest.mark.parametrize("odd", ["other site", "checks nobody", "key of no kind"])
def test_a_passkey_that_would_not_work_is_not_kept(
    client: Client, beheerder: User, odd: str
) -> None:
    log_in(client, beheerder)
    origin = "https://evil.example" if odd == "other site" else ""
    device = Device(origin=origin, knows_its_owner=odd != "checks nobody")
    key = CoseKey({1: 2, 3: -999}) if odd == "key of no kind" else None
    assert NOT_MADE in device.adds(client, public=key).text
    assert not Authenticator.objects.exists()


def test_a_new_passkey_answers_one_question_of_just_now(client: Client, beheerder: User) -> None:
    log_in(client, beheerder)
    asked = client.post(NEW_QUESTION).json()["publicKey"]
    assert client.post(ADD, {"answer": Device().new(asked)}).status_code == 302
    assert NOT_MADE in client.post(ADD, {"answer": Device().new(asked)}).text
    asked = client.post(NEW_QUESTION).json()["publicKey"]
    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
        assert NOT_MADE in client.post(ADD, {"answer": Device().new(asked)}).text
    assert Authenticator.objects.count() == 1


def test_questions_for_a_new_passkey_are_counted(client: Client, beheerder: User) -> None:
    log_in(client, beheerder)
    answers = [client.post(NEW_QUESTION).status_code for _ in range(21)]
    assert answers == [200] * 20 + [429]


NO_ANSWERS = [
    "", "null", "1", "[]", '"x"', "{}", "[" * 12_000, "1" * 5_000, "x" * 20_000, "1e999",
    '{"rawId": 1}', '{"rawId": "AA", "response": []}', '{"rawId": "AA", "response": "x"}',
    '{"rawId": "A", "response": {"clientDataJSON": "e30"}}',
    '{"rawId": "AA", "response": {"clientDataJSON": "W10", "attestationObject": "AA"}}',
    '{"rawId": "AA", "response": {"clientDataJSON": "gA", "attestationObject": "oA"}}',
    '{"rawId": "AA", "response": {"clientDataJSON": "e30", "attestationObject": "'
    + "gYGB" * 3_000 + '"}}',
    '{"rawId": "AA", "response": {"clientDataJSON": "e30", "authenticatorData": "AA",'
    ' "signature": "AA", "userHandle": "zz"}}',
]  # fmt: skip


@pytest.mark.parametrize("text", NO_ANSWERS, ids=lambda text: text[:40] or "nothing")
def test_pf_08_what_is_no_answer_is_told_in_words(
    client: Client, beheerder: User, text: str
) -> None:
    ask(client)
    client.post(LOGIN, {"answer": text})
    assert "passkey" in told(client).split("dp-note--warning")[1].split("</div>")[0]
    log_in(client, beheerder)
    client.post(NEW_QUESTION)
    page = client.post(ADD, {"answer": text, "name": "Mijn telefoon"})
    assert page.status_code == 200
    assert 'class="dp-summary"' in page.text
    assert 'value="Mijn telefoon"' in page.text
    assert 'class="dp-summary"' in client.post(FRESH, {"answer": text}).text
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("part", ["clientDataJSON", "attestationObject"])
def test_pf_08_an_answer_cut_anywhere_breaks_nothing(
    client: Client, beheerder: User, part: str, rf: RequestFactory
) -> None:
    request = rf.get("/")
    session = request.session = client.session
    with context.request_context(request):
        device = Device()
        whole = json.loads(device.new(passkeys.ask_for_new(session, beheerder)["publicKey"]))
        for length in range(0, len(whole["response"][part]), 3):
            passkeys.ask_for_new(session, beheerder)
            cut = whole["response"] | {part: whole["response"][part][:length]}
            with pytest.raises(ValidationError, match=NOT_MADE):
                passkeys.made(session, whole | {"response": cut})


# --- one's own --------------------------------------------------------------------------------


def test_somebody_gives_a_passkey_another_name(client: Client, beheerder: User) -> None:
    passkey_of(beheerder, "Tablet")
    log_in(client, beheerder)
    path = f"/beveiliging/passkeys/{stored(beheerder).pk}/"
    assert 'value="Tablet"' in client.get(path).text
    for bad, words in (("", "Vul een naam in."), ("x" * 41, "hoogstens 40 tekens")):
        assert words in client.post(path, {"name": bad}).text
    assert client.post(path, {"name": "Laptop"}).headers["Location"] == SECURITY
    page = client.get(SECURITY).text
    assert "Laptop" in page
    assert "Tablet" not in page
    assert last_line(beheerder) == ("account.passkey_renamed", {})


def test_a_removed_passkey_opens_nothing(client: Client, beheerder: User, letters: Letters) -> None:
    device = passkey_of(beheerder)
    other = log_in(Client(), beheerder)
    log_in(client, beheerder)
    path = f"/beveiliging/passkeys/{stored(beheerder).pk}/weg/"
    assert "Haal weg" in client.get(path).text
    assert client.post(path).headers["Location"] == SECURITY
    assert client.get(SECURITY).status_code == 200
    assert letters(beheerder.email)[-1] == "Er is een passkey weggehaald"
    assert last_line(beheerder)[1] == {"change": "passkey removed"}
    assert not is_logged_in(other)
    stranger = Client()
    device.logs_in(stranger)
    assert UNKNOWN in told(stranger)
    assert not is_logged_in(stranger)


def test_au_02_who_removes_the_only_second_factor_must_enrol_again(
    client: Client, coordinator: User
) -> None:
    passkey_of(coordinator)
    log_in(client, coordinator)
    path = f"/beveiliging/passkeys/{stored(coordinator).pk}/weg/"
    assert "en dit is de enige" in client.get(path).text
    client.post(path)
    assert not Authenticator.objects.exists()  # the spare codes of nothing too
    assert client.get("/platform/").headers["Location"] == "/beveiliging/app/aan/"


@pytest.mark.parametrize("gone", ["app", "passkey"])
def test_the_other_second_factor_stays(client: Client, coordinator: User, gone: str) -> None:
    enrol(coordinator)
    passkey_of(coordinator)
    log_in(client, coordinator)
    path = f"/beveiliging/passkeys/{stored(coordinator).pk}/weg/"
    if gone == "app":
        path = "/beveiliging/app/uit/"
        assert "Daarna is je passkey je tweede stap." in client.get(path).text
    client.post(path)
    assert client.get("/platform/").status_code == 200
    assert spare_codes(coordinator)
    log_in_by_code(Client(), coordinator)


def test_somebody_elses_passkey_is_not_there(
    client: Client, beheerder: User, coordinator: User
) -> None:
    passkey_of(coordinator)
    theirs = stored(coordinator)
    log_in(client, beheerder)
    for path in (f"/beveiliging/passkeys/{theirs.pk}/", f"/beveiliging/passkeys/{theirs.pk}/weg/"):
        assert client.get(path).status_code == 404
        assert client.post(path, {"name": "van mij"}).status_code == 404
    assert Authenticator.objects.filter(data=theirs.data).exists()


def test_an_app_with_codes_is_no_passkey(client: Client, beheerder: User) -> None:
    enrol(beheerder)
    log_in(client, beheerder)
    for row in Authenticator.objects.all():
        assert client.post(f"/beveiliging/passkeys/{row.pk}/weg/").status_code == 404
    assert Authenticator.objects.count() == 2


def test_a_stranger_is_sent_to_log_in(client: Client, beheerder: User) -> None:
    passkey_of(beheerder)
    own = f"/beveiliging/passkeys/{stored(beheerder).pk}/"
    for path in (ADD, NEW_QUESTION, own, f"{own}weg/"):
        for answer in (client.get(path), client.post(path, {"name": "van mij"})):
            assert answer.headers["Location"].startswith("/inloggen/?next=")
    assert Authenticator.objects.count() == 1


def test_au_04_passkeys_ask_for_a_fresh_log_in(client: Client, beheerder: User) -> None:
    passkey_of(beheerder, "Telefoon")
    own = f"/beveiliging/passkeys/{stored(beheerder).pk}/"
    log_in(client, beheerder)
    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=1)):
        for path in (ADD, NEW_QUESTION, own, f"{own}weg/"):
            for answer in (client.get(path), client.post(path, {"name": "Anders"})):
                assert answer.headers["Location"].startswith(FRESH)
    assert Authenticator.objects.filter(data__name="Telefoon").exists()


def test_a_lost_passkey_is_taken_away_with_the_second_factor(
    client: Client, coordinator: User, letters: Letters
) -> None:
    device = passkey_of(coordinator)
    services.reset_second_factor(coordinator, by=None, actor="create_coordinator")
    assert not Authenticator.objects.exists()
    assert letters(coordinator.email)[-1] == "Je tweede stap is weggehaald"
    device.logs_in(client)
    assert not is_logged_in(client)


# --- proving again ------------------------------------------------------------------------------


def test_a_passkey_makes_fresh_and_leads_back(client: Client, beheerder: User) -> None:
    device = passkey_of(beheerder)
    log_in(client, beheerder)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert "Gebruik je passkey" in client.get(f"{FRESH}?next={ADD}").text
        answer = {"answer": device.answer(ask(client)), "next": ADD}
        assert client.post(FRESH, answer).headers["Location"] == ADD
        assert client.get(ADD).status_code == 200


def test_somebody_elses_passkey_makes_nobody_fresh(
    client: Client, beheerder: User, coordinator: User
) -> None:
    device = passkey_of(coordinator)
    log_in(client, beheerder)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        page = client.post(FRESH, {"answer": device.answer(ask(client))})
        assert "Deze passkey hoort bij een ander account." in page.text
        assert client.get(ADD).headers["Location"].startswith(FRESH)


def test_tries_to_be_fresh_are_counted_with_the_others(client: Client, beheerder: User) -> None:
    device = passkey_of(beheerder)
    log_in(client, beheerder)
    for _ in range(5):
        client.post(FRESH, {"code": "0000"})
        client.post(FRESH, {"answer": Device(owner=device.owner).answer(ask(client))})
    answer = {"answer": device.answer(ask(client))}
    assert TOO_OFTEN in client.post(FRESH, answer).text
