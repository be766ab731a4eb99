"""Words that a language joins, counts or spells in its own way."""

import re

import pytest
from babel.messages.pofile import read_po
from django.template import Context, Template
from django.utils.translation import ngettext, override

from dorst_portal.languages.stored import listed_again
from dorst_portal.languages.words import all_of
from groups.mine.pages import words
from scripts.messages import marked, source_of

# Dutch says "1 uur" and "2 uur"; a number that stands last has no word behind it.
ALIKE = {"{number} keer", "{n} uur", "Je mist er {n}."}


@pytest.mark.parametrize(
    ("code", "said"), [("nl", "Anna, Bart en Cees"), ("en", "Anna, Bart and Cees")]
)
def test_a_list_is_joined_as_the_language_does(code: str, said: str) -> None:
    names = ["Anna", "Bart", "Cees"]
    with override(code):
        assert all_of(names) == said
        page = Template("{% load portal %}{{ names|all_of }}")
        assert page.render(Context({"names": names})) == said
        assert all_of(names[:1]) == "Anna"
        assert all_of([]) == ""


def test_names_of_people_in_a_list_are_escaped_on_a_page() -> None:
    page = Template("{% load portal %}{{ names|all_of }}")
    assert page.render(Context({"names": ["<b>", "Cees"]})) == "&lt;b&gt; en Cees"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("nl", "Jij veranderde het nummer en het adres."),
        ("en", "Jij changed the number and the address."),
    ],
)
def test_what_changed_has_one_article(code: str, said: str) -> None:
    told = words.TOLD["member.changed"]
    with override(code):
        changed = listed_again("het nummer en het adres")
        assert told.says.format(who="Jij", changed=changed) == said


def test_one_is_not_counted_as_more() -> None:
    pairs = [tuple(message.id) for message in marked() if message.pluralizable]
    assert {pair[0] for pair in pairs if len(set(pair)) == 1} == ALIKE
    for code, said in (("nl", "en nog 1 stuk"), ("en", "and 1 more stretch")):
        with override(code):
            assert ngettext("en nog {n} stuk", "en nog {n} stukken", 1).format(n=1) == said


def test_english_spells_email_in_one_way() -> None:
    with source_of("en").open("rb") as file:
        catalog = read_po(file, locale="en")
    said = [text for message in catalog if message.id for text in _each(message.string)]
    assert [text for text in said if re.search(r"(?<![\w/.-])e-mail", text, re.IGNORECASE)] == []
    assert sum("email" in text.lower() for text in said) > 100


def _each(texts: object) -> list[str]:
    return [texts] if isinstance(texts, str) else list(texts)  # type: ignore[call-overload]
