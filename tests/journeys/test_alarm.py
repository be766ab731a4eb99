"""An alert in a real browser: from the home page to a message within a minute, without scripts, and
without internet. What is typed is left nowhere.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.counting import Counted

pytestmark = pytest.mark.once  # no database is asked anything

EXAMPLES = json.loads(
    (Path(__file__).parents[1] / "alerts" / "composer" / "messages.json").read_text()
)
# How long a person takes, by this measure: a key, and a tap with finding its place.
KEY_SECONDS, TAP_SECONDS, MOST_SECONDS, MOST_SCREENS = 0.2, 1.5, 60, 4
KEPT: Final = """async () => {
  const found = {local: {...localStorage}, session: {...sessionStorage}, cookies: document.cookie,
    address: location.href, databases: await indexedDB.databases(), caches: {}};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const one of await cache.keys()) {
      found.caches[one.url] = await (await cache.match(one)).text();
    }
  }
  return found;
}"""
CONTROLLED: Final = (
    "() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"
)


def shared(page: Page) -> str:
    """What the WhatsApp button would open, read back."""
    href = page.get_by_role("link", name="Deel in WhatsApp").get_attribute("href") or ""
    return unquote(href.removeprefix("https://wa.me/?text="))


def goes_offline(page: Page) -> BrowserContext:
    """The worker has what it needs; then the internet is gone."""
    page.wait_for_function(CONTROLLED)
    page.wait_for_function(
        "async () => (await (await caches.open((await caches.keys())[0])).keys()).length === 7"
    )
    page.context.set_offline(True)
    return page.context


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_home_to_a_message_within_a_minute(
    open_browser: Callable[..., Page], scripts: bool
) -> None:
    page = open_browser(java_script_enabled=scripts)
    screens: list[str] = []
    page.goto("/")
    page.on("framenavigated", lambda frame: screens.append(frame.url))
    counted = Counted(page)
    counted.taps_on(page.get_by_role("main").get_by_role("link", name="Een alarmbericht maken"))
    counted.taps_on(page.get_by_label("Ik heb 112 gebeld"))
    counted.taps_on(page.get_by_role("button", name="Ga verder"))
    counted.types(page.get_by_label("Wat gebeurt er precies?"), "iemand voelt aan autodeuren")
    counted.taps_on(page.get_by_label("Verdacht persoon of groep"))
    counted.types(page.get_by_label("In welke straat?"), "Spoorstraat")
    counted.types(page.get_by_label("Bij welk nummer"), "12")
    counted.taps_on(page.get_by_label("Nu", exact=True))
    counted.taps_on(page.get_by_role("button", name="Ga verder"))
    counted.types(page.get_by_label("Kleding"), "donkerblauwe jas")
    counted.types(page.get_by_label("Wat valt op?"), "zwarte tas")
    counted.taps_on(page.get_by_role("button", name="Maak mijn bericht"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Je bericht is klaar")
    text = page.get_by_label("Je bericht").input_value()
    assert text.startswith("BUURTALARM – Spoorstraat\n112 is gebeld om ")
    assert shared(page) == text
    assert len(screens) == MOST_SCREENS
    assert {url.split("/", 3)[3] for url in screens} == {"alarm/"}
    seconds = counted.taps * TAP_SECONDS + counted.characters * KEY_SECONDS
    assert seconds <= MOST_SECONDS, counted


def test_the_links_follow_the_text_and_a_number_takes_them_away(
    open_browser: Callable[..., Page],
) -> None:
    page = open_browser()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    _made(page)
    box, text = page.get_by_label("Je bericht"), "Nieuw & #1 +2 100% “é” 😀 'x' (y)!\ntweede\nregel"
    box.fill(text)
    assert shared(page) == text
    telegram = page.get_by_role("link", name="Deel in Telegram").get_attribute("href") or ""
    assert unquote(telegram.removeprefix("https://t.me/share/url?url=")) == text
    page.get_by_role("button", name="Kopieer de tekst").click()
    expect(page.get_by_role("status")).to_have_text("Gekopieerd. Plak de tekst in je groep.")
    assert page.evaluate("() => navigator.clipboard.readText()") == text
    box.fill("Bel Jan: 06 12 34 56 78")
    expect(
        page.get_by_text("Dit lijkt een telefoonnummer. Zet dat niet in de groep.")
    ).to_be_visible()
    expect(page.get_by_role("link", name="Deel in WhatsApp")).to_be_hidden()
    box.fill("Bel 112")
    assert shared(page) == "Bel 112"
    expect(page.locator("#id_text_error")).to_have_count(0)


def test_another_app_is_offered_where_the_browser_can_share(
    open_browser: Callable[..., Page],
) -> None:
    page = open_browser()
    _made(page)
    expect(page.get_by_role("button", name="Deel met een andere app")).to_have_count(0)
    page.add_init_script("navigator.share = async (given) => { window.given = given; };")
    _made(page)
    page.get_by_role("button", name="Deel met een andere app").click()
    assert page.evaluate("() => window.given") == {
        "text": page.get_by_label("Je bericht").input_value()
    }


def test_dp_01_a_browser_keeps_nothing_of_what_is_typed(open_browser: Callable[..., Page]) -> None:
    page = open_browser()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(f"{one.url} {one.headers.get('referer', '')}"))
    _made(page, what="markeerwoord loopt rond", street="Kenmerkstraat")
    page.wait_for_function(CONTROLLED)
    page.get_by_label("Je bericht").fill("markeerwoord veranderd")
    page.get_by_role("button", name="Loos alarm").click()
    kept = json.dumps([page.evaluate(KEPT), page.context.cookies(), asked])
    assert "LOOS ALARM" in page.get_by_label("Je bericht").input_value()
    assert not re.search("markeerwoord|kenmerkstraat", kept, re.IGNORECASE)
    found = page.evaluate(KEPT)
    assert {
        url.split("/", 3)[3].split("?")[0] for url in found["caches"] if "/static/" not in url
    } == {"alarm/zonder-internet/", "geen-internet/"}
    assert (found["local"], found["session"], found["databases"]) == ({}, {}, [])


def test_without_internet_a_message_is_made_in_the_page(open_browser: Callable[..., Page]) -> None:
    page = open_browser()
    page.goto("/alarm/")
    goes_offline(page)
    page.goto("/alarm/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Alarmbericht zonder internet")
    expect(page.get_by_role("link", name="Bel 0900-8844")).to_be_visible()
    page.get_by_role("button", name="Maak mijn bericht").click()
    expect(page.get_by_text("Kies of je hebt gebeld.")).to_be_visible()
    page.get_by_label("Ik heb nog niet gebeld").check()
    page.get_by_role("button", name="Maak mijn bericht").click()
    expect(page.get_by_text("Bel nu eerst. Hoeft bellen niet?")).to_be_visible()
    page.get_by_label("Ik heb 112 gebeld").check()
    page.get_by_label("Verdacht persoon of groep").check()
    page.get_by_label("Wat gebeurt er precies?").fill("donkere jas, lang, man")
    page.get_by_role("button", name="Maak mijn bericht").click()
    expect(page.get_by_text("Alleen hoe iemand eruitziet, is niet genoeg.")).to_be_visible()
    page.get_by_label("Wat gebeurt er precies?").fill("voelt aan deuren")
    page.get_by_label("Kleding").fill("jan@example.org")
    page.get_by_role("button", name="Maak mijn bericht").click()
    expect(page.get_by_text("Dit lijkt een e-mailadres.")).to_be_visible()
    page.get_by_label("Kleding").fill("jas")
    page.get_by_text("Huidskleur: alleen naast").click()
    page.get_by_label("Huidskleur").fill("licht")
    page.get_by_role("button", name="Maak mijn bericht").click()
    expect(page.get_by_text("Vul eerst nog 2 andere dingen in")).to_be_visible()
    page.get_by_label("Lengte").fill("lang")
    page.get_by_role("button", name="Maak mijn bericht").click()
    expect(page.get_by_role("heading", name="Je bericht is klaar")).to_be_focused()
    assert "Hoe ziet het eruit: jas, lang, licht" in page.get_by_label("Je bericht").input_value()
    assert shared(page) == page.get_by_label("Je bericht").input_value()
    page.get_by_role("button", name="Het is voorbij").click()
    assert page.get_by_label("Je bericht").input_value().startswith("VOORBIJ ")


def test_a_screen_that_cannot_be_sent_loses_nothing(open_browser: Callable[..., Page]) -> None:
    page = open_browser()
    page.goto("/alarm/")
    page.get_by_label("Ik heb 112 gebeld").check()
    page.get_by_role("button", name="Ga verder").click()
    page.get_by_label("Wat gebeurt er precies?").fill('voelt "aan" <deuren> & ramen')
    page.get_by_label("Inbraak of poging").check()
    goes_offline(page)
    page.get_by_role("button", name="Ga verder").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Alarmbericht zonder internet")
    expect(page.get_by_label("Wat gebeurt er precies?")).to_have_value(
        'voelt "aan" <deuren> & ramen'
    )
    expect(page.get_by_label("Inbraak of poging")).to_be_checked()
    page.get_by_role("button", name="Maak mijn bericht").click()
    assert 'Wat: voelt "aan" <deuren> & ramen' in page.get_by_label("Je bericht").input_value()
    assert "<deuren>" not in json.dumps(page.evaluate(KEPT))


def test_both_builders_give_the_same_text(open_browser: Callable[..., Page]) -> None:
    page = open_browser()
    page.goto("/alarm/zonder-internet/")
    facts = [one["facts"] for one in EXAMPLES]
    made = page.evaluate("facts => facts.map((one) => alarm.compose(one))", facts)
    assert made == [one["text"] for one in EXAMPLES]


def _made(page: Page, **facts: Any) -> None:
    """A message, by way of the screens."""
    page.goto("/alarm/")
    page.get_by_label("Ik heb 112 gebeld").check()
    page.get_by_role("button", name="Ga verder").click()
    page.get_by_label("Wat gebeurt er precies?").fill(facts.get("what", "voelt aan deuren"))
    page.get_by_label("Inbraak of poging").check()
    page.get_by_label("In welke straat?").fill(facts.get("street", "Spoorstraat"))
    page.get_by_role("button", name="Klaar, maak mijn bericht").click()
