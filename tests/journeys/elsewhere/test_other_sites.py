"""What the sites of others may do, in a real browser: show the search in a frame when they are
listed, and read the open data; and nothing else.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.people import Person
from tests.races.processes import RealSite

pytestmark = pytest.mark.once  # what a browser lets pass is the same on both databases

LISTED, STRANGE = "https://www.gemeente.example.org", "https://www.evil.example.org"
READS = """async path => {
  try { return (await fetch(path)).status } catch { return 'refused' }
}"""


@pytest.fixture
def snippet(open_browser: Callable[..., Page]) -> str:
    """What a coordinator copies, after listing the site of the municipality."""
    cora = Person(open_browser(java_script_enabled=False))
    cora.logs_in("coordinator@example.org")
    cora.page.goto("/platform/inbedden/")
    if not cora.page.get_by_text(LISTED).count():
        cora.page.get_by_label("Adres van de site").fill(LISTED)
        cora.page.get_by_role("button", name="Zet op de lijst").click()
    expect(cora.page.frame_locator("iframe").get_by_role("heading", level=1)).to_be_visible()
    return cora.page.locator(".dp-framing__code").inner_text()


@pytest.fixture
def visit(open_browser: Callable[..., Page]) -> Callable[..., Page]:
    """Opens a page of somebody else's with this in it. The browser may reach this very machine from
    there, as it may reach a site on the internet.
    """

    def visit_(origin: str, html: str, *, scripts: bool = False) -> Page:
        page = open_browser(java_script_enabled=scripts, permissions=["local-network-access"])

        def answer(route: Route) -> None:
            route.fulfill(content_type="text/html", body=f"<title>x</title><h1>Gemeente</h1>{html}")

        page.route(f"{origin}/", answer)
        page.goto(f"{origin}/")
        return page

    return visit_


def test_a_listed_site_shows_the_search_which_works_there_without_scripts(
    snippet: str, visit: Callable[..., Page]
) -> None:
    page = visit(LISTED, snippet)
    frame = page.frame_locator("iframe")
    frame.get_by_label("Straat en huisnummer").fill("Spoorstraat 12")
    button = frame.get_by_role("button", name="Zoek mijn groep")
    assert button.bounding_box()["height"] >= 44  # type: ignore[index] - with our styles
    button.click()
    expect(frame.get_by_role("heading", level=1)).to_have_text("Jouw groep is: Spoorstraat")
    assert page.url == f"{LISTED}/"
    frame.get_by_role("link", name="Ander adres zoeken").click()
    frame.get_by_role("button", name="Zoek mijn groep").click()
    expect(frame.get_by_text("Vul je straat en je huisnummer in.").first).to_be_visible()
    frame.get_by_label("Straat en huisnummer").fill("Spoorstraat 12")
    frame.get_by_role("button", name="Zoek mijn groep").click()
    expect(frame.get_by_role("link", name="Meedoen met deze groep")).to_be_visible()
    assert page.context.cookies() == []
    frame.get_by_role("link", name="Meedoen met deze groep").click()
    page.wait_for_url("**/meedoen/spoorstraat/**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Spoorstraat")


def test_another_site_shows_nothing_and_a_listed_one_no_other_page(
    snippet: str, visit: Callable[..., Page]
) -> None:
    for origin, html in (
        (STRANGE, snippet),
        (f"{LISTED}:8443", snippet),
        (LISTED, snippet.replace("/inbedden/", "/zoek/")),
        (LISTED, snippet.replace("/inbedden/", "/inloggen/")),
    ):
        page = visit(origin, html)
        expect(page.get_by_role("heading", name="Gemeente")).to_be_visible()
        [_, frame] = page.frames
        frame.wait_for_load_state()
        assert frame.url.startswith("chrome-error:"), (origin, html)


def test_hd_09_a_script_elsewhere_reads_the_open_data_and_nothing_else(
    visit: Callable[..., Page], village_site: RealSite
) -> None:
    page = visit(STRANGE, "", scripts=True)
    for name in ("groepen", "straten", "dekking", "openapi"):
        assert page.evaluate(READS, f"{village_site.url}/open/v1/{name}.json") == 200
    assert page.evaluate(READS, f"{village_site.url}/open/v1/groepen.json?limit=x") == 400
    for path in ("/", "/open-data/", "/inbedden/", "/zoek/straten.json?q=spoor", "/healthz"):
        assert page.evaluate(READS, village_site.url + path) == "refused", path
