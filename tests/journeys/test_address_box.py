"""The box for an address where people meet it: found and joined within 13 taps and 45 characters,
by keyboard, with a screen reader's tree, and without scripts.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from tests.journeys.counting import Counted
from tests.journeys.people import Person
from tests.races.processes import RealSite

pytestmark = pytest.mark.once  # what a browser does; the rules are asked of both databases

COORDINATOR = "coordinator@example.org"
FINGER = {"has_touch": True, "is_mobile": True}


def box_of(page: Page) -> Locator:
    return page.get_by_label("Straat en huisnummer")


def test_finding_and_joining_takes_13_taps_and_45_characters(
    open_browser: Callable[..., Page], village_site: RealSite
) -> None:
    page = open_browser(**FINGER)
    page.goto("/")
    person = Counted(page)
    person.types(box_of(page), "spo")
    person.taps_on(page.get_by_role("option", name="Spoorstraat"))
    expect(box_of(page)).to_have_value("Spoorstraat ")
    person.goes_on(box_of(page), "26")
    person.taps_on(page.get_by_role("button", name="Zoek mijn groep"))
    person.taps_on(page.get_by_role("link", name="Meedoen met deze groep"))
    person.types(page.get_by_label("Voor- en achternaam"), "Tim Tel")
    person.types(page.get_by_label("Mobiel nummer"), "0600009717")
    person.taps_on(page.get_by_label("Ja", exact=True))
    person.types(page.get_by_label("E-mailadres", exact=True), "tim.tel@example.org")
    person.taps_on(page.get_by_role("button", name="Ga verder"))
    person.taps_on(page.get_by_label(re.compile("spelregels")))
    person.taps_on(page.get_by_label(re.compile("18 jaar of ouder")))
    person.taps_on(page.get_by_role("button", name="Verstuur mijn aanmelding"))
    page.wait_for_url("**/bedankt/**")
    assert person.taps <= 13, person
    assert person.characters <= 45, person
    stored = village_site.rows(
        "SELECT street_text, house_number FROM groups_residentrequest WHERE name = 'Tim Tel'"
    )
    assert stored == [("Spoorstraat", 26)]


def test_the_postcode_first_habit_is_answered(open_browser: Callable[..., Page]) -> None:
    page = open_browser(**FINGER)
    page.goto("/")
    person = Counted(page)
    person.types(box_of(page), "4849xb 14")
    person.taps_on(page.get_by_role("button", name="Zoek mijn groep"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Jouw groep is: Spoorstraat")
    page.goto("/")
    page.get_by_label("Postcode").fill("4849 XB")
    box_of(page).fill("14")
    page.get_by_role("button", name="Zoek mijn groep").click()
    expect(page.get_by_text("Spoorstraat 14 hoort bij deze groep.")).to_be_visible()
    page.goto("/")
    box_of(page).fill("9999 ZZ 14")
    page.get_by_role("button", name="Zoek mijn groep").click()
    expect(page.get_by_text("We kennen deze postcode niet. Typ je straat erbij.")).to_have_count(2)
    expect(box_of(page)).to_have_value("14")
    box_of(page).fill("Spoorstraat 14")
    page.get_by_role("button", name="Zoek mijn groep").click()
    expect(page.get_by_text("Spoorstraat 14 hoort bij deze groep.")).to_be_visible()


def test_what_a_screen_reader_is_told(open_browser: Callable[..., Page]) -> None:
    page = open_browser()
    page.goto("/")
    form = page.locator("main form")
    expect(form).to_match_aria_snapshot("""
        - text: Straat en huisnummer
        - paragraph: /Zoals .+ \\d+ of 4849 [A-Z]{2} \\d+/
        - combobox "Straat en huisnummer"
        - text: Postcode (niet verplicht)
        - textbox "Postcode (niet verplicht)"
        - button "Zoek mijn groep"
        """)
    box_of(page).press_sequentially("sporstr 12")
    expect(page.get_by_role("option")).to_have_count(1)
    box_of(page).press("ArrowDown")
    expect(form).to_match_aria_snapshot("""
        - text: Straat en huisnummer
        - paragraph
        - combobox "Straat en huisnummer" [expanded]: sporstr 12
        - listbox "Suggesties":
          - option "Spoorstraat 12" [selected]
        - paragraph: 1 suggestie.
        """)
    expect(box_of(page)).to_have_accessible_description(re.compile("Zoals"))
    box_of(page).press("Enter")
    expect(form.get_by_role("combobox", expanded=False)).to_have_value("Spoorstraat 12")


def test_the_keyboard_alone_finds(open_browser: Callable[..., Page]) -> None:
    page = open_browser()
    page.goto("/")
    person = Counted(page)
    box_of(page).focus()
    page.keyboard.type("denn")
    expect(page.get_by_role("option", name="Dennenlaan")).to_be_visible()
    person.presses("ArrowDown")
    person.presses("Enter")
    expect(box_of(page)).to_have_value("Dennenlaan ")
    page.keyboard.type("62")
    person.presses("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Jouw groep is: Ribes-Lijsterbes")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_unknown_number_is_asked_about(open_browser: Callable[..., Page], scripts: bool) -> None:
    page = open_browser(java_script_enabled=scripts)
    Person(page).finds("Spoorstraat", "912")
    question = "Nummer 912 kennen we niet in de Spoorstraat. Klopt het?"
    expect(page.get_by_role("heading", level=1)).to_have_text(question)
    page.get_by_role("link", name="Ja, nummer 912 klopt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jouw groep is: Spoorstraat")


def test_without_scripts_it_is_a_box_like_any_other(open_browser: Callable[..., Page]) -> None:
    page = open_browser(java_script_enabled=False)
    page.goto("/")
    expect(page.get_by_role("combobox")).to_have_count(0)
    expect(page.get_by_role("textbox", name="Straat en huisnummer")).to_be_visible()
    box_of(page).fill("4849 XA Dorst, Spoorstraat 12a, tel. 06-12345678")
    page.get_by_role("button", name="Zoek mijn groep").click()
    expect(page.get_by_text("Spoorstraat 12a hoort bij deze groep.")).to_be_visible()


def test_a_signature_can_be_pasted(open_browser: Callable[..., Page]) -> None:
    page = open_browser()
    page.goto("/")
    box_of(page).focus()
    lines = "Jan Jansen\nSpoorstraat 12\n4849 XA Dorst\nTel. 06-12345678\njan@example.org"
    page.keyboard.insert_text(lines)
    page.get_by_role("button", name="Zoek mijn groep").click()
    expect(page.get_by_text("Spoorstraat 12 hoort bij deze groep.")).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/zoek/", "/meedoen/", "/hoe-werkt-het/"])
def test_only_a_page_with_a_box_loads_the_script(
    open_browser: Callable[..., Page], path: str
) -> None:
    page = open_browser()
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    page.goto(path)
    files = [one.url.rsplit("/", 1)[1] for one in asked]
    has_box = box_of(page).count() > 0
    assert any(name.startswith("combobox.") for name in files) is has_box
    assert len(asked) <= 5, files


def test_the_desk_has_the_same_box(open_browser: Callable[..., Page]) -> None:
    page = open_browser(viewport={"width": 1280, "height": 900})
    Person(page).logs_in(COORDINATOR)
    for path in ("/platform/aanvraag/nieuw/?soort=meedoen", "/platform/waarom/"):
        page.goto(path)
        box_of(page).press_sequentially("spo")
        expect(page.get_by_role("option", name="Spoorstraat")).to_be_visible()
        box_of(page).press("ArrowDown")
        box_of(page).press("Enter")
        expect(box_of(page)).to_have_value("Spoorstraat ")
