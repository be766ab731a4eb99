"""People who sign up at moments that a clock has set, whether or not the site keeps up.

A sign-up is what a browser sends: the join form (GET, with its one-time value), the answers (POST,
which gives the page to check) and the agreement (POST, which gives the page of thanks). Each is
counted from the moment at which it was planned, so a site that is slow makes nobody come later. A
person types for `TYPING` seconds: the portal asks to press again when it went faster.
"""

import asyncio
import re
import time
import zlib
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Final
from urllib.parse import quote_plus, urlencode

TYPING: Final = 3.0
# A person gives up, and it counts as an error.
PATIENCE: Final = 30.0
# As the proxy does, which keeps a connection to the portal for so long (deploy/Caddyfile).
IDLE: Final = 30.0
_HOUSES: Final = 9_000
_HIDDEN = re.compile(rb'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_LENGTH = re.compile(rb"^content-length: *(\d+)", re.IGNORECASE | re.MULTILINE)
_LOCATION = re.compile(rb"^location: *(\S+)", re.IGNORECASE | re.MULTILINE)
_COOKIE = re.compile(rb"^set-cookie: *([^;\r\n]+)", re.IGNORECASE | re.MULTILINE)
_GZIP = re.compile(rb"^content-encoding: *gzip", re.IGNORECASE | re.MULTILINE)
_CLOSES = re.compile(rb"^connection: *close", re.IGNORECASE | re.MULTILINE)
_people = count(1)

Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Wrong(Exception):
    """Something else came than a person needs; the words are its kind."""


@dataclass(frozen=True)
class Answer:
    """What the site said."""

    status: int
    head: bytes
    body: bytes


@dataclass
class Person:
    """Where somebody is on the internet, and the one cookie that the form gives (CSRF)."""

    address: str
    cookie: str = ""


@dataclass
class Told:
    """What all people of one crowd were told: seconds waited for each part, from when it was
    planned, the e-mail addresses of those whose sign-up worked, and what went wrong, by kind.
    """

    waited: dict[str, list[float]] = field(default_factory=dict)
    worked: list[str] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)
    planned: int = 0
    seconds: float = 0.0

    def note(self, part: str, seconds: float) -> None:
        """One answer came after so long."""
        self.waited.setdefault(part, []).append(seconds)


class Proxy:
    """What stands in front: connections that stay open, and the headers of a proxy with TLS."""

    def __init__(self, port: int, host: str, *, scheme: str = "https") -> None:
        self._port = port
        self._head = (
            f"Host: {host}\r\nOrigin: {scheme}://{host}\r\nX-Forwarded-Proto: {scheme}\r\n"
            "Accept-Encoding: gzip\r\nUser-Agent: load\r\n"
        )
        self._idle: deque[tuple[float, Line]] = deque()

    async def ask(self, path: str, *, by: "Person", fields: dict[str, str] | None = None) -> Answer:
        """Send one request; with fields it is a POST. Raises Wrong after PATIENCE, and when the
        connection breaks.
        """
        body = urlencode(fields).encode() if fields else b""
        kind = "Content-Type: application/x-www-form-urlencoded\r\n" if fields else ""
        length = f"Content-Length: {len(body)}\r\n" if fields else ""
        method = "POST" if fields else "GET"
        head = f"{method} {path} HTTP/1.1\r\n{self._head}X-Forwarded-For: {by.address}\r\n"
        cookie = f"Cookie: {by.cookie}\r\n" if by.cookie else ""
        try:
            async with asyncio.timeout(PATIENCE):
                line = await self._line()
                line[1].write(f"{head}{cookie}{kind}{length}\r\n".encode() + body)
                answer = await self._read(line)
        except TimeoutError:
            raise Wrong("no answer in time") from None
        except (OSError, asyncio.IncompleteReadError) as error:
            raise Wrong(f"connection: {type(error).__name__}") from error
        if given := _COOKIE.search(answer.head):
            by.cookie = given[1].decode()
        return answer

    async def _line(self) -> Line:
        while self._idle:
            since, line = self._idle.pop()
            if time.monotonic() - since < IDLE and not line[0].at_eof():
                return line
            line[1].close()
        return await asyncio.open_connection("127.0.0.1", self._port, limit=2**20)

    async def _read(self, line: Line) -> Answer:
        head = await line[0].readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if length is None:
            line[1].close()
            raise Wrong("an answer without its length")
        body = await line[0].readexactly(int(length[1]))
        if _CLOSES.search(head):
            line[1].close()
        else:
            self._idle.append((time.monotonic(), line))
        if _GZIP.search(head):
            body = zlib.decompress(body, 31)
        return Answer(int(head[9:12]), head, body)

    def close(self) -> None:
        """Hang up."""
        while self._idle:
            self._idle.pop()[1][1].close()


async def crowd(proxy: Proxy, homes: Sequence[Sequence[str]], *, rate: float, number: int) -> Told:
    """So many people, `rate` each second; `homes` are pairs of a group's slug and its street."""
    told, start = Told(planned=number), time.monotonic() + 0.1
    people = []
    for place in range(number):
        planned = start + place / rate
        await asyncio.sleep(max(planned - time.monotonic(), 0))
        people.append(asyncio.create_task(_sign_up(proxy, homes, planned, told)))
    await asyncio.gather(*people)
    told.seconds = time.monotonic() - start
    return told


async def _sign_up(
    proxy: Proxy, homes: Sequence[Sequence[str]], planned: float, told: Told
) -> None:
    person = next(_people)
    try:
        # A house of one's own, until all of them were there: a house has its limit too.
        number = person // len(homes) % _HOUSES + 1
        slug, street = homes[person % len(homes)]
        await _whole(proxy, (slug, street, number), person, planned, told)
    except Wrong as error:
        told.wrong[str(error)] += 1


async def _whole(
    proxy: Proxy, home: tuple[str, str, int], person: int, planned: float, told: Told
) -> None:
    slug, street, number = home
    by = Person(f"10.{person >> 16 & 255}.{person >> 8 & 255}.{person & 255}")
    path, query = f"/meedoen/{slug}/", f"?straat={quote_plus(street)}&huisnummer={number}&klopt=ja"
    page = _must(await proxy.ask(path + query, by=by), 200, b'name="mobile"')
    form = time.monotonic() - planned

    planned = max(planned + TYPING, time.monotonic())
    await asyncio.sleep(planned - time.monotonic())
    typed = _hidden(page) | {
        "street": street,
        "house_number": f"{number}",
        "number_is_right": f"{street} {number}",
        "name": f"Voorbeeld Bewoner {person}",
        "mobile": f"06{20_000_000 + person:08d}",
        "email": f"load-{person}@example.org",
        "message": "Wij wonen hier pas.",
    }
    checked = _must(await proxy.ask(path, by=by, fields=typed), 200, b'name="agree"')
    check = time.monotonic() - planned

    planned = time.monotonic()
    agreed = _hidden(checked) | {"agree": "on", "of_age": "on", "website": ""}
    done = _must(await proxy.ask(path, by=by, fields=agreed), 302)
    send = time.monotonic() - planned
    found = _LOCATION.search(done.head)
    if not found or not found[1].startswith(b"/bedankt/"):
        raise Wrong("sent on to another page")
    told.worked.append(f"load-{person}@example.org")
    for part, seconds in (("form", form), ("check", check), ("send", send)):
        told.note(part, seconds)
    told.note("form and send", form + send)
    told.note("all three", form + check + send)


def _must(answer: Answer, status: int, words: bytes = b"") -> Answer:
    if answer.status != status:
        raise Wrong(f"status {answer.status}")
    if words not in answer.body:
        raise Wrong("another page")
    return answer


def _hidden(page: Answer) -> dict[str, str]:
    """The hidden fields of the last form in the page's own part."""
    body = page.body
    last = body[body.rfind(b"<form", 0, body.find(b"</main>")) :]
    return {name.decode(): value.decode() for name, value in _HIDDEN.findall(last)}
