"""Servers that the outbox meets: a mail server that answers as told, and one that never answers."""

import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

TAKEN = "250 OK"


class MailServer:
    """Takes mails on this machine; `answers` says what it tells a recipient instead."""

    def __init__(self, port: int = 0) -> None:
        self.answers: dict[str, str] = {}
        self.answer_to_all = TAKEN
        self.answer_to_text = TAKEN
        self.received: list[Message] = []
        self.envelopes: list[list[str]] = []
        self._controller = Controller(self, hostname="127.0.0.1", port=port or free_port())

    @property
    def port(self) -> int:
        return self._controller.port

    def ids(self) -> Counter[str]:
        """How often each Message-ID came in."""
        return Counter(message["Message-ID"] for message in list(self.received))

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.answers.get(address, self.answer_to_all)
        if answer == TAKEN:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.answer_to_text == TAKEN:
            self.received.append(message_from_bytes(bytes(envelope.original_content or b"")))
            self.envelopes.append(envelope.rcpt_tos)
        return self.answer_to_text

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()


@contextmanager
def mail_server(port: int = 0) -> Iterator[MailServer]:
    """A mail server for as long as the block lasts."""
    server = MailServer(port)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def black_hole(port: int = 0) -> Iterator[int]:
    """A port that accepts every connection and never says a word."""
    listener = socket.create_server(("127.0.0.1", port), backlog=200)
    swallowed: list[socket.socket] = []

    def swallow() -> None:
        while True:
            try:
                swallowed.append(listener.accept()[0])
            except OSError:
                return

    thread = threading.Thread(target=swallow, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        # Only a shutdown wakes a thread that waits in accept().
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()
        for connection in swallowed:
            connection.close()


def free_port() -> int:
    """A port on which nobody listens now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
