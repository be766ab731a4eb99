"""The language of a page: chosen at its foot, and kept in a cookie."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from dorst_portal.accounts.models import User
from dorst_portal.kit import dutch
from dorst_portal.kit.display import LANGUAGE_COOKIE
from tests.groups.conftest import log_in
from tests.groups.pages import text_of

pytestmark = pytest.mark.django_db

MOMENT = datetime(2031, 5, 13, 18, 14, tzinfo=UTC)


def lang_of(client: Client, path: str) -> str:
    """In which language a page says that it is."""
    return text_of(client.get(path)).split('<html lang="', 1)[1].split('"', 1)[0]


def test_a_page_is_dutch_until_somebody_chooses(client: Client) -> None:
    page = client.get("/weergave/", headers={"accept-language": "pl"})
    assert '<html lang="nl"' in text_of(page)
    assert page.headers["Content-Language"] == "nl"
    assert LANGUAGE_COOKIE not in client.cookies
    assert '<a href="/taal/pl/?naar=%2Fweergave%2F" lang="pl" hreflang="pl"' in text_of(page)
    assert 'href="/taal/nl/' not in text_of(page)


@pytest.mark.parametrize("code", ["en", "pl"])
def test_who_chooses_comes_back_to_the_same_page_in_that_language(
    client: Client, code: str
) -> None:
    path = "/zoek/?straat=Spoorstraat&huisnummer=12"
    answer = client.get(f"/taal/{code}/", {"naar": path})
    assert (answer.status_code, answer.headers["Location"]) == (302, path)
    cookie = client.cookies[LANGUAGE_COOKIE]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == (code, True, "Lax")
    assert lang_of(client, path) == code
    assert "Cookie" in client.get(path).headers["Vary"]

    client.get("/taal/nl/")
    assert lang_of(client, path) == "nl"
    # Kept as well: a mail in Polish that is opened later does not bring it back.
    assert client.cookies[LANGUAGE_COOKIE].value == "nl"


@pytest.mark.parametrize(
    "away", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_the_switch_leads_to_no_other_site(client: Client, away: str) -> None:
    assert client.get("/taal/en/", {"naar": away}).headers["Location"] == "/"


def test_what_is_no_language_of_ours_is_nowhere_and_changes_nothing(client: Client) -> None:
    assert client.get("/taal/de/").status_code == 404
    client.cookies[LANGUAGE_COOKIE] = "../../x"
    assert lang_of(client, "/weergave/") == "nl"


def test_staff_choose_too_and_the_pages_of_django_stay_dutch(client: Client) -> None:
    client.cookies[LANGUAGE_COOKIE] = "en"
    assert lang_of(client, "/inloggen/") == "en"
    assert "/taal/pl/" in text_of(client.get("/inloggen/"))
    log_in(client, User.objects.create_superuser("els@example.org", password=None))
    assert lang_of(client, "/beheer/") == "en"
    assert lang_of(client, "/platform/") == "en"
    assert lang_of(client, "/admin/").startswith("nl")
    assert "/taal/" not in text_of(client.get("/admin/"))


def test_a_page_that_is_nowhere_is_said_in_the_language_that_was_chosen(client: Client) -> None:
    client.cookies[LANGUAGE_COOKIE] = "pl"
    assert lang_of(client, "/deze-pagina-is-er-niet/") == "pl"


def test_the_language_of_one_visitor_is_not_that_of_the_next(client: Client) -> None:
    client.cookies[LANGUAGE_COOKIE] = "pl"
    client.get("/weergave/")
    assert translation.get_language() == settings.LANGUAGE_CODE


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("nl", "di 13 mei 2031 om 20:14"),
        ("en", "Tue 13 May 2031 at 20:14"),
        ("pl", "wt. 13 maja 2031 o 20:14"),
    ],
)
def test_dates_are_said_in_the_language(code: str, said: str) -> None:
    with translation.override(code):
        assert dutch.moment(MOMENT) == said
