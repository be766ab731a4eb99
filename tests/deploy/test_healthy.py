"""scripts/healthy.py: what the container engine asks."""

import os
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from scripts import healthy
from tests.outbox.servers import free_port

ANSWERS = {"/healthz": 200}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(ANSWERS[self.path])
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("PORT", str(server.server_port))
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_web_is_well_when_it_says_so(web: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert healthy.main("web") == 0
    monkeypatch.setitem(ANSWERS, "/healthz", 400)
    assert healthy.main("web") == 1
    monkeypatch.setenv("PORT", str(free_port()))
    assert healthy.main("web") == 1


@pytest.mark.parametrize("ending", ["", ".db"])
def test_the_timetable_is_well_as_long_as_it_writes_its_note(tmp_path: Path, ending: str) -> None:
    assert healthy.main("beat", str(tmp_path / "beat")) == 1
    note = tmp_path / f"beat{ending}"
    note.write_text("")
    assert healthy.main("beat", str(tmp_path / "beat")) == 0
    late = time.time() - healthy.BEAT_LATE_SECONDS - 1
    os.utime(note, (late, late))
    assert healthy.main("beat", str(tmp_path / "beat")) == 1
