"""/mijn/: one answer for everybody, a link that works once and by a button, half an hour open."""

import re
import time
from datetime import datetime, timedelta

import pytest
import time_machine
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dorst_portal.kit.links import new_link, token_for
from dorst_portal.outbox.models import Mail
from groups.members.services.own_links import OWN_PAGE
from groups.mine.services import visits
from groups.mine.services.visits import PER_CLIENT, PER_EMAIL
from groups.models import Membership, OwnPage, ResidentRequest
from groups.privacy.services.retention import run_retention
from groups.requests.emails import CONFIRM
from groups.requests.views.opened_link import BAD_TRIES
from tests.groups.mine.conftest import ANJA, MakeMember, link_to, opens, path_of
from tests.groups.pages import forms_of, send, text_of, words_of

pytestmark = pytest.mark.django_db

PAGE = "/mijn/"
GONE = "Deze link werkt niet meer"
CHANGES = re.compile(r"\s*(INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)


def asks(client: Client, email: str) -> tuple[int, str]:
    page = client.post(PAGE, {"email": email}, follow=True)
    return page.status_code, words_of(page)


# --- Asking ------------------------------------------------------------------------------------


def test_known_and_unknown_get_the_same_answer(client: Client, anja: Membership) -> None:
    assert asks(client, ANJA) == asks(client, "niemand@example.org")
    (mail,) = Mail.objects.all()
    assert (mail.to, mail.link_path) == (ANJA, "/mijn/{token}/")
    assert "Anja" not in mail.text + mail.subject
    assert mail.link is not None
    assert "Open mijn gegevens" in text_of(Client().get(path_of(mail.link), follow=True))


def test_the_time_of_the_answer_tells_nothing(
    client: Client, anja: Membership, settings: LazySettings
) -> None:
    settings.LOGIN_ANSWER_SECONDS = 0.2
    for email in (ANJA, "niemand@example.org"):
        begin = time.monotonic()
        client.post(PAGE, {"email": email})
        assert time.monotonic() - begin >= 0.2


def test_who_left_is_known_until_forgotten(anja: Membership) -> None:
    Membership.objects.filter(pk=anja.pk).update(until=timezone.now())
    assert visits.is_known(ANJA)
    Membership.objects.filter(pk=anja.pk).update(anonymised_at=timezone.now())
    assert not visits.is_known(ANJA)


def test_an_address_that_was_never_confirmed_gets_the_link_that_confirms(
    client: Client, join_request: ResidentRequest
) -> None:
    """PF-12: whoever typed it, its own page stays shut."""
    asks(client, join_request.email)
    (mail,) = Mail.objects.all()
    assert mail.link_path == "/bevestig/{token}/"
    assert not OwnPage.objects.exists()


@pytest.mark.parametrize(
    "email", ["anj\u0430@example.org", "anja+1@example.org", "anja@example.com"]
)
def test_the_mail_goes_to_the_stored_address_only(
    client: Client, anja: Membership, email: str
) -> None:
    """TK-11"""
    assert asks(client, email)[0] == 200
    assert not Mail.objects.exists()


def test_what_was_typed_wrong_is_told_beside_it(client: Client, anja: Membership) -> None:
    page = send(client, client.get(PAGE), email="anja")
    assert "Er ging iets niet goed" in words_of(page)
    assert 'value="anja"' in text_of(page)
    assert not Mail.objects.exists()


def test_pressing_again_mails_once(client: Client, anja: Membership) -> None:
    for _ in range(2):
        asks(client, ANJA)
    assert Mail.objects.count() == 1


def test_nobody_asks_more_often_than_that(client: Client, anja: Membership) -> None:
    told = [asks(client, ANJA)[0] for _ in range(PER_EMAIL + 1)]
    unknown = [asks(client, "niemand@example.org")[0] for _ in range(PER_EMAIL + 1)]
    assert told == unknown == [200] * PER_EMAIL + [429]
    assert PER_CLIENT > PER_EMAIL


# --- Opening -----------------------------------------------------------------------------------


def test_looking_at_the_link_changes_nothing_and_the_token_leaves_the_address(
    client: Client, anja: Membership
) -> None:
    """TK-01, TK-02, TK-07: a scanner opens it as often as it likes."""
    link = link_to(ANJA)
    with CaptureQueriesContext(connection) as queries:
        for _ in range(3):
            client.head(path_of(link))
            seen = client.get(path_of(link), follow=True, headers={"purpose": "prefetch"})
    assert not [row["sql"] for row in queries if CHANGES.match(row["sql"])]
    assert seen.redirect_chain == [("/mijn/openen/", 302)]
    assert "Anja" not in text_of(seen)
    assert "no-store" in seen["Cache-Control"]
    assert token_for(link) not in text_of(seen)
    assert words_of(opens(Client(), ANJA)).count("Anja Anders") == 1


def test_the_button_works_once(client: Client, anja: Membership) -> None:
    """TK-03, TK-14"""
    link = link_to(ANJA)
    browsers = [Client(), Client()]
    pages = [browser.get(path_of(link), follow=True) for browser in browsers]
    answers = [send(browser, page) for browser, page in zip(browsers, pages, strict=True)]
    assert [answer.status_code for answer in answers] == [302, 404]
    assert "Anja Anders" in words_of(browsers[0].get(PAGE))
    assert "Anja" not in text_of(browsers[1].get(PAGE))
    assert GONE in words_of(Client().get(path_of(link)))
    again = send(browsers[0], pages[0])
    assert again.url == PAGE  # who pressed twice sees the page


def test_a_link_works_a_week_and_a_clock_that_is_set_back_makes_it_no_older(
    client: Client, anja: Membership, now: datetime
) -> None:
    """TK-04"""
    link = link_to(ANJA)
    for moment, status in (
        (link.expires_at - timedelta(seconds=1), 302),
        (link.expires_at, 404),
        (link.issued_at - timedelta(seconds=1), 404),
    ):
        with time_machine.travel(moment, tick=False):
            assert client.get(path_of(link)).status_code == status


def test_a_wrong_token_of_any_kind_gets_one_answer(client: Client, anja: Membership) -> None:
    """TK-05"""
    link = link_to(ANJA)
    token = token_for(link)
    other = token_for(new_link(CONFIRM, link.subject_id, now=timezone.now()))
    swapped = f"{link.pk}-{other.partition('-')[2]}"
    tried = [token[:-1], token.swapcase(), f"{token}x", other, swapped, "x" * 300, "1-"]
    pages = [client.get(f"/mijn/{one}/") for one in tried]
    assert {page.status_code for page in pages} == {404}
    assert len({words_of(page) for page in pages}) == 1
    codes = [client.get("/mijn/1-x/").status_code for _ in range(BAD_TRIES)]
    assert codes[-1] == 429


def test_a_newer_link_ends_the_older_ones(client: Client, anja: Membership) -> None:
    """TK-06"""
    older, newer = link_to(ANJA), link_to(ANJA)
    assert client.get(path_of(older)).status_code == 404
    assert client.get(path_of(newer)).status_code == 302


# --- Open ---------------------------------------------------------------------------------------


def test_it_closes_after_half_an_hour_and_by_the_button(client: Client, anja: Membership) -> None:
    """TK-12, TK-14"""
    opened = OwnPage.objects.none()
    assert "Anja Anders" in words_of(opens(client, ANJA))
    opened = OwnPage.objects.get(opened_at__isnull=False)
    assert opened.open_until is not None
    with time_machine.travel(opened.open_until - timedelta(seconds=1), tick=False):
        assert "Anja Anders" in words_of(client.get(PAGE))
    with time_machine.travel(opened.open_until, tick=False):
        assert "Anja" not in text_of(client.get(PAGE))
        told = client.post(f"/mijn/groep/{anja.pk}/stoppen/")
        assert (told.status_code, "is dicht" in words_of(told)) == (403, True)
    stolen = client.cookies.copy()
    send(client, client.get(PAGE))
    client.cookies = stolen
    assert "Anja" not in text_of(client.get(PAGE))
    anja.refresh_from_db()
    assert anja.until is None


def test_the_cookie_of_another_page_opens_nothing(
    client: Client, anja: Membership, make_member: MakeMember
) -> None:
    """Signed for this page and this purpose: the number alone is worth nothing."""
    opens(client, ANJA)
    name = next(name for name in client.cookies if name.endswith("mijn"))
    value = client.cookies[name].value
    client.cookies[name] = "9" + value
    assert "Anja" not in text_of(client.get(PAGE))
    link_cookie = Client()
    link_cookie.get(path_of(link_to(ANJA)))
    forged = next(cookie.value for cookie in link_cookie.cookies.values())
    client.cookies[name] = forged
    assert "Anja" not in text_of(client.get(PAGE))


def test_pages_of_before_are_forgotten_after_a_week(anja: Membership, now: datetime) -> None:
    link_to(ANJA)
    run_retention(now=now + timedelta(days=7))
    assert OwnPage.objects.exists()
    run_retention(now=now + timedelta(days=9))
    assert not OwnPage.objects.filter(email=ANJA).exists()


def test_a_link_is_of_its_own_purpose(anja: Membership) -> None:
    assert link_to(ANJA).purpose == OWN_PAGE
    assert not forms_of(Client().get(PAGE))[0].sends.get("link")
