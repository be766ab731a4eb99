"""The catalogues of the other languages: each text that is marked, with its translation.

    make messages    takes over what was added or changed, drops what is gone, and compiles

The Dutch text is the key. What has no translation yet is left empty, and nothing passes as a guess:
`make check` names each text that is empty, or has other placeholders or tags than the Dutch one.
It needs no gettext of the system: Django reads the templates, Babel does the rest.
"""

import ast
import io
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT: Final = Path(__file__).resolve().parent.parent
LOCALE: Final = ROOT / "dorst_portal" / "languages" / "locale"
LANGUAGES: Final = ("en", "pl")
CODE: Final = ("alerts", "dorst_portal", "groups")
KEYWORDS: Final = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "lazy_text": None,
    "here_text": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
# What Django makes of a template: calls among the rest of its text, which it crosses out.
_STRING: Final = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL: Final = re.compile(
    rf"(?<![\w.])(?P<name>_|gettext|ngettext|pgettext|npgettext)\(\s*"
    rf"(?P<strings>{_STRING}(?:\s*,\s*{_STRING})*)"
)
_PLACEHOLDER: Final = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]*\}")
_TAG: Final = re.compile(r"</?[a-z][^>]*>")

# A date that Babel writes down would change the file each time.
_NO_DATE: Final = datetime(2026, 1, 1, tzinfo=UTC)

Found = tuple[str | None, str | tuple[str, str]]  # context, and one text or two


def marked() -> Catalog:
    """Everything that is marked, with the files that say it."""
    catalog = Catalog(fuzzy=False)
    for path, (context, text) in _in_everything():
        catalog.add(text, locations=[(path.relative_to(ROOT).as_posix(), 0)], context=context)
    return catalog


def in_template(source: str) -> Iterator[Found]:
    """The texts that a template marks."""
    for call in _CALL.finditer(templatize(source)):
        strings = [ast.literal_eval(found) for found in re.findall(_STRING, call["strings"])]
        if call["name"] == "ngettext":
            yield None, (strings[0], strings[1])
        elif call["name"] == "pgettext":
            yield strings[0], strings[1]
        elif call["name"] == "npgettext":
            yield strings[0], (strings[1], strings[2])
        else:
            yield None, strings[0]


def in_code(source: bytes) -> Iterator[Found]:
    """The texts that a module marks."""
    for _, text, _, context in extract("python", io.BytesIO(source), KEYWORDS):
        yield context, text if isinstance(text, str) else (text[0], text[1])


def updated(language: str, found: Catalog) -> Catalog:
    """The catalogue of a language with exactly what is marked now."""
    path = source_of(language)
    if path.exists():
        with path.open("rb") as file:
            catalog = read_po(file, locale=language)
    else:
        catalog = Catalog(locale=language, fuzzy=False)
    catalog.update(found, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.creation_date = catalog.revision_date = _NO_DATE
    return catalog


def source_of(language: str) -> Path:
    """The file in which people translate."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def as_source(catalog: Catalog) -> bytes:
    """What stands in the file in which people translate: no dates and line numbers, which would
    change it each time.
    """
    file = io.BytesIO()
    write_po(file, catalog, sort_output=True, omit_header=True, include_lineno=False, width=100)
    header = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Language: {catalog.locale}\\n"\n"Plural-Forms: {catalog.plural_forms}\\n"\n\n'
    )
    return header.encode() + file.getvalue()


def as_compiled(catalog: Catalog) -> bytes:
    """What Django reads."""
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def mistakes(catalog: Catalog) -> Iterator[str]:
    """What is missing, guessed, or says other facts than the Dutch text."""
    for message in catalog:
        if not message.id:
            continue
        if message.fuzzy:
            yield f"{_start(message)}: fuzzy"
        translations = _each(message.string)
        if len(translations) < (catalog.num_plurals if message.pluralizable else 1):
            yield f"{_start(message)}: a form is missing"
        for at, text in enumerate(translations):
            if not text.strip():
                yield f"{_start(message)}: not translated"
                continue
            wanted = _each(message.id)[min(at, len(_each(message.id)) - 1)]
            # Who says "1 group" needs no place for the number.
            if _facts(text) != _facts(wanted) and not (
                message.pluralizable and _facts(text) in map(_facts, _each(message.id))
            ):
                yield f"{_start(message)}: other placeholders or tags in {text[:60]!r}"


def main(arguments: Sequence[str]) -> int:
    """Write the catalogues, or only look (--check)."""
    only_look = "--check" in arguments
    found, wrong = marked(), 0
    for language in LANGUAGES:
        catalog = updated(language, found)
        source, compiled = as_source(catalog), as_compiled(catalog)
        path = source_of(language)
        for file, content in ((path, source), (path.with_suffix(".mo"), compiled)):
            if file.exists() and file.read_bytes() == content:
                continue
            if only_look:
                wrong += 1
                print(f"{file.relative_to(ROOT)} is not what is marked: make messages")
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
        for mistake in mistakes(catalog):
            wrong += 1
            print(f"{language}: {mistake}")
    texts = sum(1 for message in found if message.id)
    print(f"{texts} texts in Dutch and {len(LANGUAGES)} other languages, {wrong} mistakes")
    return 1 if wrong else 0


def _in_everything() -> Iterator[tuple[Path, Found]]:
    for path in sorted(path for path in (ROOT / "templates").rglob("*.*") if path.is_file()):
        yield from ((path, found) for found in in_template(path.read_text()))
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield from ((path, found) for found in in_code(path.read_bytes()))


def _facts(text: str) -> tuple[Sequence[str], Sequence[str]]:
    return sorted(set(_PLACEHOLDER.findall(text))), sorted(_TAG.findall(text))


def _each(texts: object) -> Sequence[str]:
    return [texts] if isinstance(texts, str) else [str(text) for text in texts or ()]  # type: ignore[attr-defined]


def _start(message: Message) -> str:
    return repr(_each(message.id)[0][:80])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
