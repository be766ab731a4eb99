"""A push service on this machine, and a browser that subscribed to it: what arrives is opened with
the browser's own key, and the signature of who sent it is checked. `then` says how the next calls
go.
"""

import base64
import hashlib
import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from dorst_portal.push.subscriptions import Subscription

Fault = Callable[["Handler"], None]


def text_of(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def read(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    return found


class Browser:
    """Its keys, and what it can read with them: the same for an address each time, so that two runs
    of the fuzzer send the same.
    """

    def __init__(self, endpoint: str) -> None:
        drawn = hashlib.sha512(endpoint.encode()).digest()
        self.key = ec.derive_private_key(int.from_bytes(drawn[:31]), ec.SECP256R1())
        self.secret = drawn[-16:]
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.subscription = Subscription(endpoint, text_of(point), text_of(self.secret))

    def opens(self, body: bytes) -> dict[str, Any]:
        plain = http_ece.decrypt(body, private_key=self.key, auth_secret=self.secret)
        found: dict[str, Any] = json.loads(plain)
        return found


@dataclass(frozen=True)
class Call:
    """What came in."""

    path: str
    body: bytes
    headers: Mapping[str, str]

    def claims(self) -> dict[str, Any]:
        """What the sender says of itself, once its signature is found good."""
        signed = self.headers["authorization"]
        assert Vapid02.verify(signed)
        return read(signed.partition("t=")[2].split(".")[1])

    def public_key(self) -> str:
        return self.headers["authorization"].partition("k=")[2]


@dataclass
class PushService:
    port: int = 0
    calls: list[Call] = field(default_factory=list)
    faults: deque[Fault] = field(default_factory=deque)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def browser(self, name: str = "een") -> Browser:
        return Browser(f"{self.url}/wpush/{name}")

    def then(self, *faults: Fault) -> None:
        self.faults.extend(faults)


class Handler(BaseHTTPRequestHandler):
    """One call; every answer ends its connection."""

    service: PushService
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {key.lower(): value for key, value in self.headers.items()}
        self.service.calls.append(Call(self.path, body, headers))
        fault = self.service.faults.popleft() if self.service.faults else says(201)
        fault(self)

    def reply(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", "0")
        self.end_headers()
        self.close_connection = True

    def log_message(self, format: str, *arguments: Any) -> None:
        pass


def says(status: int, **headers: str) -> Fault:
    return lambda handler: handler.reply(status, **headers)


def hangs(handler: Handler) -> None:
    """Takes it, and says nothing in time."""
    time.sleep(1)
    handler.close_connection = True


@contextmanager
def push_service() -> Iterator[PushService]:
    service = PushService()
    handler = type("Bound", (Handler,), {"service": service})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    service.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
