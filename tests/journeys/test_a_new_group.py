"""From the wish of a resident to a group that runs: the task list of a new group, to its end."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import Person, new_mobile
from tests.journeys.test_passkeys import logs_in_by_code
from tests.races.processes import RealSite

COORDINATOR = "coordinator@example.org"
LINK = "https://chat.whatsapp.com/LeijwegVoorbeeld"


def confirms_address(person: Person, reference: str, email: str) -> None:
    """With the button behind the link of the receipt."""
    person.page.goto("/demo/mail/")
    mail = person.page.locator("article").filter(has_text=email).filter(has_text=reference)
    mail.first.get_by_role("link", name=re.compile("bevestig")).click()
    person.page.get_by_role("button", name="Ja, dit is mijn adres").click()


def waits_for_a_group(person: Person, *, number: str, name: str, email: str) -> str:
    """Somebody of the Leijweg wants to hear when there is a group; gives the reference."""
    person.finds("Leijweg", number)
    person.page.get_by_role("link", name="Houd me op de hoogte").click()
    page = person.page
    page.get_by_label("Voor- en achternaam").fill(name)
    page.get_by_label("Mobiel nummer").fill(new_mobile())
    page.get_by_label("E-mailadres", exact=True).fill(email)
    page.get_by_role("button", name="Ga verder").click()
    reference = person.sends()
    confirms_address(person, reference, email)
    return reference


def proposes(person: Person, *, name: str, email: str) -> str:
    """A resident wants a group for the Leijweg and would run it; gives the reference."""
    page = person.page
    page.goto("/groep-starten/")
    page.get_by_label("Voor welke straten?").fill("Leijweg, het eind")
    page.get_by_label("Ja", exact=True).check()
    page.get_by_role("button", name="Ga verder").click()
    anyway = page.get_by_role("button", name="Toch een nieuwe groep")
    if anyway.count():  # a part of the street has one by then
        anyway.click()
    person.says_who_proposes(name=name, email=email)
    reference = person.sends_form("Verstuur mijn idee")
    confirms_address(person, reference, email)
    return reference


def does_step(page: Page, step: str) -> None:
    """Open a step of the task list and tick it off."""
    page.get_by_role("link", name=step).click()
    page.get_by_role("button", name="Dit is klaar").click()
    expect(page.get_by_role("status")).to_contain_text("klaar")


@pytest.mark.parametrize(
    ("scripts", "first", "last"),
    [(True, 40, 58), (False, 60, 78)],
    ids=["with scripts", "without scripts"],
)
def test_from_an_idea_to_the_first_member(
    open_browser: Callable[..., Page],
    village_site: RealSite,
    scripts: bool,
    first: int,
    last: int,
) -> None:
    how = "met" if scripts else "zonder"
    group, slug = f"Leijweg {how}", f"leijweg-{how}"
    proposer, waiter = f"inge-{how}@example.org", f"wout-{how}@example.org"

    def somebody() -> Person:
        return Person(open_browser(java_script_enabled=scripts))

    # Two residents: one waits, one takes the first step.
    waits = f"Wout Wacht {how}"
    waiting = waits_for_a_group(somebody(), number=f"{first + 4}", name=waits, email=waiter)
    proposes(somebody(), name=f"Inge Idee {how}", email=proposer)

    # The coordinator makes the group from the idea.
    desk = somebody()
    page = desk.page
    desk.logs_in(COORDINATOR)
    page.goto("/platform/aanvragen/?soort=groepen")
    page.get_by_role("link", name=re.compile(f"Inge Idee {how}")).first.click()
    page.get_by_role("link", name="Maak deze groep").click()
    page.get_by_label("Naam van de groep").fill(group)
    page.get_by_role("button", name="Maak de groep").click()
    expect(page.get_by_role("status")).to_contain_text(f"Groep {group} is er.")
    assert f"Inge Idee {how} stelde de groep voor." in desk.main_text()

    # Streets: a part of the Leijweg, looked at before it is moved.
    page.get_by_role("link", name="Straten kiezen").click()
    expect(page.get_by_label("Naar groep")).to_have_value(group)
    desk.chooses("Straat", "Leijweg")
    page.get_by_label("Van nummer").fill(f"{first}")
    page.get_by_label("Tot en met nummer").fill(f"{last}")
    page.get_by_role("button", name="Bekijk wat er gebeurt").click()
    page.get_by_role("button", name="Verplaats").click()
    expect(page.get_by_role("status")).to_contain_text("Verplaatst")

    # The proposer is asked, and says yes after logging in with a mailed code.
    page.goto(f"/platform/groepen/{slug}/")
    page.get_by_role("link", name="Beheerder vinden").click()
    expect(page.get_by_label("E-mailadres")).to_have_value(proposer)
    page.get_by_role("button", name="Stuur de vraag").click()
    expect(page.get_by_role("status")).to_contain_text(proposer)
    beheerder = somebody()
    logs_in_by_code(beheerder.page, proposer)
    beheerder.page.goto("/demo/mail/")
    invitation = beheerder.page.locator("article").filter(has_text=f"groep {group}")
    invitation.first.get_by_role("link", name=re.compile("uitnodiging")).click()
    beheerder.page.get_by_role("button", name="Ja, dat doe ik").click()

    # The rest of the task list.
    page.goto(f"/platform/groepen/{slug}/")
    does_step(page, "Groep maken in de app")
    page.get_by_role("link", name="Link opslaan").click()
    page.get_by_label("Nieuwe link van de groep").fill(LINK)
    page.get_by_role("button", name="Opslaan").click()
    page.goto(f"/platform/groepen/{slug}/")
    does_step(page, "Wijkagent en gemeente inlichten")
    page.get_by_role("link", name="Groep zichtbaar maken").click()
    expect(page.get_by_text("1 persoon op de wachtlijst krijgt bericht.")).to_be_visible()
    page.get_by_role("button", name="Maak de groep zichtbaar").click()
    expect(page.get_by_role("status")).to_contain_text(
        f"Groep {group} is zichtbaar. 1 persoon op de wachtlijst krijgt bericht."
    )
    page.get_by_text("Stappen van het oprichten").click()  # folded, now that the group runs
    does_step(page, "Posters printen")
    assert "Stappen van het oprichten: alle klaar" in desk.main_text()

    # Who waited has heard, and the new beheerder lets that person in.
    page.goto("/demo/mail/")
    told = page.locator("article").filter(has_text=waiter).filter(has_text=waiting)
    expect(told.first).to_contain_text("Er is nu een groep voor jouw adres")
    beheerder.opens_request_of(waits)
    beheerder.page.get_by_role("button", name="Goedkeuren en toevoegen").click()
    beheerder.page.wait_for_url("**/toevoegen/")
    beheerder.page.get_by_role("button", name=re.compile("zit in de groep")).click()
    beheerder.page.goto(f"/beheer/groep/{slug}/leden/")
    expect(beheerder.page.get_by_text(waits).first).to_be_visible()
    founded = village_site.count(
        "SELECT count(*) FROM groups_residentrequest "  # noqa: S608
        f"WHERE state = 'founded' AND name = 'Inge Idee {how}'"
    )
    assert founded == 1
