"""A port that leads to a server elsewhere, and can be taken away while the server stays."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def relay(port: int, server: str) -> Iterator[None]:
    """Pass everything on to a server ("127.0.0.1:6379") for as long as the block lasts."""
    host, _, far_port = server.rpartition("@")[2].partition(":")
    listener = socket.create_server(("127.0.0.1", port))
    ends: list[socket.socket] = []

    def pump(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
        _hang_up(source, target)

    def accept() -> None:
        with suppress(OSError):
            while True:
                near = listener.accept()[0]
                far = socket.create_connection((host, int(far_port or 6379)))
                ends.extend((near, far))
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=pump, args=pair, daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield
    finally:
        _hang_up(listener)
        listener.close()
        thread.join()
        _hang_up(*ends)
        for end in ends:
            end.close()


def _hang_up(*sockets: socket.socket) -> None:
    """Wakes whoever waits for one of them."""
    for each in sockets:
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
