"""Every value that one person saw, tried by everybody else, and what may come of that."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import quote

from django.db import connection
from django.urls import NoReverseMatch, reverse

from dorst_portal.kit.routes import Route, routes
from tests.groups.swapping.actors import Actor, World
from tests.groups.swapping.crawl import Place, Seen, SeenForm, nothing_stays, place_of
from tests.groups.swapping.marks import said_by
from tests.groups.swapping.world import Furnished, every_row

# Whoever has such a link may use it: that is what a link is for. What it shows is looked at.
FOR_WHO_HAS_IT: Final = ("alert_live", "shared_details_link", "confirm_link", "answer_link",
                         "own_page_link", "own_email_link", "drill_feed", "login_from_mail",
                         "thanks")  # fmt: skip
# Counting tries, sessions and the trail itself change with any request.
_ALWAYS_WRITTEN: Final = ("kit_ratehit", "django_session", "audit_entry", "kit_cache")
_WRITES: Final = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)"?')
_EACH_TIME_ANOTHER: Final = re.compile(
    r'(name="(?:csrfmiddlewaretoken|nonce)" value=")[^"]*|(nonce[-=]["\']?)[\w+/=-]+'
)
NOWHERE: Final = {"slug": "bestaat-niet-1", "pk": "987654321", "row": "987654321",
                  "share": "987654321", "moment": "987654321", "code": "bestaat-niet-1",
                  "key": "bestaat-niet-1", "kind": "bestaat-niet-1"}  # fmt: skip
NUMBERED: Final = ("slug", "pk", "row", "share", "moment")
# Where a link that works leads; a log-in page tells nothing of anybody.
LEADS_TO_A_PAGE: Final = ("/beheer/", "/platform/", "/mijn/", "/bevestig/", "/antwoord/", "/alarm/")
Values = dict[str, str]


@dataclass(frozen=True)
class Try:
    """One request of somebody with a value that was somebody else's."""

    actor: str
    method: str
    path: str
    kind: str
    data: tuple[tuple[str, str], ...] = ()
    route: str = ""
    # The same with a value that nobody has; only where the value is another group's for sure.
    nowhere: str = ""


@dataclass
class Trials:
    """What was seen by whom; makes the tries."""

    world: World
    seen: dict[str, Seen]
    by_name: dict[str, Route] = field(default_factory=lambda: {one.name: one for one in routes()})

    def of_group_alone(self, of: Furnished) -> list[Place]:
        """Pages that only the people of this group see."""
        mine, others = set[Place](), set[Place]()
        for actor in self.world.actors:
            seen = set(self.seen[actor.name].places) if actor.name in self.seen else set()
            if actor.sees == {of.group.slug}:
                mine |= seen
            elif not actor.is_staff:
                others |= seen
        return sorted(mine - others, key=lambda place: (place.route, place.kwargs))

    def outsiders(self, of: Furnished) -> list[Actor]:
        return [actor for actor in self.world.actors if of.group.slug not in actor.sees]

    def all(self) -> Iterator[Try]:
        """Every way to try a value of another group, each once."""
        for of in self.world.groups:
            places = self.of_group_alone(of)
            for actor in [*self.outsiders(of), *(one for one in self.world.actors if one.is_staff)]:
                yield from self._in_the_path(of, actor, places)
                yield from self._beside_an_own_value(of, actor, places)
                yield from self._in_fields(of, actor)
                yield from self._in_the_query(of, actor)

    def _forms(self, of: Furnished) -> dict[str, SeenForm]:
        forms: dict[str, SeenForm] = {}
        for actor in self.world.actors:
            if actor.sees == {of.group.slug} and actor.name in self.seen:
                forms |= {form.action: form for form in self.seen[actor.name].forms.values()}
        return forms

    def _in_the_path(self, of: Furnished, actor: Actor, places: list[Place]) -> Iterator[Try]:
        forms = self._forms(of)
        for place in places:
            kwargs = {name: NOWHERE.get(name, value) for name, value in place.kwargs}
            has_nowhere = kwargs and not actor.is_staff and not self._is_public(place.route)
            nowhere = self._path(place.route, kwargs) if has_nowhere else ""
            form = forms.get(place.path)
            data = tuple(sorted((form.given if form else {}).items()))
            for method in self._methods(place.route):
                yield Try(actor.name, method, place.path, "path", data if method == "POST" else (),
                          place.route, nowhere)  # fmt: skip

    def _beside_an_own_value(
        self, of: Furnished, actor: Actor, places: list[Place]
    ) -> Iterator[Try]:
        """The own group in the address, and a number of the other one behind it."""
        own = [place for place in self._own(actor) if len(place.kwargs) > 1]
        for place in own:
            for other in places:
                if other.route != place.route:
                    continue
                for name, value in other.kwargs:
                    if name not in NUMBERED:
                        continue  # words that stand in the addresses of every group
                    mixed = dict(place.kwargs) | {name: value}
                    if mixed in (dict(place.kwargs), dict(other.kwargs)):
                        continue
                    lost = mixed | {name: NOWHERE.get(name, value)}
                    nowhere = "" if actor.is_staff else self._path(place.route, lost)
                    for method in self._methods(place.route):
                        path = self._path(place.route, mixed)
                        yield Try(actor.name, method, path, "mixed", (), place.route, nowhere)

    def _own(self, actor: Actor) -> list[Place]:
        return list(self.seen[actor.name].places) if actor.name in self.seen else []

    def _in_fields(self, of: Furnished, actor: Actor) -> Iterator[Try]:
        """Hidden fields, boxes and choices of the actor's own forms with the other's values."""
        own = self.seen.get(actor.name, Seen())
        theirs: dict[str, set[str]] = defaultdict(set)
        for form in self._forms(of).values():
            for name, values in form.fields.items():
                theirs[name] |= set(values)
        for form in own.forms.values():
            if form.action.startswith("/uitloggen/"):
                continue
            for name, values in form.fields.items():
                # A word that somebody else typed is no key to anything; the page would repeat it.
                strange = {one for one in theirs[name] - set(values) if not of.mark.found_in(one)}
                for value in sorted(strange)[:6] if name != "csrfmiddlewaretoken" else ():
                    data = tuple(sorted((form.given | {name: value}).items()))
                    yield Try(actor.name, form.method.upper(), form.action, "field", data)

    def _in_the_query(self, of: Furnished, actor: Actor) -> Iterator[Try]:
        own = self.seen.get(actor.name, Seen())
        theirs: dict[tuple[str, str], set[str]] = defaultdict(set)
        for other in self.world.actors:
            if other.sees == {of.group.slug} and other.name in self.seen:
                for key, values in self.seen[other.name].queries.items():
                    theirs[key] |= values
        for place in own.places:
            for (route, name), values in theirs.items():
                if route == place.route:
                    strange = values - own.queries.get((route, name), set())
                    for value in sorted(strange)[:4]:
                        path = f"{place.path}?{name}={quote(value)}"
                        yield Try(actor.name, "GET", path, "query", (), route)

    def anywhere(self, draw: random.Random) -> Iterator[Try]:
        """Without end: any value that anybody saw, on any page that takes one, by anybody."""
        values: dict[bool, set[str]] = {True: set(), False: set()}
        for seen in self.seen.values():
            for place in seen.places:
                for _name, value in place.kwargs:
                    values[value.isdecimal()].add(value)
        for of in self.world.groups:
            values[False] |= set(of.tokens.values())
        numbers, words = sorted(values[True]), sorted(values[False])
        takers = [one for one in self.by_name.values() if "<" in one.path and one.audience]
        while True:
            route, actor = draw.choice(takers), draw.choice(self.world.actors)
            path = re.sub(r"<int:\w+>", lambda _: draw.choice(numbers), route.path)
            path = re.sub(r"<\w+:\w+>", lambda _: quote(draw.choice(words)), path)
            if "<" not in path:
                method = draw.choice(self._methods(route.name))
                yield Try(actor.name, method, path, "anywhere", (), route.name)

    def _methods(self, route: str) -> list[str]:
        known = self.by_name.get(route)
        return [one for one in ("GET", "POST") if known is None or one in known.methods]

    def _is_public(self, route: str) -> bool:
        known = self.by_name.get(route)
        return known is not None and known.audience in ("public", "login", "machine")

    def _path(self, route: str, kwargs: Values) -> str:
        try:
            return reverse(route, kwargs=kwargs)
        except NoReverseMatch:
            return ""


@dataclass
class Judge:
    """Sends the tries, takes back what they did, and says what was wrong."""

    world: World
    done: Counter[str] = field(default_factory=Counter)
    answers: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    _absent: dict[tuple[str, str, str], tuple[Any, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.people = {actor.name: actor for actor in self.world.actors}
        self.before = {of.group.slug: fingerprint(of) for of in self.world.groups}
        self.rows = every_row()
        self._routes = {one.name: one for one in routes()}

    def tries(self, one: Try) -> None:
        """One swap: sent, judged, and taken back."""
        actor = self.people[one.actor]
        writes = Writes()
        with nothing_stays(actor.client), connection.execute_wrapper(writes):
            answer = send(actor, one.method, one.path, dict(one.data))
            told = said_by(answer)
            if answer.status_code == 302 and answer["Location"].startswith(LEADS_TO_A_PAGE):
                told += said_by(actor.client.get(answer["Location"]))
            self._judge(one, actor, answer, told)
            if writes.tables and not actor.is_staff and not self._is_for_who_has_it(one):
                self._changed(one, actor)
        self.done[one.kind] += 1
        self.answers[answer.status_code] += 1

    def _judge(self, one: Try, actor: Actor, answer: Any, told: str) -> None:
        if answer.status_code >= 500:
            self._fault(one, f"answers {answer.status_code}")
        for of in self.world.groups:
            if actor.is_staff:
                if of.mark.secret_in(told):
                    self._fault(one, f"staff read a secret of {of.group.slug}")
            elif of.group.slug not in actor.sees and of.mark.found_in(told):
                self._fault(one, f"told of {of.group.slug}")
        if one.nowhere and not self._is_for_who_has_it(one):
            here, nowhere = told_of(answer, one.path), self._nowhere(one, actor)
            if here != nowhere:
                self._fault(one, f"differs from nowhere: {here[0]}, not {nowhere[0]}")

    def _nowhere(self, one: Try, actor: Actor) -> tuple[Any, ...]:
        """What the same request gives with a value that nobody has."""
        key = (one.actor, one.method, one.nowhere)
        if key not in self._absent:
            with nothing_stays(actor.client):
                answer = send(actor, one.method, one.nowhere, dict(one.data))
                self._absent[key] = told_of(answer, one.nowhere)
        return self._absent[key]

    def _changed(self, one: Try, actor: Actor) -> None:
        for of in self.world.groups:
            if of.group.slug in actor.sees:
                continue
            if fingerprint(of) != self.before[of.group.slug]:
                self._fault(one, f"changed rows of {of.group.slug}")
            if not self._is_public(one) and (new := self._new_rows(of)):
                self._fault(one, f"made rows of {of.group.slug}: {new}")

    def _new_rows(self, of: Furnished) -> list[str]:
        """Rows that were not there, and lead to this group or a row of it."""
        found = []
        for model, rows in every_row().items():
            new = rows - self.rows.get(model, set())
            if not new or model._meta.db_table in _ALWAYS_WRITTEN:
                continue
            for row in model._base_manager.filter(pk__in=new):
                for one in model._meta.concrete_fields:
                    target = one.related_model
                    if target and getattr(row, one.attname) in of.owned.get(target, ()):
                        found.append(f"{model._meta.label}.{one.name}")
        return found

    def _is_public(self, one: Try) -> bool:
        place = place_of(one.path.split("?")[0])
        route = self._routes.get(place.route) if place else None
        return route is not None and route.audience in ("public", "login", "machine")

    def _is_for_who_has_it(self, one: Try) -> bool:
        return one.route.startswith(FOR_WHO_HAS_IT)

    def _fault(self, one: Try, what: str) -> None:
        self.faults.append(f"{one.actor}: {one.method} {one.path} {dict(one.data)}: {what}")


class Writes:
    """Notes the tables in which a request changed a row."""

    def __init__(self) -> None:
        self.tables: set[str] = set()

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        result = execute(sql, params, many, context)
        found = _WRITES.match(sql.lstrip())
        if found and found[1] not in _ALWAYS_WRITTEN and context["cursor"].rowcount != 0:
            self.tables.add(found[1])
        return result


def send(actor: Actor, method: str, path: str, data: Values) -> Any:
    """As the browser of this actor sends it."""
    return (
        actor.client.post(path, data) if method == "POST" else actor.client.get(path, data or None)
    )


def told_of(answer: Any, path: str) -> tuple[Any, ...]:
    """What tells two answers apart, but for the address that was asked and what is always new."""
    headers = {
        name: value.replace(quote(path, safe=""), "").replace(quote(path), "").replace(path, "")
        for name, value in answer.headers.items()
        if name not in ("Content-Length", "X-Request-ID", "Content-Security-Policy")
    }
    body = b"" if answer.streaming else answer.content
    text = _EACH_TIME_ANOTHER.sub(r"\1\2", body.decode("utf-8", "replace"))
    for part in (quote(path, safe=""), quote(path), path):
        text = text.replace(part, "")
    return answer.status_code, sorted(headers.items()), text


def fingerprint(of: Furnished) -> int:
    """Of every row of a group: another one as soon as anything in it changes."""
    told = []
    for model, rows in of.owned.items():
        if rows and model._meta.db_table not in _ALWAYS_WRITTEN:
            values = model._base_manager.filter(pk__in=rows).order_by("pk").values_list()
            told.append((model._meta.label, list(map(str, values))))
    return hash(str(told))


def drawn(tries: Iterable[Try], *, most: int, draw: random.Random) -> list[Try]:
    """So many of them, of each kind as large a part as it has."""
    found = list(dict.fromkeys(replace(one) for one in tries))
    return found if len(found) <= most else draw.sample(found, most)
