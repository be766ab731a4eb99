"""A page as a PDF, made by `in_child.py`.

WeasyPrint is never loaded here: a web process stays small, and what breaks or grows is a child.
One PDF at a time in each web process; who comes meanwhile waits a moment, or is told to try again.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from ctypes.util import find_library
from functools import lru_cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

import structlog

MOST_SECONDS: Final = 30  # of the clock: the child itself may use 20 of a processor
SECONDS_TO_WAIT: Final = 3
LIBRARIES: Final = ("pango-1.0", "pangoft2-1.0", "harfbuzz", "fontconfig", "gobject-2.0")
_PROGRAM: Final = Path(__file__).with_name("in_child.py")
# Nothing of ours: no secret, no setting. Its memory stands in one heap, which the limit counts.
_ENVIRONMENT: Final = {"MALLOC_ARENA_MAX": "1", "LC_ALL": "C.UTF-8"}
_turn = BoundedSemaphore(1)

log = structlog.get_logger("portal.paper")


class NoPaper(Exception):
    """No PDF was made."""


class PaperBusy(NoPaper):
    """Another one is being made; it passes."""


class PaperTooHeavy(NoPaper):
    """This one takes more time or memory than it may."""


@lru_cache(maxsize=1)
def can_print() -> bool:
    """Whether this machine has the libraries (docs/running.md); without them pages offer no PDF.
    Looked up once in the life of a process.
    """
    return all(find_library(name) for name in LIBRARIES)


def pdf_of(html: str, *, base: str, files: Mapping[str, str]) -> bytes:
    """The page as a PDF; `files` are those that it may use, by their path. Raises PaperBusy,
    PaperTooHeavy or NoPaper.
    """
    if not _turn.acquire(timeout=SECONDS_TO_WAIT):
        raise PaperBusy
    try:
        asked = json.dumps({"html": html, "base": base, "files": dict(files)})
        done = _run(asked.encode())
    except subprocess.TimeoutExpired:
        log.warning("paper_too_heavy", reason="time")
        raise PaperTooHeavy from None
    finally:
        _turn.release()
    if done.returncode == 0 and done.stdout.startswith(b"%PDF-"):
        return done.stdout
    # What it said may hold words of the page: not into the log.
    ended = done.returncode < 0 or b"MemoryError" in done.stderr
    log.warning("paper_failed", code=done.returncode, reason="limits" if ended else "error")
    raise PaperTooHeavy if ended else NoPaper


def _run(sent: bytes) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(  # noqa: S603 - a program of our own, with words of our own
        [sys.executable, "-I", str(_PROGRAM)],
        input=sent,
        capture_output=True,
        env=dict(_ENVIRONMENT),
        timeout=MOST_SECONDS,
        check=False,
    )
