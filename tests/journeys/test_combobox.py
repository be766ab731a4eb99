"""static/combobox.js on a page of its own: keys, touch, what a screen reader is told, and that it
stays out of the way when nobody answers. Where the portal uses it stands in test_address_box.py.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Locator, Page, Route, expect

pytestmark = pytest.mark.once  # what a browser does; the rules are asked of both databases

SITE = "http://combobox.test/"
SCRIPT = (Path(settings.BASE_DIR) / "static" / "combobox.js").read_text()
STREETS = ["Spoorstraat", "Spoorpad", "Seterseweg", "Rijksweg"]
PAGE = """<!doctype html><html lang="nl"><meta charset="utf-8"><title>Proef</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/portal.css"><script src="/combobox.js" defer></script>
<form action="/klaar/">
<div class="dp-field"><label class="dp-label" for="id_street">Straat en huisnummer</label>
<p class="dp-hint" id="hint">Zoals Spoorstraat 12</p>
<input class="form-control" type="text" name="street" id="id_street" aria-describedby="hint"
 data-suggestions="/straten.json"></div>
<div class="dp-field"><label class="dp-label" for="id_group">Groep</label>
<select class="form-select" name="group" id="id_group" data-combobox aria-required="true">
<option value="">Kies een groep</option><option value="1" data-hint="vol">Café Zuid</option>
<option value="2">Seters</option><option value="3">Seters Oost</option></select></div>
<div class="dp-field"><label class="dp-label" for="id_many">Persoon</label>
<select class="form-select" name="many" id="id_many" data-combobox data-suggestions="/straten.json">
<option value="">Niemand</option></select></div>
<button type="submit">Verder</button></form></html>"""


class Server:
    """Answers what the page asks, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answers = True

    def __call__(self, route: Route) -> None:
        url = urlsplit(route.request.url)
        if url.path == "/combobox.js":
            route.fulfill(body=SCRIPT, content_type="text/javascript")
        elif url.path == "/portal.css":
            css = Path(settings.BASE_DIR) / "static" / "portal.css"
            route.fulfill(body=css.read_text(), content_type="text/css")
        elif url.path == "/straten.json":
            (typed,) = parse_qs(url.query, keep_blank_values=True)["q"]
            self.asked.append(typed)
            found = [name for name in STREETS if typed.lower() in name.lower()]
            lines = [{"value": f"{name} ", "label": name, "hint": "Dorst"} for name in found]
            if self.answers:
                route.fulfill(json=lines)
            else:
                route.fulfill(status=429, body="<p>Te vaak</p>", content_type="text/html")
        else:
            route.fulfill(body=PAGE, content_type="text/html")


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def open_page(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """Opens the page; options are Playwright's."""
    contexts = []

    def open_(**options: object) -> Page:
        context = browser.new_context(locale="nl-NL", **options)  # type: ignore[arg-type]
        context.set_default_timeout(5_000)
        contexts.append(context)
        page = context.new_page()
        page.route("**/*", server)
        page.goto(SITE)
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page()


def street(page: Page) -> Locator:
    return page.get_by_label("Straat en huisnummer")


def options(page: Page) -> list[str]:
    return page.get_by_role("option").all_inner_texts()


def sent(page: Page) -> dict[str, list[str]]:
    page.wait_for_url("**/klaar/**")
    return parse_qs(urlsplit(page.url).query, keep_blank_values=True)


def test_what_a_screen_reader_is_told(page: Page) -> None:
    box = street(page)
    expect(page.locator("form")).to_match_aria_snapshot("""
        - text: Straat en huisnummer
        - paragraph: Zoals Spoorstraat 12
        - combobox "Straat en huisnummer"
        - text: Groep
        - combobox "Groep": Kies een groep
        - text: Persoon
        - combobox "Persoon": Niemand
        - button "Verder"
        """)
    box.press_sequentially("spoor")
    expect(page.get_by_role("option")).to_have_count(2)
    box.press("ArrowDown")
    box.press("ArrowDown")
    expect(page.locator(".dp-combo").first).to_match_aria_snapshot("""
        - text: Straat en huisnummer
        - paragraph: Zoals Spoorstraat 12
        - combobox "Straat en huisnummer" [expanded]: spoor
        - listbox "Suggesties":
          - option "Spoorstraat Dorst"
          - option "Spoorpad Dorst" [selected]
        - paragraph: 2 suggesties.
        """)
    controls, active = (
        box.get_attribute(name) for name in ("aria-controls", "aria-activedescendant")
    )
    assert page.locator(f"#{controls}[role=listbox] > #{active}").inner_text() == "Spoorpad Dorst"
    assert box.get_attribute("aria-autocomplete") == "list"
    expect(box).to_have_accessible_description("Zoals Spoorstraat 12")


def test_the_keyboard_chooses_and_the_text_keeps_its_keys(page: Page, server: Server) -> None:
    box = street(page)
    box.press_sequentially("spoor")
    expect(page.get_by_role("option")).to_have_count(2)
    assert server.asked == ["spoor"], "while somebody types nobody is asked"
    for key, active in (
        ("ArrowDown", "Spoorstraat Dorst"),
        ("ArrowDown", "Spoorpad Dorst"),
        ("ArrowDown", "Spoorstraat Dorst"),
        ("ArrowUp", "Spoorpad Dorst"),
    ):
        box.press(key)
        assert page.get_by_role("option", selected=True).all_inner_texts() == [active]
    box.press("Home")
    assert page.get_by_role("option", selected=True).count() == 0
    assert box.evaluate("box => box.selectionStart") == 0
    box.press("End")
    assert box.evaluate("box => box.selectionStart") == 5
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("spoor")
    box.press("Alt+ArrowDown")
    expect(box).to_have_attribute("aria-expanded", "true")
    assert page.get_by_role("option", selected=True).count() == 0
    box.press("Alt+ArrowUp")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value("Spoorstraat ")
    box.press_sequentially("12")
    page.wait_for_timeout(400)
    box.press("Enter")
    assert sent(page)["street"] == ["Spoorstraat 12"]


def test_enter_without_a_suggestion_sends_what_was_typed(page: Page) -> None:
    street(page).press_sequentially("spoor")
    expect(page.get_by_role("option")).to_have_count(2)
    street(page).press("Enter")
    assert sent(page)["street"] == ["spoor"]


def test_the_only_suggestion_is_not_offered_when_it_stands_there(page: Page) -> None:
    street(page).press_sequentially("Spoorpad")
    page.wait_for_timeout(400)
    expect(street(page)).to_have_attribute("aria-expanded", "false")


def test_a_finger_chooses(open_page: Callable[..., Page]) -> None:
    page = open_page(has_touch=True, is_mobile=True, viewport={"width": 360, "height": 640})
    street(page).tap()
    street(page).press_sequentially("seter")
    page.get_by_role("option", name="Seterseweg").tap()
    expect(street(page)).to_have_value("Seterseweg ")
    expect(street(page)).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("how", ["refused", "away"])
def test_without_an_answer_it_is_an_ordinary_box(page: Page, server: Server, how: str) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    server.answers = False
    if how == "away":
        page.context.set_offline(True)
        page.unroute("**/*")
    street(page).press_sequentially("spoor 3")
    page.wait_for_timeout(400)
    expect(street(page)).to_have_value("spoor 3")
    expect(street(page)).to_have_attribute("aria-expanded", "false")
    assert errors == []


def test_an_answer_that_comes_too_late_is_let_be(page: Page, server: Server) -> None:
    street(page).press_sequentially("spoor")
    page.wait_for_timeout(160)
    street(page).blur()
    page.wait_for_timeout(300)
    expect(page.get_by_role("option")).to_have_count(0)


def test_a_select_is_filtered_and_stays_the_field_of_the_form(page: Page) -> None:
    page.evaluate(
        """window.told = [];
        document.addEventListener("change", ({target}) => told.push([target.name, target.value]))"""
    )
    box = page.get_by_label("Groep")
    box.click()
    assert options(page) == ["Kies een groep", "Café Zuid vol", "Seters", "Seters Oost"]
    page.keyboard.type("zuid cafe")
    expect(page.get_by_role("option")).to_have_text(["Café Zuid vol"], use_inner_text=True)
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value("Café Zuid")
    assert page.evaluate("told") == [["group", "1"]]
    page.get_by_role("button", name="Verder").click()
    assert sent(page) == {"street": [""], "group": ["1"], "many": [""]}


@pytest.mark.parametrize(
    ("typed", "key", "shown", "value"),
    [
        ("cafe", "Tab", "Café Zuid", "1"),  # the only one
        ("seters", "Tab", "Seters", "2"),  # called so
        ("seter", "Tab", "Kies een groep", ""),  # two of them: none is guessed
        ("qwx", "Tab", "Kies een groep", ""),
        ("oost", "Enter", "Seters Oost", "3"),
    ],
)
def test_what_is_typed_into_a_select(
    page: Page, typed: str, key: str, shown: str, value: str
) -> None:
    box = page.get_by_label("Groep")
    street(page).press("Tab")
    expect(box).to_be_focused()
    page.keyboard.type(typed)
    box.press(key)
    expect(box).to_have_value(shown)
    assert page.locator("select[name=group]").input_value() == value


def test_emptied_a_select_goes_back_to_its_empty_line(page: Page) -> None:
    box = page.get_by_label("Groep")
    box.click()
    page.keyboard.type("oost")
    box.press("Tab")
    box.fill("")
    box.press("Tab")
    expect(box).to_have_value("Kies een groep")
    assert page.locator("select[name=group]").input_value() == ""


def test_a_select_of_thousands_asks_the_server(page: Page, server: Server) -> None:
    box = page.get_by_label("Persoon")
    box.click()
    expect(page.get_by_role("option")).to_have_count(4)
    assert server.asked == [""]
    page.keyboard.type("rijks")
    expect(page.get_by_role("option")).to_have_count(1)
    box.press("ArrowDown")
    box.press("Tab")
    expect(box).to_have_value("Rijksweg")
    assert page.locator("select[name=many]").input_value() == "Rijksweg "


def test_without_scripts_there_is_a_select(open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    page.get_by_label("Groep").select_option("Seters")
    street(page).fill("Spoorstraat 12")
    page.get_by_role("button", name="Verder").click()
    assert sent(page) == {"street": ["Spoorstraat 12"], "group": ["2"], "many": [""]}


def test_html_in_an_answer_is_text(page: Page) -> None:
    page.unroute("**/*")
    lines = [{"value": "x", "label": "<b>vet</b>", "hint": "<i>"}, {"value": "y", "label": "Ypad"}]
    page.route("**/straten.json*", lambda route: route.fulfill(body=json.dumps(lines)))
    street(page).press_sequentially("vet")
    expect(page.get_by_role("option")).to_have_text(["<b>vet</b> <i>", "Ypad"])
