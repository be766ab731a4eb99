"""One POST over a connection of its own, done within its time whatever the other side does.

The clock runs over the whole call: resolving, connecting, and each byte that drips in. Who calls
an address that somebody typed only reaches the open internet: each number behind the name is
looked at, and the connection goes to the number that was looked at, not to the name again.
"""

import socket
import ssl
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import httpcore
import httpx
from django.conf import settings

from dorst_portal.kit.wire.addresses import is_open

MOST_BYTES: Final = 64 * 1024
# Longer than any answer of these kinds asks; what asks for more is asked again by then.
LONGEST_WAIT: Final = 24 * 3600


class NotSent(Exception):
    """No byte of the request left: it may be sent again."""


class NotOpen(NotSent):
    """The address leads to a network that is not the open internet."""


class NoAnswer(Exception):
    """It left, and no whole answer came: nobody here knows whether it arrived."""


@dataclass(frozen=True)
class Answer:
    """The first MOST_BYTES of an answer, as they came."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class _Clock:
    """What is left of the time of one call, and whether any of the request has left."""

    def __init__(self) -> None:
        self._end = time.monotonic() + settings.CALL_SECONDS
        self.has_left = False

    def left(self) -> float:
        """Seconds. Raises a timeout when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time of this call is over")
        return left

    def to_connect(self) -> float:
        """Seconds for one connection."""
        return min(float(settings.CALL_CONNECT_SECONDS), self.left())


class _Stream(httpcore.NetworkStream):
    """A connection that knows the clock; what httpcore asks as a timeout counts for nothing."""

    def __init__(self, stream: httpcore.NetworkStream, clock: _Clock) -> None:
        self._stream, self._clock = stream, clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, timeout=self._clock.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._clock.has_left = True
        self._stream.write(buffer, timeout=self._clock.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        safe = self._stream.start_tls(ssl_context, server_hostname, self._clock.to_connect())
        return _Stream(safe, self._clock)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Network(httpcore.NetworkBackend):
    """Connects to the numbers behind a name, one after another, after a look at all of them."""

    def __init__(self, clock: _Clock, *, open_only: bool) -> None:
        self._clock, self._open_only = clock, open_only
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = _addresses(host, port, seconds=self._clock.to_connect())
        if self._open_only and not all(is_open(address) for address in addresses):
            raise NotOpen
        for address in addresses:
            with suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                seconds = self._clock.to_connect()
                return _Stream(self._plain.connect_tcp(address, port, seconds), self._clock)
        raise httpcore.ConnectError("no address answers")


class _Transport(httpx.BaseTransport):
    """What httpx sends by: one connection for one request, and never more than is read here."""

    def __init__(self, clock: _Clock, *, open_only: bool) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=_certificates(),
            max_keepalive_connections=0,
            network_backend=_Network(clock, open_only=open_only),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
            ),
            headers=request.headers.raw,
            content=request.content,
        )
        answer = self._pool.handle_request(asked)
        try:
            body = _beginning(answer.iter_stream())
        finally:
            answer.close()
        # Unpacking could make much of little, so what came packed is not read.
        kept = [(name, value) for name, value in answer.headers if _is_kept(name)]
        return httpx.Response(answer.status, headers=kept, content=body)

    def close(self) -> None:
        self._pool.close()


def post(url: str, *, content: bytes, headers: Mapping[str, str], open_only: bool) -> Answer:
    """Send this, and give the answer; `open_only` for an address that somebody typed. Follows no
    redirect. Raises NotSent or NoAnswer.
    """
    clock = _Clock()
    transport = _Transport(clock, open_only=open_only)
    wanted = {"Content-Type": "application/json", "Accept-Encoding": "identity"} | dict(headers)
    try:
        with httpx.Client(transport=transport, trust_env=False) as client:
            answer = client.post(url, content=content, headers=wanted)
    except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
        raise (NoAnswer if clock.has_left else NotSent) from error
    except (httpcore.UnsupportedProtocol, httpx.InvalidURL, UnicodeError) as error:
        raise NotSent from error
    return Answer(answer.status_code, answer.headers, answer.content)


def retry_after(answer: Answer) -> int:
    """How many seconds the server asks to wait in its header; else a minute."""
    header = answer.headers.get("retry-after", "")
    is_number = header.isascii() and header.isdigit() and len(header) < 9
    return min(max(int(header), 1), LONGEST_WAIT) if is_number else 60


def _is_kept(name: bytes) -> bool:
    return name.lower() not in (b"content-encoding", b"content-length", b"transfer-encoding")


def _beginning(parts: Iterable[bytes]) -> bytes:
    body = b""
    for part in parts:
        body += part
        if len(body) > MOST_BYTES:
            return body[:MOST_BYTES]
    return body


def _addresses(host: str, port: int, *, seconds: float) -> Sequence[str]:
    """The numbers behind a name. A resolver has no time limit of its own, so it is asked from a
    thread that may be left behind. Raises a ConnectError.
    """
    found: list[str] = []

    def look_up() -> None:
        with suppress(OSError, UnicodeError):
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(dict.fromkeys(str(answer[4][0]) for answer in answers))

    thread = threading.Thread(target=look_up, name="resolve", daemon=True)
    thread.start()
    thread.join(seconds)
    if not found:
        raise httpcore.ConnectError("the name has no address")
    return list(found)


@cache
def _certificates() -> ssl.SSLContext:
    return httpx.create_ssl_context()
