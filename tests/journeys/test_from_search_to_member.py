"""The main job: a stranger finds Spoorstraat 12, applies, and its beheerder lets them in."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import Person
from tests.races.processes import RealSite

BEHEERDER = "beheerder-spoorstraat@example.org"
OTHER = "beheerder-seters@example.org"
COORDINATOR = "coordinator@example.org"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_the_address_to_the_member_list(
    open_browser: Callable[..., Page], village_site: RealSite, scripts: bool
) -> None:
    name = f"Sanne Spoor {'met' if scripts else 'zonder'}"
    email = f"sanne-{'met' if scripts else 'zonder'}@example.org"

    resident = Person(open_browser(java_script_enabled=scripts))
    resident.finds("Spoorstraat", "12")
    expect(resident.page.get_by_role("heading", level=1)).to_have_text("Jouw groep is: Spoorstraat")
    reference = resident.applies(name=name, email=email, number="12")
    assert reference in resident.main_text()
    assert "De beheerder van groep Spoorstraat" in resident.main_text()
    stranger = Person(open_browser(java_script_enabled=scripts))
    stranger.page.goto(resident.page.url)
    assert reference in stranger.main_text()
    for secret in ("Spoorstraat", "Sanne", email, "aanmelding is"):  # neither kind nor group
        assert secret not in stranger.main_text()

    # The receipt, with the one link that confirms the address.
    resident.page.goto("/demo/mail/")
    receipt = resident.page.locator("article, li").filter(has_text=email).filter(has_text=reference)
    expect(receipt.first).to_be_visible()
    receipt.first.get_by_role("link", name=re.compile("bevestig")).click()
    resident.page.get_by_role("button", name="Ja, dit is mijn adres").click()
    assert "Je e-mailadres klopt" in resident.main_text()

    for person in (OTHER, COORDINATOR):
        somebody_else = Person(open_browser(java_script_enabled=scripts))
        somebody_else.logs_in(person)
        assert not somebody_else.sees_in_inbox(name), person

    beheerder = Person(open_browser(java_script_enabled=scripts))
    beheerder.logs_in(BEHEERDER)
    beheerder.opens_request_of(name)
    beheerder.page.get_by_role("button", name="Goedkeuren en toevoegen").click()
    beheerder.page.wait_for_url("**/toevoegen/")
    expect(beheerder.page.get_by_text("Goedgekeurd").first).to_be_visible()
    beheerder.page.get_by_role("button", name=re.compile("zit in de groep")).click()
    beheerder.page.goto("/beheer/groep/spoorstraat/leden/")
    expect(beheerder.page.get_by_text(name).first).to_be_visible()
    assert not beheerder.sees_in_inbox(name)


def test_going_back_changing_and_sending_again_is_not_swallowed(
    resident: Person, village_site: RealSite
) -> None:
    first = resident.applies(name="Fenna Fout", email="fenna@example.org", number="14")
    resident.page.go_back()
    expect(resident.page.get_by_role("heading", level=1)).to_contain_text("Controleer")
    resident.page.get_by_role("button", name=re.compile("Wijzig.*naam", re.IGNORECASE)).click()
    box = resident.page.get_by_label("Voor- en achternaam")
    expect(box).to_have_value("Fenna Fout")
    box.fill("Fenna Goed")
    resident.page.get_by_role("button", name="Ga verder").click()
    second = resident.sends()
    assert first != second
    stored = village_site.rows(
        f"SELECT name FROM groups_residentrequest WHERE reference IN ('{first}', '{second}')"  # noqa: S608
    )
    assert sorted(stored) == [("Fenna Fout",), ("Fenna Goed",)]


def test_going_back_and_sending_the_same_again_is_one_request(
    resident: Person, village_site: RealSite
) -> None:
    first = resident.applies(name="Dirk Dubbel", email="dirk@example.org", number="16")
    resident.page.go_back()
    assert resident.sends() == first
    assert (
        village_site.count("SELECT count(*) FROM groups_residentrequest WHERE name = 'Dirk Dubbel'")
        == 1
    )


def test_an_opened_link_does_nothing_by_itself(resident: Person, village_site: RealSite) -> None:
    """TK-02: a scanner runs the page's scripts and waits; only a button acts."""
    email = "wim@example.org"
    reference = resident.applies(name="Wim Wacht", email=email, number="18")
    resident.page.goto("/demo/mail/")
    link = (
        resident.page.locator("article, li")
        .filter(has_text=reference)
        .get_by_role("link", name=re.compile("bevestig"))
        .first.get_attribute("href")
    )
    assert link
    posts: list[str] = []
    resident.page.on(
        "request", lambda request: posts.append(request.url) if request.method == "POST" else None
    )
    tables = ("groups_residentrequest", "outbox_mail", "kit_link", "groups_membership")
    before = [village_site.rows(f"SELECT * FROM {table} ORDER BY id") for table in tables]  # noqa: S608
    resident.page.goto(link)
    resident.page.wait_for_timeout(3_000)
    after = [village_site.rows(f"SELECT * FROM {table} ORDER BY id") for table in tables]  # noqa: S608
    assert posts == []
    assert before == after
    assert "token" not in resident.page.url
    # The real button works under the real headers.
    resident.page.get_by_role("button", name="Dit ben ik niet").click()
    stored = village_site.rows(
        f"SELECT email FROM groups_residentrequest WHERE reference = '{reference}'"  # noqa: S608
    )
    assert stored == [("",)]


def test_the_keyboard_alone_joins(open_browser: Callable[..., Page]) -> None:
    page = open_browser()
    page.goto("/")

    def type_into(label: str, text: str) -> None:
        _tab_to(page, label)
        page.keyboard.type(text)

    type_into("Straat en huisnummer", "Spoorstraat 20")
    _enter(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Jouw groep is: Spoorstraat")
    _tab_to(page, "Meedoen met deze groep")
    _enter(page)
    type_into("Voor- en achternaam", "Toos Toets")
    type_into("Mobiel nummer", "06 00009991")
    _tab_to(page, "Ja")
    page.keyboard.press("Space")
    type_into("E-mailadres", "toos@example.org")
    _tab_to(page, "Ga verder")
    _enter(page)
    for box in ("spelregels", "18 jaar"):
        _tab_to(page, box)
        page.keyboard.press("Space")
    _tab_to(page, "Verstuur mijn aanmelding")
    _enter(page)
    assert "/bedankt/" in page.url


def test_the_keyboard_alone_decides(open_browser: Callable[..., Page]) -> None:
    Person(open_browser()).applies(name="Kees Klavier", email="kees@example.org", number="22")
    beheerder = Person(open_browser())
    beheerder.logs_in(BEHEERDER)
    page = beheerder.page
    page.goto("/beheer/")
    while not page.get_by_text("Kees Klavier").count():
        _tab_to(page, "Volgende")
        _enter(page)
    _tab_to(page, "Kees Klavier")
    _enter(page)
    page.wait_for_url("**/aanvraag/**")
    _tab_to(page, "Goedkeuren en toevoegen")
    _enter(page)
    page.wait_for_url("**/toevoegen/")
    _tab_to(page, "zit in de groep")
    _enter(page)
    page.wait_for_url(lambda url: "toevoegen" not in url)


def _enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _tab_to(page: Page, name: str) -> None:
    """Press Tab until the thing with this name has the focus; its focus ring must be seen."""
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            """() => {
                const it = document.activeElement;
                const labels = [...(it.labels || [])].map(label => label.innerText).join(' ');
                const style = getComputedStyle(it);
                return {
                    name: (labels + ' ' + (it.innerText || it.value || '')).trim(),
                    outline: parseFloat(style.outlineWidth),
                };
            }"""
        )
        if name in focused["name"]:
            assert focused["outline"] >= 3, f"the focus on {name} cannot be seen"
            return
    raise AssertionError(f"Tab does not reach {name}")
