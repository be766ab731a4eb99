"""Every Dutch text against the rules of docs/interface.md: short sentences, no hard words.

Reads the templates (each branch of an `if` for itself), the mails, and the sentences that stand in
the code. What a neighbour or a coordinator typed is measured while it is written, not here.

    python -m scripts.plain_dutch            what breaks a rule; exit code 1 when something does
    python -m scripts.plain_dutch --counts   words a sentence, per folder
"""

import ast
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

import django
from django.template.base import NodeList, TextNode, TokenType, VariableNode
from django.template.defaulttags import ForNode, IfNode
from django.template.loader import get_template
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils.functional import Promise

ROOT: Final = Path(__file__).resolve().parent.parent
MOST_WORDS: Final = 20  # of one sentence
MOST_MEAN: Final = 12  # over the sentences of one file with at least so many:
ENOUGH: Final = 5

OTHER_LANGUAGES: Final = {"en", "pl"}  # folders of mails

# Each with what to say instead (docs/interface.md, "Voice").
HARD: Final = {
    r"ongeldige?": "zeg wat er moet staan",
    r"verplicht veld": "zeg wat er mist",
    r"oeps": "zeg wat er is",
    r"helaas": "zeg wat er is",
    r"alstublieft|a\.u\.b\.": "weg",
    r"klik(?:ken|t)?": "druk, kies",
    r"u|uw": "je",
    r"optioneel": "niet verplicht",
    r"verifi[eë]ren|valideren": "controleren",
    r"escaleren|routeren": "doorzetten, doorsturen",
    r"roster|deelnemersbestand": "ledenlijst",
    r"dashboard|navigatie": "overzicht, menu",
    r"vcard": "contactkaart",
    r"uitschrijven|deregistreren": "stoppen",
    r"registratie|inschrijving": "aanmelding",
    r"middels|teneinde|derhalve|aldus|tevens|alsmede|indien|mits|dient|omtrent|inzake|conform|betreffende"
    r"|dusdanig|reeds|desbetreffende|voornoemde|hiertoe": "schrijf zoals je praat",
}
_HARD: Final = {
    re.compile(rf"(?<![\w@./-])(?:{words})(?![\w@/-])", re.IGNORECASE): instead
    for words, instead in HARD.items()
}
# What ends a sentence in a page besides its full stop: the boxes of HTML.
_BOX: Final = re.compile(
    r"</?(?:p|li|h[1-6]|td|th|dt|dd|tr|label|legend|summary|button|a class=\"btn[^>]*|option|div"
    r"|br|ul|ol|caption|title|nav|main|section|header|footer|figcaption|text|tspan|desc)\b[^>]*>",
    re.IGNORECASE,
)
_TAG: Final = re.compile(r"<[^>]*>", re.DOTALL)
_COMMENT: Final = re.compile(r"<!--.*?-->|<(style|script)\b.*?</\1>", re.DOTALL)
_END: Final = re.compile(r"(?<=[.?!:])\s+|\s*[\n\u2029]\s*")
_WORD: Final = re.compile(r"[^\W_][\w'’.@:/+-]*")
_FILLED: Final = "Iets"  # what stands for a value: one word
_DUTCH: Final = re.compile(
    r"\b(?:de|het|een|je|jij|jouw|niet|geen|van|voor|naar|bij|deze|dit|dat|kan|kun|wordt|zijn|hebt|heeft|nog|staat|er)\b",
    re.IGNORECASE,
)
_ENGLISH: Final = re.compile(
    r"\b(?:the|of|and|with|from|this|that|must|cannot|has|no|not|for|to|be|are)\b"
)


@dataclass(frozen=True)
class Fault:
    """One text that breaks a rule."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


# --- Sentences of templates ----------------------------------------------------------------------


def ways(nodes: Iterable[Any]) -> list[str]:
    """The texts that these nodes can give, as far as sentences differ: for each `if` the longest of
    its branches, and the other ones as sentences of their own.
    """
    text, others = "", []
    for node in nodes:
        if isinstance(node, TextNode):
            text += node.s
        elif isinstance(node, VariableNode):
            text += _FILLED
        elif isinstance(node, IfNode):
            branches = [ways(branch) for _, branch in node.conditions_nodelists]
            first = max((one[0] for one in branches), key=_length)
            # A branch that holds whole sentences stands for itself; a piece of one is put in.
            others += [one for branch in branches for one in branch if one != first]
            text += first
        elif isinstance(node, ForNode):
            inside = ways(node.nodelist_loop)
            text += inside[0]
            others += inside[1:] + ways(node.nodelist_empty)
        elif isinstance(node, BlockNode | ExtendsNode):
            inside = ways(node.nodelist)
            text += f"\u2029{inside[0]}\u2029"
            others += inside[1:]
        elif isinstance(node, IncludeNode):
            text += "\u2029"
        elif isinstance(node, TranslateNode):
            text += _kept_apart(str(node.filter_expression.var), node)
        elif isinstance(node, BlockTranslateNode):
            text += _kept_apart(_in_tokens(node.singular), node)
            others += [_in_tokens(node.plural)] if node.plural else []
        else:
            said, more = _own_tag(node)
            text += said
            others += more
    return [text, *others]


def _kept_apart(text: str, node: Any) -> str:
    """What is kept under a name is said somewhere else: a sentence of its own."""
    return f"\u2029{text}\u2029" if node.asvar else text


def _in_tokens(tokens: Iterable[Any]) -> str:
    return "".join(
        _FILLED if token.token_type == TokenType.VAR else token.contents for token in tokens
    )


def _own_tag(node: Any) -> tuple[str, list[str]]:
    """A component of ours: its words are sentences of their own, and so is what it encloses."""
    name = type(node).__name__
    if name in {"LoadNode", "CsrfTokenNode", "CommentNode"}:
        return "", []
    if name in {"URLNode", "StaticNode"}:
        return "#", []
    words = [
        str(value.var)
        for value in [*getattr(node, "args", []), *getattr(node, "kwargs", {}).values()]
        if isinstance(getattr(value, "var", None), str | Promise) and " " in str(value.var)
    ]
    inside = getattr(node, "nodelist", None)
    if isinstance(inside, NodeList):
        enclosed = ways(inside)
        return "\u2029".join(["", *words, enclosed[0], ""]), enclosed[1:]
    return "\u2029".join(["", *words, ""]) if words else _FILLED, []


def _length(text: str) -> int:
    return len(_WORD.findall(_TAG.sub(" ", text)))


def sentences(text: str) -> list[str]:
    """The sentences of a piece of HTML or plain text."""
    text = _COMMENT.sub("\u2029", text)
    text = _BOX.sub("\u2029", text)
    text = _TAG.sub("", text).replace("&nbsp;", " ").replace("&amp;", "&")
    parts = (" ".join(part.split()) for part in _END.split(text))
    return [part for part in parts if part]


def of_templates() -> Iterator[tuple[str, list[str]]]:
    """Each page, component and mail with its sentences."""
    for path in sorted((ROOT / "templates").rglob("*")):
        if (
            path.suffix not in {".html", ".txt"}
            or "dorst" in path.relative_to(ROOT / "templates").parts
            or path.parent.name in OTHER_LANGUAGES
        ):
            continue
        name = path.relative_to(ROOT / "templates").as_posix()
        template = cast(Any, get_template(name)).template
        plain = path.suffix == ".txt"
        found = []
        for way in ways(template.nodelist):
            # A mail breaks its lines for reading; an empty line ends a paragraph.
            text = re.sub(r"(?<!\n)\n(?!\n)", " ", way) if plain else way.replace("\n", " ")
            found += sentences(text)
        yield f"templates/{name}", list(dict.fromkeys(found))


# --- Sentences of the code -----------------------------------------------------------------------


def of_code() -> Iterator[tuple[str, list[str]]]:
    """Each file of the code with the Dutch sentences that it says to people."""
    for folder in ("groups", "alerts", "dorst_portal"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            parts = path.relative_to(ROOT).parts
            if {"migrations", "demo", "management"} & set(parts):
                continue
            said = list(_strings(ast.parse(path.read_text())))
            found = [one for text in said if _is_dutch(text) for one in sentences(text)]
            if found:
                yield "/".join(parts), list(dict.fromkeys(found))


def _strings(tree: ast.AST) -> Iterator[str]:
    """The texts of a file without its docstrings; a value in an f-string counts as one word."""
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    inside: set[int] = set()
    for node in ast.walk(tree):
        if id(node) in inside:
            continue
        if isinstance(node, ast.JoinedStr):
            inside |= {id(part) for part in ast.walk(node)}
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else _FILLED
                for part in node.values
            )
        elif (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
        ):
            yield node.value


def _is_dutch(text: str) -> bool:
    """Whether somebody reads this: no list of words to look for, no pattern, no English."""
    is_said = text[:1].isupper() or text[-1:] in ".?!:"
    return (
        " " in text
        and is_said
        and "|" not in text
        and len(_DUTCH.findall(text)) > len(_ENGLISH.findall(text))
    )


# --- The rules -----------------------------------------------------------------------------------


def faults_of(where: str, found: list[str]) -> Iterator[Fault]:
    """What breaks a rule in the sentences of one file."""
    for sentence in found:
        words = len(_WORD.findall(sentence))
        if words > MOST_WORDS:
            yield Fault(where, f"{words} words: {sentence}")
        for hard, instead in _HARD.items():
            if bad := hard.search(sentence):
                yield Fault(where, f"‘{bad[0]}’ ({instead}): {sentence}")
    whole = [one for one in found if one.endswith((".", "?", "!"))]
    if len(whole) >= ENOUGH:
        mean = sum(len(_WORD.findall(one)) for one in whole) / len(whole)
        if mean > MOST_MEAN:
            yield Fault(where, f"{mean:.1f} words a sentence on average")


def everything() -> list[tuple[str, list[str]]]:
    """All files with what they say."""
    return [*of_templates(), *of_code()]


def main() -> int:
    """Prints what breaks a rule."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dorst_portal.settings")
    django.setup()
    texts = everything()
    if "--counts" in sys.argv:
        by_folder: dict[str, list[int]] = defaultdict(list)
        for where, found in texts:
            folder = "/".join(where.split("/")[:3])
            by_folder[folder] += [len(_WORD.findall(one)) for one in found if one[-1] in ".?!"]
        for folder, counts in sorted(by_folder.items()):
            if counts:
                print(
                    f"{folder:50} {len(counts):5} {sum(counts) / len(counts):5.1f} {max(counts):3}"
                )
    faults = [fault for where, found in texts for fault in faults_of(where, found)]
    print(*faults, sep="\n")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
