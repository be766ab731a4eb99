"""Tell the worker that there is work, without ever making the caller wait.

The message is written here, with kombu alone: the whole of Celery would cost each web process
megabytes for this one thing. A test has a real worker carry it out.
"""

import os
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from queue import SimpleQueue
from typing import Any, Final
from uuid import uuid4

import structlog
from django.conf import settings
from kombu.connection import Connection
from kombu.messaging import Producer

from dorst_portal.kit.running.folder_broker import take_over_folders

log = structlog.get_logger(__name__)

# A nudge that waited longer says nothing new: the timetable looks each minute.
NUDGE_SECONDS: Final = 55
# Between two nudges of one process. Fifty requests a second would be fifty tasks, each with a
# conversation of its own with the mail server, and would wake three workers for one mail.
PAUSE: Final = 0.25
_QUEUE: Final = "celery"  # Celery's own name of the queue that a worker reads


@cache
def _channel() -> Any:
    """The way to the broker, which stays open from one nudge to the next."""
    take_over_folders()
    broker = Connection(
        settings.CELERY_BROKER_URL,
        transport_options=settings.CELERY_BROKER_TRANSPORT_OPTIONS,
        connect_timeout=settings.CELERY_BROKER_CONNECTION_TIMEOUT,
    )
    return broker.channel()


def _ask(task: str) -> None:
    """Send a task without arguments, in version 2 of Celery's message protocol."""
    number = str(uuid4())
    headers = {
        "lang": "py",
        "task": task,
        "id": number,
        "root_id": number,
        "parent_id": None,
        "group": None,
        "expires": (datetime.now(UTC) + timedelta(seconds=NUDGE_SECONDS)).isoformat(),
    }
    try:
        Producer(_channel(), routing_key=_QUEUE, serializer="json").publish(
            [[], {}, {}], headers=headers, correlation_id=number
        )
    except Exception:
        _channel.cache_clear()  # the next nudge tries another connection
        raise


class Nudger:
    """Asks from a thread of its own: a broker that is silent holds up that thread and nobody else.

    The first leaves at once. Those for one task that come while it is busy, and until it has paused
    for `PAUSE` seconds after that, become one. One that gets lost costs a minute: the timetable
    looks as well. `ask` hands one task, by its name, to the broker.
    """

    def __init__(self, ask: Callable[[str], object] = _ask) -> None:
        self._ask = ask
        self._waiting: set[str] = set()
        self._in_order: SimpleQueue[str] = SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def nudge(self, task: str) -> None:
        """Have a task asked for soon."""
        with self._lock:
            if task not in self._waiting:
                self._waiting.add(task)
                self._in_order.put(task)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._hand_on, name="nudge", daemon=True)
                self._thread.start()

    def _hand_on(self) -> None:
        while True:
            task = self._in_order.get()
            with self._lock:
                self._waiting.discard(task)
            try:
                self._ask(task)
            except Exception as error:  # noqa: BLE001 - the timetable looks as well
                log.warning("kit.nudge_failed", task=task, error=type(error).__name__)
            time.sleep(PAUSE)


_nudger = Nudger()


def nudge(task: str) -> None:
    """Ask the worker to carry out a task now; returns at once, whatever the broker does."""
    if settings.OUTBOX_NUDGE:
        _nudger.nudge(task)


def _new_nudger() -> None:
    global _nudger
    _nudger = Nudger()
    _channel.cache_clear()


# A child process has none of its parent's threads, a connection that is not its own, and maybe a
# lock that nobody will release.
os.register_at_fork(after_in_child=_new_nudger)
