"""A beheerder who is not logged in, from the mail to "in de groep"."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.counting import Counted
from tests.journeys.people import Person
from tests.races.processes import RealSite

BEHEERDER = "beheerder-spoorstraat@example.org"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_the_mail_to_the_group_in_five_taps(
    open_browser: Callable[..., Page], village_site: RealSite, scripts: bool
) -> None:
    name = f"Mies Mail {'met' if scripts else 'zonder'}"
    resident = Person(open_browser(java_script_enabled=scripts))
    reference = resident.applies(name=name, email="mies@example.org", number="30")
    page = open_browser(java_script_enabled=scripts)
    page.goto("/demo/mail/")
    mail = page.locator("article, li").filter(has_text=reference).filter(has_text=BEHEERDER)
    counted = Counted(page)
    counted.taps_on(mail.locator("a[href*='/inloggen/mail/']").first)
    expect(page.get_by_text("b…t@example.org")).to_be_visible()
    assert "@" not in page.url
    counted.taps_on(page.get_by_role("button", name="Stuur mij een code"))
    code = _newest_code(open_browser(java_script_enabled=scripts))
    page.get_by_label("Code uit de mail").fill(code)
    counted.taps_on(page.get_by_role("button", name="Inloggen"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    counted.taps_on(page.get_by_role("button", name="Goedkeuren en toevoegen"))
    page.wait_for_url("**/toevoegen/")
    counted.taps_on(page.get_by_role("button", name=re.compile("zit in de groep")))
    expect(page.get_by_text("staat op de ledenlijst").first).to_be_visible()
    assert counted.taps <= 5, counted
    events = village_site.rows(
        "SELECT event, state FROM outbox_mail WHERE event IN ('approved', 'added') "  # noqa: S608
        f"AND about = (SELECT 'request:' || id FROM groups_residentrequest "
        f"WHERE reference = '{reference}')"
    )
    assert sorted(events) == [("added", "queued"), ("approved", "cancelled")]


def _newest_code(page: Page) -> str:
    """The code that lies in the mailbox of the beheerder."""
    page.goto("/demo/mail/")
    mail = page.locator("article, li").filter(has_text=BEHEERDER).filter(has_text="code")
    found = re.search(r"\b\d{4}-\d{4}\b", mail.first.inner_text())
    assert found
    return found[0]
