"""A coordinator chooses a street and a group: with the keyboard, and without scripts."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import LAPTOP
from tests.journeys.counting import weighed
from tests.journeys.people import Person

MOVE = "/platform/straten/verplaatsen/"
MOST_REQUESTS = 6
MOST_BYTES = 75_000


def test_the_keyboard_alone_chooses_street_and_group(open_browser: Callable[..., Page]) -> None:
    page = open_browser(viewport=LAPTOP)
    Person(page).logs_in("coordinator@example.org")
    client = page.context.new_cdp_session(page)
    sizes = weighed(client)
    client.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto(MOVE, wait_until="networkidle")
    assert 0 < len(sizes()) <= MOST_REQUESTS
    assert sum(sizes()) <= MOST_BYTES

    street = page.get_by_role("combobox", name="Straat")
    street.focus()
    page.keyboard.type("vijftig")
    street.press("Enter")  # the only one
    expect(street).to_have_value("Vijftig Bunderweg")
    group = page.get_by_role("combobox", name="Naar groep")
    group.focus()
    page.keyboard.type("laan")
    expect(page.get_by_role("option")).to_have_text(
        ["Boslaan-Heiningen", "Dennenlaan", "Van Dijklaan"]
    )
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".dp-combo").filter(has=group)).to_match_aria_snapshot("""
        - text: Naar groep
        - paragraph: Laat leeg als je hieronder een vinkje zet.
        - combobox "Naar groep" [expanded]: laan
        - listbox "Suggesties":
          - option "Boslaan-Heiningen"
          - option "Dennenlaan" [selected]
          - option "Van Dijklaan"
        - paragraph: 3 suggesties.
        """)
    page.keyboard.press("Enter")
    expect(group).to_have_value("Dennenlaan")
    group.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vijftig Bunderweg")
    assert "naar groep Dennenlaan" in Person(page).main_text()


def test_suggestions_that_come_late_and_are_the_same_leave_the_line_chosen(
    open_browser: Callable[..., Page],
) -> None:
    page = open_browser(viewport=LAPTOP)
    Person(page).logs_in("coordinator@example.org")
    page.clock.install(time=0)
    page.goto(MOVE)
    page.clock.pause_at(60_000)
    group = page.get_by_role("combobox", name="Naar groep")
    group.focus()
    page.keyboard.type("laa")
    page.clock.run_for(500)
    expect(page.get_by_role("option")).to_have_count(3)
    page.keyboard.type("n")  # of which the suggestions are awaited
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.clock.run_for(500)
    expect(page.get_by_role("option", name="Dennenlaan", selected=True)).to_be_visible()
    page.keyboard.press("Enter")
    expect(group).to_have_value("Dennenlaan")


def test_without_scripts_there_are_lists_and_close_names_to_press(
    open_browser: Callable[..., Page],
) -> None:
    page = open_browser(java_script_enabled=False)
    Person(page).logs_in("coordinator@example.org")
    page.goto(MOVE)
    page.get_by_label("Straat", exact=True).select_option("Vijftig Bunderweg")
    page.get_by_label("Naar groep").select_option("Dennenlaan")
    page.get_by_role("button", name="Bekijk wat er gebeurt").click()
    assert "naar groep Dennenlaan" in Person(page).main_text()
    # A link may name what is not there.
    page.goto(f"{MOVE}?bekijk=ja&straat=Vijftig+Bunderweg&van=3&groep=Dennelaan")
    expect(page.get_by_label("Van nummer")).to_have_value("3")
    page.get_by_label("Van nummer").press("Enter")
    expect(page.get_by_role("heading", name="Er ging iets niet goed")).to_be_visible()
    page.get_by_role("button", name="Dennenlaan", exact=True).click()
    assert "vanaf 3" in Person(page).main_text()
    assert "naar groep Dennenlaan" in Person(page).main_text()
