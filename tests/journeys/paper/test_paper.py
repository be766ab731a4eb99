"""What a browser prints: papers on one sheet, and lists without what belongs to a screen."""

from typing import Final

import pytest
from playwright.sync_api import Page

from tests.journeys.people import Person
from tests.sheets import codes_on, sheets_of

PAPERS: Final = {"": 1, "?vorm=strookjes": 10, "?vorm=brievenbus": 4, "?vorm=meterkast": 4}
LISTS: Final = [
    "/platform/groepen/",
    "/platform/straten/",
    "/platform/beheerders/",
    "/platform/aanvragen/",
    "/platform/partners/",
    "/platform/logboek/",
    "/beheer/groep/spoorstraat/leden/",
    "/groepen/",
]
# A number to call is a fact, also on paper.
OF_A_SCREEN: Final = """() => [...document.querySelectorAll(
    'nav, header, body > footer, form, input, select, .dp-112, .btn:not([href^="tel:"])'
)].filter(one => one.getClientRects().length).map(one => one.outerHTML.slice(0, 80))"""
COLOURS: Final = """() => [...new Set([...document.querySelectorAll('main td, main p, main a')]
    .filter(one => one.getClientRects().length)
    .map(one => getComputedStyle(one).color))]"""


def printed(page: Page) -> bytes:
    return page.pdf(prefer_css_page_size=True)


@pytest.mark.once
def test_a_browser_prints_each_paper_of_a_street_on_one_sheet(resident: Person) -> None:
    page = resident.page
    for shape, times in PAPERS.items():
        page.goto(f"/poster/spoorstraat/{shape}")
        pdf = printed(page)
        assert sheets_of(pdf) == [(210, 297)], shape
        codes = codes_on(pdf)
        assert len(codes) == times, shape
        assert {code.partition("/s/")[2] for code in codes} == {"spoorstraat/"}


@pytest.mark.once
def test_lists_print_in_black_without_navigation(resident: Person) -> None:
    resident.logs_in("coordinator@example.org")
    page = resident.page
    for path in LISTS:
        page.emulate_media(media="print", color_scheme="dark")
        page.goto(path)
        assert page.evaluate(OF_A_SCREEN) == [], path
        assert page.evaluate(COLOURS) == ["rgb(0, 0, 0)"], path
