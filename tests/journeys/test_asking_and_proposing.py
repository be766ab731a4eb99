"""The two other forms in a browser: a question, a complaint, and an idea for a new group."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import Person
from tests.races.processes import RealSite

BEHEERDER = "beheerder-spoorstraat@example.org"
WITH_AND_WITHOUT = pytest.mark.parametrize(
    "scripts", [True, False], ids=["with scripts", "without scripts"]
)


def stored(site: RealSite, reference: str) -> tuple[object, ...]:
    [row] = site.rows(
        "SELECT kind, owner, subject, streets_wanted FROM groups_residentrequest"  # noqa: S608
        f" WHERE reference = '{reference}'"
    )
    return tuple(row)


@WITH_AND_WITHOUT
def test_a_question_reaches_the_beheerder_of_the_address(
    open_browser: Callable[..., Page], village_site: RealSite, scripts: bool
) -> None:
    person = Person(open_browser(java_script_enabled=scripts))
    name = f"Vera Vraag {'met' if scripts else 'zonder'}"
    person.chooses_subject("Berichten in mijn groep")
    person.page.get_by_label("Straat en huisnummer").fill("Spoorstraat 12")
    person.writes_question("Mag dit?", name=name, email="vera@example.org")
    assert "De beheerder van groep Spoorstraat" in person.main_text()
    reference = person.sends_form("Verstuur mijn vraag")
    assert reference in person.main_text()
    assert "Je vraag is verstuurd" in person.main_text()
    stranger = Person(open_browser(java_script_enabled=scripts))
    stranger.page.goto(f"/bedankt/{reference}/")  # tells neither kind nor group
    assert reference in stranger.main_text()
    assert "vraag is" not in stranger.main_text()
    assert "Spoorstraat" not in stranger.main_text()
    assert stored(village_site, reference) == ("question", "group", "messages", "")
    beheerder = Person(open_browser(java_script_enabled=scripts))
    beheerder.logs_in(BEHEERDER)
    assert beheerder.sees_in_inbox(name)


def test_a_complaint_does_not_reach_the_beheerder(
    open_browser: Callable[..., Page], village_site: RealSite
) -> None:
    person = Person(open_browser())
    person.chooses_subject("Een klacht over een beheerder")
    person.page.get_by_label("Over welke groep gaat het?").select_option("Spoorstraat")
    person.writes_question("Hij antwoordt niet.", name="Karel Klacht", email="karel@example.org")
    reference = person.sends_form("Verstuur mijn klacht")
    assert stored(village_site, reference) == ("question", "coordinators", "complaint", "")
    beheerder = Person(open_browser())
    beheerder.logs_in(BEHEERDER)
    assert not beheerder.sees_in_inbox("Karel Klacht")
    assert not beheerder.sees_in_inbox(reference)


@WITH_AND_WITHOUT
def test_danger_ends_at_the_telephone(open_browser: Callable[..., Page], scripts: bool) -> None:
    person = Person(open_browser(java_script_enabled=scripts))
    person.chooses_subject("Er is nu iets aan de hand")
    expect(person.page.get_by_role("heading", level=1)).to_have_text("Bel 112")
    call = person.page.locator("main").get_by_role("link", name="Bel 112", exact=True)
    expect(call).to_have_attribute("href", "tel:112")
    box = call.bounding_box()
    assert box
    assert box["height"] >= 56
    assert person.page.locator("main form").count() == 0


@WITH_AND_WITHOUT
def test_from_an_address_without_a_group_to_a_new_group(
    open_browser: Callable[..., Page], village_site: RealSite, scripts: bool
) -> None:
    person = Person(open_browser(java_script_enabled=scripts))
    page = person.page
    person.finds("Leijweg", "3")
    page.get_by_role("link", name="Ik wil een groep starten").click()
    streets = page.get_by_label("Voor welke straten?")
    expect(streets).to_have_value("Leijweg")
    streets.fill("Leijweg, Spoorstraat")
    page.get_by_label("Ja", exact=True).check()
    page.get_by_role("button", name="Ga verder").click()
    assert "Spoorstraat hoort al bij groep Spoorstraat." in person.main_text()
    page.get_by_role("button", name="Toch een nieuwe groep").click()
    expect(page.get_by_label("Straat en huisnummer")).to_have_value("Leijweg 3")
    person.says_who_proposes(name="Gijs Groep", email="gijs@example.org")
    reference = person.sends_form("Verstuur mijn idee")
    assert stored(village_site, reference) == (
        "new_group", "coordinators", "", "Leijweg, Spoorstraat",
    )  # fmt: skip


def test_going_back_and_sending_the_same_again_is_one_question(
    resident: Person, village_site: RealSite
) -> None:
    resident.chooses_subject("Iets anders")
    resident.writes_question("Twee keer?", name="Dora Dubbel", email="dora@example.org")
    first = resident.sends_form("Verstuur mijn vraag")
    resident.page.go_back()
    assert resident.sends_form("Verstuur mijn vraag") == first
    count = "SELECT count(*) FROM groups_residentrequest WHERE name = 'Dora Dubbel'"
    assert village_site.count(count) == 1
