"""Input number K: made from the seed, K and what the pages hold, and from nothing else."""

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote, urlsplit

from tests.fuzz import hostile
from tests.fuzz.actors import CSRF, Actor
from tests.fuzz.catalogue import PDF, TOKEN, Catalogue, Filled, Place, Target
from tests.fuzz.html import CANARY, Field
from tests.fuzz.wire import FORM, Cookies, Request
from tests.groups import test_bad_input_everywhere as everywhere

Pairs = list[tuple[bytes, bytes]]
METHODS = ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW", "POST", "get")
BOUNDARY = "fuzz-boundary"
# What a person could type, by the name of the box.
USUAL: dict[str, str] = {
    name: text
    for forms in everywhere.SENT.values()
    for right, _ in forms
    for name, text in right.items()
} | everywhere.PERSON
_HEADERS = {
    "HTTP_ACCEPT_LANGUAGE": ("x" * 5000, "en;q=a", "pl-\x00", "*", "a,b;q=9999999999", "zh-" * 400),
    "HTTP_COOKIE": ("session=" + "a" * 40, 'session="', "csrf=;;;=", f"theme=<{CANARY}>", "=" * 9),
    "HTTP_HOST": (f"{CANARY}.example", "localhost:99999", "", "[::1", "a b", "localhost\r\nx: y"),
    "HTTP_X_FORWARDED_HOST": (f"{CANARY}.example",),
    "HTTP_X_FORWARDED_FOR": ("1.2.3.4, x", "\x00", "::1%eth0", "9" * 5000),
    "HTTP_X_FORWARDED_PROTO": ("https", "javascript"),
    "HTTP_FORWARDED": (f"host={CANARY}.example;proto=https",),
    "HTTP_ORIGIN": ("null", f"https://{CANARY}.example", "http://[", "x"),
    "HTTP_REFERER": (f"http://{CANARY}.example/", f"javascript:{CANARY}()", "http://[", ""),
    "HTTP_SEC_FETCH_SITE": ("cross-site", CANARY),
    "HTTP_IF_NONE_MATCH": ("*", 'W/"x', '"' * 99),
    "HTTP_IF_MODIFIED_SINCE": ("Thu, 99 Foo 99999 99:99:99 GMT", "9" * 99, "-1"),
    "HTTP_RANGE": ("bytes=9-1", "bytes=0-" + "9" * 40, "x"),
    "HTTP_ACCEPT": (f"text/{CANARY}", "application/json", ";;;"),
    "HTTP_ACCEPT_ENCODING": ("gzip", "gzip;q=x", "br, *"),
    "HTTP_USER_AGENT": (f"<{CANARY}>", "x" * 20000),
    "HTTP_X_REQUESTED_WITH": ("XMLHttpRequest",),
    "HTTP_PURPOSE": ("prefetch",),
    "CONTENT_LENGTH": ("abc", "-5", "1e9", "9" * 30),
    "CONTENT_TYPE": ("text/html; charset=utf-16", f"{FORM}; charset=hex", "multipart/form-data"),
}


@dataclass(frozen=True)
class Input:
    """What is sent by whom, and what it is about."""

    number: int
    target: Target
    request: Request
    cookies: Cookies
    # Whose page is looked at afterwards, when something was stored.
    looks: tuple[tuple[Actor, str], ...] = ()

    @property
    def actor(self) -> Actor:
        """Who sends it."""
        return self.target.place.actor


class Inputs:
    """All inputs of a seed."""

    def __init__(self, catalogue: Catalogue, seed: str) -> None:
        self._catalogue, self._seed = catalogue, seed
        names = {name for place in catalogue.places for name in place.parameters}
        self._names = sorted({*names, *catalogue.parameters, *hostile.INVENTED})
        self._pages = [one for one in catalogue.places if not one.is_of_another]
        self._round, self._order = -1, list(catalogue.targets)

    def make(self, number: int) -> Input:
        """Input `number`: each round of as many as there are targets has each of them once."""
        targets = self._catalogue.targets
        if number // len(targets) != self._round:
            self._round, self._order = number // len(targets), list(targets)
            random.Random(f"{self._seed} round {self._round}").shuffle(self._order)
        target = self._order[number % len(targets)]
        drawn = random.Random(f"{self._seed} input {number}")
        place = target.place
        if target.kind in ("form", "field"):
            filled = place.forms[target.form]
            request = self._form(drawn, filled, target)
            cookies = Cookies(filled.cookies.kept | place.actor.cookies.kept)
        else:
            request, cookies = self._page(drawn, place, target), place.actor.cookies.copy()
        return Input(number, target, request, cookies, self._looks(drawn))

    def _looks(self, drawn: random.Random) -> tuple[tuple[Actor, str], ...]:
        if drawn.random() < 0.8:
            return ()
        place = drawn.choice(self._pages)
        return ((place.actor, drawn.choice(place.paths)),)

    # --- pages -----------------------------------------------------------------------------

    def _page(self, drawn: random.Random, place: Place, target: Target) -> Request:
        path = drawn.choice(place.paths)
        if target.kind == "parameter":
            return Request("GET", path, self._query(drawn, place, target.name))
        method, query, headers = "GET", drawn.choice([*place.queries, ""]), {}
        act = drawn.random()
        if act < 0.4 and path.strip("/"):
            path = self._path(drawn, path)
        elif act < 0.65:
            query = self._query(drawn, place, drawn.choice(self._names))
        elif act < 0.8:
            method = drawn.choice(METHODS)
        else:
            names = drawn.sample(sorted(_HEADERS), k=drawn.randint(1, 2))
            headers = {name: drawn.choice(_HEADERS[name]) for name in names}
        body = f"{TOKEN}={CSRF}&x=1".encode() if method in ("POST", "PUT", "PATCH") else b""
        return Request(method, path, query, body, FORM if body else "", headers)

    def _path(self, drawn: random.Random, path: str) -> str:
        parts = path.split("/")
        at = drawn.choice([number for number, part in enumerate(parts) if part])
        act = drawn.random()
        if act < 0.5:
            parts[at] = quote(hostile.value(drawn, parts[at])[:6000], safe="")
        elif act < 0.7:
            parts[at] = quote(hostile.cursor(drawn, [parts[at]]), safe="")
        elif act < 0.85:
            parts[at] = drawn.choice(hostile.NUMBERS)
        else:
            other = drawn.choice(self._catalogue.places)
            parts[at] = drawn.choice(drawn.choice(other.paths).strip("/").split("/") or [""])
        return "/".join(parts)

    def _query(self, drawn: random.Random, place: Place, name: str) -> str:
        """The parameters of the page with one of them wrong, in one of many ways."""
        usual = {key: drawn.choice(values) for key, values in place.parameters.items() if values}
        pairs: Pairs = [(key.encode(), text.encode()) for key, text in usual.items()]
        wrong = [self._wrong(drawn, name, usual.get(name, ""))]
        if drawn.random() < 0.15:
            wrong.append(self._wrong(drawn, name, usual.get(name, "")))
        pairs = [pair for pair in pairs if pair[0] != name.encode() and drawn.random() < 0.7]
        pairs += [(name.encode(), one) for one in wrong]
        if drawn.random() < 0.2:
            other = drawn.choice(self._names)
            pairs.append((other.encode(), self._wrong(drawn, other, "")))
        if drawn.random() < 0.02:
            pairs += [(f"a{number}".encode(), b"1") for number in range(1001)]
        query = encoded(pairs)[:60_000]
        act = drawn.random()
        if act < 0.05:
            query += drawn.choice(("&%", "&q=%zz", "&q=%u0041", "&&&=&", ";a=1", "&q=%E2%82", "#x"))
        elif act < 0.08:
            query = query.replace("%", "%25")
        return query

    def _wrong(self, drawn: random.Random, name: str, usual: str) -> bytes:
        if name in ("na", "after", "cursor") or drawn.random() < 0.1:
            return hostile.cursor(drawn, [usual or "1", *self._catalogue.cursors])
        return hostile.value(drawn, usual)

    # --- forms -----------------------------------------------------------------------------

    def _form(self, drawn: random.Random, filled: Filled, target: Target) -> Request:
        fields = list(filled.form.fields.values())
        pairs = _filled_in(drawn, fields)
        split = urlsplit(filled.action)
        request = Request("POST", split.path, split.query)
        if target.kind == "field":
            wrong = {target.name}
            if drawn.random() < 0.3:
                wrong |= {one.name for one in fields if drawn.random() < 0.3 and one.name != TOKEN}
            pairs = [pair for pair in pairs if pair[0].decode() not in wrong]
            for one in fields:
                if one.name in wrong:
                    pairs.append((one.name.encode(), hostile.value(drawn, _usual(one))))
        elif drawn.random() < 0.7:
            other = self._changed(drawn, request, fields, pairs)
            if isinstance(other, Request):
                return other
            pairs = other
        if filled.form.is_multipart or drawn.random() < 0.05:
            return _multipart(drawn, request, pairs, fields)
        return replace(request, body=encoded(pairs).encode(), content_type=FORM)

    def _changed(
        self, drawn: random.Random, request: Request, fields: Sequence[Field], pairs: Pairs
    ) -> Request | Pairs:
        """The whole form, sent as no page of ours does."""
        act = drawn.randrange(11)
        if act < 2:
            return [pair for pair in pairs if drawn.random() < 0.6 or pair[0] == TOKEN.encode()]
        if act == 2:
            return [pair for pair in pairs if pair[0] != TOKEN.encode()]
        if act == 3:
            return [pair for pair in pairs if pair[0] != b"nonce"]
        if act == 4:
            twice = [(name, hostile.value(drawn)) for name, _ in pairs if name != TOKEN.encode()]
            return pairs + twice if drawn.random() < 0.5 else twice + pairs
        if act == 5:
            return pairs + [(name.encode(), text.encode()) for name, text in hostile.MASS.items()]
        if act == 6:
            names = [one.name for one in fields if one.name != TOKEN]
            kept = [pair for pair in pairs if pair[0] == TOKEN.encode()]
            return kept + [(name.encode(), hostile.value(drawn)) for name in names]
        if act == 7:
            return [*pairs, (drawn.choice(self._names).encode(), hostile.value(drawn))]
        return _odd_body(drawn, request, pairs)


def encoded(pairs: Iterable[tuple[bytes, bytes]]) -> str:
    """As a browser sends a form."""
    return "&".join(f"{quote(name, safe='')}={quote(text, safe='')}" for name, text in pairs)


def _usual(one: Field) -> str:
    return one.value or USUAL.get(one.name, "")


def _filled_in(drawn: random.Random, fields: Iterable[Field]) -> Pairs:
    pairs: Pairs = []
    for one in fields:
        text: str | None = one.value
        if one.kind in ("radio", "select") and one.choices and drawn.random() < 0.5:
            text = drawn.choice(one.choices)
        elif one.kind in ("checkbox", "button") and one.choices:
            text = drawn.choice(one.choices) if drawn.random() < 0.5 else None
        elif not text and one.kind not in ("hidden", "file") and drawn.random() < 0.75:
            text = USUAL.get(one.name, "")
        if text is not None and text != PDF:
            pairs.append((one.name.encode(), text.encode("utf-8", "replace")))
    return pairs


def _multipart(
    drawn: random.Random, request: Request, pairs: Pairs, fields: Iterable[Field]
) -> Request:
    files = {one.name.encode() for one in fields if one.kind == "file"}
    parts = []
    for name, text in pairs:
        escaped = name.replace(b'"', b"%22").replace(b"\r", b"").replace(b"\n", b"")
        head = b'Content-Disposition: form-data; name="' + escaped + b'"'
        if name in files:
            head += (
                b'; filename="' + drawn.choice((b"a.csv", b"../x.xlsx", b"a\x00.png", b"")) + b'"'
            )
            text = text or drawn.choice(
                (b"", b"naam;mobiel\nJan;0600009001\n", b"\x89PNG", b"PK\x03\x04")
            )
        parts.append(b"--" + BOUNDARY.encode() + b"\r\n" + head + b"\r\n\r\n" + text + b"\r\n")
    body = b"".join(parts) + b"--" + BOUNDARY.encode() + b"--\r\n"
    if drawn.random() < 0.1:
        body = body[: drawn.randrange(len(body))]
    return replace(request, body=body, content_type=f"multipart/form-data; boundary={BOUNDARY}")


def _odd_body(drawn: random.Random, request: Request, pairs: Pairs) -> Request:
    body, plain = encoded(pairs).encode(), {name.decode(): text.decode() for name, text in pairs}
    many = encoded([(f"f{number}".encode(), b"1") for number in range(1001)]).encode()
    kinds: list[tuple[bytes, str]] = [
        (json.dumps(plain | {"__proto__": {}, "a": ["x"]}).encode(), "application/json"),
        (b"[" * 5000, "application/json"),
        (body, "text/plain"),
        (body, ""),
        (body, f"{FORM}; charset=utf-16"),
        (body, f"{FORM}; charset=hex"),
        (body, "multipart/form-data"),
        (body, f"multipart/form-data; boundary={BOUNDARY}"),
        (body, "multipart/form-data; boundary=" + "x" * 300),
        (body + b"&" + many, FORM),
        (body.replace(b"=", b"\xff="), FORM),
        (body + b"&%&=&%zz=%&a", FORM),
        (body + b"&x=" + b"a" * 1_200_000, FORM),
    ]
    sent, kind = drawn.choice(kinds)
    return replace(request, body=sent, content_type=kind)
