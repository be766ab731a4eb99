"""Tell the worker that mails wait, without ever making the caller wait."""

import os
import threading
from collections.abc import Callable

import structlog
from django.conf import settings

from dorst_portal.outbox.tasks import deliver

log = structlog.get_logger(__name__)


def _ask_to_deliver() -> object:
    return deliver.apply_async(retry=False)


class Doorbell:
    """Rings from a thread of its own: a broker that is silent holds up that thread and nobody else.

    Rings that come while it is busy become one ring. A ring that gets lost costs a minute: the
    timetable delivers as well. `ask` hands one task to the broker.
    """

    def __init__(self, ask: Callable[[], object] = _ask_to_deliver) -> None:
        self._ask = ask
        self._rung = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def ring(self) -> None:
        self._rung.set()
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._answer, name="doorbell", daemon=True)
                self._thread.start()

    def _answer(self) -> None:
        while True:
            self._rung.wait()
            self._rung.clear()
            try:
                self._ask()
            except Exception as error:  # noqa: BLE001 - the timetable delivers as well
                log.warning("outbox.nudge_failed", error=type(error).__name__)


_doorbell = Doorbell()


def nudge() -> None:
    """Ask the worker to deliver now; returns at once, whatever the broker does."""
    if settings.OUTBOX_NUDGE:
        _doorbell.ring()


def _new_doorbell() -> None:
    global _doorbell
    _doorbell = Doorbell()


# A child process has none of its parent's threads, and maybe a lock that nobody will release.
os.register_at_fork(after_in_child=_new_doorbell)
