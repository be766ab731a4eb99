"""A photo of an alert from a telephone to a neighbour, as everybody on its way sees it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import LAPTOP
from tests.journeys.people import Person
from tests.journeys.test_every_page_is_for_everybody import Looker, looker
from tests.kit.pictures.zoo import exif, photo, saved

pytestmark = pytest.mark.once  # what a browser does; the rules are asked of both databases

__all__ = ["looker"]

BEHEERDER = "beheerder-spoorstraat@example.org"
DEPUTY = "plaatsvervanger-spoorstraat@example.org"
COORDINATOR = "coordinator@example.org"
DETAILS = "/beheer/melding/1/bijzonderheden/"
SWITCH = "/platform/meldingen/bijzonderheden/"


def logged_in(page: Page, email: str) -> Page:
    Person(page).logs_in(email)
    return page


@pytest.mark.once
def test_a_photo_is_covered_approved_shared_and_gone(
    looker: Looker, open_browser: Callable[..., Page], tmp_path: Path
) -> None:
    office = logged_in(open_browser(), COORDINATOR)
    office.goto(SWITCH)
    office.get_by_label("Waar staat de DPIA die dit toestaat?").fill("DPIA 3, bij het bestuur")
    office.get_by_role("button", name="Zet aan").click()
    try:
        _way_of_a_photo(looker, open_browser, tmp_path)
    finally:
        office.goto(SWITCH)
        office.get_by_role("button", name="Zet uit en wis alles").click()
    assert looker.faults == []


def _way_of_a_photo(looker: Looker, open_browser: Callable[..., Page], tmp_path: Path) -> None:
    sent = tmp_path / "IMG_1.jpg"
    sent.write_bytes(saved(photo(size=(1200, 800)), "JPEG", exif=exif()))
    # Who sends it has no scripts: squares are pressed.
    els = logged_in(open_browser(java_script_enabled=False), BEHEERDER)
    els.goto(DETAILS)
    els.get_by_label("Wat doet iemand, en hoe ziet iemand eruit?").fill("Voelt aan deuren.")
    els.get_by_role("button", name="Bewaar dit").click()
    els.get_by_role("link", name="Voeg een foto toe").click()
    els.get_by_label("Foto").set_input_files(sent)
    els.get_by_role("button", name="Stuur de foto").click()
    els.get_by_label("Rij 1, vak 1", exact=True).check()
    els.get_by_role("button", name="Dek af").click()
    expect(els.get_by_text("De foto is afgedekt.")).to_be_visible()
    page = els.url
    # A second person sees it, and more to cover, with a mouse.
    deputy = logged_in(looker.page, DEPUTY)
    deputy.goto(DETAILS)
    looker.judges("details, with a photo that waits")
    deputy.goto(page)
    looker.judges("a photo to approve")
    deputy.set_viewport_size(LAPTOP)
    grid = deputy.locator(".dp-cover__grid")
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    assert box is not None
    deputy.mouse.move(box["x"] + box["width"] * 0.45, box["y"] + 9)
    deputy.mouse.down()
    deputy.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + 9, steps=9)
    deputy.mouse.up()
    assert deputy.locator(".dp-cover__grid input:checked").count() == 5
    deputy.get_by_role("button", name="Keur deze foto goed").click()
    looker.judges("details, with an approved photo")
    els.goto(DETAILS)
    els.get_by_role("button", name="Maak een link").click()
    link = els.get_by_label("Link", exact=True).input_value()
    stranger = looker.page
    stranger.context.clear_cookies()
    stranger.goto(link)
    assert link.split("/")[-2] not in stranger.url
    looker.judges("what the link shows")
    assert stranger.evaluate("document.querySelector('img.dp-photo').naturalWidth") == 1200
    els.goto("/beheer/melding/1/")
    els.get_by_role("button", name="Loos alarm").click()
    stranger.reload()
    expect(stranger.get_by_text("Er was niets aan de hand.")).to_be_visible()
    looker.judges("what the link shows of a false alarm")
    els.get_by_role("button", name="Maak ongedaan").click()
