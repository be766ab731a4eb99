"""Somebody is told that something broke: the same line as in the log, handed on beside the work.

A report holds what a log line holds (kit/running/logging.py): of what kind, where in the code and
in which request; never a message, a value or anything that somebody sent. It is handed on by a
thread of its own, so that nobody waits for it, and its own faults are a line in the log and no
report.
"""

import json
import logging
import os
from dataclasses import dataclass
from typing import Any, Final

import structlog
from django.conf import settings
from django.db import connections
from django.utils.module_loading import import_string

from dorst_portal.kit.running.nudge import Nudger

log = structlog.get_logger(__name__)

# Strangers cause these lines at will (a host that is not ours): they are no fault of the portal.
_NOT_OURS: Final = ("django.security",)
_MOST_KINDS: Final = 200


@dataclass(frozen=True)
class ErrorReport:
    """One kind of fault at one place, as the first line about it this hour tells it."""

    kind: str
    place: str
    logger: str
    at: str
    request_id: str = ""
    cause: str = ""
    frames: tuple[str, ...] = ()

    @property
    def hour(self) -> str:
        """The hour, as 2026-11-30T13."""
        return self.at[:13]


def report_in(line: str) -> ErrorReport:
    """The report in a line of the log."""
    said: dict[str, Any] = json.loads(line)
    frames = tuple(_short(frame) for frame in said.get("frames", ()))
    own = [frame for frame in frames if not frame.startswith("site-packages/")]
    return ErrorReport(
        kind=str(said.get("error") or said["event"]),
        place=(own or frames or (str(said["event"]),))[-1],
        logger=str(said["logger"]),
        at=str(said["timestamp"]),
        request_id=str(said.get("request_id", "")),
        cause=str(said.get("cause", "")),
        frames=frames,
    )


class ErrorReports(logging.Handler):
    """Hands on the first line of each kind and place in an hour to settings.ERROR_REPORTS_BY."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._told: set[tuple[str, str, str]] = set()
        self._by = Nudger(_hand_on)
        os.register_at_fork(after_in_child=self._anew)

    def emit(self, record: logging.LogRecord) -> None:
        """Write down what was told; a line that cannot be read is left to the log."""
        if record.name.startswith(_NOT_OURS):
            return
        try:
            line = self.format(record)
            report = report_in(line)
        except (ValueError, KeyError, TypeError):
            return
        kind = (report.hour, report.kind, report.place)
        if kind in self._told:
            return
        if len(self._told) >= _MOST_KINDS:
            self._told = {one for one in self._told if one[0] == report.hour}
        if len(self._told) < _MOST_KINDS:
            self._told.add(kind)
            self._by.nudge(line)

    def _anew(self) -> None:
        """A child has none of the threads of its parent."""
        self._by = Nudger(_hand_on)


def _hand_on(line: str) -> None:
    try:
        import_string(settings.ERROR_REPORTS_BY)(report_in(line))
    except Exception as error:  # noqa: BLE001 - a report about a report would never end
        log.warning("kit.report_lost", error=type(error).__name__)
    finally:
        connections.close_all()  # of this thread, which has its own


def _short(frame: str) -> str:
    """Where in the code, without where the code lies on this machine."""
    if "/site-packages/" in frame:
        return f"site-packages/{frame.rpartition('/site-packages/')[2]}"
    return frame.removeprefix(f"{settings.BASE_DIR}/")
