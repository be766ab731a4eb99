"""A first visit on a cheap phone with a slow line: light, quick, and nothing jumps.

Runs alone, as races do: a second test beside it would be measured too.
"""

import statistics
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.counting import weighed
from tests.races.processes import RealSite, Template, example_village

pytestmark = [pytest.mark.browser, pytest.mark.sqlite, pytest.mark.alone]

PAGES = [
    "/",
    "/inloggen/",
    "/zoek/?straat=Spoorstraat&huisnummer=12",
    "/zoek/?straat=Spoorstaat&huisnummer=3",
    "/straten/",
    "/groepen/",
    "/groep/spoorstraat/",
    "/meedoen/spoorstraat/?straat=Spoorstraat&huisnummer=12",
    "/vraag/",
    "/groep-starten/",
    "/alarm/",
    "/hoe-werkt-het/",
    "/spelregels/",
    "/welke-app/",
    "/stoppen/",
    "/cijfers/",
    "/over/",
    "/privacy/",
    "/toegankelijkheid/",
    "/weergave/",
    "/poster/spoorstraat/",
    "/deze-pagina-is-er-niet/",
]
PHONE = {"width": 360, "height": 740}
# A cheap phone (a quarter of this machine), 150 ms to the server and back, 1.5 Mbit/s.
SLOWER, LATENCY_MS, BYTES_A_SECOND = 4, 150, 1_500_000 / 8
MOST_BYTES, MOST_REQUESTS, MOST_MS = 45_000, 5, 1_000
# Where somebody types or presses something before anything is sent; interface.md 7.6 asks 200 ms.
TYPED_IN = ["/", "/meedoen/spoorstraat/", "/alarm/"]
MOST_MS_OF_A_PRESS = 200
# The slowest press or key so far, from the finger to the next picture.
PRESSES = """
  window.slowestPress = 0;
  new PerformanceObserver(list => list.getEntries().forEach(one => {
    if (one.interactionId) window.slowestPress = Math.max(window.slowestPress, one.duration);
  })).observe({type: 'event', durationThreshold: 16, buffered: true});
"""
PAINTED = """() => new Promise(done => {
  const seen = {lcp: 0, cls: 0};
  new PerformanceObserver(list => list.getEntries().forEach(
    one => { seen.lcp = one.startTime; }))
    .observe({type: 'largest-contentful-paint', buffered: true});
  new PerformanceObserver(list => list.getEntries().forEach(
    one => { seen.cls += one.value; })).observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(seen), 200);
})"""


@pytest.fixture(scope="module")
def village(migrated: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealSite]:
    """The example village, served by gunicorn as in the world: compressed, with far expiry."""
    with example_village(migrated, tmp_path_factory.mktemp("first-visit")) as site:
        yield site


def visit(browser: Browser, site: RealSite, path: str) -> dict[str, Any]:
    """Open a page with a browser that knows nothing yet; what it cost and when it was painted."""
    context = browser.new_context(base_url=site.url, viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    client = context.new_cdp_session(page)
    sizes = weighed(client)
    client.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY_MS,
            "downloadThroughput": BYTES_A_SECOND,
            "uploadThroughput": BYTES_A_SECOND,
        },
    )
    client.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(path)
    page.wait_for_load_state("networkidle")
    painted = page.evaluate(PAINTED)
    context.close()
    return {**painted, "bytes": sum(sizes()), "requests": len(sizes())}


@pytest.mark.parametrize("path", PAGES)
def test_a_first_visit_is_light_quick_and_still(
    browser: Browser, village: RealSite, path: str
) -> None:
    visits = [visit(browser, village, path) for _ in range(2)]
    if max(one["lcp"] for one in visits) > MOST_MS:  # of two that are in time the median is
        visits.append(visit(browser, village, path))
    lcp = statistics.median_low(one["lcp"] for one in visits)
    assert all(2 <= one["requests"] <= MOST_REQUESTS for one in visits), visits
    assert all(one["bytes"] <= MOST_BYTES for one in visits), visits
    assert all(one["cls"] == 0 for one in visits), visits
    assert 0 < lcp <= MOST_MS, visits  # the median of three


def slowest_press(browser: Browser, site: RealSite, path: str) -> float:
    """Type in each box of the page, with its suggestions, and press what opens or is chosen."""
    context = browser.new_context(base_url=site.url, viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.add_init_script(PRESSES)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(path)
    page.wait_for_load_state("networkidle")
    for box in page.locator("main input[type=text]:visible").all():
        box.click()
        page.keyboard.type("spoorst", delay=60)
        page.wait_for_timeout(400)  # for the suggestions
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Escape")
    for choice in page.locator("main summary:visible, main input[type=radio]").all():
        choice.click()
    page.wait_for_timeout(400)
    slowest: float = page.evaluate("window.slowestPress")
    context.close()
    return slowest


@pytest.mark.parametrize("path", TYPED_IN)
def test_what_is_pressed_or_typed_is_answered_at_once(
    browser: Browser, village: RealSite, path: str
) -> None:
    presses = sorted(slowest_press(browser, village, path) for _ in range(3))
    assert 0 < presses[1] <= MOST_MS_OF_A_PRESS, presses
