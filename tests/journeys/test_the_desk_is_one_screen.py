"""The desk of a coordinator measured: what is in sight, and how many presses the rest is away."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import Person
from tests.races.processes import RealSite, Template, example_village

COORDINATOR = "coordinator@example.org"
BEHEERDER = "beheerder-spoorstraat@example.org"
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
LONGEST_OVERVIEW = 2_000


@pytest.fixture(scope="module")
def village_site(
    migrated: Template, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RealSite]:
    """The example village as it is shipped: what other journeys do in theirs makes lists longer."""
    with example_village(migrated, tmp_path_factory.mktemp("desk")) as site:
        yield site


def height_of(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollHeight"))


def lines_of_menu(page: Page) -> int:
    """How many lines what stands in the menu on top takes."""
    tops: list[float] = page.evaluate(
        "[...document.querySelectorAll('.dp-nav--top .dp-nav__list > li')]"
        ".map(item => Math.round(item.getBoundingClientRect().bottom))"
    )
    return len(set(tops))


def in_sight(page: Page, locator: Any) -> bool:
    box = locator.bounding_box()
    return bool(box) and box["y"] + box["height"] <= DESK["height"]


class Presses:
    """Counts what somebody presses."""

    def __init__(self, page: Page) -> None:
        self.page, self.number = page, 0

    def link(self, locator: Any) -> None:
        self.number += 1
        with self.page.expect_navigation():
            locator.click()


def test_the_overview_is_one_screen_of_a_laptop_and_short_on_a_phone(
    open_browser: Callable[..., Page],
) -> None:
    desk = Person(open_browser(viewport=DESK))
    desk.logs_in(COORDINATOR)
    desk.page.goto("/platform/")
    assert lines_of_menu(desk.page) == 1
    assert height_of(desk.page) <= DESK["height"]
    # Everything is there without a script: the rest of the menu opens by itself.
    expect(desk.page.get_by_role("link", name="Logboek").first).to_be_hidden()
    desk.page.locator(".dp-nav--top summary").press("Enter")
    expect(desk.page.get_by_role("link", name="Logboek").first).to_be_visible()
    assert height_of(desk.page) <= DESK["height"]
    desk.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    desk.page.goto("/platform/")
    assert height_of(desk.page) < LONGEST_OVERVIEW
    desk.page.get_by_role("link", name="Menu").click()
    desk.page.get_by_role("link", name="Terug naar boven").click()
    expect(desk.page.locator("#boven")).to_be_focused()


def test_a_group_shows_what_is_wrong_whom_to_call_and_what_waits_above_the_fold(
    open_browser: Callable[..., Page],
) -> None:
    desk = Person(open_browser(viewport=DESK, java_script_enabled=True))
    desk.logs_in(COORDINATOR)
    desk.page.goto("/platform/groepen/spoorstraat/")
    main = desk.page.locator("main")
    for title in ("Wat gaat er mis", "Wie je kunt bellen", "Aanvragen"):
        section = main.locator("section").filter(has=desk.page.get_by_role("heading", name=title))
        assert in_sight(desk.page, section.locator("li").first), title
    assert lines_of_menu(desk.page) == 1


def test_who_waits_longest_and_whom_to_call_are_two_presses_from_logging_in(
    open_browser: Callable[..., Page],
) -> None:
    desk = Person(open_browser(viewport=DESK, java_script_enabled=False))
    desk.logs_in(COORDINATOR)
    page = desk.page
    if "/platform/" not in page.url:
        page.goto("/platform/")  # where a coordinator is led who logs in by a mailed code
    presses = Presses(page)
    row = page.get_by_role("listitem").filter(has_text="Blijft liggen bij een beheerder")
    oldest = row.get_by_role("link", name="wacht")
    days = re.search(r"wacht (\d+ dag(en)?)", oldest.inner_text())[1]  # type: ignore[index]
    presses.link(oldest)
    expect(page.locator("main")).to_contain_text(f"Wacht {days}")
    assert presses.number <= 2

    page.goto("/platform/")
    presses = Presses(page)
    presses.link(page.get_by_role("link", name="Groepen").first)
    presses.link(page.get_by_role("link", name="Spoorstraat", exact=True))
    expect(page.locator('main a[href^="tel:"]').first).to_be_visible()
    assert presses.number <= 2


def test_the_menu_of_a_beheerder_is_one_line(open_browser: Callable[..., Page]) -> None:
    beheerder = Person(open_browser(viewport=DESK))
    beheerder.logs_in(BEHEERDER)
    beheerder.page.goto("/beheer/groep/spoorstraat/")
    assert lines_of_menu(beheerder.page) == 1
