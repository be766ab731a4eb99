"""What a browser without JavaScript does with a page: read its forms, fill them in, send them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

_TRANSACTIONS = re.compile(r"(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b")


@dataclass
class PageForm:
    """One form: where it goes, what it sends by itself, and its buttons."""

    action: str
    method: str
    sends: dict[str, str] = field(default_factory=dict)
    boxes: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._open: PageForm | None = None
        self._area: str | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = PageForm(given.get("action", ""), given.get("method", "get"))
            self.forms.append(self._open)
        elif self._open is None:
            return
        elif tag == "input":
            self._input(self._open, given)
        elif tag == "button" and "form" not in given:
            self._open.buttons.append((given.get("name", ""), given.get("value", "")))
        elif tag == "select":
            self._select = given["name"]
        elif tag == "option" and (self._select not in self._open.sends or "selected" in given):
            self._open.sends[self._select] = given.get("value", "")
        elif tag == "textarea":
            self._area = given["name"]
            self._open.sends[self._area] = ""

    def _input(self, form: PageForm, given: dict[str, str]) -> None:
        name = given["name"]
        if given.get("type") in ("checkbox", "radio"):
            form.boxes.add(name)
            if "checked" in dict(given):
                value = given.get("value", "on")
                # Several boxes of one name: what is read of them comes line by line.
                several = name in form.sends and given["type"] == "checkbox"
                form.sends[name] = f"{form.sends[name]}\n{value}" if several else value
        else:
            form.sends[name] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._open and self._area:
            before = self._open.sends[self._area]
            # As browsers do: the line break behind the opening tag is not part of the text.
            self._open.sends[self._area] = before + (data if before else data.removeprefix("\n"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        if tag == "textarea":
            self._area = None


def text_of(response: Any) -> str:
    """The page as text with its entities read."""
    return unescape(response.content.decode())


def words_of(response: Any) -> str:
    """Only the words of the page's own part, with single blanks."""
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", f"<main{main}")).split())


def typed_in(response: Any, name: str) -> str:
    """What stands in a box of the page."""
    tags = re.findall(r"<input[^>]*>", text_of(response))
    (box,) = [tag for tag in tags if f' name="{name}"' in tag and ' type="radio"' not in tag]
    match = re.search(r' value="([^"]*)"', box)
    return match[1] if match else ""


def forms_of(response: Any) -> list[PageForm]:
    """The forms of the page that are sent by POST."""
    reader = _Reader()
    reader.feed(response.content.decode())
    return [form for form in reader.forms if form.method == "post"]


def send(client: Client, response: Any, *, form: int = -1, **typed: str) -> Any:
    """Fill in a form of the page (the last one by default) and send it; a value of "" is a box
    that is cleared.
    """
    sent = forms_of(response)[form]
    return client.post(sent.action, sent.sends | typed)


@contextmanager
def at_most(most: int) -> Iterator[None]:
    """Fails when more statements are sent, those that begin and end transactions not counted."""
    with CaptureQueriesContext(connection) as queries:
        yield
    sent = [row["sql"] for row in queries if not _TRANSACTIONS.match(row["sql"])]
    assert len(sent) <= most, "\n".join(sent)
