"""Pages of text: house rules on screen and paper, who to call, accessibility, whose site it is."""

import gzip
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import settings as portal
from django.test import Client
from pytest_django import Settings

from dorst_portal.accounts.models import User
from groups.models import HouseRules, WatchGroup
from groups.wording.contact_advice import MUNICIPALITY_KEY, Way, shipped_advice
from tests.groups.pages import at_most, text_of, words_of

pytestmark = pytest.mark.django_db

PAPER = {
    "standard": "/spelregels/papier/zonder-waaksamen/",
    "waaksamen": "/spelregels/papier/met-waaksamen/",
}
PAGES = [
    "/hoe-werkt-het/",
    "/spelregels/",
    *PAPER.values(),
    "/welke-app/",
    "/welke-app/gemeente/",
    "/toegankelijkheid/",
    "/over/",
    "/stoppen/",
]
# Telegram's limit for the description of a group is the lowest (docs/sources.md).
DESCRIPTION = 255
SETTINGS = "/inloggen/?next=/beheer/instellingen/"
LONG_ADDRESS = "buurtpreventie.platformdorst.nl"


@pytest.mark.parametrize("path", PAGES)
def test_page_is_light_and_asks_the_database_little(client: Client, path: str) -> None:
    with at_most(1):
        page = client.get(path)
    assert len(gzip.compress(page.content, 6)) <= 12_000


def test_how_it_works_answers_five_questions_in_sixty_words(client: Client) -> None:
    page = text_of(client.get("/hoe-werkt-het/"))
    answers = re.findall(r"<h2>[^<]+\?</h2>\s*<p>(.+?)</p>", page)
    assert len(answers) == 5
    assert all(len(re.sub(r"<[^>]+>", "", answer).split()) <= 60 for answer in answers)


# --- House rules -----------------------------------------------------------------------------


def test_the_steps_with_waaksamen_stand_in_their_order(client: Client) -> None:
    words = words_of(client.get("/spelregels/"))
    steps = [
        "Meld wat je ziet in de app Waaksamen. De app vertelt het aan politie en gemeente.",
        "Stelt de app voor om te bellen? Doe dat eerst.",
        "Stuur je melding vanuit Waaksamen door naar de groep.",
        "Moet iets binnen de groep blijven? Zet het dan alleen in de groep.",
    ]
    places = [words.index(step) for step in steps]
    assert places == sorted(places)
    assert places[0] > words.index("Groepen met Waaksamen", words.index("Versie 1"))


@pytest.mark.parametrize("variant", PAPER)
def test_paper_holds_the_newest_rules_of_one_variant(client: Client, variant: str) -> None:
    HouseRules.objects.create(variant=variant, version=2, text="Nieuwe regel.\nTweede regel.")
    words = words_of(client.get(PAPER[variant]))
    assert "Nieuwe regel. Tweede regel." in words
    assert "Versie 2" in words
    assert "Bel eerst 112" in words
    other = next(path for name, path in PAPER.items() if name != variant)
    assert "Nieuwe regel." not in words_of(client.get(other))


def test_paper_of_rules_that_do_not_exist(client: Client) -> None:
    assert client.get("/spelregels/papier/met-iets-anders/").status_code == 404


def test_description_of_a_group_fits_in_every_chat_app(client: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = [LONG_ADDRESS]
    page = text_of(client.get("/spelregels/", headers={"host": LONG_ADDRESS}, secure=True))
    found = re.findall(r'<p class="dp-copy">(.+?)</p>', page)
    assert len(found) == 2
    for description in found:
        assert len(description) <= DESCRIPTION
        assert description.endswith(f"https://{LONG_ADDRESS}/spelregels/")
        assert description.startswith("Bel bij nood eerst 112.")


def test_rules_are_sent_whole_and_only_where_the_sender_chooses(client: Client) -> None:
    page = text_of(client.get("/spelregels/"))
    links = re.findall(r'href="(https://[^"]+)"', page)
    assert all(link.startswith("https://wa.me/?text=") for link in links)
    sent = [unquote(link) for link in links]
    for rules in HouseRules.objects.all():
        assert any(all(rule in text for rule in rules.rules()) for text in sent)


# --- Which app or which number ---------------------------------------------------------------


def test_biggest_danger_stands_first_and_every_number_can_be_tapped(client: Client) -> None:
    page = text_of(client.get("/welke-app/"))
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    dialled = re.findall(r'href="tel:(\d+)"', main)
    assert dialled == ["112", "09008844", "140162", "08007000"]
    assert [advice.key for advice in shipped_advice()] == re.findall(
        r'<section[^>]+id="(\w+)"', main
    )


def test_visitors_read_what_to_do_and_no_sources(client: Client) -> None:
    for path in ("/welke-app/", "/welke-app/gemeente/"):
        words = words_of(client.get(path)).lower()
        for said in ("bron", "gecontroleerd", "controleert", ".nl", "2026"):
            assert said not in words


def test_every_way_names_its_source_for_who_keeps_the_page() -> None:
    sources = (Path(portal.BASE_DIR) / "docs" / "sources.md").read_text()
    ways = [way for advice in shipped_advice() for way in advice.ways]
    for way in ways:
        assert bool(way.number) != bool(way.words)
        assert way.source in sources


def test_what_the_municipality_mends_has_a_page_and_an_anchor(client: Client) -> None:
    words = words_of(client.get("/welke-app/gemeente/"))
    assert "Dat regelt de gemeente" in words
    assert "Bel 14 0162" in words
    assert MUNICIPALITY_KEY == "gemeente"


def test_number_is_dialled_without_blanks_and_dashes() -> None:
    assert Way("x", date(2026, 1, 1), number="0900-8844").href == "tel:09008844"


# --- Stopping --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/groep/spoorstraat/", "/over/", "/inloggen/"])
def test_stopping_is_one_press_away(client: Client, spoorstraat: WatchGroup, path: str) -> None:
    page = text_of(client.get(path))
    link = '<a href="/stoppen/">Stoppen of iets wijzigen</a>'
    assert link in page.split("<footer", 1)[1]
    in_the_page = page.split("<main", 1)[1].split("</main>", 1)[0]
    assert (link in in_the_page) is (path in ("/", "/groep/spoorstraat/"))


def test_stopping_is_one_press_away_for_a_beheerder(
    client: Client, own_beheerder: User, log_in: Callable[[Client, User], Client]
) -> None:
    page = text_of(log_in(client, own_beheerder).get("/beheer/"))
    assert '<a href="/stoppen/">Stoppen of iets wijzigen</a>' in page


def test_page_about_stopping_promises_what_a_screen_can_do(
    client: Client, own_beheerder: User, log_in: Callable[[Client, User], Client]
) -> None:
    with at_most(0):
        page = text_of(client.get("/stoppen/"))
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    links = set(re.findall(r'href="(/[^"]+)"', main))
    assert links == {"/mijn/", "/vraag/?over=stoppen", "/bevestig/nieuwe-link/", SETTINGS}
    log_in(client, own_beheerder)
    assert all(client.get(link, follow=True).status_code == 200 for link in links)
    assert client.get(SETTINGS)["Location"] == "/beheer/instellingen/"
    assert "Ik wil stoppen als beheerder" in words_of(client.get("/beheer/instellingen/"))
    for app in ("WhatsApp", "Signal", "Telegram"):
        assert f"Zo verlaat je een groep in {app}" in main


# --- Whose site it is ------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/toegankelijkheid/", "/over/"])
def test_pages_say_how_to_reach_somebody(client: Client, path: str, settings: Settings) -> None:
    settings.HELP_PHONE = "+31600001234"
    words = words_of(client.get(path))
    assert settings.HELP_EMAIL in words
    assert "06 00 00 12 34" in words


def test_accessibility_page_says_what_was_not_tested(client: Client) -> None:
    words = words_of(client.get("/toegankelijkheid/"))
    assert "Wat is nog niet getest?" in words
    assert "WCAG 2.2" in words
    assert "Deze tekst is van" in words


def test_footer_has_the_same_help_everywhere(client: Client) -> None:
    for path in ("/", "/over/", "/inloggen/"):
        footer = text_of(client.get(path)).split("<footer", 1)[1]
        links = ["Privacy", "Toegankelijkheid", "Over Platform Dorst", "Weergave"]
        places = [footer.index(f">{link}</a>") for link in links]
        assert places == sorted(places)


def test_menu_names_each_page_once_and_in_its_order(client: Client) -> None:
    menu = text_of(client.get("/over/")).split('id="menu"', 1)[1].split("</nav>", 1)[0]
    links = re.findall(r'href="([^"]+)"', menu)
    assert links == ["/", "/alarm/", "/hoe-werkt-het/", "/welke-app/", "/groep-starten/", "/vraag/"]
