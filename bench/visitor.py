"""A browser in fifty lines: one connection that stays open, cookies, and what a page holds."""

import re
import socket
import zlib
from dataclasses import dataclass
from urllib.parse import urlencode

_HIDDEN = re.compile(rb'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_COOKIE = re.compile(rb"^Set-Cookie: ([^=]+)=([^;]*)", re.IGNORECASE | re.MULTILINE)
_LENGTH = re.compile(rb"^Content-Length: (\d+)", re.IGNORECASE | re.MULTILINE)
_LOCATION = re.compile(rb"^Location: (\S+)", re.IGNORECASE | re.MULTILINE)
_GZIP = re.compile(rb"^Content-Encoding: gzip", re.IGNORECASE | re.MULTILINE)


@dataclass
class Answer:
    """What a server said; `size` is that of the body as it travelled."""

    status: int
    head: bytes
    body: bytes
    size: int

    @property
    def location(self) -> str:
        found = _LOCATION.search(self.head)
        return found[1].decode() if found else ""

    def hidden(self) -> dict[str, str]:
        """The hidden fields of the last form in the page's own part."""
        last = self.body[self.body.rfind(b"<form", 0, self.body.find(b"</main>")) :]
        return {name.decode(): value.decode() for name, value in _HIDDEN.findall(last)}


class Visitor:
    """One visitor of one site."""

    def __init__(self, port: int, *, https: str = "") -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        # Behind a proxy that ends TLS, as in production; the small projects need none.
        host = https or f"127.0.0.1:{port}"
        proto = "X-Forwarded-Proto: https\r\n" if https else ""
        origin = f"https://{https}" if https else f"http://{host}"
        self.fixed = (
            f"Host: {host}\r\nOrigin: {origin}\r\n{proto}"
            "Accept-Encoding: gzip, deflate, br\r\nUser-Agent: bench\r\n"
        )
        self.socket: socket.socket | None = None

    def connect(self) -> None:
        """Begin anew: servers close a connection that was idle."""
        if self.socket:
            self.socket.close()
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self, path: str, *, address: str) -> Answer:
        return self._ask("GET", path, address, b"")

    def post(self, path: str, fields: dict[str, str], *, address: str) -> Answer:
        return self._ask("POST", path, address, urlencode(fields).encode())

    def _ask(self, method: str, path: str, address: str, body: bytes) -> Answer:
        if self.socket is None:
            self.connect()
        assert self.socket  # noqa: S101 - for the type
        kind = (
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
            if method == "POST"
            else ""
        )
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        cookie = f"Cookie: {cookies}\r\n" if cookies else ""
        head = f"{method} {path} HTTP/1.1\r\n{self.fixed}X-Forwarded-For: {address}\r\n"
        self.socket.sendall(f"{head}{cookie}{kind}\r\n".encode() + body)
        return self._read(self.socket)

    def _read(self, connection: socket.socket) -> Answer:
        data = b""
        while (end := data.find(b"\r\n\r\n")) < 0:
            more = connection.recv(65536)
            if not more:
                raise ConnectionError("the server closed the connection")
            data += more
        head = data[:end]
        length = _LENGTH.search(head)
        body = data[end + 4 :]
        # Without CommonMiddleware nobody counts the body: it comes in pieces, the last one empty.
        while not body.endswith(b"0\r\n\r\n") if length is None else len(body) < int(length[1]):
            more = connection.recv(65536)
            if not more:
                raise ConnectionError("the server closed the connection")
            body += more
        size = len(body)
        for name, value in _COOKIE.findall(head):
            self.cookies[name.decode()] = value.decode()
        if b"\r\nConnection: close" in head:
            self.socket = None
        if _GZIP.search(head):
            body = zlib.decompress(body, 31)
        return Answer(int(head[9:12]), head, body, size)
