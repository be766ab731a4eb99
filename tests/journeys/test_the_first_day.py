"""The first day of a village: one sheet with everybody who is in a chat already, and what comes of
it. The coordinator sends it, a beheerder says who is in the group, people are told, and one of them
opens the own page.
"""

import json
import re
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from openpyxl import Workbook
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.people import Person
from tests.races.processes import RealSite, Template, example_village

PEOPLE = 600
SETERS = "seters"
COORDINATOR = "coordinator@example.org"
BEHEERDER = "beheerder-seters@example.org"
HOMES = (
    "import json; from groups.models import Membership;"
    "rows = Membership.objects.current().exclude(street=None).exclude(house_number=None)"
    ".exclude(group__status='archived').order_by('pk');"
    "print(json.dumps([[m.group.name, m.group.slug, m.address] for m in rows"
    ".select_related('group')]))"
)

# What the worker does within seconds; here it does not run, so that mails wait to be read.
LOOKS_AT_LISTS = (
    "from django.utils import timezone; from groups.members.services.imports.work import work;"
    "work(now=timezone.now())"
)


@pytest.fixture(scope="module")
def site(migrated: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealSite]:
    """A village of its own: who comes on the lists here is nobody's business elsewhere."""
    with example_village(migrated, tmp_path_factory.mktemp("first-day")) as site:
        yield site


@pytest.fixture
def opens(browser: Browser, site: RealSite) -> Iterator[Callable[[], Page]]:
    contexts = []

    def open_() -> Page:
        context = browser.new_context(
            base_url=site.url, viewport=PHONE, locale="nl-NL", java_script_enabled=False
        )  # type: ignore[arg-type]
        context.set_default_timeout(20_000)
        contexts.append(context)
        return context.new_page()

    yield open_
    for context in contexts:
        context.close()


def sheet_of(homes: list[list[str]]) -> tuple[bytes, dict[str, int]]:
    """Everybody of the village in one sheet, as a coordinator keeps it, and how many of each group.
    Two in three have an e-mail address.
    """
    groups = {slug: name for name, slug, _ in homes}
    book = Workbook()
    page = book.active
    page.append(["Groep", "Voornaam", "Achternaam", "Mobiel", "Adres", "E-mailadres"])
    by_group: dict[str, list[str]] = {slug: [] for slug in groups}
    for _, slug, address in homes:
        by_group[slug].append(address)
    numbers = dict.fromkeys(groups, 0)
    for place in range(PEOPLE):
        slug = list(groups)[place % len(groups)]
        address = by_group[slug][numbers[slug] % len(by_group[slug])]
        numbers[slug] += 1
        email = f"eerste.dag.{place}@example.org" if place % 3 else ""
        name = ["Dag", f"Eersteling-{place}"]
        page.append([groups[slug], *name, f"06 0009{place:04d}", address, email])
    content = BytesIO()
    book.save(content)
    return content.getvalue(), numbers


def test_from_one_sheet_to_an_own_page(site: RealSite, opens: Callable[[], Page]) -> None:
    sheet, numbers = sheet_of(json.loads(site.python(HOMES)))
    assert len(numbers) == 17
    there = site.count("SELECT count(*) FROM groups_membership WHERE until IS NULL")

    # The coordinator sends the sheet, looks, and takes it over.
    desk = Person(opens())
    desk.logs_in(COORDINATOR)
    page = desk.page
    page.goto("/platform/")
    page.get_by_role("link", name="Leden overnemen").click()
    file = {"name": "iedereen.xlsx", "mimeType": "application/octet-stream", "buffer": sheet}
    page.get_by_label("Bestand").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Controleer de lijst").click()
    site.python(LOOKS_AT_LISTS)
    page.reload()
    expect(page.locator(".lead")).to_contain_text("Kijk of het klopt.")
    assert re.search(rf"Mensen in de lijst\s+{PEOPLE}\b", desk.main_text())
    for doubt in page.get_by_role("checkbox").all():  # such as a number that nobody knew of
        doubt.check()
    # Nothing is on a list before it was confirmed.
    assert site.count("SELECT count(*) FROM groups_membership WHERE until IS NULL") == there
    page.get_by_role("button", name="Zet ze op de ledenlijst").click()
    site.python(LOOKS_AT_LISTS)
    page.reload()
    assert f"{PEOPLE} mensen kwamen op de ledenlijst" in desk.main_text()
    found = site.rows(
        "SELECT slug, count(*) FROM groups_membership m JOIN groups_watchgroup g ON g.id = group_id"
        " WHERE source = 'import' AND to_confirm GROUP BY slug"
    )
    assert dict(found) == numbers

    # The beheerder of a group says who is in it: one does not belong there, all others do.
    beheerder = Person(opens())
    beheerder.logs_in(BEHEERDER)
    own = beheerder.page
    own.goto(f"/beheer/groep/{SETERS}/leden/")
    own.get_by_role("button", name="Hoort hier niet").first.click()
    while (all_of_them := own.get_by_role("button", name=re.compile("^Alle "))).count():
        all_of_them.click()
    if (last := own.get_by_role("button", name="Zit in de groep")).count():
        last.click()
    expect(own.get_by_role("heading", name="Te bevestigen")).to_have_count(0)
    left = "SELECT count(*) FROM groups_membership m JOIN groups_watchgroup g ON g.id = group_id"
    confirmed = f"{left} WHERE slug = 'seters' AND source = 'import' AND NOT to_confirm"
    assert site.count(f"{confirmed} AND until IS NULL") == numbers[SETERS] - 1

    # People are told: after a test to oneself, those with e-mail by mail.
    page.goto(f"/platform/leden/vertellen/{SETERS}/")
    page.get_by_role("button", name="Stuur mij een proef").click()
    page.get_by_role("button", name=re.compile("^Vertel het")).click()
    expect(page.get_by_role("status")).to_contain_text("mensen krijgen een e-mail.")
    told = site.rows(
        "SELECT email FROM groups_membership m JOIN groups_watchgroup g ON g.id = group_id"
        " WHERE slug = 'seters' AND source = 'import' AND until IS NULL AND told_at IS NOT NULL"
        " AND email <> '' ORDER BY m.id"
    )
    assert len(told) >= numbers[SETERS] // 2

    # One of them opens the own page by that mail, and says that it is them.
    somebody = Person(opens())
    somebody.opens_mail(told[0][0], "/mijn/")
    somebody.page.get_by_role("button", name="Open mijn gegevens").click()
    expect(somebody.page.get_by_text("Ben jij dit?")).to_be_visible()
    somebody.page.get_by_role("button", name=re.compile("^Ja")).first.click()
    assert "Seters" in somebody.main_text()
    proved = "SELECT count(*) FROM groups_membership WHERE email_confirmed_at IS NOT NULL"
    assert site.count(f"{proved} AND email = '{told[0][0]}'") == 1
