"""One caller, in the browser: who has the page of an alert open sees it change by itself; without
scripts a button and a link do.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response, expect

from tests.journeys.alerts import live_page_of_a_new_alert
from tests.races.processes import RealSite

pytestmark = pytest.mark.once  # what a browser does; the rules are asked of both databases

CLOSE = """
from django.utils import timezone
from alerts.models import Alert
Alert.objects.filter(pk={pk}).update(state="over", closed_at=timezone.now())
"""
# The page asks every five seconds, a test that waits for it would wait as long.
AT_ONCE = "document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture
def link(village_site: RealSite) -> str:
    """The live page of an alert that runs."""
    return live_page_of_a_new_alert(village_site)


def test_an_open_page_shows_who_calls_and_that_it_is_over(
    open_browser: Callable[..., Page], link: str, village_site: RealSite
) -> None:
    watching, caller = open_browser(), open_browser()
    answers: list[int] = []

    def note(response: Response) -> None:
        if response.url.endswith("/stand/"):
            answers.append(response.status)

    watching.on("response", note)
    for page in (watching, caller):
        page.goto(link)
        expect(page.get_by_role("heading", level=2).first).to_have_text(
            "Nog niemand zegt: ik bel 112"
        )
    status = watching.locator("main").get_by_role("status")
    for expected in ([304], [304, 304]):
        with watching.expect_response("**/stand/"):
            watching.evaluate(AT_ONCE)
        watching.wait_for_timeout(100)
        assert answers == expected
        expect(status).to_have_text("")  # nothing changed, so nothing is said
    caller.get_by_role("button", name="Ik bel nu 112").click()
    expect(caller.get_by_text("Jij belt nu 112")).to_be_visible()
    # By itself, within the five seconds.
    expect(status).to_contain_text("Iemand belt nu 112 (sinds", timeout=8_000)
    expect(watching.get_by_role("button", name="Ik bel nu 112")).to_have_count(0)
    caller.get_by_role("button", name="Er is gebeld").click()
    expect(caller.get_by_text("112 is gebeld om")).to_be_visible()
    watching.evaluate(AT_ONCE)
    expect(status).to_contain_text("112 is gebeld om")
    village_site.python(CLOSE.format(pk=link.split("/")[3].partition("-")[0]))
    watching.evaluate(AT_ONCE)
    expect(status).to_have_text("Voorbij")
    asked = len(answers)
    watching.evaluate(AT_ONCE)
    watching.wait_for_timeout(300)
    assert len(answers) == asked  # it is over: nobody asks any more


def test_without_scripts_a_button_and_a_link_do(
    open_browser: Callable[..., Page], link: str
) -> None:
    watching, caller = (open_browser(java_script_enabled=False) for _ in range(2))
    for page in (watching, caller):
        page.goto(link)
    caller.get_by_role("button", name="Ik bel nu 112").click()
    expect(caller.get_by_text("Jij belt nu 112")).to_be_visible()
    watching.get_by_role("link", name="Kijk opnieuw").click()
    expect(watching.get_by_text("Iemand belt nu 112 (sinds")).to_be_visible()
    caller.get_by_role("button", name="Bellen lukt niet").click()
    watching.get_by_role("link", name="Kijk opnieuw").click()
    watching.get_by_role("button", name="Ik bel nu 112").click()
    expect(watching.get_by_text("Jij belt nu 112")).to_be_visible()
