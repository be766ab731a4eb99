"""Another village, from an empty database to its first member, without a line of code or a file on
the server. Then everything that anybody can read is read: none of it names the village that the
portal was first made for.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, expect

from dorst_portal.accounts.allauth_internals import format_hotp_value, hotp_value
from tests.journeys.conftest import PHONE
from tests.journeys.people import Person
from tests.journeys.test_passkeys import logs_in_by_code
from tests.races.processes import RealSite, Template, empty_village

pytestmark = pytest.mark.once

COORDINATOR, BEHEERDER = "zus@example.org", "bob@example.org"
RESIDENT = "sanne@example.org"
NAMES = {
    "Naam van het dorp": "Zeedorp",
    "Naam van jullie organisatie": "Dorpsraad Zeedorp",
    "Naam van de buurtpreventie": "Zeewacht",
    "Korte naam": "Zeewacht",
    "Gemeente": "Duinstad",
    "Telefoonnummer van de gemeente": "14 0123",
    "Site van de gemeente": "www.duinstad.example",
    "Jullie eigen site": "zeedorp.example",
    "E-mailadres voor vragen": "hulp@zeedorp.example",
    "Telefoonnummer voor vragen": "06 0000 1234",
}
STREETS = ("Kadeweg", "Zoutsteeg", "Duinlaan")
# Only in a demo: how the example village is made is told there.
NOT_OF_A_VILLAGE = ("/demo/",)
# What is written behind the pages of the site, and what the old village was called.
NEVER = re.compile("dorst|oosterhout", re.IGNORECASE)
READS_LIST = (
    "from django.utils import timezone; from groups.places.services.imports.work import work;"
    "work(now=timezone.now())"
)
MAILS = 'SELECT subject, text, "to", reply_to FROM outbox_mail ORDER BY id'
PUBLIC = (
    "/", "/straten/", "/groepen/", "/zoek/", "/zoek/?straat=Kadeweg&huisnummer=4",
    "/zoek/?straat=Duinlaan&huisnummer=4", "/zoek/?straat=Nergens&huisnummer=4",
    "/zoek/?straat=Haveneind", "/meedoen/", "/groep-starten/", "/vraag/", "/alarm/", "/mijn/",
    "/deze-pagina-is-er-niet/", "/manifest.webmanifest", "/robots.txt",
    "/.well-known/security.txt", "/alarm/zonder-internet/", "/alarm/werker.js",
    "/spelregels/papier/met-waaksamen/", "/spelregels/papier/zonder-waaksamen/",
    "/poster/kadeweg/?vorm=strookjes", "/poster/kadeweg/?vorm=brievenbus", "/poster/duinlaan/",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(migrated: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealSite]:
    """A portal of nobody yet."""
    with empty_village(migrated, tmp_path_factory.mktemp("another-village")) as site:
        yield site


@pytest.fixture
def opens(browser: Browser, site: RealSite) -> Iterator[Callable[[], Person]]:
    contexts = []

    def open_() -> Person:
        context = browser.new_context(
            base_url=site.url, viewport=PHONE, locale="nl-NL", java_script_enabled=False
        )  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Person(context.new_page())

    yield open_
    for context in contexts:
        context.close()


def test_another_village_runs_and_nothing_names_the_first_one(
    site: RealSite, opens: Callable[[], Person]
) -> None:
    said = site.manage("create_coordinator", COORDINATOR, "--name", "Zus Zee")
    assert "/platform/dorp/" in said
    desk = opens()
    logs_in_for_the_first_time(desk.page)
    assert steps(desk.page)["Namen invullen"] == "Nog doen"
    assert steps(desk.page)["Straten toevoegen"] == "Kan nog niet"

    gives_names(desk.page)
    chooses_colour_and_logo(desk.page)
    brings_streets(desk.page, site)
    makes_hamlet(desk.page)
    makes_group(desk)
    beheerder = opens()
    accepts(beheerder)
    reads_texts_and_tries_mail(desk.page, site)
    opens_the_group(desk.page)
    # Nothing is left: the list is gone.
    desk.page.goto("/platform/")
    assert "Je dorp klaarmaken" not in desk.main_text()

    becomes_a_member(opens(), beheerder)
    assert site.count("SELECT count(*) FROM groups_membership WHERE until IS NULL") == 1

    nobody = opens()
    home = read(nobody.page, "/")
    assert "Zeewacht" in home
    assert "Zeedorp" in home
    assert named_in(everything_read(nobody.page, PUBLIC, "public")) == []
    own = ("/beheer/", "/beheer/groep/kadeweg/", "/beheer/groep/kadeweg/leden/")
    assert named_in(everything_read(beheerder.page, own, "beheer")) == []
    assert named_in(everything_read(desk.page, ("/platform/", "/platform/dorp/"), "platform")) == []
    mails = site.rows(MAILS)
    assert len(mails) > 8
    assert named_in((" ".join(map(str, mail)), " ".join(map(str, mail))) for mail in mails) == []


# --- what the people do ----------------------------------------------------------------------


def logs_in_for_the_first_time(page: Page) -> None:
    """A mailed code, and then an app as the second step."""
    logs_in_by_code(page, COORDINATOR)
    while page.locator("code").count() == 0:
        page.get_by_role("link", name=re.compile("app", re.IGNORECASE)).first.click()
    secret = page.locator("code").first.inner_text().replace(" ", "")
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    page.locator("input[name=code]").fill(code)
    page.locator("main").get_by_role("button").first.click()


def steps(page: Page) -> dict[str, str]:
    """How far each step of the list on the overview is."""
    page.goto("/platform/")
    found = {}
    for line in page.locator(".dp-tasks__item").all():
        title = line.locator("div").inner_text().split("\n")[0].removesuffix(" (niet verplicht)")
        found[title] = line.locator(".dp-tag").inner_text().lstrip("✓! ").strip()
    return found


def goes_to(page: Page, step: str) -> None:
    page.goto("/platform/")
    page.get_by_role("link", name=step).click()


def gives_names(page: Page) -> None:
    goes_to(page, "Namen invullen")
    for label, name in NAMES.items():
        page.get_by_label(re.compile(rf"^{label}( \(niet verplicht\))?$")).fill(name)
    page.get_by_role("button", name="Bekijk eerst").click()
    expect(page.get_by_text("Woon je in Zeedorp?")).to_be_visible()
    page.get_by_role("button", name="Sla op").click()
    expect(page.get_by_role("status")).to_contain_text("De namen zijn opgeslagen.")


def chooses_colour_and_logo(page: Page) -> None:
    """Yellow cannot be read: the nearest that can is offered, and taken."""
    goes_to(page, "Kleur en logo kiezen")
    page.get_by_label("Of typ een kleurcode").fill("#ffd84d")
    page.get_by_role("button", name="Sla op").click()
    expect(page.get_by_role("link", name="Deze kleur is te licht.")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Neem #")).click()
    expect(page.get_by_role("status")).to_contain_text("De kleur is opgeslagen.")
    page.goto("/platform/dorp/logo/")
    picture = {"name": "logo.png", "mimeType": "image/png", "buffer": drawn_logo()}
    page.get_by_label("Logo", exact=True).set_input_files(picture)  # type: ignore[arg-type]
    page.get_by_label("Wat staat er op het logo?").fill("Een vuurtoren")
    page.get_by_role("button", name="Gebruik dit logo").click()
    expect(page.get_by_role("img", name="Een vuurtoren").last).to_be_visible()


def drawn_logo() -> bytes:
    image = Image.new("RGBA", (600, 600))
    ImageDraw.Draw(image).ellipse((40, 40, 560, 560), fill="navy")
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def brings_streets(page: Page, site: RealSite) -> None:
    """The official list of a portal without streets makes them."""
    lines = ["straat;huisnummer;postcode;woonplaats"]
    lines += [f"{street};{number};9999 ZZ;Zeedorp" for street in STREETS for number in range(1, 21)]
    lines += ["Bergpad;1;9998 ZZ;Bergdorp"]
    file = {"name": "bag.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}
    goes_to(page, "Straten toevoegen")
    page.get_by_label("Bestand").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Controleer dit bestand").click()
    site.python(READS_LIST)
    page.reload()
    expect(page.get_by_role("heading", name="3 nieuwe straten")).to_be_visible()
    page.get_by_role("button", name="Neem deze adressen over").click()
    site.python(READS_LIST)
    page.reload()
    assert site.rows("SELECT DISTINCT place, area FROM groups_street") == [("Zeedorp", "Zeedorp")]


def makes_hamlet(page: Page) -> None:
    goes_to(page, "Buurtschappen toevoegen")
    page.get_by_role("link", name="Nieuw buurtschap").click()
    page.get_by_label("Naam").fill("Haveneind")
    page.get_by_label("Kadeweg").check()
    page.get_by_label("Zoutsteeg").check()
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Kadeweg, Zoutsteeg")).to_be_visible()


def makes_group(desk: Person) -> None:
    page = desk.page
    goes_to(page, "De eerste groep maken")
    page.get_by_label("Naam van de groep").fill("Kadeweg")
    page.get_by_role("button", name="Maak de groep").click()
    page.get_by_role("link", name="Straten kiezen").click()
    desk.chooses("Straat", "Kadeweg")
    page.get_by_role("button", name="Bekijk wat er gebeurt").click()
    page.get_by_role("button", name="Verplaats").click()
    goes_to(page, "Een beheerder benoemen")
    page.get_by_label("Groep", exact=True).select_option("Kadeweg")
    page.get_by_label(re.compile("^(Naam|Voor- en achternaam)")).fill("Bob Boei")
    page.get_by_label("E-mailadres").fill(BEHEERDER)
    page.get_by_role("button", name="Stuur de vraag").click()
    expect(page.get_by_role("status")).to_contain_text(BEHEERDER)


def accepts(beheerder: Person) -> None:
    logs_in_by_code(beheerder.page, BEHEERDER)
    beheerder.opens_mail("groep Kadeweg", "uitnodiging")
    beheerder.page.get_by_role("button", name="Ja, dat doe ik").click()


def reads_texts_and_tries_mail(page: Page, site: RealSite) -> None:
    goes_to(page, "Teksten nalezen")
    while (left := page.get_by_role("button", name="Dit klopt")).count():
        left.first.click()
    goes_to(page, "Mail proberen")
    page.get_by_role("button", name="Stuur mij een proefmail").click()
    assert site.count("SELECT count(*) FROM outbox_mail WHERE event = 'village-mail'") == 1
    page.get_by_role("button", name="Ja, hij kwam aan").click()


def opens_the_group(page: Page) -> None:
    goes_to(page, "Een groep zichtbaar maken")
    page.get_by_role("link", name="Kadeweg").first.click()
    page.get_by_role("link", name="Groep zichtbaar maken").click()
    page.get_by_role("button", name="Maak de groep zichtbaar").click()
    expect(page.get_by_role("status")).to_contain_text("Groep Kadeweg is zichtbaar.")


def becomes_a_member(resident: Person, beheerder: Person) -> None:
    resident.applies(name="Sanne Zand", email=RESIDENT, street="Kadeweg", number="4")
    beheerder.opens_request_of("Sanne Zand")
    beheerder.page.get_by_role("button", name="Goedkeuren en toevoegen").click()
    beheerder.page.get_by_role("button", name=re.compile("zit in de groep")).click()


# --- what anybody can read -------------------------------------------------------------------


def everything_read(page: Page, start: Iterable[str], part: str) -> Iterator[tuple[str, str]]:
    """Every page that is found from here by its links, with what it says: text, title, addresses
    and descriptions alike. Files come as the text that they are.
    """
    to_read = dict.fromkeys(start)
    read_already: set[str] = set()
    kinds: dict[str, int] = {}
    while left := [path for path in to_read if path not in read_already]:
        path = left[0]
        read_already.add(path)
        answer = page.request.get(path, fail_on_status_code=False)
        kind = answer.headers.get("content-type", "")
        body = answer.body().decode(errors="replace") if "image" not in kind else ""
        yield path, body
        if "html" not in kind:
            continue
        for found in re.findall(r'(?:href|src)="([^"#]+)', body):
            link = found.replace("&amp;", "&").partition("#")[0]
            if is_of(part, link) and kinds.setdefault(sort_of(link), 0) < 2:
                kinds[sort_of(link)] += link not in to_read
                to_read.setdefault(link)
    assert len(read_already) > 15, read_already


def is_of(part: str, link: str) -> bool:
    """Whether a link leads to another page or file of this part of the site."""
    if not link.startswith("/") or link.startswith(("//", *NOT_OF_A_VILLAGE, "/static/vendor/")):
        return False
    staff = link.startswith(("/beheer/", "/platform/", "/inloggen/"))
    return link.startswith(f"/{part}/") if part != "public" else not staff


def sort_of(link: str) -> str:
    """Pages that differ in a number or in what was searched are of one sort."""
    return re.sub(r"\d+", "0", urlsplit(link).path)


def read(page: Page, path: str) -> str:
    page.goto(path)
    return page.locator("body").inner_text()


def named_in(found: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Where the first village is named, and how."""
    return [
        (path, body[max(0, hit.start() - 60) : hit.end() + 40])
        for path, body in found
        for hit in NEVER.finditer(f"{body}")
    ]
