"""A neighbour who reads English joins on a small telephone, without scripts: no page falls back
into Dutch, their mails are English, and the beheerder reads Dutch.
"""

import re
from collections.abc import Callable
from typing import Final

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.people import new_mobile

EMAIL: Final = "ann.english@example.org"
BEHEERDER: Final = "beheerder-spoorstraat@example.org"
# Words of which every Dutch page has some, and no English one any.
DUTCH: Final = re.compile(
    r"\b(je|jouw|het|een|voor|niet|naar|wij|aanmelding|beheerder|groep|meedoen|met|van)\b",
    re.IGNORECASE,
)
TELEPHONE: Final = {"viewport": {"width": 360, "height": 740}, "java_script_enabled": False}


def reads_english(page: Page) -> None:
    """What is open says that it is English, and is; nothing sticks out at the side."""
    assert page.locator("html").get_attribute("lang") == "en"
    # What is marked as Dutch, as the names of the other languages are, may be.
    said = page.locator("main").inner_text()
    assert set(DUTCH.findall(said)) == set(), said
    assert DUTCH.search(page.title()) is None
    width, room = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width <= room


def mail_to(page: Page, email: str, reference: str) -> Locator:
    """The mail about this request, as it lies in the box of whoever gets it."""
    page.goto("/demo/mail/")
    mails = page.locator("article, li").filter(has_text=email).filter(has_text=reference)
    expect(mails.first).to_be_visible()
    return mails.first


def test_from_the_first_page_to_the_receipt(open_browser: Callable[..., Page]) -> None:
    page = open_browser(**TELEPHONE, locale="en-GB")
    page.goto("/")
    assert page.locator("html").get_attribute("lang") == "nl"  # a telephone decides nothing
    page.locator("footer").get_by_role("link", name="English").click()
    reads_english(page)

    page.get_by_role("button", name="Find my group").click()
    expect(page).to_have_title(re.compile("^Error: "))
    reads_english(page)
    page.get_by_label("Street and house number").fill("Spoorstraat 26")
    page.get_by_role("button", name="Find my group").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Spoorstraat")
    reads_english(page)

    page.get_by_role("link", name="Join this group").click()
    reads_english(page)
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_title(re.compile("^Error: "))
    reads_english(page)
    page.get_by_label("First name and surname").fill("Ann English")
    page.get_by_label("Mobile number").fill(new_mobile())
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("Email address", exact=True).fill(EMAIL)
    page.get_by_role("button", name="Continue").click()

    reads_english(page)
    page.get_by_role("button", name="Send my application").click()
    expect(page).to_have_title(re.compile("^Error: "))
    reads_english(page)
    page.get_by_label(re.compile("rules")).check()
    page.get_by_label(re.compile("18 or older")).check()
    page.get_by_role("button", name="Send my application").click()
    page.wait_for_url("**/bedankt/**")
    reads_english(page)
    reference = page.url.rstrip("/").rsplit("/", 1)[1]

    receipt = mail_to(page, EMAIL, reference)
    for said in ("Hello,", "Open this link and press Yes", "Kind regards,"):
        expect(receipt).to_contain_text(said)
    told = mail_to(page, BEHEERDER, reference)
    for said in ("Hallo,", "Iemand wil meedoen met groep Spoorstraat.", "Bekijk en beslis:"):
        expect(told).to_contain_text(said)

    # The mail is opened on another device, on which nobody chose a language.
    link = mail_to(page, EMAIL, reference).get_by_role("link", name=re.compile("bevestig"))
    other = open_browser(**TELEPHONE)
    other.goto(link.first.get_attribute("href") or "")
    reads_english(other)
    other.get_by_role("button", name="Yes, this is my address").click()
    expect(other.get_by_text("Your email address is right.").first).to_be_visible()
    reads_english(other)


@pytest.mark.once
def test_who_follows_a_polish_mail_to_the_page_about_stopping_reads_polish(
    open_browser: Callable[..., Page],
) -> None:
    page = open_browser(**TELEPHONE)
    page.goto("/stoppen/?taal=pl")
    assert page.locator("html").get_attribute("lang") == "pl"
    page.goto("/mijn/")
    assert page.locator("html").get_attribute("lang") == "pl"
    page.locator("footer").get_by_role("link", name="Nederlands").click()
    page.goto("/stoppen/?taal=pl")
    assert page.locator("html").get_attribute("lang") == "nl"
