"""Every word of a page for residents can be translated: asked of a language that is none."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dorst_portal.identity.current import here
from dorst_portal.kit.links import new_link, token_for
from groups.models import HouseRules, Membership, ResidentRequest, Street
from groups.requests.emails import CONFIRM
from tests.groups.conftest import Village
from tests.groups.languages.pseudo import CLOSE, OPEN, speak_pseudo, unmarked
from tests.groups.mine.conftest import ANJA, opens
from tests.groups.mine.conftest import anja as anja
from tests.groups.pages import forms_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# Names, numbers and addresses: nobody translates them.
DATA = (
    r"https?://\S+|\S+@\S+|[\w.-]+\.(?:nl|org|json|ics)\b|WhatsApp|Signal|Telegram"
    r"|D-[0-9A-Z]{6}|\b4849 ?[A-Z]{2}\b|\b\d+[a-z]\b|English|Polski|Nederlands"
    # Dates follow the language by themselves (kit/dutch.py); a list from A to Z has its letters.
    r"|\b(?:ma|di|wo|do|vr|za|zo) \d+ [a-z]+(?: \d{4})?(?:\s+om\s+\d\d:\d\d)?|\b[A-Z]\b"
)
PAGES = {
    "texts": (
        "/",
        "/hoe-werkt-het/",
        "/spelregels/",
        "/welke-app/",
        "/welke-app/gemeente/",
        "/privacy/",
        "/toegankelijkheid/",
        "/over/",
        "/stoppen/",
    ),
    "places": (
        "/zoek/",
        "/zoek/?straat=Spoorstraat&huisnummer=12",
        "/zoek/?straat=Spoorstraat&huisnummer=abc",
        "/zoek/?straat=Dennenlaan",
        "/zoek/?straat=Leijweg&huisnummer=3",
        "/zoek/?straat=Spoorstaat&huisnummer=3",
        "/zoek/?straat=Qwxz&huisnummer=3",
        "/zoek/?postcode=1000AA&huisnummer=12",
        "/inbedden/",
        "/inbedden/?straat=Spoorstraat+12",
        "/straten/",
        "/straten/?zoek=Spoorlaan",
        "/groepen/",
        "/groepen/kaart/",
        "/groep/spoorstraat/",
    ),
    "requests": (
        "/meedoen/",
        "/meedoen/spoorstraat/",
        "/meedoen/spoorstraat/?straat=Spoorstraat&huisnummer=12",
        "/groep-starten/",
        "/groep-starten/?straat=Leijweg&huisnummer=3",
        "/vraag/",
        "/bevestig/nieuwe-link/",
        "/bevestig/nieuwe-link/?verstuurd",
        "/bevestig/1-aaaaaaaaaaaaaaaaaaaaaa/",
        "/antwoord/1-aaaaaaaaaaaaaaaaaaaaaa/",
    ),
    "mine": ("/mijn/", "/mijn/?verstuurd", "/mijn/1-aaaaaaaaaaaaaaaaaaaaaa/"),
    "alerts": (
        "/alarm/",
        "/alarm/?groep=spoorstraat",
        "/alarm/zonder-internet/",
        "/geen-internet/",
        "/alarm/bijzonderheden/1-aaaaaaaaaaaaaaaaaaaaaa/",
        "/alarm/bijzonderheden/bezwaar/",
        "/alarm/bijzonderheden/bezwaar/verstuurd/",
        "/weergave/",
        "/weergave/?bewaard",
        "/cijfers/",
        "/open-data/",
        "/deze-pagina-is-er-niet/",
    ),
}
# Sent empty, so that every error is there.
FORMS = (
    "/meedoen/spoorstraat/",
    "/vraag/",
    "/groep-starten/",
    "/mijn/",
    "/bevestig/nieuwe-link/",
    "/alarm/",
    "/alarm/bijzonderheden/bezwaar/",
)


@pytest.fixture
def data(village: Village) -> re.Pattern[str]:
    """What a page may say in any language: what things and people are called here."""
    names = {
        *(group.name for group in village.groups.values()),
        *(street.name for street in village.streets.values()),
        *Street.objects.values_list("area", flat=True),
        *(str(value) for value in vars(here()).values() if value),
        *("Anja Anders", "Anja", "Rika", "Els", "Dutch", "Dorst Portal"),
    }
    words = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"\b(?:{words})\b|{DATA}")


@pytest.fixture
def pseudo(village: Village, house_rules: HouseRules, monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on everything that is marked stands in brackets."""
    speak_pseudo(monkeypatch)


@pytest.mark.parametrize("room", PAGES)
@pytest.mark.usefixtures("pseudo")
def test_every_word_of_these_pages_is_marked(
    room: str, client: Client, data: re.Pattern[str]
) -> None:
    found = {path: unmarked(page_of(client.get(path)), data) for path in PAGES[room]}
    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.usefixtures("pseudo")
def test_every_error_of_a_form_is_marked(path: str, client: Client, data: re.Pattern[str]) -> None:
    form = forms_of(client.get(path))[-1]
    answer = client.post(form.action or path, dict.fromkeys(form.sends, "") | form.sends)
    assert unmarked(page_of(answer), data) == []


def test_every_word_of_the_own_page_is_marked(
    client: Client, data: re.Pattern[str], anja: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    opens(client, ANJA)
    speak_pseudo(monkeypatch)
    group = f"/mijn/groep/{anja.pk}/"
    own = [f"{group}{what}/" for what in ("ben-ik-dit", "wijzigen", "verhuizen", "stoppen")]
    own += ["/mijn/", "/mijn/e-mail/", "/mijn/gegevens/", "/mijn/bezwaar/", "/mijn/wissen/"]
    found = {path: unmarked(page_of(client.get(path, follow=True)), data) for path in own}
    assert {path: words for path, words in found.items() if words} == {}


def test_every_word_behind_the_link_of_a_receipt_is_marked(
    client: Client,
    data: re.Pattern[str],
    join_request: ResidentRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    link = new_link(CONFIRM, join_request.pk, now=timezone.now(), days=7)
    speak_pseudo(monkeypatch)
    page = client.get(f"/bevestig/{token_for(link)}/", follow=True)
    assert unmarked(page_of(page), data) == []
    form = forms_of(page)[-1]
    answer = client.post(form.action, form.sends | {"antwoord": "ja"}, follow=True)
    assert unmarked(page_of(answer), data) == []


def page_of(response: Any) -> str:
    """The page as it was sent."""
    assert "<main" in text_of(response)
    return text_of(response)


def test_a_word_that_is_not_marked_is_found() -> None:
    """The check of the check."""
    page = (
        f"<html lang='x'><p title='Titel'>{OPEN}Een <b>twee</b>{CLOSE} drie</p><p lang=nl>vier</p>"
    )
    assert unmarked(page, re.compile("vijf")) == ["drie", "Titel"]
    assert unmarked(f"<p>{OPEN}a {OPEN}b{CLOSE} c{CLOSE} vijf 12</p>", re.compile("vijf")) == []
