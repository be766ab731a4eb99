"""axe, 320 px, 200 % text, dark, light and forced colours; DP-11: no other host; HD-03: no console
errors, and nothing against the policy for content: every page.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.alerts import live_page_of_a_new_alert
from tests.journeys.people import Person
from tests.journeys.telephones import Telephone, adds_passkey
from tests.races.processes import RealSite

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What a page holds is the same in each; of the others only the colours are asked again.
COLOURS = {"type": "rule", "values": ["color-contrast"]}
LOOKS: list[tuple[str, dict[str, Any], Any]] = [
    ("light", {"color_scheme": "light"}, RULES),
    ("dark", {"color_scheme": "dark"}, COLOURS),
    ("forced colours", {"color_scheme": "light", "forced_colors": "active"}, COLOURS),
]
# A walk of so many pages is one test: two processes share the site between them.
PAGES_AT_ONCE: Final = 12
VIOLATIONS: Final = "options => axe.run(document, options).then(found => found.violations)"
# Puts a long name in the head for a moment, and says whether the menu went below it.
LONG_NAME_HIDES_MENU: Final = """() => {
  const name = document.querySelector(".dp-name strong");
  const menu = document.querySelector(".dp-menu-link");
  if (!name || !menu) return false;
  const usual = name.textContent;
  name.textContent = "Buurtpreventie Voorbeelddorp-Achterveld";
  const [one, other] = [name, menu].map((element) => element.getBoundingClientRect());
  name.textContent = usual;
  return other.top >= one.bottom || one.right > other.left;
}"""
# Chromium writes most of them to the console by itself, in words of its own.
TELLS_OF_A_VIOLATION: Final = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`violates ${event.effectiveDirective}: ${event.blockedURI}`))"""
AXE: Final = Axe().axe_script
BEHEERDER = "beheerder-spoorstraat@example.org"
MEMBER = "deelnemer-2@example.org"
QUIET = "beheerder-seters@example.org"
COORDINATOR = "coordinator@example.org"
SUPERUSER = "superuser@example.org"


@dataclass(frozen=True)
class Shown:
    """A page in one of its states."""

    path: str
    state: str = ""
    press: str = ""  # a button to press first, to see the page with errors

    def __str__(self) -> str:
        return f"{self.path} {self.state}".strip()


PUBLIC = [
    Shown("/"),
    Shown("/zoek/", "empty"),
    Shown("/zoek/?straat=Spoorstraat&huisnummer=12", "one group"),
    Shown("/zoek/?straat=Spoorstraat&huisnummer=abc", "with an error"),
    Shown("/zoek/?straat=Dennenlaan", "a street cut over groups"),
    Shown("/zoek/?straat=Leijweg&huisnummer=3", "no group yet"),
    Shown("/zoek/?straat=Spoorstaat&huisnummer=3", "close matches"),
    Shown("/zoek/?straat=Qwxz&huisnummer=3", "unknown"),
    Shown("/zoek/?straat=Steenoven&huisnummer=3", "a hamlet"),
    Shown("/zoek/?straat=Ketenbaan&huisnummer=3", "outside"),
    Shown("/zoek/?postcode=4849XB&huisnummer=12", "several addresses"),
    Shown("/zoek/?postcode=4849XB&huisnummer=12&kies=ja", "no address chosen"),
    Shown("/zoek/?postcode=1000AA&huisnummer=12", "unknown postcode"),
    Shown("/zoek/?straat=Spoorstraat+912", "an unknown number"),
    Shown("/inbedden/", "in a frame"),
    Shown("/inbedden/?straat=Spoorstraat+12", "one group, in a frame"),
    Shown("/inbedden/?straat=Dennenlaan", "a street cut over groups, in a frame"),
    Shown("/inbedden/?straat=Leijweg+3&kleur=licht", "no group yet, in a light frame"),
    Shown("/inbedden/?straat=Spoorstraat+12&taal=en&kleur=donker", "in a dark English frame"),
    Shown("/inbedden/", "errors", "Zoek mijn groep"),
    Shown("/inbedden/?taal=pl&kleur=donker", "errors in a dark Polish frame", "Znajdź moją grupę"),
    Shown("/straten/"),
    Shown("/straten/?zoek=Spoorlaan", "nothing found"),
    Shown("/groepen/"),
    Shown("/groepen/kaart/", "the map"),
    Shown("/groepen/kaart/papier/", "the map on paper"),
    Shown("/groep/spoorstraat/"),
    Shown("/poster/spoorstraat/", "a poster"),
    Shown("/poster/leijweg/", "a poster without a group"),
    Shown("/poster/oude-tilburgsebaan/?vorm=strookjes", "strips"),
    Shown("/poster/spoorstraat/?vorm=brievenbus", "cards"),
    Shown("/groep/spoorstraat/meterkast/", "cards for the cupboard"),
    Shown("/meedoen/", "without a group"),
    Shown("/meedoen/spoorstraat/", "step 1"),
    Shown("/meedoen/spoorstraat/?straat=Spoorstraat&huisnummer=12", "step 2"),
    Shown("/meedoen/spoorstraat/?straat=Spoorstraat&huisnummer=12", "errors", "Ga verder"),
    Shown("/vraag/", "step 1"),
    Shown("/vraag/", "errors", "Ga verder"),
    Shown("/groep-starten/?straat=Leijweg&huisnummer=3", "step 1"),
    Shown("/groep-starten/", "errors", "Ga verder"),
    Shown("/stoppen/"),
    Shown("/mijn/"),
    Shown("/mijn/", "errors", "Stuur mij een link"),
    Shown("/mijn/?verstuurd", "sent"),
    Shown("/mijn/1-aaaaaaaaaaaaaaaaaaaaaa/", "a dead link"),
    Shown("/mijn/e-mail/bevestigen/1-aaaaaaaaaaaaaaaaaaaaaa/", "a dead link"),
    Shown("/vraag/?over=stoppen", "the subject chosen"),
    Shown("/alarm/"),
    Shown("/alarm/?groep=spoorstraat", "of a group"),
    Shown("/alarm/", "errors", "Ga verder"),
    Shown("/alarm/zonder-internet/"),
    Shown("/geen-internet/"),
    Shown("/alarm/zonder-internet/", "errors", "Maak mijn bericht"),
    Shown("/alarm/bijzonderheden/1-aaaaaaaaaaaaaaaaaaaaaa/", "a dead link"),
    Shown("/alarm/bijzonderheden/bezwaar/", "objecting"),
    Shown("/alarm/bijzonderheden/bezwaar/", "errors", "Verstuur"),
    Shown("/alarm/bijzonderheden/bezwaar/verstuurd/", "sent"),
    Shown("/hoe-werkt-het/"),
    Shown("/spelregels/"),
    Shown("/spelregels/papier/met-waaksamen/", "paper"),
    Shown("/welke-app/"),
    Shown("/welke-app/gemeente/"),
    Shown("/privacy/"),
    Shown("/toegankelijkheid/"),
    Shown("/over/"),
    Shown("/open-data/"),
    Shown("/cijfers/"),
    Shown("/weergave/"),
    Shown("/inloggen/"),
    Shown("/inloggen/", "errors", "Stuur mij een code"),
    Shown("/inloggen/wachtwoord/"),
    Shown("/bevestig/1-aaaaaaaaaaaaaaaaaaaaaa/", "a dead link"),
    Shown("/antwoord/1-aaaaaaaaaaaaaaaaaaaaaa/", "a dead link"),
    Shown("/bevestig/nieuwe-link/"),
    Shown("/bevestig/nieuwe-link/", "errors", "Stuur mij een link"),
    Shown("/bevestig/nieuwe-link/?verstuurd", "sent"),
    Shown("/deze-pagina-is-er-niet/", "404"),
    Shown("/demo/"),
    Shown("/demo/mail/"),
    Shown("/demo/onderdelen/", "gallery"),
]
OF_A_BEHEERDER = [
    Shown("/beheer/"),
    Shown("/beheer/?toon=bellen", "whom to call"),
    Shown("/beheer/brieven/", "letters to deliver"),
    Shown("/beheer/oefeningen/agenda/", "drills in the calendar"),
    Shown("/beheer/oefeningen/agenda/", "a link for the calendar", "Maak een link"),
    Shown("/beheer/groep/spoorstraat/"),
    Shown("/beheer/groep/spoorstraat/leden/"),
    Shown("/beheer/groep/spoorstraat/leden/toevoegen/", "somebody who rang"),
    Shown("/beheer/groep/spoorstraat/leden/toevoegen/", "errors", "Opslaan"),
    Shown("/beheer/groep/spoorstraat/leden/tellen/", "counting"),
    Shown("/beheer/groep/spoorstraat/leden/tellen/", "errors", "Klopt het?"),
    Shown("/beheer/groep/spoorstraat/leden/vergelijken/", "comparing"),
    Shown("/beheer/groep/spoorstraat/leden/vergelijken/", "errors", "Vergelijk"),
    Shown("/beheer/groep/spoorstraat/leden/geblokkeerd/", "who may not come back"),
    Shown("/beheer/groep/spoorstraat/leden/meenemen/", "taking the list along"),
    Shown("/beheer/groep/spoorstraat/leden/meenemen/", "errors", "Maak de lijst"),
    Shown("/beheer/groep/spoorstraat/leden/overnemen/", "a list to send"),
    Shown("/beheer/groep/spoorstraat/leden/overnemen/", "errors", "Controleer de lijst"),
    Shown("/beheer/groep/spoorstraat/leden/overnemen/1/", "a list to look at"),
    Shown("/beheer/groep/spoorstraat/leden/overnemen/1/?soort=unknown", "a doubt"),
    Shown("/beheer/groep/spoorstraat/leden/overnemen/1/regel/1/", "one row of a list"),
    Shown("/beheer/groep/spoorstraat/cijfers/", "figures"),
    Shown("/beheer/meldingen/", "alerts"),
    Shown("/beheer/meldingen/nieuw/", "a new alert"),
    Shown("/beheer/meldingen/nieuw/", "errors", "Bewaar deze melding"),
    Shown("/beheer/meldingen/cijfers/spoorstraat/", "how calm it is"),
    Shown("/beheer/melding/1/", "an alert that runs"),
    Shown("/beheer/melding/1/", "errors", "Het is voorbij"),
    Shown("/beheer/melding/1/wijzigen/", "correcting an alert"),
    Shown("/beheer/melding/2/", "an alert that is over"),
    Shown("/beheer/groep/spoorstraat/koppelingen/", "connections"),
    Shown("/beheer/groep/spoorstraat/koppelingen/webhook/", "a webhook"),
    Shown("/beheer/groep/spoorstraat/koppelingen/webhook/", "errors", "Opslaan"),
    Shown("/beheer/melding/1/bijzonderheden/", "nothing is kept"),
    Shown("/beheer/contacten/"),
    Shown("/beheer/contacten/kaartje/", "a card for the wallet"),
    Shown("/beheer/uitleg/", "the guide"),
    Shown("/beheer/contacten/1/", "a partner"),
    Shown("/beheer/contacten/1/gesproken/", "noting a contact"),
    Shown("/beheer/contacten/1/gesproken/", "errors", "Noteer het contact"),
    Shown("/beheer/contacten/1/klopt-niet/", "something is wrong"),
    Shown("/beheer/contacten/1/klopt-niet/", "errors", "Meld het"),
    Shown("/beheer/instellingen/"),
    Shown("/beheer/instellingen/telefoon/"),
    Shown("/beheer/berichten/"),
    Shown("/beheer/bericht/1/", "a bulletin to share"),
    Shown("/beheer/groep/spoorstraat/logboek/"),
    Shown("/beheer/instellingen/stoppen/", "stopping"),
    Shown("/beheer/groep/spoorstraat/overdracht/", "paper"),
    Shown("/beheer/groep/spoorstraat/afdrukken/"),
    Shown("/beheer/groep/spoorstraat/plaatsvervanger/", "a deputy"),
    Shown("/beheer/groep/spoorstraat/plaatsvervanger/", "errors", "Stuur de vraag"),
    Shown("/beveiliging/"),
    Shown("/beveiliging/app/aan/"),
    Shown("/beveiliging/passkeys/nieuw/"),
    Shown("/inloggen/opnieuw/"),
]
OF_A_COORDINATOR = [
    Shown("/platform/"),
    Shown("/platform/aanvragen/"),
    Shown("/platform/aanvragen/?soort=vragen", "questions"),
    Shown("/platform/aanvragen/?soort=groepen", "ideas for groups"),
    Shown("/platform/aanvragen/?soort=gevraagd", "asked back"),
    Shown("/platform/aanvragen/?soort=bellen", "to call"),
    Shown("/platform/wachtlijst/", "waiting list"),
    Shown("/platform/wachtlijst/leijweg/", "waiting list of a street"),
    Shown("/platform/adressen/", "addresses"),
    Shown("/platform/adressen/", "errors", "Controleer dit bestand"),
    Shown("/platform/adressen/import/1/", "taken over"),
    Shown("/platform/adressen/import/2/", "to look at"),
    Shown("/platform/adressen/import/2/?soort=new", "new addresses"),
    Shown("/platform/adressen/import/3/", "pointing out columns"),
    Shown("/platform/leden/overnemen/", "a list to send"),
    Shown("/platform/leden/overnemen/", "errors", "Controleer de lijst"),
    Shown("/platform/berichten/", "bulletins"),
    Shown("/platform/berichten/nieuw/"),
    Shown("/platform/berichten/nieuw/", "errors", "Sla op en bekijk het voorbeeld"),
    Shown("/platform/berichten/1/", "progress"),
    Shown("/platform/berichten/1/?toon=nog-niet", "progress"),
    Shown("/platform/berichten/2/aanpassen/"),
    Shown("/platform/berichten/2/voorbeeld/", "before the test"),
    Shown("/platform/berichten/2/voorbeeld/", "after the test", "Stuur een test aan mij"),
    Shown("/platform/logboek/"),
    Shown("/platform/logboek/?wie=Niemand&van=x", "errors"),
    Shown("/platform/logboek/weken/"),
    Shown("/platform/logboek/weken/1/"),
    Shown("/platform/bewaren/", "what the next night wipes"),
    Shown("/platform/cijfers/", "figures"),
    Shown("/platform/cijfers/leden/", "all rows"),
    Shown("/platform/waarom/", "empty"),
    Shown("/platform/waarom/", "errors", "Leg uit"),
    Shown("/platform/waarom/?straat=Spoorstraat&huisnummer=12a", "explained"),
    Shown("/platform/waarom/?straat=Spoorlaan&huisnummer=12", "close matches"),
    Shown("/platform/aanvraag/nieuw/", "what came in"),
    Shown("/platform/aanvraag/nieuw/?soort=meedoen", "typing in"),
    Shown("/platform/aanvraag/nieuw/?soort=meedoen", "errors", "Opslaan"),
    Shown("/platform/aanvraag/nieuw/?soort=vraag", "typing in"),
    Shown("/platform/aanvraag/nieuw/?soort=vraag", "errors", "Opslaan"),
    Shown("/platform/aanvraag/nieuw/?soort=groep", "typing in"),
    Shown("/platform/aanvraag/nieuw/?soort=groep", "errors", "Opslaan"),
    Shown("/platform/groepen/"),
    Shown("/platform/groepen/?op=ergste&teken=een-beheerder", "worst first"),
    Shown("/platform/groepen/?zoek=qwxz", "nothing found"),
    Shown("/platform/groepen/nieuw/", "a new group"),
    Shown("/platform/groepen/nieuw/", "errors", "Maak de groep"),
    Shown("/platform/groepen/dennenlaan/", "a group"),
    Shown("/platform/groepen/dennenlaan/wijzigen/", "changing a group"),
    Shown("/platform/groepen/dennenlaan/stap/chat/", "a step"),
    Shown("/platform/groepen/dennenlaan/stap/partners/", "a step"),
    Shown("/platform/groepen/dennenlaan/stap/posters/", "a step"),
    Shown("/platform/groepen/dennenlaan/pauze/", "a pause"),
    Shown("/platform/groepen/dennenlaan/pauze/", "errors", "Zet op pauze"),
    Shown("/platform/groepen/dennenlaan/opheffen/", "the end of a group"),
    Shown("/platform/groepen/dennenlaan/splitsen/", "splitting"),
    Shown("/platform/groepen/dennenlaan/splitsen/", "errors", "Bekijk wat er gebeurt"),
    Shown("/platform/groepen/dennenlaan/samenvoegen/", "merging"),
    Shown("/platform/groepen/dennenlaan/samenvoegen/", "errors", "Bekijk wat er gebeurt"),
    Shown("/platform/borden/", "signs"),
    Shown("/platform/borden/?stand=removed", "no sign"),
    Shown("/platform/borden/nieuw/", "a new sign"),
    Shown("/platform/borden/nieuw/", "errors", "Opslaan"),
    Shown("/platform/groepen/spoorstraat/link/"),
    Shown("/platform/groepen/spoorstraat/link/", "errors", "Opslaan"),
    Shown("/platform/aanvragen/?soort=doorgezet", "escalated"),
    Shown("/platform/beheerders/"),
    Shown("/platform/beheerders/benoemen/"),
    Shown("/platform/beheerders/benoemen/", "errors", "Stuur de vraag"),
    Shown("/platform/beheerders/?toon=zonder", "groups without a beheerder"),
    Shown("/platform/beheerders/?toon=gestopt&zoek=qwxz", "nothing found"),
    Shown("/platform/beheerders/1/", "an appointment"),
    Shown("/platform/beheerders/1/beeindigen/", "ending"),
    Shown("/platform/beheerders/1/beeindigen/", "errors", "Beëindig de benoeming"),
    Shown("/platform/straten/"),
    Shown("/platform/straten/?zoek=Qwxz", "nothing found"),
    Shown("/platform/straten/nieuw/", "a new street"),
    Shown("/platform/straten/nieuw/", "errors", "Opslaan"),
    Shown("/platform/straten/dennenlaan/", "a street"),
    Shown("/platform/straten/verplaatsen/", "moving"),
    Shown("/platform/straten/verplaatsen/", "errors", "Bekijk wat er gebeurt"),
    Shown(
        "/platform/straten/verplaatsen/?bekijk=ja&straat=Dennenlaan&van=2&tot=30&groep=Seters",
        "what happens",
    ),
    Shown("/platform/straten/verplaatst/", "what was moved"),
    Shown("/beheer/groep/ribes-lijsterbes/leden/", "members to confirm"),
    Shown("/platform/straten/dekking/", "streets without a group"),
    Shown("/platform/straten/dekking/?toon=deels", "partly covered"),
    Shown("/platform/straten/dekking/?toon=regels", "all is well"),
    Shown("/beheer/meldingen/", "alerts of all groups"),
    Shown("/beheer/meldingen/cijfers/", "how calm the village is"),
    Shown("/platform/meldingen/bijzonderheden/", "switched off"),
    Shown("/platform/meldingen/bijzonderheden/", "errors", "Zet aan"),
    Shown("/platform/meldingen/bezwaren/", "no objections"),
    Shown("/platform/oefeningen/", "drills"),
    Shown("/platform/oefeningen/nieuw/", "a new drill"),
    Shown("/platform/oefeningen/nieuw/", "errors", "Plan en mail de beheerders"),
    Shown("/platform/oefening/1/", "a drill that was"),
    Shown("/platform/oefening/2/", "a drill that comes"),
    Shown("/platform/partners/"),
    Shown("/platform/partners/?nakijken=ja", "to check"),
    Shown("/platform/partners/?gestopt=ja", "none ended"),
    Shown("/platform/partners/?groep=Spoorlaan", "an unknown group"),
    Shown("/platform/partners/nieuw/", "a new partner"),
    Shown("/platform/partners/nieuw/", "errors", "Opslaan"),
    Shown("/platform/partners/1/", "a partner"),
    Shown("/platform/partners/3/", "a partner to check"),
    Shown("/platform/partners/1/wijzigen/", "changing a partner"),
    Shown("/platform/partners/1/contact/", "a new contact"),
    Shown("/platform/partners/1/contact/", "errors", "Opslaan"),
    Shown("/platform/partners/1/stoppen/", "ending a partner"),
    Shown("/platform/contactpersoon/1/wijzigen/", "changing a contact"),
    Shown("/platform/contactpersoon/1/stoppen/", "ending a contact"),
    Shown("/platform/uitleg/", "the guide"),
    Shown("/platform/dorp/", "the village"),
    Shown("/platform/dorp/namen/", "names"),
    Shown("/platform/dorp/namen/", "names looked at", "Bekijk eerst"),
    Shown("/platform/dorp/kleur/", "a colour"),
    Shown("/platform/dorp/logo/", "errors", "Gebruik dit logo"),
    Shown("/platform/dorp/teksten/", "texts to read"),
    Shown("/platform/dorp/mail/", "a mail to try"),
    Shown("/platform/buurtschappen/", "hamlets"),
    Shown("/platform/buurtschappen/nieuw/", "errors", "Opslaan"),
    Shown("/platform/buurtschappen/1/", "a hamlet"),
    Shown("/platform/teksten/", "texts"),
    Shown("/platform/teksten/mail-asked/", "a mail"),
    Shown("/platform/teksten/mail-asked/", "a mail looked at", "Bekijk eerst"),
    Shown("/platform/teksten/mail-expired/", "a mail with versions"),
    Shown("/platform/teksten/mail-expired/?versie=1", "an older version"),
    Shown("/platform/teksten/spelregels-standard/", "house rules"),
    Shown("/platform/teksten/welke-app/", "which app"),
    Shown("/platform/teksten/welke-app/", "which app looked at", "Bekijk eerst"),
    Shown("/platform/inbedden/", "who may show the search"),
    Shown("/platform/inbedden/?taal=pl&kleur=donker", "for a dark Polish site"),
    Shown("/platform/inbedden/", "errors", "Zet op de lijst"),
    Shown("/platform/teksten/welkomsttekst/", "welcome text"),
]


class Looker:
    """Looks at pages, light and dark, narrow and large, and notes what is wrong."""

    def __init__(self, page: Page, own_host: str) -> None:
        self.page = page
        self.faults: list[str] = []
        self.where = ""
        page.on("request", lambda request: self._host(request.url, own_host))
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._note(f"script error: {error}"))
        page.add_init_script(TELLS_OF_A_VIOLATION)

    def _note(self, fault: str) -> None:
        self.faults.append(f"{self.where}: {fault}")

    def _host(self, url: str, own: str) -> None:
        if not url.startswith((own, "data:")):
            self._note(f"asks another host: {url}")

    def _console(self, message: object) -> None:
        text = getattr(message, "text", "")
        # A page that answers 4xx on purpose is named by Chromium as a failed load.
        if getattr(message, "type", "") == "error" and "the server responded with" not in text:
            self._note(f"console: {text}")

    def opens(self, shown: Shown) -> None:
        self.where = str(shown)
        self.page.goto(shown.path)
        if shown.press:
            self.page.get_by_role("button", name=shown.press).click()
        self.judges()

    def judges(self, where: str = "") -> None:
        """Everything that a machine can tell about the page that is open."""
        self.where = where or self.where
        for look, media, rules in LOOKS:
            self.page.emulate_media(**media)
            self._axe(look, rules)
        self.page.emulate_media(color_scheme="light", forced_colors="none")
        self._headings()
        self._widths()

    def _axe(self, look: str, rules: Any) -> None:
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE)
        options = {"runOnly": rules, "resultTypes": ["violations"]}
        for violation in self.page.evaluate(VIOLATIONS, options):
            nodes = "; ".join(node["html"][:120] for node in violation["nodes"][:3])
            self._note(f"axe ({look}) {violation['id']}: {violation['help']}: {nodes}")

    def _headings(self) -> None:
        if self.page.locator("h1").count() != 1:
            self._note("has not exactly one h1")
        title = " ".join(self.page.title().split())  # a name may hang on to the word before it
        title = re.sub(r"^(Fout|Błąd|Nog niet verstuurd): ", "", title)
        heading = " ".join(self.page.locator("h1").first.inner_text().split())
        if not title.startswith(heading[:25]):
            self._note(f"title {title!r} is not the h1 {heading!r}")
        name = self.page.locator(".dp-name")
        if name.count() and not name.inner_text().strip():
            self._note("does not say whose site it is")

    def _widths(self) -> None:
        size = self.page.viewport_size
        self.page.set_viewport_size({"width": 320, "height": 640})
        self._menu_beside_a_long_name()
        self._no_sideways("320 px")
        self.page.set_viewport_size({"width": 360, "height": 640})
        self.page.evaluate("document.documentElement.style.fontSize = '200%'")
        self._no_sideways("200 % text")
        self.page.evaluate("document.documentElement.style.fontSize = ''")
        if size:
            self.page.set_viewport_size(size)

    def _menu_beside_a_long_name(self) -> None:
        """Another village may be called longer; the name takes a second line, the menu stays."""
        if self.page.evaluate(LONG_NAME_HIDES_MENU):
            self._note("at 320 px a long name pushes the menu down")

    def _no_sideways(self, how: str) -> None:
        width, most = self.page.evaluate(
            "[document.documentElement.scrollWidth, window.innerWidth]"
        )
        if width > most:
            self._note(f"scrolls sideways at {how}: {width} of {most} px")


@pytest.fixture
def looker(open_browser: Callable[..., Page], village_site: RealSite) -> Looker:
    return Looker(open_browser(), village_site.url)


def parts_of(pages: Sequence[Shown]) -> Sequence[Any]:
    """The pages, so many at once, each part under the name of its first page."""
    return [
        pytest.param(pages[start : start + PAGES_AT_ONCE], id=str(pages[start]))
        for start in range(0, len(pages), PAGES_AT_ONCE)
    ]


@pytest.mark.once
@pytest.mark.parametrize("pages", parts_of(PUBLIC))
def test_public_pages(looker: Looker, pages: Sequence[Shown]) -> None:
    for shown in pages:
        looker.opens(shown)
    assert looker.faults == []


@pytest.mark.once
@pytest.mark.parametrize("pages", parts_of(OF_A_BEHEERDER))
def test_pages_of_a_beheerder(looker: Looker, pages: Sequence[Shown]) -> None:
    Person(looker.page).logs_in(BEHEERDER)
    for shown in pages:
        looker.opens(shown)
    assert looker.faults == []


@pytest.mark.once
@pytest.mark.parametrize("pages", parts_of(OF_A_COORDINATOR))
def test_pages_of_a_coordinator(looker: Looker, pages: Sequence[Shown]) -> None:
    Person(looker.page).logs_in(COORDINATOR)
    for shown in pages:
        looker.opens(shown)
    assert looker.faults == []


@pytest.mark.once
def test_hd_03_the_pages_of_the_admin(looker: Looker) -> None:
    """They are Django's own: looked at is only what they load and run."""
    Person(looker.page).logs_in(SUPERUSER)
    todo = ["/admin/"]
    for path in todo:
        looker.where = path
        looker.page.goto(path)
        links = looker.page.locator("#content a[href^='/admin/']").evaluate_all(
            "links => links.map((link) => link.getAttribute('href'))"
        )
        # Each list, and of each the first row with its history.
        deeper = {link.count("/"): link for link in reversed(links) if "?" not in link}
        wanted = links if path == "/admin/" else deeper.values()
        todo += [link for link in dict.fromkeys(wanted) if link not in todo]
        assert len(todo) < 200
    assert len(todo) > 40
    assert looker.faults == []


@pytest.mark.once
def test_hd_03_what_is_against_the_policy_is_seen(looker: Looker) -> None:
    """On one page: a style, a script and a picture that do not belong there, and an error."""
    looker.page.goto("/")
    looker.page.evaluate(
        """() => {
          document.body.insertAdjacentHTML("beforeend",
            "<p style='color: red'>x</p><img src='https://elsewhere.example.org/x.png' alt=''>");
          const script = document.createElement("script");
          script.textContent = "window.ran = true";
          document.body.append(script);
          console.error("planted");
        }"""
    )
    looker.page.wait_for_timeout(300)
    told = " ".join(looker.faults)
    for planted in ("style-src", "img-src", "script-src", "planted"):
        assert planted in told
    assert not looker.page.evaluate("() => window.ran")


@pytest.mark.once
def test_the_live_page_of_an_alert(looker: Looker, village_site: RealSite) -> None:
    looker.page.goto(live_page_of_a_new_alert(village_site))
    looker.judges("nobody calls")
    for button in ("Ik bel nu 112", "Er is gebeld"):
        looker.page.get_by_role("button", name=button).click()
        looker.judges(f"after {button}")
    assert looker.faults == []


@pytest.mark.once
def test_the_join_form_to_its_end(looker: Looker) -> None:
    person = Person(looker.page)
    person.finds("Spoorstraat", "24")
    person.page.get_by_role("link", name="Meedoen met deze groep").click()
    person.fills_in_details(name="Axel Axe", email="axel@example.org")
    looker.judges("the check page")
    looker.page.get_by_role("button", name="Verstuur mijn aanmelding").click()
    looker.judges("the check page with errors")
    reference = person.sends()
    looker.judges("thanks")
    looker.page.goto("/demo/mail/")
    mail = looker.page.locator("article, li").filter(has_text=reference)
    mail.get_by_role("link", name=re.compile("bevestig")).first.click()
    looker.judges("confirm")
    looker.page.get_by_role("button", name="Ja, dit is mijn adres").click()
    looker.judges("confirmed")
    looker.page.get_by_role("link", name="Ik wil mijn aanmelding intrekken").click()
    looker.judges("withdraw")
    looker.page.get_by_role("button", name="Ja, trek mijn aanmelding in").click()
    looker.judges("withdrawn")
    looker.page.goto("/meedoen/spoorstraat/?straat=Seterseweg&huisnummer=3")
    looker.judges("an address of another group")
    assert looker.faults == []


@pytest.mark.once
def test_the_join_form_for_somebody_else_and_in_a_hurry(looker: Looker) -> None:
    person = Person(looker.page)
    looker.page.goto("/meedoen/spoorstraat/?straat=Spoorstraat&huisnummer=34")
    for whom in ("Voor iemand anders", "Voor een bedrijf"):
        looker.page.get_by_label(whom).check()
        looker.judges(whom)
        looker.page.get_by_role("button", name="Ga verder").click()
        looker.judges(f"{whom}, with errors")
    looker.page.get_by_label("Voor mezelf").check()
    person.fills_in_details(name="Haas Haast", email="haas@example.org")
    looker.page.locator("[name=website]").last.fill("x", force=True)
    looker.page.get_by_label(re.compile("spelregels")).check()
    looker.page.get_by_label(re.compile("18 jaar of ouder")).check()
    looker.page.get_by_role("button", name="Verstuur mijn aanmelding").click()
    looker.judges("press once more")
    looker.page.get_by_role("button", name="Ja, verstuur nu").click()
    looker.page.wait_for_url("**/bedankt/**")
    looker.page.goto("/demo/mail/")
    looker.page.locator("a[href*='/inloggen/mail/']").first.click()
    looker.judges("the log-in that knows the address")
    looker.page.get_by_role("button", name="Stuur mij een code").click()
    looker.judges("the code of that log-in")
    assert looker.faults == []


@pytest.mark.once
def test_the_own_page_of_a_member(looker: Looker) -> None:
    person = Person(looker.page)
    looker.page.goto("/mijn/")
    looker.page.get_by_label("E-mailadres").fill(MEMBER)
    looker.page.get_by_role("button", name="Stuur mij een link").click()
    person.opens_mail(MEMBER, "/mijn/")
    looker.judges("before the own page opens")
    looker.page.get_by_role("button", name="Open mijn gegevens").click()
    looker.judges("the own page")
    looker.page.get_by_role("link", name="Wijzig je naam of nummer").click()
    looker.judges("changing what we know")
    looker.page.get_by_label("Mobiel nummer").fill("06")
    looker.page.get_by_role("button", name="Opslaan").click()
    looker.judges("changing with errors")
    looker.opens(Shown("/mijn/e-mail/", "a new e-mail address"))
    looker.page.get_by_label("Nieuw e-mailadres").fill(MEMBER)
    looker.page.get_by_role("button", name="Stuur een link").click()
    looker.judges("a new e-mail address with errors")
    looker.page.get_by_label("Nieuw e-mailadres").fill("nieuw.adres@example.org")
    looker.page.get_by_role("button", name="Stuur een link").click()
    looker.judges("a new e-mail address that waits")
    person.opens_mail("nieuw.adres@example.org", "/mijn/e-mail/")
    looker.judges("confirming a new e-mail address")
    looker.page.goto("/mijn/")
    looker.page.get_by_role("link", name="Ik ga verhuizen").click()
    looker.judges("moving house")
    moving = looker.page.url
    for address in ("Seterseweg 3", "Spoorstraat 90", "Leijweg 3", "Ketenbaan 3", "Spoorlaan 3"):
        looker.page.goto(moving)
        looker.page.get_by_label("Straat en huisnummer").fill(address)
        looker.page.get_by_role("button", name="Ga verder").click()
        looker.judges(f"moving house to {address}")
    looker.page.goto("/mijn/")
    looker.page.get_by_role("link", name="Stop met groep Spoorstraat").click()
    looker.judges("leaving")
    looker.page.get_by_role("button", name="Ja, ik stop").click()
    looker.judges("left")
    looker.page.get_by_role("button", name="Maak ongedaan").click()
    looker.judges("the own page of who stays")
    assert looker.faults == []


@pytest.mark.once
def test_the_question_form_to_its_end(looker: Looker) -> None:
    person = Person(looker.page)
    person.chooses_subject("Er is nu iets aan de hand")
    looker.judges("call 112")
    person.chooses_subject("Een klacht over een beheerder")
    looker.judges("a complaint")
    person.chooses_subject("Iets anders")
    looker.judges("a question")
    looker.page.get_by_role("button", name="Ga verder").click()
    looker.judges("a question with errors")
    looker.page.get_by_label("Straat en huisnummer").fill("Spoorlaan 3")
    person.writes_question("Mag dit?", name="Vera Veeg", email="vera.veeg@example.org")
    looker.judges("an unknown street")
    looker.page.get_by_role("button", name="Ga verder met dit adres").click()
    looker.judges("the check page of a question")
    person.sends_form("Verstuur mijn vraag")
    looker.judges("thanks for a question")
    assert looker.faults == []


@pytest.mark.once
def test_an_alert_to_its_end(looker: Looker) -> None:
    page = looker.page
    page.goto("/alarm/")
    page.get_by_text("Stuurde je al een bericht?").click()
    page.get_by_text("Oefenen").click()
    looker.judges("all of the first screen")
    page.get_by_label("Ik heb nog niet gebeld").check()
    page.get_by_role("button", name="Ga verder").click()
    page.get_by_text("Bellen hoeft niet: waarom?").click()
    looker.judges("call first")
    page.get_by_role("button", name="Ik heb gebeld, ga verder").click()
    looker.judges("what somebody sees")
    page.get_by_label("Wat gebeurt er precies?").fill("man met donkere jas")
    page.get_by_label("Eerder", exact=True).check()
    page.get_by_role("button", name="Ga verder").click()
    looker.judges("what somebody sees, with errors")
    page.get_by_label("Wat gebeurt er precies?").fill("voelt aan deuren")
    page.get_by_label("Nu", exact=True).check()
    page.get_by_label("Inbraak of poging").check()
    page.get_by_role("button", name="Ga verder").click()
    page.get_by_text("Huidskleur: alleen naast").click()
    looker.judges("how it looks")
    page.get_by_label("Huidskleur").fill("licht")
    page.get_by_label("Kenteken").fill("1-ABC-123")
    page.get_by_role("button", name="Maak mijn bericht").click()
    looker.judges("how it looks, with errors")
    page.get_by_label("Huidskleur").fill("")
    page.get_by_role("button", name="Maak mijn bericht").click()
    looker.judges("the message, with a hint")
    page.get_by_label("Je bericht").fill("Bel Jan: 0612345678")
    looker.judges("the message, with a telephone number")
    page.get_by_label("Je bericht").fill("Bel 112")
    page.get_by_role("button", name="Update sturen").click()
    looker.judges("an update")
    assert looker.faults == []


@pytest.mark.once
def test_the_form_for_a_new_group_to_its_end(looker: Looker) -> None:
    person = Person(looker.page)
    person.proposes_group("Dennenlaan en Spoorstraat")
    looker.judges("streets that have a group")
    looker.page.get_by_role("button", name="Toch een nieuwe groep").click()
    looker.judges("who proposes a group")
    looker.page.get_by_role("button", name="Ga verder").click()
    looker.judges("who proposes a group with errors")
    person.says_who_proposes(name="Gijs Veeg", email="gijs.veeg@example.org")
    looker.judges("the check page of a new group")
    assert looker.faults == []


@pytest.mark.once
def test_comparing_a_list(looker: Looker) -> None:
    Person(looker.page).logs_in(BEHEERDER)
    looker.page.goto("/beheer/groep/spoorstraat/leden/vergelijken/")
    looker.page.get_by_label("Wie zitten er in de groep?").fill("Bart, 06 0000 9876 ~Buur, Jij")
    looker.page.get_by_role("button", name="Vergelijk").click()
    looker.judges("what comparing found")
    assert looker.faults == []


@pytest.mark.once
def test_a_request_from_asking_to_taking_out_again(looker: Looker) -> None:
    person = Person(looker.page)
    person.applies(name="Bea Bekijk", email="bea@example.org", number="26")
    person.logs_in(BEHEERDER)
    person.opens_request_of("Bea Bekijk")
    looker.judges("a request")
    request_page = looker.page.url
    looker.page.goto(f"{request_page}anders/")
    looker.judges("decline or forward")
    looker.page.get_by_role("button", name="Bevestig").click()
    looker.judges("decline or forward with errors")
    looker.page.goto(f"{request_page}nummer/")
    looker.judges("another number")
    looker.page.get_by_label("Telefoonnummer").fill("06 12")
    looker.page.get_by_role("button", name="Opslaan").click()
    looker.judges("another number with errors")
    looker.page.goto(f"{request_page}anders/")
    looker.page.get_by_role("button", name="Bevestig").click()
    looker.page.get_by_label("Ik heb nog een vraag").check()
    looker.page.get_by_label("Wat wil je vragen?").fill("Sinds wanneer woon je daar?")
    looker.page.get_by_role("button", name="Laat eerst de e-mail zien").click()
    looker.judges("the mail before it leaves")
    looker.page.get_by_role("button", name="Bevestig").click()
    for folded in looker.page.locator("details").all():
        folded.locator("summary").click()
    looker.judges("the inbox with somebody who was asked")
    looker.page.goto(request_page)
    looker.judges("a request that waits for an answer")
    looker.page.get_by_text("Noteer het antwoord").first.click()
    looker.page.get_by_role("button", name="Noteer het antwoord").click()
    looker.judges("noting an answer with errors")
    looker.page.goto(request_page)
    looker.page.get_by_role("button", name="Goedkeuren en toevoegen").click()
    looker.judges("add to the chat")
    looker.page.get_by_role("button", name=re.compile("zit in de groep")).click()
    looker.judges("after adding")
    looker.page.goto("/beheer/groep/spoorstraat/leden/")
    looker.page.locator("main a").filter(has_text="Bea Bekijk").first.click()
    looker.judges("a member")
    looker.page.get_by_role("link", name="Wijzig de gegevens").click()
    looker.judges("changing a member")
    looker.page.get_by_role("link", name="Bea Bekijk").click()
    looker.page.get_by_role("link", name="Haal Bea uit de groep").click()
    looker.judges("ending a membership")
    looker.page.get_by_role("button", name="Haal uit de groep").click()
    looker.judges("ending a membership with errors")
    looker.page.get_by_role("link", name="Nee, terug").click()
    looker.page.get_by_role("link", name="Wis alle gegevens").click()
    looker.judges("wiping everything of a member")
    looker.page.get_by_role("link", name="Nee, terug").click()
    looker.page.get_by_role("link", name="Alles wat we bewaren, om te geven").click()
    looker.judges("all that is kept of a member")
    looker.page.get_by_role("link", name="Bea Bekijk").click()
    looker.page.get_by_role("button", name="Toon nummer").click()
    looker.judges("a member with the number")
    looker.page.goto("/beheer/groep/spoorstraat/")
    looker.page.get_by_label(re.compile("Welkomst", re.IGNORECASE)).last.fill("")
    looker.page.get_by_role("button", name="Opslaan").click()
    looker.judges("my group with errors")
    assert looker.faults == []


@pytest.mark.once
def test_the_pages_of_an_answer(looker: Looker, open_browser: Callable[..., Page]) -> None:
    resident, beheerder = Person(looker.page), Person(open_browser())
    reference = resident.applies(name="Oda Oneens", email="oda@example.org", number="32")
    _opens_mail(looker.page, reference, "bevestig")
    looker.page.get_by_role("button", name="Ja, dit is mijn adres").click()
    beheerder.logs_in(BEHEERDER)
    beheerder.opens_request_of("Oda Oneens")
    request_page = beheerder.page.url
    beheerder.page.goto(f"{request_page}anders/?wat=ask")
    beheerder.page.get_by_label("Wat wil je vragen?").fill("Waar woon je?")
    beheerder.page.get_by_role("button", name="Bevestig").click()
    looker.page.goto("/bevestig/")
    looker.judges("confirmed, with a question")
    _opens_mail(looker.page, reference, "antwoord")
    looker.judges("a question to answer")
    looker.page.get_by_role("button", name="Verstuur mijn antwoord").click()
    looker.judges("a question to answer, with errors")
    looker.page.get_by_label("Jouw antwoord").fill("Op 32.")
    looker.page.get_by_role("button", name="Verstuur mijn antwoord").click()
    looker.judges("answered")
    assert looker.faults == []


def _opens_mail(page: Page, reference: str, path: str) -> None:
    page.goto("/demo/mail/")
    mails = page.locator("article, li").filter(has_text=reference)
    mails.get_by_role("link", name=re.compile(path)).first.click()


@pytest.mark.once
def test_what_a_coordinator_opens_one_after_another(looker: Looker, village_site: RealSite) -> None:
    village_site.python(
        "from dorst_portal.outbox.models import Mail; "
        "mail = Mail.objects.filter(key__endswith='-receipt').latest('pk'); "
        "mail.state = 'failed'; mail.sent_at = None; "
        "mail.last_error = 'SMTPRecipientsRefused 550'; mail.save()"
    )
    Person(looker.page).logs_in(COORDINATOR)
    looker.opens(Shown("/platform/mails/", "failed mails"))
    looker.page.goto("/platform/wachtlijst/leijweg/")
    looker.page.locator("main article a").first.click()
    looker.judges("a request of the waiting list")
    looker.page.goto("/platform/aanvragen/?soort=groepen")
    looker.page.locator("main article a").first.click()
    looker.judges("an idea for a group")
    looker.page.get_by_role("link", name="De groep is gestart").click()
    looker.page.get_by_role("button", name="Sla op").click()
    looker.judges("the group is there, with errors")
    looker.page.goto("/platform/aanvragen/?soort=vragen")
    looker.page.get_by_role("link", name="Vraag van").first.click()
    looker.page.get_by_role("link", name="Maak er een aanmelding van").click()
    looker.judges("a question that becomes a request to join")
    looker.page.goto("/platform/beheerders/?toon=stopt")
    looker.page.get_by_role("link", name=re.compile("Zoek een opvolger")).first.click()
    looker.judges("ending the last appointment of a group")
    looker.page.goto("/platform/beheerders/?toon=gevraagd")
    looker.page.get_by_role("link", name=re.compile("Vraag het opnieuw")).first.click()
    looker.judges("an invitation without an answer")
    looker.page.get_by_role("link", name="Trek de vraag in").click()
    looker.judges("taking an invitation back")
    looker.page.goto("/platform/beheerders/benoemen/")
    looker.page.get_by_label("Groep", exact=True).fill("laan")
    looker.page.get_by_role("button", name="Stuur de vraag").click()
    looker.judges("which group is meant")
    assert looker.faults == []
    for guide in ("/beheer/uitleg/", "/platform/uitleg/"):
        looker.page.goto(guide)
        assert sheets_of(looker.page) == 1, f"{guide} says that it fits on 1 sheet"


# An alert of Spoorstraat, one of Dennenlaan that came to Spoorstraat, and one that was taken over.
PASSED_ON = """
from django.utils import timezone
from alerts.models import Alert, Relay
from dorst_portal.accounts.models import User
from groups.models import PartnerContact, Street, WatchGroup
own, other = (WatchGroup.objects.get(slug=slug) for slug in ("spoorstraat", "dennenlaan"))
by, now = User.objects.get(email="beheerder-dennenlaan@example.org"), timezone.now()
own.adjoining.set([other, WatchGroup.objects.get(slug="seters")])
PartnerContact.objects.filter(partner__kind="police").update(email="wijkagent@example.org")
facts = dict(category="burglary", police="112", happened_at=now, by=by,
             street=Street.objects.get(slug="spoorstraat"))
mine, came, taken = (Alert.objects.create(group=group, **facts) for group in (own, other, other))
told = dict(origin=other, to_group=own, from_group=other, by=by, at=now)
relays = [Relay.objects.create(alert=came, **told),
          Relay.objects.create(alert=taken, accepted_at=now, accepted_by=by, **told)]
print(mine.pk, *(one.pk for one in relays))
"""


@pytest.mark.once
def test_the_pages_of_an_alert_that_is_passed_on(
    looker: Looker, village_site: RealSite, open_browser: Callable[..., Page]
) -> None:
    mine, came, taken = village_site.python(PASSED_ON).split()
    Person(looker.page).logs_in(BEHEERDER)
    looker.opens(Shown("/beheer/meldingen/", "with what came from others"))
    looker.opens(Shown(f"/beheer/doorgegeven/{came}/", "to take over"))
    looker.opens(Shown(f"/beheer/doorgegeven/{taken}/", "taken over"))
    passing = f"/beheer/melding/{mine}/doorgeven/"
    looker.opens(Shown(f"{passing}?kant=Dennenlaan", "a direction chosen"))
    looker.opens(Shown(passing, "errors", "Geef door"))
    looker.page.get_by_label("Dennenlaan", exact=True).check()
    looker.page.get_by_role("button", name="Geef door").click()
    looker.judges("an alert that was passed on")
    looker.opens(Shown(f"/beheer/melding/{mine}/wijkagent/", "to the police"))
    looker.opens(Shown(f"/beheer/melding/{mine}/wijkagent/", "errors", "Verstuur deze e-mail"))
    staff = Looker(open_browser(), village_site.url)
    Person(staff.page).logs_in(COORDINATOR)
    staff.opens(Shown(f"/beheer/melding/{mine}/", "an alert for staff"))
    staff.opens(Shown(f"/platform/melding/{mine}/dorp/", "to the whole village"))
    staff.opens(Shown(f"/platform/melding/{mine}/politie/", "errors", "Noteer deze vraag"))
    staff.opens(Shown("/platform/meldingen/partners/", "a mail", "Bekijk de e-mail"))
    assert looker.faults + staff.faults == []


@pytest.mark.once
def test_pages_of_somebody_with_a_passkey(looker: Looker) -> None:
    telephone = Telephone(looker.page)
    telephone.knows_its_owner(False)
    looker.page.goto("/inloggen/")
    looker.page.get_by_role("button", name="Log in met een passkey").click()
    looker.page.get_by_role("alert").wait_for()
    looker.judges("a passkey that did not come")
    telephone.knows_its_owner(True)
    Person(looker.page).logs_in(QUIET)
    looker.page.goto("/beveiliging/passkeys/nieuw/")
    adds_passkey(looker.page, "Mijn telefoon")
    looker.page.get_by_role("status").wait_for()
    looker.judges("security with a passkey")
    for link in ("Andere naam", "Weghalen"):
        looker.page.goto("/beveiliging/")
        looker.page.get_by_role("link", name=re.compile(link)).first.click()
        looker.judges(link)
    looker.page.goto("/beveiliging/")
    looker.page.get_by_role("link", name=re.compile("Andere naam")).first.click()
    looker.page.get_by_label("Naam").fill("")
    looker.page.get_by_role("button", name="Bewaar de naam").click()
    looker.judges("another name with errors")
    looker.opens(Shown("/inloggen/opnieuw/", "with a passkey"))
    assert looker.faults == []


@pytest.mark.once
def test_an_empty_inbox(looker: Looker) -> None:
    Person(looker.page).logs_in(QUIET)
    looker.opens(Shown("/beheer/", "of a quiet group"))
    assert looker.faults == []


@pytest.mark.once
def test_somebody_who_applied_twice(looker: Looker) -> None:
    person = Person(looker.page)
    person.logs_in(BEHEERDER)
    person.opens_request_of("Bo Bedácht")
    looker.judges("who applied twice")
    looker.page.get_by_role("button", name=re.compile("Voeg samen met D-")).click()
    looker.judges("two requests that were joined")
    looker.page.get_by_role("button", name="Maak ongedaan").click()
    looker.judges("joining undone")
    assert looker.faults == []


def sheets_of(page: Page) -> int:
    """How many sheets come out of a printer."""
    paper = page.pdf(prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b", paper))


@pytest.mark.parametrize("variant", ["zonder-waaksamen", "met-waaksamen"])
def test_the_rules_fit_on_one_sheet(open_browser: Callable[..., Page], variant: str) -> None:
    page = open_browser()
    page.goto(f"/spelregels/papier/{variant}/")
    assert sheets_of(page) == 1
    page.emulate_media(media="print")
    assert page.get_by_text("Bel eerst 112.", exact=True).is_visible()
    assert not page.get_by_text("Kies Afdrukken").is_visible()
