"""One request to the portal through its own door (WSGI), and what came back."""

import gzip
import io
import time
from dataclasses import dataclass, field
from email.message import Message
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import unquote_to_bytes

from dorst_portal.wsgi import application

HOST = "localhost:8000"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Request:
    """What is sent. Path and query are as they stand on the wire."""

    method: str
    path: str
    query: str = ""
    body: bytes = b""
    content_type: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        query = f"?{self.query[:300]}" if self.query else ""
        body = f" {self.content_type} {self.body[:400]!r}" if self.method == "POST" else ""
        return f"{self.method} {self.path[:300]}{query} {self.headers or ''}{body}"


@dataclass(frozen=True)
class Answer:
    """What came back, and how many seconds of the processor it took."""

    status: int
    headers: Message
    body: bytes
    seconds: float

    @property
    def kind(self) -> str:
        """Its content type, without the charset."""
        return str(self.headers.get("Content-Type", "")).partition(";")[0].strip()

    @property
    def text(self) -> str:
        """The body as text; what is no UTF-8 is shown as such."""
        return self.body.decode("utf-8", "backslashreplace")

    @property
    def location(self) -> str:
        """Where it sends the browser."""
        return str(self.headers.get("Location", ""))


class Cookies:
    """What a browser keeps: name, value and path."""

    def __init__(self, kept: dict[str, tuple[str, str]] | None = None) -> None:
        self.kept = dict(kept or {})

    def copy(self) -> "Cookies":
        """The same cookies, apart."""
        return Cookies(self.kept)

    def take(self, answer: Answer) -> None:
        """Keep what an answer sets, and drop what it ends."""
        for line in answer.headers.get_all("Set-Cookie", []):
            try:
                read = SimpleCookie(line)
            except CookieError:
                continue
            for name, morsel in read.items():
                if morsel["max-age"] == 0 or not morsel.value:
                    self.kept.pop(name, None)
                else:
                    self.kept[name] = (morsel.value, morsel["path"] or "/")

    def for_path(self, path: str) -> str:
        """The header of a request."""
        here = [f"{name}={value}" for name, (value, at) in self.kept.items() if path.startswith(at)]
        return "; ".join(here)


def send(request: Request, cookies: Cookies) -> Answer:
    """Ask the portal; the cookies take what it sets."""
    errors = io.StringIO()
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": _as_wsgi(request.path),
        "QUERY_STRING": request.query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": HOST,
        "HTTP_COOKIE": cookies.for_path(request.path),
        "CONTENT_TYPE": request.content_type,
        "CONTENT_LENGTH": str(len(request.body)) if request.body else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.errors": errors,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    environ |= request.headers
    told: list[Any] = []
    begun = time.process_time()
    parts = application(environ, lambda status, headers, *_: told.append((status, headers)))
    try:
        body = b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    seconds = time.process_time() - begun
    status, lines = told[-1]
    headers = Message()
    for name, value in lines:
        headers[name] = value
    if headers.get("Content-Encoding") == "gzip" and body:
        body = gzip.decompress(body)
    answer = Answer(int(status.split()[0]), headers, body, seconds)
    cookies.take(answer)
    return answer


def _as_wsgi(path: str) -> str:
    """A path as servers give it: percent signs read, each byte a letter."""
    return unquote_to_bytes(path.encode("utf-8", "surrogatepass")).decode("latin-1")
