"""A member's own page, without scripts: into the group, another number, another group, out, and
everything wiped.
"""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.people import Person
from tests.races.processes import RealSite

SETERS = "beheerder-seters@example.org"
SPOORSTRAAT = "beheerder-spoorstraat@example.org"
NAME = "Evi Eigen"
INVITE = "https://signal.group/#VOORBEELDSETERS"
EMAIL = "evi.eigen@example.org"
MEMBER = "deelnemer-2@example.org"


def test_from_the_application_to_being_forgotten(
    open_browser: Callable[..., Page], village_site: RealSite
) -> None:
    member = Person(open_browser(java_script_enabled=False))
    page = member.page
    reference = member.applies(name=NAME, email=EMAIL, street="Seterseweg", number="12")
    member.opens_mail(EMAIL, "/bevestig/")
    page.get_by_role("button", name="Ja, dit is mijn adres").click()

    seters = Person(open_browser(java_script_enabled=False))
    seters.logs_in(SETERS)
    seters.page.goto("/beheer/groep/seters/")
    seters.page.get_by_label("Zelf, met een knop op de eigen pagina").check()
    seters.page.get_by_label("Link van de groep").fill(INVITE)
    seters.page.get_by_role("button", name="Opslaan").click()
    seters.opens_request_of(NAME)
    seters.page.get_by_role("button", name="Goedkeuren en toevoegen").click()
    seters.page.wait_for_url("**/toevoegen/")
    _let_the_approval_stand(village_site, reference)

    # Into the group.
    member.opens_mail(EMAIL, "/mijn/")
    page.get_by_role("button", name="Open mijn gegevens").click()
    page.get_by_role("button", name="Ga naar de groep").click()
    assert page.get_by_role("link", name="Open Signal").get_attribute("href") == INVITE
    page.get_by_role("button", name="Ik zit in de groep").click()
    expect(page.get_by_text("Welkom! Je staat nu op de ledenlijst.")).to_be_visible()

    # Another number.
    page.get_by_role("link", name="Wijzig je naam of nummer").click()
    page.get_by_label("Mobiel nummer").fill("06 0000 9876")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Opgeslagen. Zo staat het nu op de lijst.")).to_be_visible()
    assert "06 00 00 98 76" in member.main_text()

    # Another group, whose beheerder decides.
    page.get_by_role("link", name="Ik ga verhuizen").click()
    page.get_by_label("Straat en huisnummer").fill("Spoorstraat 12")
    page.get_by_role("button", name="Ga verder").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Je gaat van groep Seters naar groep Spoorstraat")
    for tick in page.get_by_role("checkbox").all():
        tick.check()
    page.get_by_role("button", name="Verhuis naar groep Spoorstraat").click()
    assert "Je verhuizing is doorgegeven." in member.main_text()
    assert "Je bent gestopt met groep Seters" in member.main_text()
    spoorstraat = Person(open_browser(java_script_enabled=False))
    spoorstraat.logs_in(SPOORSTRAAT)
    spoorstraat.opens_request_of(NAME)
    spoorstraat.page.get_by_role("button", name="Goedkeuren en toevoegen").click()
    spoorstraat.page.get_by_role("button", name=re.compile("zit in de groep")).click()

    # And out of it.
    page.goto("/mijn/")
    page.get_by_role("link", name="Stop met groep Spoorstraat").click()
    page.get_by_role("button", name="Ja, ik stop").click()
    expect(heading).to_have_text("Je staat niet meer op de lijst van groep Spoorstraat")
    left = "SELECT end_reason FROM groups_membership WHERE name = 'Evi Eigen' ORDER BY id"
    assert village_site.rows(left) == [("moved_house",), ("not_told",)]

    # Everything is wiped, after two questions.
    page.goto("/mijn/")
    page.get_by_role("link", name="Verwijder mijn gegevens").click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Verder").click()
    expect(heading).to_have_text("Weet je het zeker?")
    page.get_by_role("button", name="Ja, wis alles").click()
    expect(heading).to_have_text("Alles is gewist")
    known = "SELECT count(*) FROM {} WHERE email = 'evi.eigen@example.org'"
    assert village_site.count(known.format("groups_membership")) == 0
    assert village_site.count(known.format("groups_residentrequest")) == 0
    page.goto("/mijn/")
    expect(page.get_by_label("E-mailadres")).to_be_visible()


def test_a_scanner_that_runs_scripts_and_waits_changes_nothing(
    open_browser: Callable[..., Page], village_site: RealSite
) -> None:
    """TK-02: mail programs open what a mail holds, run its scripts, wait, and follow its links."""
    asks = open_browser()
    asks.goto("/mijn/")
    asks.get_by_label("E-mailadres").fill(MEMBER)
    asks.get_by_role("button", name="Stuur mij een link").click()
    member = Person(open_browser())
    member.page.goto("/demo/mail/")
    mails = member.page.locator("article, li").filter(has_text=MEMBER)
    link = mails.get_by_role("link", name="/mijn/").first.get_attribute("href") or ""
    opened = "SELECT count(*) FROM groups_ownpage WHERE opened_at IS NOT NULL"
    before = village_site.count(opened)

    scanner = open_browser()
    scanner.clock.install()
    scanner.goto(link)
    scanner.clock.run_for(30_000)
    for leads_to in scanner.locator("a[href^='/']").evaluate_all("all => all.map(a => a.href)"):
        scanner.goto(leads_to)
    assert village_site.count(opened) == before

    member.page.goto(link)
    member.page.get_by_role("button", name="Open mijn gegevens").click()
    expect(member.page.get_by_role("heading", name="Groep ")).to_be_visible()
    assert village_site.count(opened) == before + 1


def _let_the_approval_stand(site: RealSite, reference: str) -> None:
    """As if the minutes were over in which the beheerder takes it back."""
    site.python(
        "from django.utils import timezone; from groups.models import ResidentRequest;"
        f"ResidentRequest.objects.filter(reference='{reference}')"
        ".update(undo_until=timezone.now())"
    )
