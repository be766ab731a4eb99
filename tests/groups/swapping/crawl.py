"""Walking all pages that somebody can reach, and writing down every value that stands in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from typing import Any, Final
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from tests.groups.swapping.actors import Actor

# Of pages that differ by one value only (streets, groups), so many are opened; all are noted.
MOST_OF_A_ROUTE: Final = 4
# Would end the walk, or are laid out for seconds.
NOT_OPENED: Final = ("/uitloggen/", "als=pdf", "/static/", "/taal/", "/demo/")
Kwargs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Place:
    """A page with the values in its address: `reverse` of it is what was seen."""

    route: str
    kwargs: Kwargs
    path: str = field(compare=False)


@dataclass
class SeenForm:
    """A form as it stood in a page: where it goes, and each field with the values to choose."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    # What the page filled in itself: hidden fields, chosen ones, and buttons.
    given: dict[str, str] = field(default_factory=dict)


@dataclass
class Seen:
    """What somebody saw on all their pages."""

    places: dict[Place, str] = field(default_factory=dict)  # with the page that it stood in
    forms: dict[str, SeenForm] = field(default_factory=dict)  # by action and names of fields
    queries: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    pages: int = 0
    broken: list[str] = field(default_factory=list)


@cache
def place_of(path: str) -> Place | None:
    """Which page of the site an address is; None for another one."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    kwargs = tuple(sorted((name, str(value)) for name, value in match.kwargs.items()))
    return Place(match.view_name, kwargs, path)


class _Reader(HTMLParser):
    """The links of a page, and its forms."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[SeenForm] = []
        self._open: SeenForm | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = {name: value or "" for name, value in attrs}
        self.links += [of[name] for name in ("href", "src", "data-url") if of.get(name)]
        if tag == "form":
            self._open = SeenForm(of.get("action", ""), of.get("method", "get").lower())
            self.forms.append(self._open)
        elif tag == "select":
            self._select = of.get("name", "")
        elif self._open and tag in ("input", "textarea", "option", "button"):
            self._field(self._open, tag, of)

    def _field(self, form: SeenForm, tag: str, of: dict[str, str]) -> None:
        name = self._select if tag == "option" else of.get("name", "")
        if not name:
            return
        values = form.fields.setdefault(name, [])
        value = of.get("value", "")
        if value:
            values.append(value)
        if tag == "textarea":
            value = "x"
        is_box = of.get("type") in ("checkbox", "radio")
        if not is_box or "checked" in of or name not in form.given:
            form.given.setdefault(name, value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


def forms_in(answer: Any) -> list[SeenForm]:
    """The forms of a page; none when it is no page."""
    if not answer.get("Content-Type", "").startswith("text/html"):
        return []
    reader = _Reader()
    reader.feed(answer.content.decode())
    return reader.forms


def walk(
    actor: Actor, *, most: int = 400, each: int = MOST_OF_A_ROUTE, known_already: Seen | None = None
) -> Seen:
    """Open every page that a link or a form leads to, from where this actor begins; not again those
    of routes that somebody else opened already (what everybody may see).
    """
    seen, todo = Seen(), list(dict.fromkeys(actor.starts))
    opened = {place.route for place in known_already.places} if known_already else set()
    known, of_route = set(todo), Counter[tuple[str, str]]()
    while todo and seen.pages < most:
        path = todo.pop(0)
        with nothing_stays(actor.client):
            answer = actor.client.get(path)
        seen.pages += 1
        if answer.status_code >= 500:
            seen.broken.append(path)
        for link in _read(answer, path, seen):
            place = place_of(urlsplit(link).path)
            if (
                place is None
                or link in known
                or place.route in opened
                or any(part in link for part in NOT_OPENED)
            ):
                continue
            known.add(link)
            if len(urlsplit(link).query) < 200 and _room_for(place, link, of_route, each):
                todo.append(link)
    return seen


def _room_for(place: Place, link: str, of_route: Counter[tuple[str, str]], each: int) -> bool:
    query = "&".join(name for name, _ in parse_qsl(urlsplit(link).query))
    of_route[place.route, query] += 1
    return of_route[place.route, query] <= each


def _read(answer: Any, path: str, seen: Seen) -> Iterator[str]:
    """Note what stands in a page, and give the pages that it leads to."""
    if answer.status_code in (301, 302):
        yield from _noted(answer["Location"], path, seen)
    if not answer.get("Content-Type", "").startswith("text/html"):
        return
    reader = _Reader()
    reader.feed(answer.content.decode())
    for link in reader.links:
        yield from _noted(link, path, seen)
    for form in reader.forms:
        form.action = urljoin(path, form.action or path)
        key = f"{form.method} {form.action} {sorted(form.fields)}"
        seen.forms.setdefault(key, form)
        yield from _noted(form.action, path, seen, follow=form.method == "get")


def _noted(link: str, path: str, seen: Seen, *, follow: bool = True) -> Iterator[str]:
    parts = urlsplit(urljoin(f"http://testserver{path}", link))
    if parts.netloc not in ("testserver", "localhost", "localhost:8000"):
        return
    place = place_of(parts.path)
    if place is None:
        return
    seen.places.setdefault(place, path)
    for name, value in parse_qsl(parts.query):
        seen.queries.setdefault((place.route, name), set()).add(value)
    if follow:
        yield f"{parts.path}?{parts.query}" if parts.query else parts.path


class nothing_stays:
    """Takes back what a request did, in the database and to the browser's cookies."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.block = transaction.atomic()

    def __enter__(self) -> None:
        self.cookies = self.client.cookies.output(header="", sep="\n")
        self.jar = self.client.cookies.copy()
        self.block.__enter__()

    def __exit__(self, *error: Any) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(*error)
        if self.client.cookies.output(header="", sep="\n") != self.cookies:
            self.client.cookies.clear()
            self.client.cookies.update(self.jar)
