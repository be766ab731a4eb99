"""A chat server on this machine that speaks the documented interfaces: Telegram's Bot API,
signal-cli's REST service, and the receiver of a webhook. `then` says how the next calls go wrong.
"""

import json
import socket
import struct
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "7000000001:AAFexampleexampleexampleexampleexample"
Fault = Callable[["Handler"], None]


@dataclass(frozen=True)
class Call:
    """What came in."""

    path: str
    body: bytes
    headers: Mapping[str, str]

    @property
    def method(self) -> str:
        """The last part of the address: sendMessage."""
        return self.path.rpartition("/")[2]

    @property
    def said(self) -> dict[str, Any]:
        """The JSON of the body."""
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass
class ChatServer:
    """Calls that came in, and the messages that each chat shows because of them."""

    port: int = 0
    calls: list[Call] = field(default_factory=list)
    shown: list[dict[str, Any]] = field(default_factory=list)
    faults: deque[Fault] = field(default_factory=deque)
    always: Fault | None = None
    let_in: Counter[int] = field(default_factory=Counter)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def then(self, *faults: Fault) -> None:
        """The next calls go wrong in this way, one after another."""
        self.faults.extend(faults)

    def texts(self) -> list[str]:
        return [message["text"] for message in self.shown]

    def take(self, call: Call) -> tuple[int, dict[str, Any]]:
        """What a call does when nothing goes wrong."""
        if "/bot" not in call.path:
            self.shown.append({"text": call.body.decode()})
            is_signal = call.path == "/v2/send"
            return (201, {"timestamp": "1753500000000"}) if is_signal else (200, {})
        if call.path.split("/")[1] != f"bot{TOKEN}":
            return 401, {"ok": False, "error_code": 401, "description": "Unauthorized"}
        if call.method == "sendMessage":
            self.shown.append(call.said)
            return 200, {"ok": True, "result": {"message_id": 100 + len(self.shown)}}
        if call.method == "approveChatJoinRequest":
            person = call.said["user_id"]
            self.let_in[person] += 1
            if self.let_in[person] > 1:
                return refusal(400, "Bad Request: USER_ALREADY_PARTICIPANT")
        return 200, {"ok": True, "result": True}


class Handler(BaseHTTPRequestHandler):
    """One call; every answer ends its connection."""

    chats: ChatServer
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        call = Call(self.path, body, {key.lower(): value for key, value in self.headers.items()})
        self.chats.calls.append(call)
        self.call = call
        if self.chats.faults:
            self.chats.faults.popleft()(self)
        elif self.chats.always is not None:
            self.chats.always(self)
        else:
            self.reply(*self.chats.take(call))

    def reply(self, status: int, said: Any, **headers: str) -> None:
        content = said if isinstance(said, bytes) else json.dumps(said).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        self.close_connection = True

    def log_message(self, format: str, *arguments: Any) -> None:
        pass


def refusal(status: int, description: str, **parameters: int) -> tuple[int, dict[str, Any]]:
    """A no, as the Bot API says it."""
    said: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    return status, said | ({"parameters": parameters} if parameters else {})


# --- What goes wrong --------------------------------------------------------------------------


def says(status: int, said: Any = None, **headers: str) -> Fault:
    """Answers so, and does nothing."""
    return lambda handler: handler.reply(status, said if said is not None else {}, **headers)


def refuses(status: int, description: str, **parameters: int) -> Fault:
    """Says no as the Bot API does, and does nothing."""
    return says(*refusal(status, description, **parameters))


def too_many(seconds: int) -> Fault:
    """429, as Telegram words it."""
    return refuses(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def hangs(handler: Handler, seconds: float = 1.0) -> None:
    """Does it, and says nothing."""
    handler.chats.take(handler.call)
    time.sleep(seconds)
    handler.close_connection = True


def breaks_off(handler: Handler) -> None:
    """Does it, and drops the line before a word was said."""
    handler.chats.take(handler.call)
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.close_connection = True


def half_an_answer(handler: Handler) -> None:
    """Does it, and stops in the middle of saying so."""
    handler.chats.take(handler.call)
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n{" + b'"ok": tr')
    handler.close_connection = True


def drips(handler: Handler) -> None:
    """Does it, and says so a byte at a time, beginning with its headers."""
    handler.chats.take(handler.call)
    try:
        for sign in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 40:
            handler.wfile.write(bytes([sign]))
            time.sleep(0.05)
    except OSError:
        pass
    handler.close_connection = True


@contextmanager
def chat_server() -> Iterator[ChatServer]:
    """A chat server for as long as the block lasts."""
    chats = ChatServer()
    handler = type("OwnHandler", (Handler,), {"chats": chats})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    chats.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield chats
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
