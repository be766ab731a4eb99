"""The evening of a beheerder: a short list, few taps, and no bar that lies over a text."""

import re
from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.people import Person
from tests.races.processes import RealSite

# A group in which nothing waits in the example village.
BEHEERDER = "beheerder-elzent-wildert@example.org"
OF_SPOORSTRAAT = "beheerder-spoorstraat@example.org"
PHONE = {"width": 360, "height": 740}
MOST_HIGH = 2_400
ABOUT_90 = 95
# Names and ages of every length; three of them wait too long.
MANY = """
from datetime import timedelta
from django.utils import timezone
from groups.models import CoverageRule, HouseRules
from groups.places.routing import Address
from groups.requests.services.joining import SignupData, submit_signup
from groups.values.addresses import parse_house_number
names = (
    "Mo", "Anja Jansen", "Bartholomeus van Oosterhout-de Wit", "Kees de Groot", "Fatima El Amrani",
    "Jan-Willem van den Heuvel", "Lies Vermeulen", "Piet Smits", "Agnieszka Kowalska", "Tom Bakker",
    "Ria van Dijk", "Sjef Oomen", "Carla Verhoeven", "Noor Peeters", "Henk Mulder", "Els Damen",
    "Dirk-Jan Roovers", "Yvonne van de Ven",
)
rule = CoverageRule.objects.in_force().filter(group__slug="elzent-wildert").latest("last_number")
now = timezone.now()
for number, name in enumerate(names):
    street = rule.street
    mail = f"lijst-{number}@example.org" if number % 3 else ""
    submit_signup(SignupData(
        submission_key=f"list-{number}", name=name, mobile=f"+316000{70_000 + number:05d}",
        email=mail, address=Address(street, street.name, parse_house_number(str(3 + 2 * number))),
        house_rules=HouseRules.objects.current(waaksamen=False), of_age=True,
    ), now=now - timedelta(days=number % 9, minutes=number))
"""
ONE = """
from django.utils import timezone
from groups.models import HouseRules, Street
from groups.places.routing import Address
from groups.requests.services.joining import SignupData, submit_signup
from groups.values.addresses import parse_house_number
street = Street.objects.get(slug="spoorstraat")
print(submit_signup(SignupData(
    submission_key="tap", name="Tineke Tik", mobile="+31600071111", email="tik@example.org",
    address=Address(street, street.name, parse_house_number("34")), of_age=True,
    house_rules=HouseRules.objects.current(waaksamen=False),
), now=timezone.now()).reference)
"""
FINISH = """
from django.utils import timezone
from dorst_portal.accounts.models import User
from groups.models import ResidentRequest
from groups.requests.services.deciding import approve
by = User.objects.get(email="beheerder-elzent-wildert@example.org")
for key in ("list-1", "list-4"):
    approve(ResidentRequest.objects.get(submission_key=key), by=by, now=timezone.now())
"""
WIPE = """
from groups.models import ResidentRequest
ResidentRequest.objects.filter(submission_key__startswith="list-").delete()
"""
# Where text of the page lies under the bar, or the bar's own buttons outside the screen sideways.
COVERED = """() => {
    const bar = document.querySelector('.dp-bar'), box = bar.getBoundingClientRect();
    const covered = [];
    const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const text = walker.currentNode;
        if (!text.data.trim() || bar.contains(text) || !text.parentElement.checkVisibility())
            continue;
        const range = document.createRange();
        range.selectNodeContents(text);
        for (const line of range.getClientRects())
            if (line.width > 1 && line.top < box.bottom - 1 && line.bottom > box.top + 1
                && line.left < box.right && line.right > box.left)
                covered.push(text.data.trim().slice(0, 40));
    }
    return covered;
}"""


@pytest.fixture(scope="module")
def many_requests(village_site: RealSite) -> Iterator[None]:
    """Eighteen requests in one group."""
    village_site.python(MANY)
    yield
    village_site.python(WIPE)


@pytest.fixture
def beheerder(open_browser: Callable[..., Page], many_requests: None) -> Person:
    """Whose inbox it is."""
    person = Person(open_browser(viewport=PHONE))
    person.logs_in(BEHEERDER)
    return person


def height(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollHeight"))


def test_eighteen_requests_fit_on_a_few_screens_of_a_phone(
    beheerder: Person, village_site: RealSite
) -> None:
    page = beheerder.page
    page.goto("/beheer/")
    expect(page.get_by_role("heading", level=1)).to_have_text("18 aanvragen wachten op jou")
    rows = page.locator(".dp-row")
    assert rows.count() == 18
    heights = rows.evaluate_all("rows => rows.map(row => row.getBoundingClientRect().height)")
    assert sum(heights) / len(heights) <= ABOUT_90
    assert min(heights) >= 44  # the whole row can be tapped
    assert height(page) < MOST_HIGH
    # With some of them still to be added, which stand in a list of their own.
    village_site.python(FINISH)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("16 aanvragen wachten op jou")
    expect(page.get_by_role("heading", name="Nog afmaken (2)")).to_be_visible()
    assert height(page) < MOST_HIGH


def test_what_is_late_stands_in_line_with_the_rest(beheerder: Person) -> None:
    page = beheerder.page
    page.goto("/beheer/")
    starts = page.locator(".dp-row__who a").evaluate_all(
        "links => links.map(link => link.getBoundingClientRect().left)"
    )
    assert page.locator(".dp-row--late").count() > 0
    assert len(set(starts)) == 1


def test_a_row_can_be_tapped_anywhere_and_a_part_is_a_link(beheerder: Person) -> None:
    page = beheerder.page
    page.goto("/beheer/")
    row = page.locator(".dp-row").first
    name = row.locator("a").inner_text()
    box = row.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] - 8, box["y"] + box["height"] - 8)
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    page.goto("/beheer/")
    page.get_by_role("navigation", name="Kies welke aanvragen").get_by_role(
        "link", name=re.compile("Te laat")
    ).click()
    late = page.locator(".dp-row")
    assert late.count() == page.locator(".dp-row--late").count() > 0
    expect(page.get_by_role("heading", name=f"Te laat ({late.count()})")).to_be_visible()


@pytest.mark.parametrize(
    ("width", "height", "text"),
    [(320, 256, "100%"), (360, 640, "100%"), (360, 640, "200%"), (1280, 900, "100%")],
)
def test_the_bar_with_the_button_never_lies_over_a_text(
    beheerder: Person, width: int, height: int, text: str
) -> None:
    page = beheerder.page
    page.goto("/beheer/?toon=bellen")
    page.locator(".dp-row a").first.click()
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate(f"document.documentElement.style.fontSize = '{text}'")
    whole = int(page.evaluate("document.documentElement.scrollHeight"))
    for top in range(0, whole, height // 4):
        page.evaluate(f"window.scrollTo(0, {top})")
        assert page.evaluate(COVERED) == [], f"at {top} px"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_from_the_mail_to_in_the_group_takes_five_taps(
    open_browser: Callable[..., Page], village_site: RealSite
) -> None:
    """Logged in, as a telephone stays for 30 days; who is not presses a button for the code."""
    reference = village_site.python(ONE).strip()
    beheerder = Person(open_browser(viewport=PHONE))
    beheerder.logs_in(OF_SPOORSTRAAT)
    page = beheerder.page
    page.goto("/demo/mail/")
    mail = page.locator("article, li").filter(has_text=reference).filter(has_text=OF_SPOORSTRAAT)
    taps = 0

    def taps_on(role: Literal["link", "button"], name: str, *, within: Locator) -> None:
        nonlocal taps
        taps += 1
        found = within.get_by_role(role, name=re.compile(name)).first
        if name.startswith("^Open"):
            expect(found).to_be_visible()  # the chat app comes up with the message
        else:
            found.click()

    taps_on("link", "beheer", within=mail.first)
    taps_on("button", "Goedkeuren en toevoegen", within=page.locator("main"))
    taps_on("link", "^Open WhatsApp", within=page.locator("main"))
    taps += 1  # Verstuur, in the chat app
    taps_on("button", "zit in de groep", within=page.locator("main"))
    expect(page.get_by_role("status")).to_contain_text("Tineke staat op de ledenlijst")
    assert taps == 5
