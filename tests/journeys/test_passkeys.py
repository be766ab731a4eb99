"""Passkeys in a real browser with a software authenticator; and everything without a script."""

import re
from collections.abc import Callable
from itertools import count

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.people import Person
from tests.journeys.telephones import Telephone, adds_passkey, logs_out
from tests.journeys.test_every_page_is_for_everybody import RULES
from tests.races.processes import RealSite

BUTTON = "Log in met een passkey"
_numbers = count(1)


@pytest.fixture
def new_coordinator(village_site: RealSite) -> str:
    """Somebody who was made coordinator just now, and has no second factor."""
    email = f"nieuw-{next(_numbers)}@example.org"
    village_site.manage("create_coordinator", email, "--name", "Nora Nieuw")
    return email


def logs_in_by_code(page: Page, email: str) -> None:
    """With the code of the mail, which is read in the demo."""
    page.goto("/inloggen/")
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_role("button", name="Stuur mij een code").click()
    expect(page.get_by_label("Code uit de mail")).to_be_visible()
    letter_box = page.context.new_page()
    letter_box.goto("/demo/mail/")
    mail = letter_box.locator("article").filter(has_text=email).first.inner_text()
    letter_box.close()
    code = re.search(r"\b\d{4}-\d{4}\b", mail)
    assert code, mail
    page.get_by_label("Code uit de mail").fill(code[0])
    page.get_by_role("button", name="Inloggen").click()


def test_a_coordinator_enrols_with_a_passkey_and_needs_nothing_else(
    open_browser: Callable[..., Page], new_coordinator: str
) -> None:
    page = open_browser()
    telephone = Telephone(page)
    logs_in_by_code(page, new_coordinator)
    expect(page.get_by_role("heading", level=1)).to_have_text("Tweede stap aanzetten")
    page.get_by_role("link", name="Neem een passkey").click()
    adds_passkey(page, "Mijn telefoon")
    expect(page.get_by_role("heading", level=1)).to_have_text("Reservecodes")
    assert len(telephone.passkeys()) == 1

    logs_out(page)
    page.goto("/inloggen/")
    page.get_by_role("button", name=BUTTON).click()
    page.wait_for_url("**/platform/")

    # Gone from the account, and still on the telephone: refused, in words.
    page.goto("/beveiliging/")
    expect(page.get_by_text("Je passkey is je tweede stap.")).to_be_visible()
    page.get_by_role("link", name="Weghalen van Mijn telefoon").click()
    page.get_by_role("button", name="Haal weg").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tweede stap aanzetten")
    logs_out(page)
    page.goto("/inloggen/")
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_text("Deze passkey werkt hier niet.")).to_be_visible()
    expect(page).to_have_url(re.compile("/inloggen/$"))


def test_after_a_mailed_code_the_passkey_is_the_second_step(
    open_browser: Callable[..., Page], new_coordinator: str
) -> None:
    page = open_browser()
    telephone = Telephone(page)
    logs_in_by_code(page, new_coordinator)
    page.get_by_role("link", name="Neem een passkey").click()
    adds_passkey(page, "")
    expect(page.get_by_role("heading", level=1)).to_have_text("Reservecodes")
    logs_out(page)
    logs_in_by_code(page, new_coordinator)
    expect(page.get_by_role("heading", level=1)).to_have_text("Tweede stap")
    expect(page.get_by_label("Reservecode")).to_be_visible()

    telephone.knows_its_owner(False)
    page.get_by_role("button", name="Gebruik je passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("Er kwam geen passkey.")
    assert Axe().run(page, options={"runOnly": RULES}).response["violations"] == []

    telephone.knows_its_owner(True)
    page.get_by_role("button", name="Gebruik je passkey").click()
    page.wait_for_url("**/platform/")


def test_a_beheerder_is_remembered_and_proves_again_with_a_passkey(
    open_browser: Callable[..., Page],
) -> None:
    page = open_browser()
    Telephone(page)
    Person(page).logs_in("beheerder-seters@example.org")
    page.goto("/beveiliging/passkeys/nieuw/")
    adds_passkey(page, "")
    expect(page.get_by_role("status")).to_contain_text("Je passkey staat klaar.")

    page.goto("/inloggen/opnieuw/?next=/beveiliging/wachtwoord/")
    page.get_by_role("button", name="Gebruik je passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ander wachtwoord")

    page.goto("/beveiliging/passkeys/nieuw/")
    page.get_by_role("button", name="Maak een passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("heeft dit apparaat er al een")
    logs_out(page)

    page.goto("/inloggen/?next=/beveiliging/")
    page.get_by_label(re.compile("Blijf 30 dagen ingelogd")).check()
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Beveiliging")
    cookie = next(one for one in page.context.cookies() if one["name"].endswith("session"))
    days = (cookie["expires"] - page.evaluate("Date.now() / 1000")) / 86_400
    assert 29 < days <= 30


@pytest.mark.parametrize("why", ["no script", "no passkeys", "another address"])
def test_where_passkeys_cannot_work_nothing_of_them_is_seen(
    open_browser: Callable[..., Page], village_site: RealSite, why: str
) -> None:
    page = open_browser(java_script_enabled=why != "no script")
    if why == "no passkeys":
        page.add_init_script("delete window.PublicKeyCredential")
    if why == "another address":
        page.goto(village_site.url.replace("localhost", "127.0.0.1") + "/inloggen/")
    else:
        page.goto("/inloggen/")
    expect(page.get_by_role("button", name="Stuur mij een code")).to_be_visible()
    expect(page.get_by_role("button", name=BUTTON)).to_be_hidden()


def test_without_a_script_the_page_for_a_passkey_says_what_else_works(
    open_browser: Callable[..., Page], new_coordinator: str
) -> None:
    page = open_browser(java_script_enabled=False)
    logs_in_by_code(page, new_coordinator)
    page.get_by_role("link", name="Neem een passkey").click()
    expect(page.get_by_role("button", name="Maak een passkey")).to_be_hidden()
    page.get_by_role("link", name="neem een app met codes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tweede stap aanzetten")
