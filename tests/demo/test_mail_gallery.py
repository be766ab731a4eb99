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

TEMPLATES = Path(project.BASE_DIR) / "templates"
texts_in_force.remember({})  # what is shipped: collecting asks no database
MAILS = list(all_mails())
READS_AS = {
    "nl": ("Hallo", "Je krijgt deze e-mail omdat"),
    "en": ("Hello", "You get this email because"),
    "pl": ("Dzień dobry", "Dostajesz ten e-mail, ponieważ"),
}
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


def test_the_page_shows_all_and_stores_nothing(
    client: Client, settings: Any, django_assert_num_queries: Any, db: None
) -> None:
    settings.DEMO = True
    settings.ROOT_URLCONF = urls_with_demo.__name__
    with django_assert_num_queries(0):
        page = client.get("/demo/mails/").content.decode()
    assert page.count("<article>") == len(MAILS)
