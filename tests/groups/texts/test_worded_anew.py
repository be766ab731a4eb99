"""What coordinators worded anew stays Dutch on a page in another language, and is told to be so."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.utils.translation import gettext, override

from dorst_portal.accounts.models import User
from dorst_portal.kit.display import LANGUAGE_COOKIE
from groups.models import HouseRules, WatchGroup
from groups.models.watchgroups import DEFAULT_WELCOME
from groups.texts import services as texts
from groups.texts.pages import editable
from groups.values.shipped_rules import SHIPPED_RULES
from groups.wording import texts_in_force
from groups.wording.contact_advice import shipped_advice
from groups.wording.contact_advice_lines import as_lines, read_contact_advice
from groups.wording.mail_texts import Wording
from tests.groups.pages import text_of

LogIn = Callable[[Client, User], Client]
ONLY_DUTCH = "Deze tekst is alleen in het Nederlands."
PAPER = "/spelregels/papier/zonder-waaksamen/"


@pytest.fixture
def english(client: Client) -> Client:
    client.cookies[LANGUAGE_COOKIE] = "en"
    return client


@pytest.fixture
def staff(client: Client, coordinator: User, log_in: LogIn) -> Client:
    return log_in(client, coordinator)


def said_in_english(text: str) -> str:
    with override("en"):
        return gettext(text)


# --- House rules -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_every_rule_that_is_shipped_can_be_translated() -> None:
    rows = HouseRules.objects.all()
    assert {rule for rules in rows for rule in rules.text.splitlines()} == SHIPPED_RULES


@pytest.mark.parametrize("path", ["/spelregels/", PAPER, "/groep/spoorstraat/"])
def test_rules_worded_anew_are_told_to_be_dutch(
    english: Client, spoorstraat: WatchGroup, path: str
) -> None:
    assert 'lang="nl"' not in text_of(english.get(path)).split("<h1", 1)[1].split("<footer")[0]
    HouseRules.objects.create(variant="standard", version=2, text="Bel eerst.\nBlijf rustig.")
    page = text_of(english.get(path))
    told = f'<p>{said_in_english(ONLY_DUTCH)}</p>\n<ol lang="nl">\n<li>Bel eerst.</li>'
    assert page.count(told) == 1
    english.cookies.clear()
    assert "<ol>\n<li>Bel eerst.</li>" in text_of(english.get(path))


def test_a_variant_has_the_same_address_in_every_language(english: Client, db: None) -> None:
    assert f'href="{PAPER}"' in text_of(english.get("/spelregels/"))


@pytest.mark.parametrize("key", ["spelregels-standard", texts_in_force.WHICH_APP])
def test_who_words_them_anew_is_told_so(staff: Client, key: str) -> None:
    said = "ook op Engelse en Poolse pagina's in het Nederlands"
    assert said in text_of(staff.get(f"/platform/teksten/{key}/"))


# --- Which app or which number ---------------------------------------------------------------


@pytest.fixture
def advice_worded_anew(coordinator: User, now: datetime) -> None:
    lines = as_lines(shipped_advice()).replace("0800-7000", "0162-123456")
    typed = lines.replace("Je wilt je buren waarschuwen", "Je buren moeten het weten")
    text = editable.all_texts()[texts_in_force.WHICH_APP]
    texts.save(text, Wording("", typed), seen=0, by=coordinator, now=now)


def test_only_the_situation_that_was_worded_anew_stays_dutch(
    english: Client, advice_worded_anew: None
) -> None:
    page = text_of(english.get("/welke-app/"))
    cards = page.split('<section class="dp-card"')[1:]
    dutch = [card for card in cards if said_in_english(ONLY_DUTCH) in card]
    assert len(dutch) == 1
    assert '<div lang="nl"><h2 class="dp-card__title">Je buren moeten het weten</h2>' in dutch[0]
    assert 'href="tel:0162123456"' in page
    assert 'href="tel:112"' in cards[0]


def test_the_keys_of_situations_are_found_in_every_language() -> None:
    text = as_lines(shipped_advice())
    keys = [post.key for post in shipped_advice()]
    with override("en"):
        assert [post.key for post in read_contact_advice(text)] == keys


def test_in_dutch_nothing_is_told(client: Client, advice_worded_anew: None) -> None:
    page = text_of(client.get("/welke-app/"))
    assert "Je buren moeten het weten" in page
    assert ONLY_DUTCH not in page


def test_the_welcome_text_keeps_its_places() -> None:
    for language in ("nl", "en", "pl"):
        with override(language):
            for place in ("{voornaam}", "{groep}", "{link}", "{beheerder}"):
                assert gettext(DEFAULT_WELCOME).count(place) == 1
