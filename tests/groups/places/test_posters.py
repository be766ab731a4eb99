"""Posters, strips and cards for a street; the short address; and where people came from."""

import re
from typing import Any
from urllib.parse import unquote

import pytest
import segno
from django.test import Client

from dorst_portal.kit.display import LANGUAGE_COOKIE
from groups.models import CameFrom, GroupStatus, ResidentRequest, Street, WatchGroup
from groups.places.pages.posters import poster_of
from tests.groups.conftest import MakeRequest, Village, log_in
from tests.groups.pages import at_most, send, text_of, words_of

POSTER = "/poster/spoorstraat/"
RIKA = {"name": "Rika Resident", "mobile": "06 0000 9001", "email": "rika@example.org"}
YES = {"agree": "on", "of_age": "on"}


@pytest.fixture(autouse=True)
def on_our_domain(settings: Any) -> None:
    settings.SITE_URL = "https://buurt.example.org"
    settings.FORM_MIN_SECONDS = 0


def test_the_code_is_the_short_address_with_its_white_edge(village: Village) -> None:
    sheet = poster_of("oude-tilburgsebaan")
    assert sheet is not None
    assert sheet.short.address == "https://buurt.example.org/s/oude-tilburgsebaan/"
    code = segno.make(sheet.short.address, error="m", micro=False)
    size = code.symbol_size(border=4)
    assert f"viewBox='0 0 {size[0]} {size[1]}'" in unquote(sheet.short.qr)
    assert code.version <= 4
    assert code.error in "MQH"


@pytest.mark.parametrize(
    "path", [POSTER, f"{POSTER}?vorm=meterkast", "/groep/spoorstraat/meterkast/"]
)
def test_paper_for_the_street_is_dutch_in_whatever_language_the_visitor_reads(
    client: Client, village: Village, path: str
) -> None:
    dutch = words_of(client.get(path))
    client.cookies[LANGUAGE_COOKIE] = "pl"
    page = client.get(path)
    assert words_of(page) == dutch
    assert '<html lang="nl">' in text_of(page)
    assert page.headers["Content-Language"] == "nl"
    assert '<html lang="pl"' in text_of(client.get("/groep/spoorstraat/"))


@pytest.mark.parametrize("shape", ["", "?vorm=strookjes", "?vorm=brievenbus", "?vorm=meterkast"])
def test_each_paper_holds_street_address_code_and_112(
    client: Client, village: Village, shape: str
) -> None:
    with at_most(2):
        answer = client.get(POSTER + shape)
    words = words_of(answer)
    assert "Spoorstraat" in words
    assert "buurt.example.org/s/spoorstraat" in words
    if "meterkast" in shape:
        assert "Bel 112." in words
    else:
        assert "Sluit je aan bij de buurtapp" in words
        assert "Bel eerst 112." in words
        assert "Platform Dorst" in words
    times = {"": 1, "?vorm=strookjes": 10}.get(shape, 4)
    assert text_of(answer).count('alt="QR-code naar buurt.example.org/s/spoorstraat"') == times


def test_a_street_without_a_group_asks_to_start_one(client: Client, village: Village) -> None:
    words = words_of(client.get("/poster/leijweg/"))
    assert "Start een buurtapp in jouw straat" in words
    assert "Sluit je aan" not in words


@pytest.mark.parametrize("status", [GroupStatus.STARTING, GroupStatus.ARCHIVED])
def test_a_group_that_nobody_sees_is_no_group_on_paper(
    client: Client, spoorstraat: WatchGroup, status: str
) -> None:
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(status=status)
    assert "Start een buurtapp" in words_of(client.get(POSTER))
    assert client.get("/s/spoorstraat/")["Location"].startswith("/zoek/")


@pytest.mark.parametrize("path", ["/poster/nergens/", "/s/nergens/", f"{POSTER}?vorm=hoed"])
def test_what_is_not_there_is_404(client: Client, village: Village, path: str) -> None:
    assert client.get(path).status_code == 404


def test_no_poster_for_a_street_outside(client: Client, village: Village) -> None:
    outside = Street.objects.filter(outside=True).first()
    assert outside is not None
    assert client.get(f"/poster/{outside.slug}/").status_code == 404


# --- The short address --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "to"),
    [
        ("spoorstraat", "/groep/spoorstraat/?bron=poster"),
        ("dennenlaan", "/zoek/?straat=Dennenlaan&bron=poster"),
        ("leijweg", "/zoek/?straat=Leijweg&bron=poster"),
    ],
)
def test_the_short_address_leads_on(client: Client, village: Village, slug: str, to: str) -> None:
    with at_most(2):
        answer = client.get(f"/s/{slug}/")
    assert (answer.status_code, answer["Location"]) == (302, to)


def test_a_paused_group_keeps_its_page(client: Client, spoorstraat: WatchGroup) -> None:
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(status=GroupStatus.PAUSED)
    assert client.get("/s/spoorstraat/")["Location"] == "/groep/spoorstraat/?bron=poster"


def test_the_short_address_is_only_read(client: Client, village: Village) -> None:
    assert client.post("/s/spoorstraat/").status_code == 405
    assert client.head("/s/spoorstraat/").status_code == 302


# --- Where people came from ---------------------------------------------------------------------


def joins(client: Client, path: str) -> ResidentRequest:
    page = client.get(path)
    if "name" not in text_of(page).split("<form")[-1] or 'name="name"' not in text_of(page):
        page = send(client, page, street="Spoorstraat", house_number="12")
    check = send(client, page, **RIKA)
    assert send(client, check, **YES).status_code == 302
    return ResidentRequest.objects.order_by("-pk")[0]


def link_to_join(page: Any) -> str:
    found = re.search(r'href="(/meedoen/[^"]+)"', text_of(page))
    assert found
    return found[1]


def test_a_scan_of_the_poster_stays_with_the_request(client: Client, village: Village) -> None:
    page = client.get("/s/spoorstraat/", follow=True)
    request = joins(client, link_to_join(page))
    assert request.came_from == CameFrom.POSTER


def test_a_scan_that_asks_the_number_is_not_forgotten(client: Client, village: Village) -> None:
    page = client.get("/s/dennenlaan/", follow=True)
    assert '<input type="hidden" name="bron" value="poster">' in text_of(page)
    asked = {"straat": "Dennenlaan", "huisnummer": "40", "bron": "poster"}
    assert "bron=poster" in link_to_join(client.get("/zoek/", asked))


def test_a_search_and_a_list_are_told_apart(client: Client, village: Village) -> None:
    found = client.get("/zoek/", {"straat": "Spoorstraat", "huisnummer": "12"})
    assert joins(client, link_to_join(found)).came_from == CameFrom.SEARCH
    assert joins(client, link_to_join(client.get("/groep/spoorstraat/"))).came_from == CameFrom.LIST


@pytest.mark.parametrize("typed", ["", "krant", "poster'--", "POSTER"])
def test_anything_else_is_nothing(client: Client, village: Village, typed: str) -> None:
    path = f"/meedoen/spoorstraat/?straat=Spoorstraat&huisnummer=12&bron={typed}"
    assert joins(client, path).came_from == ""


def test_what_is_sent_in_the_hidden_field_is_not_trusted(client: Client, village: Village) -> None:
    page = client.get("/meedoen/spoorstraat/?straat=Spoorstraat&huisnummer=12&bron=poster")
    check = send(client, page, **RIKA, bron="<b>krant</b>")
    assert send(client, check, **YES).status_code == 302
    assert ResidentRequest.objects.get().came_from == ""


def test_the_decision_page_tells_how_somebody_came(
    client: Client, own_beheerder: Any, make_request: MakeRequest
) -> None:
    log_in(client, own_beheerder)
    with_it = make_request(came_from=CameFrom.POSTER)
    without = make_request()
    assert "Hoe gekomen Poster in de straat" in words_of(
        client.get(f"/beheer/aanvraag/{with_it.pk}/")
    )
    assert "Hoe gekomen" not in words_of(client.get(f"/beheer/aanvraag/{without.pk}/"))
