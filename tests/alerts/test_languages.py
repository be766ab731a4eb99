"""Alerts in another language: the page follows the visitor, what goes to the group stays Dutch."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from django.test import Client
from django.utils.translation import override

from alerts.pages.alert import text_to_share
from alerts.values.choices import Outcome, Police
from alerts.values.script_words import ALARM, LIVE, OFFLINE
from dorst_portal.kit.display import LANGUAGE_COOKIE
from dorst_portal.languages.script_words import SUGGESTIONS, words_for_script
from groups.beheerders.views.phone import SCRIPT as PUSH
from tests.alerts.composer.test_offline import kept
from tests.alerts.conftest import MakeAlert
from tests.groups.pages import text_of

STATIC = Path(__file__).resolve().parent.parent.parent / "static"
FACTS = {"police": "112", "category": "burglary", "what": "iemand voelt aan deuren"}


@pytest.fixture
def polish(client: Client) -> Client:
    client.cookies[LANGUAGE_COOKIE] = "pl"
    return client


def box_of(page: str) -> str:
    found = re.search(r'<textarea[^>]* lang="nl"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert found
    return found[1]


def test_the_message_for_the_group_is_dutch_in_a_page_that_is_not(polish: Client) -> None:
    page = text_of(polish.post("/alarm/", FACTS | {"screen": "looks"}))
    assert '<html lang="pl"' in page
    lines = box_of(page).splitlines()
    assert (lines[0], lines[2]) == ("BUURTALARM", "Wat: iemand voelt aan deuren")
    assert lines[1].startswith("112 is gebeld om ")
    over = text_of(polish.post("/alarm/", FACTS | {"screen": "message", "to": "over"}))
    assert "Politie is geweest. Dank voor het opletten." in box_of(over)


def test_what_is_shared_of_an_alert_is_dutch_whoever_asks(make_alert: MakeAlert) -> None:
    alert = make_alert(street=None)
    closed = make_alert(state="over", outcome=Outcome.ARREST, police=Police.NOT_YET)
    with override("pl"):
        assert "groep Spoorstraat" in text_to_share(alert)
        assert "Inbraak of poging. 112 is gebeld." in text_to_share(alert)
        assert "Iemand is aangehouden." in text_to_share(closed)


def test_the_worker_keeps_its_pages_in_the_language_of_who_asked(polish: Client) -> None:
    mine, dutch = kept(polish), kept(Client())
    assert (mine["language"], dutch["language"]) == ("pl", "nl")
    assert mine["version"] != dutch["version"]
    for name in ("page", "offline"):  # without a cookie, as the worker asks
        said = {"X-Language": str(mine["language"])}
        page = Client().get(str(mine[name]), headers=said)
        assert '<html lang="pl"' in page.content.decode()
        assert page.headers["Content-Language"] == "pl"
    unknown = Client().get("/geen-internet/", headers={"X-Language": "xx"})
    assert '<html lang="nl"' in unknown.content.decode()


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("alarm.js", ALARM),
        ("alarm-offline.js", OFFLINE),
        ("live.js", LIVE),
        ("combobox.js", SUGGESTIONS),
        ("push.js", PUSH),
    ],
)
def test_each_word_of_a_script_comes_with_a_page_in_another_language(
    script: str, words: Sequence[str]
) -> None:
    said = re.findall(r'\bsay\("([^"]+)"\)', (STATIC / script).read_text())
    assert set(said) == set(words)
    with override("pl"):
        assert set(json.loads(words_for_script(words))) == set(words)
    assert not words_for_script(words)


def test_a_page_gives_its_script_these_words(polish: Client) -> None:
    for path in ("/alarm/", "/alarm/zonder-internet/"):
        assert "data-words=" in text_of(polish.get(path))
        assert "data-words=" not in text_of(Client().get(path)), path
