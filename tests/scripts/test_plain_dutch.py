"""The script that reads every Dutch text finds what breaks a rule, and nothing else."""

import pytest
from django.template import engines

from scripts.plain_dutch import everything, faults_of, sentences, ways

LONG = (
    "Dit is een zin die maar doorgaat en doorgaat omdat niemand hem heeft doorgelezen of gezien, "
    "zodat hij te lang is."
)


def said(source: str) -> list[str]:
    """The sentences of a template."""
    template = engines["django"].from_string(source).template  # type: ignore[attr-defined]
    return [one for way in ways(template.nodelist) for one in sentences(way)]


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        (LONG, "21 words"),
        ("Klik op de knop.", "‘Klik’"),
        ("Dit veld is optioneel.", "niet verplicht"),
        ("Vul uw naam in.", "‘uw’"),
        ("Een ongeldig nummer.", "zeg wat er moet staan"),
        ("Mail ons indien je vragen hebt.", "praat"),
    ],
)
def test_what_breaks_a_rule_is_found(sentence: str, fault: str) -> None:
    found = [str(one) for one in faults_of("here", [sentence])]
    assert len(found) == 1
    assert fault in found[0]


@pytest.mark.parametrize(
    "sentence",
    ["Vul je huisnummer in.", "Bel 112.", "Mail naar u@example.org."],
)
def test_what_keeps_to_the_rules_is_not(sentence: str) -> None:
    assert not list(faults_of("here", [sentence]))


def test_a_file_of_long_sentences_is_found_by_its_mean() -> None:
    fourteen = "Deze zin heeft veertien woorden en dat is net iets te lang voor iedereen."
    assert "on average" in str(*faults_of("here", [f"{fourteen[:-1]} {n}." for n in "abcde"]))


def test_each_branch_of_a_template_is_read_and_boxes_end_a_sentence() -> None:
    assert said("<h1>Een kop</h1><p>Hallo {{ name }}, welkom.</p>") == [
        "Een kop",
        "Hallo Iets, welkom.",
    ]
    both = said("{% if a %}Je bent een nieuw lid.{% else %}Klik.{% endif %}")
    assert sorted(both) == ["Je bent een nieuw lid.", "Klik."]
    assert said("Jij {% if a %}ziet{% else %}leest straks{% endif %} het.")[0] == (
        "Jij leest straks het."
    )
    assert "Klik hier" in said('{% load portal %}{% button "Klik hier" %}')
    assert "Klik." in said("{% for one in all %}Hier.{% empty %}Klik.{% endfor %}")


def test_pages_mails_and_code_are_read() -> None:
    texts = dict(everything())
    assert any("beheerder" in one for one in texts["templates/groups/texts/public/about.html"])
    assert any("Bekijk en beslis" in one for where, found in texts.items() for one in found)
    assert texts["groups/beheerders/forms/own_settings.py"]
    assert not any("migrations" in where for where in texts)
