"""A language that is none: each text that is marked comes back in brackets, so that what a page
says outside of them was never marked.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.utils import translation

from dorst_portal.kit.inputs import controls
from dorst_portal.kit.templatetags import portal
from groups.requests.views import signup

OPEN, CLOSE = "\u27e6", "\u27e7"
# What is read out or shown though it is no text of the page.
_SAID = ("alt", "aria-label", "aria-description", "placeholder", "title", "summary")
_SILENT = {"script", "style", "textarea"}  # the last one holds what somebody types
_VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


def speak_pseudo(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on gettext answers with brackets around what it was asked."""

    def one(text: str) -> str:
        return f"{OPEN}{text}{CLOSE}" if text else text

    def many(singular: str, plural: str, number: float) -> str:
        return one(singular if number == 1 else plural)

    says: Any = translation._trans  # type: ignore[attr-defined]
    monkeypatch.setattr(says, "gettext", one, raising=False)
    monkeypatch.setattr(says, "ngettext", many, raising=False)
    monkeypatch.setattr(says, "pgettext", lambda _, text: one(text), raising=False)
    # What another test had drawn in Dutch is no use here, nor is this to any other.
    for module, name in ((portal, "_drawn_once"), (portal, "_menu"), (signup, "_blank_details")):
        monkeypatch.setattr(module, name, getattr(module, name).__wrapped__)
    monkeypatch.setattr(controls, "_kept", {})


def unmarked(html: str, data: re.Pattern[str]) -> list[str]:
    """The words of a page that stand outside of brackets and are no data."""
    page = _Page()
    page.feed(html)
    found = (" ".join(data.sub(" ", text).split()) for text in page.outside())
    return [text for text in found if re.search(r"[^\W\d_]", text)]


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.attributes: list[str] = []
        # The elements that are open, each with whether its words count.
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        own_words = "lang" in facts and tag != "html"  # it says that it is another language
        counts = self._counts() and not own_words and tag not in _SILENT
        if tag not in _VOID:
            self.open.append((tag, counts))
        if counts:
            self.attributes += [value for name in _SAID if (value := facts.get(name))]
            if tag == "input" and facts.get("type") in ("submit", "button"):
                self.attributes.append(facts.get("value") or "")
        self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass
        self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if self._counts():
            self.pieces.append(data)

    def _counts(self) -> bool:
        return not self.open or self.open[-1][1]

    def outside(self) -> Iterator[str]:
        """The texts outside of brackets: one that is marked may run through several elements."""
        for text in ("".join(self.pieces), *self.attributes):
            depth, kept = 0, ""
            for sign in text:
                depth += (sign == OPEN) - (sign == CLOSE)
                if depth == 0 and sign != CLOSE:
                    kept += sign
            yield from kept.split("\n")
