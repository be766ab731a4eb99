"""The first page, the lists of streets and groups, the page of a group, and the pages of text."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from groups.models import GroupStatus, HouseRules, Membership, ResidentRequest, Street, WatchGroup
from groups.places.pages import browse
from groups.privacy.terms import TERMS
from groups.values.states import State
from tests.groups.conftest import Village
from tests.groups.pages import at_most, text_of, words_of

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/straten/",
    "/groepen/",
    "/hoe-werkt-het/",
    "/spelregels/",
    "/spelregels/papier/zonder-waaksamen/",
    "/spelregels/papier/met-waaksamen/",
    "/welke-app/",
    "/welke-app/gemeente/",
    "/privacy/",
    "/toegankelijkheid/",
    "/over/",
    "/zoek/",
]


@pytest.mark.parametrize("path", PAGES)
def test_page_opens_for_everybody_also_when_the_village_is_empty(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert text_of(response).count("<h1") == 1
    assert client.post(path).status_code == 405


def test_home_counts_the_groups_that_are_shown(client: Client, village: Village) -> None:
    WatchGroup.objects.filter(slug="sparren").update(status=GroupStatus.STARTING)
    shown = WatchGroup.objects.count() - 1
    with at_most(1):
        page = client.get("/")
    assert f"In Dorst zijn {shown} groepen." in words_of(page)


def test_home_of_an_empty_village(client: Client) -> None:
    assert "We zijn nog bezig. Mail ons" in words_of(client.get("/"))


def test_every_link_of_the_public_pages_leads_somewhere(client: Client, village: Village) -> None:
    seen: set[str] = set()
    waiting = [*PAGES, "/groep/spoorstraat/", "/zoek/?straat=Spoorstraat&huisnummer=12"]
    while waiting:
        path = waiting.pop()
        if path in seen or path.startswith(
            ("/static/", "/weergave/", "/taal/", "/inloggen/", "/manifest")
        ):
            continue
        seen.add(path)
        response = client.get(path)
        assert response.status_code == 200, path
        found = text_of(response).split('href="')[1:]
        links = [part.split('"', 1)[0].split("#")[0] for part in found]
        waiting += [link for link in links if link.startswith("/")]
    assert {
        "/meedoen/spoorstraat/?bron=lijst",
        "/poster/spoorstraat/",
        "/groep/dennenlaan/",
    } <= seen


def test_streets_from_a_to_z_with_their_groups(client: Client, village: Village) -> None:
    with at_most(2):
        page = client.get("/straten/")
    words = words_of(page)
    assert "Dennenlaan Groep Dennenlaan en Ribes-Lijsterbes" in words
    assert "Leijweg Nog geen groep" in words
    streets = Street.objects.in_the_village().order_by("slug")
    places = [words.index(f" {street} ") for street in streets]
    assert places == sorted(places)


def test_starting_group_is_not_named_in_the_lists(client: Client, spoorstraat: WatchGroup) -> None:
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(status=GroupStatus.STARTING)
    assert "Spoorstraat Nog geen groep" in words_of(client.get("/straten/"))
    assert "/groep/spoorstraat/" not in text_of(client.get("/groepen/"))


@pytest.mark.parametrize(("typed", "found"), [("dijk", True), ("DIJKLAAN", True), ("!!", False)])
def test_streets_that_hold_a_part_of_a_name(
    client: Client, village: Village, typed: str, found: bool
) -> None:
    words = words_of(client.get("/straten/", {"zoek": typed}))
    assert ("Wethouder van Dijklaan" in words) is found
    assert "Geerstraat" not in words


def test_filter_without_result_offers_what_looks_like_it(client: Client, village: Village) -> None:
    with at_most(3):
        page = client.get("/straten/", {"zoek": "Spoorlaan"})
    assert "Geen straat gevonden met ‘Spoorlaan’." in words_of(page)
    assert "Bedoel je: Spoorstraat" in words_of(page)


def test_lists_go_on_by_key_with_the_same_number_of_queries(
    client: Client, village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browse, "PAGE", 5)
    streets = Street.objects.in_the_village().count()
    # The list of groups also asks whether there is a map to lead to.
    for path, all_of_them, most in (("/straten/", streets, 2), ("/groepen/", 17, 3)):
        seen: list[str] = []
        address = path
        while address:
            with at_most(most):
                page = client.get(address)
            rows = page.context["rows"]
            seen += [getattr(row, "street", None) or row.group for row in rows]
            key = page.context["next_key"]
            address = f"{path}?na={key}" if key else ""
        assert len(seen) == len(set(seen)) == all_of_them


@pytest.mark.parametrize("key", ["zzzz", "-1", "10" * 30, "%", "\u202e", "x" * 5000])
def test_strange_keys_do_no_harm(client: Client, village: Village, key: str) -> None:
    for path in ("/straten/", "/groepen/"):
        assert client.get(path, {"na": key}).status_code == 200
        assert client.get(path, {"zoek": key}).status_code == 200


def test_a_large_group_has_no_plenty_of_room(
    client: Client, spoorstraat: WatchGroup, make_member: Callable[..., Membership]
) -> None:
    for _ in range(50):
        make_member()
    for capacity, room in ((None, "Plek"), (200, "Plek"), (50, "Vol")):
        WatchGroup.objects.filter(pk=spoorstraat.pk).update(capacity=capacity)
        words = words_of(client.get("/groepen/"))
        assert re.search(rf"Spoorstraat WhatsApp [✓!] {room}\b", words)


@pytest.mark.parametrize(
    ("capacity", "room"), [(None, "Ruim plek"), (100, "Ruim plek"), (11, "Bijna vol"), (10, "Vol")]
)
def test_list_of_groups_tells_whether_there_is_room(
    client: Client,
    spoorstraat: WatchGroup,
    make_member: Callable[..., Membership],
    capacity: int | None,
    room: str,
) -> None:
    for _ in range(10):
        make_member()
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(capacity=capacity)
    assert f"Spoorstraat WhatsApp {room}" in words_of(client.get("/groepen/")).replace(
        " ✓ ", " "
    ).replace(" ! ", " ")


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, "minder dan 10"), (9, "minder dan 10"), (10, "ongeveer 10"), (42, "ongeveer 40")],
)
def test_members_are_counted_roughly(count: int, told: str) -> None:
    assert browse.about(count) == told


def test_group_page(
    client: Client, dennenlaan: WatchGroup, make_member: Callable[..., Membership]
) -> None:
    for _ in range(12):
        make_member(group=dennenlaan)
    with at_most(5):
        page = client.get("/groep/dennenlaan/")
    words = words_of(page)
    assert "ongeveer 10" in words
    assert "Mien" not in words
    assert "Dennenlaan: nummers 1 t/m 61, nummers 67 t/m 80, nummers 90 t/m 199" in words
    assert "Heb je die app niet? Zo zet je hem op je telefoon" in words
    assert "Speel niet zelf voor politie." in words
    assert "/meedoen/dennenlaan/" in text_of(page)
    assert "chat.whatsapp.com" not in text_of(page)


@pytest.mark.parametrize("status", [GroupStatus.STARTING, GroupStatus.ARCHIVED])
def test_group_that_is_starting_or_archived_is_not_there(
    client: Client, spoorstraat: WatchGroup, status: str
) -> None:
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(status=status)
    for path in ("/groep/spoorstraat/", "/meedoen/spoorstraat/", "/groep/bestaat-niet/"):
        assert client.get(path).status_code == 404


def test_paused_group_has_a_waiting_list(client: Client, spoorstraat: WatchGroup) -> None:
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(status=GroupStatus.PAUSED)
    words = words_of(client.get("/groep/spoorstraat/"))
    assert "Deze groep is gepauzeerd." in words
    assert "Aanmelden voor de wachtlijst" in words


@pytest.mark.parametrize(("decisions", "told"), [(4, False), (5, True)])
def test_time_of_deciding_is_told_from_five_decisions_on(
    client: Client,
    make_request: Callable[..., ResidentRequest],
    own_beheerder: Any,
    decisions: int,
    told: bool,
) -> None:
    now = timezone.now()
    for number in range(decisions):
        make_request(
            state=State.DECLINED,
            created_at=now - timedelta(days=30),
            decided_at=now - timedelta(days=29 - number),
            decided_by=own_beheerder,
        )
    words = words_of(client.get("/groep/spoorstraat/"))
    assert ("De beheerder reageert meestal binnen 3 dagen." in words) is told


def test_house_rules_of_both_kinds_with_their_version(client: Client) -> None:
    HouseRules.objects.create(variant="standard", version=2, text="Nieuwe regel.")
    words = words_of(client.get("/spelregels/"))
    assert "Nieuwe regel. Versie 2" in words
    assert "Meld daarna wat je ziet in Waaksamen." in words


def test_privacy_page_shows_the_table_that_retention_carries_out(client: Client) -> None:
    words = words_of(client.get("/privacy/"))
    for term in TERMS:
        assert f"{term.data} {term.why} {term.words} {term.who}" in words
