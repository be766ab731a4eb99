"""The search in a frame on the site of somebody else."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from dorst_portal.accounts.models import User
from groups.models import FramingSite
from groups.places.views import finder
from tests.groups.conftest import Village
from tests.groups.pages import at_most, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village")]

PAGE = "/inbedden/"


def list_sites(*origins: str) -> None:
    for origin in origins:
        FramingSite.objects.create(origin=origin, since=timezone.now())


def ancestors(client: Client) -> list[str]:
    policy = client.get(PAGE).headers["Content-Security-Policy"]
    return re.findall("frame-ancestors ([^;]+)", policy)


def test_hd_01_nobody_frames_it_while_no_site_is_listed(client: Client) -> None:
    answer = client.get(PAGE)
    assert ancestors(client) == ["'none'"]
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_hd_01_exactly_the_listed_sites_frame_it_from_the_next_look_on(client: Client) -> None:
    list_sites("https://b.example.org:8443", "https://a.example.org")
    answer = client.get(PAGE)
    assert ancestors(client) == ["'self' https://a.example.org https://b.example.org:8443"]
    assert "X-Frame-Options" not in answer.headers
    FramingSite.objects.filter(origin="https://a.example.org").delete()
    assert ancestors(client) == ["'self' https://b.example.org:8443"]


@pytest.mark.parametrize("typed", ["", "straat=Spoorstraat+12", "straat=x%26y+abc"])
def test_hd_02_hd_07_it_sets_no_cookie_runs_no_script_and_loads_only_our_files(
    client: Client, typed: str
) -> None:
    list_sites("https://a.example.org")
    answer = client.get(f"{PAGE}?{typed}")
    policy = answer.headers["Content-Security-Policy"].split("; ")
    assert {"script-src 'none'", "connect-src 'none'", "default-src 'none'"} <= set(policy)
    assert not answer.cookies
    page = answer.content.decode()
    assert "<script" not in page
    assert "csrf" not in page
    assert answer.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("typed", "title", "leads_to"),
    [
        ("straat=Spoorstraat+12", "Jouw\xa0groep\xa0is: Spoorstraat", "/meedoen/spoorstraat/"),
        ("straat=Leijweg+3", "Voor jouw adres is er nog geen groep", "/zoek/"),
        ("straat=Spoorlaan+3", "We kennen deze straat niet", "/zoek/"),
        ("straat=Steenoven+3", "In welke straat woon je?", "/zoek/"),
    ],
)
def test_the_answer_stands_in_the_frame_and_what_comes_next_leaves_it(
    client: Client, typed: str, title: str, leads_to: str
) -> None:
    page = text_of(client.get(f"{PAGE}?{typed}"))
    assert f"<h1>{title}</h1>" in page
    [button] = re.findall('<a class="btn[^>]+>', page)
    assert f'href="{leads_to}?straat=' in button
    assert 'target="_top"' in button
    assert client.get(re.findall('href="([^"]+)"', button)[0]).status_code == 200


def test_a_group_that_is_full_takes_people_on_its_waiting_list(
    client: Client, village: Village
) -> None:
    group = village.group("spoorstraat")
    group.status = "paused"
    group.save()
    page = text_of(client.get(f"{PAGE}?straat=Spoorstraat+12"))
    assert "Aanmelden voor de wachtlijst" in page


def test_what_leaves_the_frame_says_so_and_the_rest_stays(client: Client) -> None:
    for typed in ("", "straat=Dennenlaan", "straat=Spoorstraat+12", "straat=abc"):
        page = client.get(f"{PAGE}?{typed}").content.decode()
        for link in re.findall("<a [^>]+>", page):
            is_ours = 'href="/inbedden/' in link or 'href="#' in link or 'href="tel:112"' in link
            assert is_ours or 'target="_top"' in link, link
        assert page.count("<form") == page.count('action="/inbedden/" target="_self"')


def test_a_number_that_is_missing_and_a_mistake_are_asked_in_the_frame(client: Client) -> None:
    number = text_of(client.get(f"{PAGE}?straat=Dennenlaan"))
    assert "Zet je huisnummer achter je straat." in number
    assert 'value="Dennenlaan"' in number
    mistake = client.get(f"{PAGE}?straat=")
    assert "Fout: " in mistake.content.decode()
    assert "Vul je straat en je huisnummer in." in text_of(mistake)


@pytest.mark.parametrize(("colour", "theme"), [("licht", "light"), ("donker", "dark")])
def test_the_other_site_may_choose_its_colours_and_keeps_them(
    client: Client, colour: str, theme: str
) -> None:
    page = text_of(client.get(f"{PAGE}?kleur={colour}"))
    assert f'data-bs-theme="{theme}"' in page
    assert f'name="kleur" value="{colour}"' in page
    assert f"/inbedden/?kleur={colour}" in text_of(
        client.get(f"{PAGE}?kleur={colour}&straat=Spoorstraat+12")
    )


def test_a_colour_of_the_visitor_or_an_unknown_one_changes_nothing(client: Client) -> None:
    client.cookies["theme"] = "dark"
    page = client.get(f"{PAGE}?kleur=%22%3E%3Cb%3E").content.decode()
    assert "data-bs-theme" not in page
    assert "<b>" not in page


def test_searching_has_the_limit_of_the_search_and_tells_so_in_the_frame(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    list_sites("https://a.example.org")
    monkeypatch.setattr(finder, "LOOKUPS_PER_HOUR", 1)
    client.get("/zoek/?straat=Spoorstraat+12")
    answer = client.get(f"{PAGE}?straat=Spoorstraat+12")
    assert answer.status_code == 429
    assert "Er is hier vaak gezocht." in text_of(answer)
    assert "X-Frame-Options" not in answer.headers


def test_it_takes_one_statement_and_an_answer_those_of_the_search_besides(client: Client) -> None:
    with at_most(1):
        client.get(PAGE)
    with at_most(4):  # the limit, the address and its group, the sites
        client.get(f"{PAGE}?straat=Spoorstraat+12")


def test_for_who_is_logged_in_nothing_is_different(
    client: Client, own_beheerder: User, log_in: Callable[[Client, User], Client]
) -> None:
    stranger = Client().get(f"{PAGE}?straat=Spoorstraat+12").content
    log_in(client, own_beheerder)
    assert client.get(f"{PAGE}?straat=Spoorstraat+12").content == stranger


@pytest.mark.parametrize(("code", "title"), [("en", "Find"), ("pl", "Znajdź")])
def test_the_other_site_may_choose_the_language_which_every_step_keeps_without_a_cookie(
    client: Client, code: str, title: str
) -> None:
    empty = client.get(f"{PAGE}?taal={code}&kleur=donker")
    page = text_of(empty)
    assert f'<html lang="{code}" data-bs-theme="dark">' in page
    assert f"<h1>{title}" in page
    assert empty.headers["Content-Language"] == code
    hidden = dict(re.findall('<input type="hidden" name="(\\w+)" value="(\\w+)">', page))
    assert hidden == {"taal": code, "kleur": "donker"}
    answer = client.get(PAGE, hidden | {"straat": "Spoorstraat 12"})
    again = re.findall('href="([^"]+)" target="_self"', text_of(answer))
    assert again == [f"{PAGE}?taal={code}&kleur=donker"]
    assert not client.cookies


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("Spoorstraat 12", "/meedoen/spoorstraat/?straat=Spoorstraat&huisnummer=12&bron=zoek"),
        ("Leijweg 3", "/zoek/?straat=Leijweg+3"),
    ],
)
def test_what_leaves_a_polish_frame_goes_on_in_polish(
    client: Client, typed: str, leads_to: str
) -> None:
    page = client.get(PAGE, {"taal": "pl", "straat": typed}).content.decode()
    [button] = re.findall('<a class="btn[^>]+href="([^"]+)"', page)
    answer = client.get(unescape(button), follow=True)
    assert answer.redirect_chain == [(leads_to, 302)]
    assert '<html lang="pl"' in text_of(answer)


def test_a_dutch_frame_takes_no_language_away_and_one_that_is_none_is_dutch(
    client: Client,
) -> None:
    for asked in ("", "nl", "de", '"><b>'):
        page = client.get(PAGE, {"taal": asked, "straat": "Spoorstraat 12"}).content.decode()
        assert '<html lang="nl"' in page
        assert "/taal/" not in page
        assert "<b>" not in page
