"""The page on which every mail stands in every state; what is not on it fails here."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.test import Client

from dorst_portal.demo.mail_gallery import PLACE_OF_LINK, ShownMail, all_mails
from groups.wording import texts_in_force
from groups.wording.mail_texts import MAIL_TEXTS
from tests.demo import urls as urls_with_demo
from tests.groups.wording.test_languages import DUTCH_WORDS, words_in

TEMPLATES = Path(project.BASE_DIR) / "templates"
texts_in_force.remember({})  # what is shipped: collecting asks no database
MAILS = list(all_mails())
READS_AS = {
    "nl": ("Hallo", "Je krijgt deze e-mail omdat"),
    "en": ("Hello", "You get this email because"),
    "pl": ("Dzień dobry", "Dostajesz ten e-mail, ponieważ"),
}
# What somebody of the staff wrote stays as it was written.
TYPED = (
    "Woon je hier al?",
    "Je beheerder helpt je graag.",
    "We kennen dit adres niet.",
    "Er is al een groep.",
)
NAMES = [f"{mail.name} {mail.state}" for mail in MAILS]


def test_no_mail_is_missing() -> None:
    village = {path.stem for path in (TEMPLATES / "emails").rglob("*.txt")}
    accounts = {
        f"{folder}/email/{path.stem.removesuffix('_message')}"
        for folder in ("account", "mfa")
        for path in (TEMPLATES / folder / "email").glob("*_message.txt")
    }
    assert {mail.name for mail in MAILS} == village | accounts


@pytest.mark.parametrize("mail", MAILS, ids=NAMES)
def test_it_reads_whole(mail: ShownMail) -> None:
    assert 10 <= len(mail.subject) <= 55
    hello, why = READS_AS[mail.language]
    assert mail.text.startswith(f"{hello},\n")
    assert why in mail.text
    assert mail.text.count(PLACE_OF_LINK) <= 1
    for slip in ("{", "}", "None", "\n\n\n", " .", " ,", "  "):
        assert slip not in mail.text, slip
    assert len(mail.text.split()) <= 120


def test_two_states_of_a_mail_do_not_read_the_same_where_the_reader_must_know() -> None:
    declined = [mail.text for mail in MAILS if mail.name == "declined" and mail.language == "nl"]
    assert len(set(declined)) == len(declined)


@pytest.mark.parametrize("language", READS_AS)
def test_what_residents_read_is_there_in_each_language(language: str) -> None:
    names = {mail.name for mail in MAILS if mail.language == language}
    assert names >= {mail.name for mail in MAIL_TEXTS.values() if mail.to_residents}


@pytest.mark.parametrize("language", [code for code in READS_AS if code != "nl"])
def test_no_dutch_is_left_in_another_language(language: str) -> None:
    for mail in MAILS:
        if mail.language == language:
            text = f"{mail.subject}\n{mail.text}"
            for typed in TYPED:
                text = text.replace(typed, "")
            assert words_in(text) & DUTCH_WORDS == set(), f"{mail.name} {mail.state}"


def test_the_page_shows_all_and_stores_nothing(
    client: Client, settings: Any, django_assert_num_queries: Any, db: None
) -> None:
    settings.DEMO = True
    settings.ROOT_URLCONF = urls_with_demo.__name__
    with django_assert_num_queries(0):
        page = client.get("/demo/mails/").content.decode()
    assert page.count("<article>") == len(MAILS)
