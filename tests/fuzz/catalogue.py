"""What can be sent: every page that an actor reaches, its parameters, its forms and their fields.

Found by reading the pages themselves, from the routes of the manifest and along their links.
"""

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

from tests.fuzz.actors import CSRF, Actor
from tests.fuzz.html import Field, Form, Page
from tests.fuzz.still import Chance, TakenBack
from tests.fuzz.wire import HOST, Cookies, Request, send
from tests.groups import test_bad_input_everywhere as everywhere

MOST_WITH_A_QUERY = 2
MOST_VALUES = 8
MOST_PAGES = 5000
HTML = "text/html"
TOKEN = "csrfmiddlewaretoken"
# Papers as PDF cost a process of their own, for a second, and are given up when the machine is too
# busy: they have tests of their own (tests/kit/paper).
PDF = "pdf"
# Each is asked with so many values in one round through all targets.
VALUES_IN_A_ROUND = 3
_ASKED = re.compile(r"""GET(?:\.get(?:list)?\(|\[)\s*["']([\w-]+)["']""")
# The suite draws a new key for each device; this one is the base point of the curve.
_KNOWN = (
    Field(
        "p256dh",
        "text",
        "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU",
    ),
    Field("auth", "text", "AAAAAAAAAAAAAAAAAAAAAA"),
)
OUR_FOLDERS = ("alerts", "dorst_portal", "groups")


@dataclass
class Place:
    """One route as one actor reaches it."""

    actor: Actor
    route: str
    paths: list[str] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    parameters: dict[str, list[str]] = field(default_factory=dict)
    forms: list["Filled"] = field(default_factory=list)
    is_of_another: bool = False


@dataclass(frozen=True)
class Filled:
    """A form as it stood on a page, with the cookies that came with it."""

    form: Form
    action: str
    cookies: Cookies


@dataclass(frozen=True)
class Target:
    """What one input is about: a page, a parameter of it, a form, or a field of one."""

    place: Place
    kind: str
    form: int = 0
    name: str = ""


@dataclass
class Catalogue:
    """Everything that was found."""

    places: list[Place]
    targets: list[Target]
    never_reached: list[str]
    parameters: list[str]
    cursors: list[str]
    answers: Counter[str] = field(default_factory=Counter)


def route_of(path: str) -> str:
    """The name of the route of a path; empty for none."""
    try:
        return resolve(path).view_name
    except (Resolver404, UnicodeError):
        return ""


def parameters_in_the_code() -> list[str]:
    """The names that the code asks of an address."""
    found: set[str] = set()
    for folder in OUR_FOLDERS:
        for path in sorted(Path(settings.BASE_DIR, folder).rglob("*.py")):
            found |= set(_ASKED.findall(path.read_text()))
    return sorted(found)


class Reader:
    """Walks through the site as one actor after another."""

    def __init__(
        self,
        site: everywhere.Site,
        taken_back: TakenBack,
        chance: Chance,
        *,
        pages: int,
        routes: str = "",
    ) -> None:
        """`pages`: how many pages of a route each actor reads; `routes`: a pattern for their names,
        to leave the others out.
        """
        self._site, self._pages = site, pages
        self.routes = [one for one in everywhere.OUR_ROUTES if re.match(routes, one.name)]
        self._taken_back, self._chance = taken_back, chance
        self._audience = {route.name: route.audience for route in self.routes}
        self._asked: Counter[tuple[str, str, bool]] = Counter()
        self._seen: set[tuple[str, str]] = set()
        self._forms: set[tuple[str, str, str]] = set()
        self.places: dict[tuple[str, str], Place] = {}
        self.answers: Counter[str] = Counter()

    def walk(self, actor: Actor) -> None:
        """Read what this actor reaches, from the routes without a variable part along the links."""
        waiting = deque(self._starts(actor))
        while waiting and len(self._seen) < MOST_PAGES:
            address = waiting.popleft()
            if self._is_new(actor, address):
                waiting.extend(self._read(actor, address))

    def _starts(self, actor: Actor) -> Iterator[str]:
        """A valid address of each route, and one with its parameters."""
        for route in self.routes:
            if route.audience in actor.audiences:
                path = self._site.path(route)
                yield path
                if query := everywhere.PARAMETERS.get(route.name):
                    yield f"{path}?{query}"

    def _is_new(self, actor: Actor, address: str) -> bool:
        split = urlsplit(address)
        name = route_of(split.path)
        if self._audience.get(name) not in actor.audiences or (actor.name, address) in self._seen:
            return False
        has_query = bool(split.query)
        asked = self._asked[actor.name, name, has_query]
        if asked >= (MOST_WITH_A_QUERY if has_query else self._pages):
            self._note(self.place(actor, name), split.path, split.query)
            return False
        self._asked[actor.name, name, has_query] += 1
        self._seen.add((actor.name, address))
        return True

    def place(self, actor: Actor, route: str) -> Place:
        """The place of this actor on this route."""
        return self.places.setdefault((actor.name, route), Place(actor, route))

    def _note(self, place: Place, path: str, query: str) -> None:
        if path not in place.paths and len(place.paths) < MOST_VALUES:
            place.paths.append(path)
        if query and query not in place.queries and len(place.queries) < MOST_VALUES:
            place.queries.append(query)
        for name, value in parse_qsl(query, keep_blank_values=True):
            values = place.parameters.setdefault(name, [])
            if value not in values and len(values) < MOST_VALUES:
                values.append(value)

    def _read(self, actor: Actor, address: str) -> Iterator[str]:
        split, cookies = urlsplit(address), actor.cookies.copy()
        self._chance.begin_anew(f"{actor.name} {address}")
        with self._taken_back.all_of_it():
            answer = send(Request("GET", split.path, split.query), cookies)
        self.answers[f"{answer.status}"] += 1
        place = self.place(actor, route_of(split.path))
        self._note(place, split.path, split.query)
        if answer.location:
            yield from self._here(urljoin(address, answer.location))
        if answer.kind == HTML and answer.status == 200:
            page = Page(answer.text)
            for form in page.forms:
                self._keep(actor, address, form, cookies)
            for link in page.links:
                yield from self._here(urljoin(address, link))

    def _here(self, address: str) -> Iterator[str]:
        split = urlsplit(address)
        if f"={PDF}" in split.query:
            return
        if split.scheme in ("", "http") and split.netloc in ("", HOST):
            yield f"{split.path}?{split.query}" if split.query else split.path

    def _keep(self, actor: Actor, address: str, form: Form, cookies: Cookies) -> None:
        action = urljoin(address, form.action)
        split = urlsplit(action)
        route, names = route_of(split.path), " ".join(sorted(form.fields))
        if route not in self._audience or (actor.name, route, names + form.method) in self._forms:
            return
        self._forms.add((actor.name, route, names + form.method))
        place = self.place(actor, route)
        self._note(place, split.path, split.query)
        if form.method == "get":
            for one in form.fields.values():
                place.parameters.setdefault(one.name, [one.value, *one.choices][:MOST_VALUES])
        else:
            place.forms.append(Filled(form, action, cookies))

    def add_buttons(self, actor: Actor) -> None:
        """Forms that no page showed in the state that it was in, as the suite knows them."""
        for place in [one for one in self.places.values() if one.actor is actor]:
            known = everywhere.SENT.get(place.route)
            if known and place.paths and not place.forms:
                fields: dict[str, Field] = {}
                for right, names in known:
                    fields = {name: Field(name, "text") for name in names} | fields
                    fields |= {name: Field(name, "text", value) for name, value in right.items()}
                fields |= {one.name: one for one in _KNOWN if one.name in fields}
                fields[TOKEN] = Field(TOKEN, "hidden", CSRF)
                form = Form(place.paths[0], "post", is_multipart=False, fields=fields)
                place.forms.append(Filled(form, place.paths[0], actor.cookies))


def read_the_site(reader: Reader, actors: list[Actor]) -> Catalogue:
    """Walk as every actor, and list what can be sent."""
    for actor in actors:
        reader.walk(actor)
        reader.add_buttons(actor)
    _others_try(reader, actors)
    places = [place for place in reader.places.values() if place.paths]
    known = parameters_in_the_code()
    cursors = {value for place in places for value in place.parameters.get("na", []) if value}
    reached = {place.route for place in places}
    ours = {route.name for route in reader.routes}
    return Catalogue(
        places,
        list(_targets(places)),
        sorted(ours - reached),
        known,
        sorted(cursors),
        reader.answers,
    )


def _others_try(reader: Reader, actors: list[Actor]) -> None:
    """Everybody also sends what only others find: the paths, and the forms as those had them."""
    found = defaultdict(list)
    for (_, route), place in reader.places.items():
        found[route].append(place)
    for route, places in found.items():
        first = places[0]
        for actor in actors:
            if (actor.name, route) not in reader.places and first.paths:
                same = [Filled(one.form, one.action, actor.cookies) for one in first.forms[:1]]
                reader.places[actor.name, route] = Place(
                    actor,
                    route,
                    first.paths[:2],
                    first.queries[:2],
                    dict(first.parameters),
                    same,
                    is_of_another=True,
                )


def _targets(places: list[Place]) -> Iterator[Target]:
    for place in places:
        yield Target(place, "page")
        yield from (Target(place, "form", number) for number, _ in enumerate(place.forms))
        if place.is_of_another:
            continue  # most are turned away by one door, whatever they send
        for _ in range(VALUES_IN_A_ROUND):
            yield from (Target(place, "parameter", name=name) for name in place.parameters)
            for number, filled in enumerate(place.forms):
                names = filled.form.fields.keys() - {TOKEN}
                yield from (Target(place, "field", number, name) for name in sorted(names))
