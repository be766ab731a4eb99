"""L1: short sentences and the words that people know, in every public page and every mail.

The templates are read themselves, so that each branch of each page counts, also one that no test
renders. Staff pages are measured on their words alone.
"""

import ast
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings

from dorst_portal.languages.current import CODES, DUTCH
from groups.models import HouseRules
from groups.privacy.terms import TERMS
from groups.wording.contact_advice import shipped_advice

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
# The furniture of every page and what stands on a page without log-in.
PUBLIC = sorted(
    [
        *TEMPLATES.glob("groups/*/public/**/*.html"),
        *TEMPLATES.glob("alerts/public/*.html"),
        *TEMPLATES.glob("components/*.html"),
        *TEMPLATES.glob("account/*.html"),
        *TEMPLATES.glob("kit/display.html"),
        *TEMPLATES.glob("*.html"),
    ]
)
STAFF = sorted(
    [*TEMPLATES.glob("groups/*/beheer/*.html"), *TEMPLATES.glob("groups/*/platform/*.html")]
)
MAILS = sorted(
    path
    for path in [*TEMPLATES.glob("emails/**/*.txt"), *TEMPLATES.glob("*/email/*.txt")]
    if path.parent.name not in CODES or path.parent.name == DUTCH
)

# Labels, hints and errors of the forms.
FORMS = sorted(
    [
        *ROOT.glob("groups/*/forms/*.py"),
        *ROOT.glob("alerts/forms/*.py"),
        *ROOT.glob("groups/*/forms.py"),
        ROOT / "groups/group_field.py",
        ROOT / "dorst_portal/accounts/forms.py",
        ROOT / "dorst_portal/kit/inputs/fields.py",
        ROOT / "dorst_portal/kit/inputs/text.py",
        ROOT / "dorst_portal/kit/display.py",
    ]
)

MOST_WORDS = 20
MEAN_WORDS = 12
# What we do not say.
BANNED = re.compile(
    r"\b(optione\w+|verifi\w+|valide(er|ren)\w*|escal\w+|router\w+|roster|deelnemersbestand"
    r"|dashboard|notificatie\w*|out-of-office|uitschrijv\w+|deregistr\w+|registratie"
    r"|inschrijv\w+|request|vcard|navigatie\w*|helaas|oeps|ongeldig\w*|verplicht veld|alstublieft"
    r"|u|uw)\b",
    re.IGNORECASE,
)

# What stands in quotes without a name, or under a name that is shown; not `kind="warning"`.
_ARGUMENT = r'(?<![\w="])(?:(?:title|text|about|hint)=)?"([^"{}<>/=]*)"'
_SAYS = re.compile(
    r"{%\s*(?:note|tag|button|button_link|card|details|back|summary_row|task)\b([^%]*)%}"
)
_VALUE = re.compile(r"{{.*?}}|{%\s*(?:url(?![^%]* as )|phone_link|static)\b[^%]*%}")
_IF = re.compile(r"{%\s*if\b[^%]*%}((?:(?!{%\s*(?:if|endif)\b).)*){%\s*endif\s*%}", re.DOTALL)
_BRANCH = re.compile(r"{%\s*(?:elif\b[^%]*|else)\s*%}")
_INLINE = re.compile(r"</?(?:a|strong|em|b|span|abbr|i)\b[^>]*>")
_END = re.compile(r"(?<=[.?!])\s+|(?<=:)\s*\n|\n\n+|\0")


def texts(source: str) -> Iterator[str]:
    """The words of a template, once for each way its branches can go."""
    source = re.sub(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", "", source, flags=re.DOTALL)
    source = re.sub(r"<script.*?</script>|<head>.*?<title>", "", source, flags=re.DOTALL)
    ways = 1 + max((len(_BRANCH.findall(part)) for part in _IF.findall(source)), default=0)
    for way in range(max(ways, 2)):
        yield _words(_take(source, way))


def _take(source: str, way: int) -> str:
    """Every `if` replaced by one of its branches, the inner ones first."""

    def branch(found: re.Match[str]) -> str:
        branches = _BRANCH.split(found.group(1))
        return branches[min(way, len(branches) - 1)]

    before = ""
    while before != source:
        before, source = source, _IF.sub(branch, source)
    return source


def _words(source: str) -> str:
    def spoken(found: re.Match[str]) -> str:
        return "\0".join(["", *re.findall(_ARGUMENT, found.group(1)), ""])

    text = _SAYS.sub(spoken, source)
    text = _VALUE.sub("X", text)
    text = re.sub(r"{%\s*(?:block|endblock|for|endfor|empty|include|cycle)\b[^%]*%}", "\0", text)
    text = re.sub(r"{%.*?%}", "", text, flags=re.DOTALL)
    text = _INLINE.sub("", text)
    return unescape(re.sub(r"<[^>]+>", "\0", text, flags=re.DOTALL))


def sentences(text: str) -> list[str]:
    """Parts that end in a full stop or a question mark, or with their paragraph."""
    parts = (" ".join(part.split()) for part in _END.split(text))
    return [part for part in parts if re.search(r"[A-Za-z]{2}", part)]


def count(sentence: str) -> int:
    return len(re.findall(r"[\w@][\w'’.@-]*", sentence))


def faults(texts_of_one: Iterator[str], *, mean: bool = True) -> list[str]:
    found = set()
    for text in texts_of_one:
        said = sentences(text)
        found |= {f"{count(part)} words: {part}" for part in said if count(part) > MOST_WORDS}
        found |= {f"says {hit.group()}: {part}" for part in said for hit in BANNED.finditer(part)}
        whole = [part for part in said if part[-1] in ".?!"]
        if mean and whole and sum(map(count, whole)) / len(whole) > MEAN_WORDS:
            found.add(f"mean {sum(map(count, whole)) / len(whole):.1f} words")
    return sorted(found)


def name(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


@pytest.mark.parametrize("path", [*PUBLIC, *MAILS], ids=name)
def test_l1_pages_and_mails_are_plain(path: Path) -> None:
    assert faults(texts(path.read_text())) == []


@pytest.mark.parametrize("path", STAFF, ids=name)
def test_staff_pages_use_the_same_words(path: Path) -> None:
    wrong = [fault for fault in faults(texts(path.read_text()), mean=False) if "says" in fault]
    assert wrong == []


def shown(source: str) -> Iterator[str]:
    """The texts in a module that people can see: no docstrings, no names of one word."""
    tree = ast.parse(source)
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    for node in constants:
        if isinstance(node.value, str) and " " in node.value and id(node) not in silent:
            yield node.value


@pytest.mark.parametrize("path", FORMS, ids=lambda path: str(path.relative_to(ROOT)))
def test_l1_labels_hints_and_errors_are_plain(path: Path) -> None:
    assert faults(shown(path.read_text()), mean=False) == []


def test_l1_the_table_of_privacy_and_the_contact_advice_are_plain() -> None:
    terms = [str(text) for term in TERMS for text in (term.data, term.why, term.words, term.who)]
    words = [way.words for advice in shipped_advice() for way in advice.ways]
    texts_of_posts = [text for post in shipped_advice() for text in (post.situation, post.text)]
    assert faults(iter(["\0".join([*terms, *words, *texts_of_posts])])) == []


@pytest.mark.django_db
def test_l1_the_house_rules_are_plain() -> None:
    assert HouseRules.objects.count() == 2
    for rules in HouseRules.objects.all():
        assert faults(iter(["\0".join(rules.rules())])) == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("<p>" + "woord " * 21 + ".</p>", "21 words"),
        ("{% if x %}Goed.{% else %}" + "woord " * 21 + ".{% endif %}", "21 words"),
        ("{% if a %}A.{% elif b %}" + "woord " * 21 + ".{% else %}C.{% endif %}", "21 words"),
        ('{% button "Nu registratie" %}', "says registratie"),
        ("<p>" + "woord " * 11 + ": " + "woord " * 11 + ".</p>", "22 words"),
        ("<p>Helaas, dat kan niet.</p>", "says Helaas"),
        ("<p>Vul uw naam in.</p>", "says uw"),
        ("<p>" + "woord " * 15 + ".</p><p>" + "woord " * 13 + ".</p>", "mean 14.0"),
    ],
)
def test_the_measure_finds_a_slip(source: str, fault: str) -> None:
    assert any(found.startswith(fault) for found in faults(texts(source)))


def test_the_measure_reads_the_texts_of_a_form() -> None:
    source = '"""Uw docstring."""\nname = Field(label="Vul uw naam in", kind="request")'
    assert list(shown(source)) == ["Vul uw naam in"]


def test_the_measure_takes_one_branch_at_a_time() -> None:
    page = "<p>In Dorst {% if n == 1 %}is 1 groep{% else %}zijn {{ n }} groepen{% endif %}.</p>"
    found = {part for text in texts(page) for part in sentences(text)}
    assert found == {"In Dorst is 1 groep.", "In Dorst zijn X groepen."}
