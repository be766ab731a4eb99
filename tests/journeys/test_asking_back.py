"""A beheerder asks something, the resident answers by the link in the mail, and may join."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import Person
from tests.races.processes import RealSite

BEHEERDER = "beheerder-spoorstraat@example.org"
ASKED = "Woon je op 30 of op 30a?"
ANSWERED = "Op 30a, sinds mei."


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_question_goes_back_and_forth(
    open_browser: Callable[..., Page], village_site: RealSite, scripts: bool
) -> None:
    name = f"Vonne Vraagbaak {'met' if scripts else 'zonder'}"
    email = f"vonne-{'met' if scripts else 'zonder'}@example.org"
    resident = Person(open_browser(java_script_enabled=scripts))
    reference = resident.applies(name=name, email=email, number="30")
    _opens_mail(resident, reference, "bevestig")
    resident.page.get_by_role("button", name="Ja, dit is mijn adres").click()
    expect(resident.page.get_by_role("status")).to_contain_text("Je e-mailadres klopt")

    beheerder = Person(open_browser(java_script_enabled=scripts))
    beheerder.logs_in(BEHEERDER)
    beheerder.opens_request_of(name)
    request_page = beheerder.page.url
    beheerder.page.get_by_role("link", name="Stel Vonne een vraag").click()
    beheerder.page.get_by_label("Wat wil je vragen?").fill(ASKED)
    beheerder.page.get_by_role("button", name="Laat eerst de e-mail zien").click()
    assert "Er is nog niets verstuurd." in beheerder.main_text()
    assert ASKED in beheerder.main_text()
    beheerder.page.get_by_role("button", name="Bevestig").click()
    expect(beheerder.page.get_by_role("status")).to_contain_text(
        f"Je vraag aan {name} is verstuurd"
    )
    beheerder.page.get_by_text(re.compile(r"Wacht op antwoord \(\d+\)")).click()
    expect(beheerder.page.locator("details").get_by_role("link", name=name)).to_be_visible()

    _opens_mail(resident, reference, "antwoord")
    assert resident.page.url.endswith("/antwoord/")  # without the token
    assert ASKED in resident.main_text()
    resident.page.get_by_role("button", name="Verstuur mijn antwoord").click()
    expect(resident.page.get_by_role("heading", name="Er ging iets niet goed")).to_be_visible()
    resident.page.get_by_label("Jouw antwoord").fill(ANSWERED)
    resident.page.get_by_role("button", name="Verstuur mijn antwoord").click()
    expect(resident.page.get_by_role("heading", level=1)).to_have_text("Je antwoord is verstuurd")

    beheerder.page.goto(request_page)
    expect(beheerder.page.get_by_text(ANSWERED)).to_be_visible()
    beheerder.page.get_by_role("button", name="Goedkeuren en toevoegen").click()
    beheerder.page.wait_for_url("**/toevoegen/")
    stored = village_site.rows(
        "SELECT state, waiting_on FROM groups_residentrequest "  # noqa: S608
        f"WHERE reference = '{reference}'"
    )
    assert stored == [("approved", "owner")]


def _opens_mail(person: Person, reference: str, path: str) -> None:
    person.page.goto("/demo/mail/")
    mails = person.page.locator("article, li").filter(has_text=reference)
    mails.get_by_role("link", name=re.compile(path)).first.click()
