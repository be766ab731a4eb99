"""Worker and timetable: `celery -A dorst_portal worker`. Its settings are the CELERY_ ones.

Only the worker loads this file: the web server nudges with kombu alone (kit/running/nudge.py) and
is some megabytes smaller for it.
"""

import logging
import os
from typing import Any

import structlog
from celery import Celery, Task
from celery.signals import beat_embedded_init, setup_logging

from dorst_portal.backup.marker import is_restoring
from dorst_portal.kit.running.folder_broker import take_over_folders
from dorst_portal.kit.running.processes import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dorst_portal.settings")

take_over_folders()

_worker = os.getpid()  # its timetable is forked from it, and still reads this number

log = structlog.get_logger(__name__)


class ShutTask(Task):
    """Does nothing while a back-up is being put back: who was forgotten since gets no mail. The
    rows say what is to be done, so the next minute does it.
    """

    def __call__(self, *args: Any, **options: Any) -> Any:
        if is_restoring():
            log.warning("task.not_while_restoring", task=self.name)
            return None
        return super().__call__(*args, **options)


app = Celery("dorst_portal", task_cls=ShutTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@beat_embedded_init.connect
def _end_with_the_worker(**_: Any) -> None:
    """A worker that is killed leaves no timetable that runs on beside the next worker's."""
    die_with_parent(_worker)


@setup_logging.connect
def _log_as_django_does(loglevel: int, **_: Any) -> None:
    """Having a receiver keeps Celery from setting up logs of its own."""
    logging.getLogger("celery").setLevel(loglevel)
