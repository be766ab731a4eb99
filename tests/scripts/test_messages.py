"""The catalogues: everything that is marked is there, translated, and says the same facts."""

import ast

import pytest
from babel.messages.catalog import Catalog

from scripts import messages
from scripts.messages import in_code, in_template, mistakes


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ('{% translate "Naar de inhoud" %}', ["Naar de inhoud"]),
        ("{{ _('Let op') }}", ["Let op"]),
        ('{% note title=_("Let op") %}x{% endnote %}', ["Let op"]),
        (
            "{% blocktranslate trimmed with a=b.c %}\n  Groep {{ a }}\n  is er.\n"
            "{% endblocktranslate %}",
            ["Groep %(a)s is er."],
        ),
        (
            "{% blocktranslate trimmed count n=x %}1 groep{% plural %}{{ n }} groepen"
            "{% endblocktranslate %}",
            [("1 groep", "%(n)s groepen")],
        ),
        ('{% translate "Een" as x %} it\'s {% translate "Nee" %}', ["Een", "Nee"]),
    ],
)
def test_what_a_template_marks_is_found(source: str, texts: list[object]) -> None:
    assert [text for _, text in in_template(source)] == texts


def test_what_a_module_marks_is_found() -> None:
    source = (
        b'_("Een")\nlazy_text("Twee")\nhere_text("Van {organisation}")\n'
        b'ngettext("1 dag", "{n} dagen", n)\npgettext("app", "Drie")\nprint("Vier")\n'
        b'_("Vijf "\n  "zes")\n'
    )
    assert list(in_code(source)) == [
        (None, "Een"),
        (None, "Twee"),
        (None, "Van {organisation}"),
        (None, ("1 dag", "{n} dagen")),
        ("app", "Drie"),
        (None, "Vijf zes"),
    ]


def test_nothing_is_marked_inside_an_f_string() -> None:
    """Babel reads an f-string as one text, so what is marked in it would stay Dutch."""
    hidden = [
        f"{path.relative_to(messages.ROOT)}:{call.lineno}"
        for folder in messages.CODE
        for path in (messages.ROOT / folder).rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text()))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") in messages.KEYWORDS
        and any(isinstance(given, ast.Constant) for given in call.args)
    ]
    assert hidden == []


@pytest.mark.parametrize(
    ("text", "translation", "what"),
    [
        ("Groep", "", "not translated"),
        ("Groep %(a)s", "Group", "other placeholders"),
        ("Groep {a}", "Group {b}", "other placeholders"),
        ("<strong>Let op</strong>", "Mind", "other placeholders or tags"),
        (("1 groep", "%(n)s groepen"), ("1 group",), "a form is missing"),
        (("1 groep", "%(n)s groepen"), ("1 group", "%(m)s groups"), "other placeholders"),
    ],
)
def test_a_translation_that_misses_something_is_named(
    text: str | tuple[str, str], translation: str | tuple[str, ...], what: str
) -> None:
    catalog = Catalog(locale="en", fuzzy=False)
    catalog.add(text, translation)
    assert any(what in mistake for mistake in mistakes(catalog))


def test_a_good_translation_is_none() -> None:
    catalog = Catalog(locale="pl", fuzzy=False)
    catalog.add("<b>Groep</b> {a}", "{a} <b>grupa</b>")
    catalog.add(("1 groep", "%(n)s groepen"), ("1 grupa", "%(n)s grupy", "%(n)s grup"))
    assert list(mistakes(catalog)) == []


def test_a_guess_is_no_translation() -> None:
    catalog = Catalog(locale="en", fuzzy=False)
    catalog.add("Groep", "Group", flags={"fuzzy"})
    assert list(mistakes(catalog)) == ["'Groep': fuzzy"]


def test_each_language_is_complete_and_compiled() -> None:
    assert messages.main(["--check"]) == 0
