"""Ask the worker to look at the files with addresses; the timetable does so each minute anyway."""

import os
from typing import Final

from celery import current_app
from django.conf import settings

from dorst_portal.outbox.doorbell import Doorbell

TASK: Final = "groups.tasks.read_addresses"
_SECONDS: Final = 55


def _ask() -> object:
    return current_app.send_task(TASK, expires=_SECONDS, retry=False)


_doorbell = Doorbell(_ask)


def nudge() -> None:
    """Ask the worker to look now; returns at once, whatever the broker does."""
    if settings.OUTBOX_NUDGE:
        _doorbell.ring()


def _new_doorbell() -> None:
    global _doorbell
    _doorbell = Doorbell(_ask)


# A child process has none of its parent's threads.
os.register_at_fork(after_in_child=_new_doorbell)
