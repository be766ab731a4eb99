"""A nudge costs the caller nothing, whatever the broker does."""

import os
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from celery.contrib.testing.worker import start_worker
from django.db import transaction
from django.utils import timezone

from dorst_portal.celery import app
from dorst_portal.kit.running import nudge as nudging
from dorst_portal.kit.running.nudge import PAUSE, Nudger, nudge
from dorst_portal.outbox.delivery import LONGEST_RUN
from dorst_portal.outbox.models import Mail
from dorst_portal.outbox.services import DELIVERING, queue
from dorst_portal.push.services import DELIVERING as PUSHING
from groups.members.services.imports.lists import READING as READING_LISTS
from groups.places.services.imports.imports import READING
from tests.outbox.servers import black_hole, free_port
from tests.outbox.test_services import draft

BROKERS = ["filesystem://localhost/", *([app.conf.broker_url] if os.getenv("REDIS_URL") else [])]
AskOf = Callable[[Callable[[str], Any]], None]


class Asking:
    """Publishes to a broker of the test's choice."""

    def __init__(self, broker: str) -> None:
        facts = {
            "broker_url": broker,
            "broker_transport_options": {"socket_timeout": 1, "socket_connect_timeout": 1},
        }
        self.app = Celery("asks", set_as_current=False)
        self.app.conf.update(facts)
        self.failed = threading.Event()

    def __call__(self, task: str) -> None:
        try:
            self.app.send_task(task, expires=55, retry=False)
        except Exception:
            self.failed.set()
            raise


@pytest.fixture
def ask_of(monkeypatch: pytest.MonkeyPatch, settings: Any) -> AskOf:
    """Who is asked from now on, by a nudger of its own: an earlier test's may still be busy."""
    settings.OUTBOX_NUDGE = True
    return lambda ask: monkeypatch.setattr(nudging, "_nudger", Nudger(ask))


def nudge_many() -> float:
    started = time.monotonic()
    for _ in range(100):
        nudge("look")
    return time.monotonic() - started


def test_a_broker_that_stays_silent_costs_nothing_and_no_more_than_one_thread(
    ask_of: AskOf,
) -> None:
    with black_hole() as port:
        asking = Asking(f"redis://127.0.0.1:{port}/0")
        ask_of(asking)

        before = set(threading.enumerate())
        assert nudge_many() < 0.5
        assert len(set(threading.enumerate()) - before) == 1
        assert asking.failed.wait(10), "the socket timeout must free the thread"


@pytest.mark.django_db(transaction=True)
def test_cf_08_a_mail_is_committed_within_the_second_while_the_broker_stays_silent(
    ask_of: AskOf,
) -> None:
    with black_hole() as port:
        asking = Asking(f"redis://127.0.0.1:{port}/0")
        ask_of(asking)

        started = time.monotonic()
        for number in range(3):
            with transaction.atomic():
                queue([draft(str(number))], now=timezone.now())
        assert time.monotonic() - started < 1
        assert Mail.objects.queued().count() == 3
        assert asking.failed.wait(10)


def test_a_broker_that_refuses_costs_nothing(ask_of: AskOf) -> None:
    asking = Asking(f"redis://127.0.0.1:{free_port()}/0")
    ask_of(asking)

    assert nudge_many() < 0.5
    assert asking.failed.wait(10)


def test_nudges_while_it_is_busy_become_one_and_none_is_lost(ask_of: AskOf) -> None:
    asked: list[str] = []
    go_on, second, other = threading.Event(), threading.Event(), threading.Event()

    def slow(task: str) -> None:
        asked.append(task)
        if asked.count("look") == 2:
            second.set()
        if task == "read":
            other.set()
        go_on.wait(5)

    ask_of(slow)
    nudge("look")
    while not asked:
        time.sleep(0.01)
    nudge_many()
    nudge("read")
    go_on.set()

    assert second.wait(5)
    assert other.wait(5)
    time.sleep(0.1)
    assert asked == ["look", "look", "read"]


def test_nudges_one_after_another_become_a_few_and_the_last_is_not_lost(ask_of: AskOf) -> None:
    asked: list[float] = []
    ask_of(lambda _task: asked.append(time.monotonic()))

    begun = time.monotonic()
    for _ in range(100):
        last = time.monotonic()
        nudge("look")
        time.sleep(0.01)
    while not asked or asked[-1] < last:
        assert time.monotonic() < last + 10, "the last nudge was lost"
        time.sleep(0.01)

    assert asked[0] - begun < PAUSE
    assert len(asked) <= (asked[-1] - begun) / PAUSE + 1


# The address of Redis holds the number of the process that runs the test: no name for it.
@pytest.mark.parametrize("broker", BROKERS, ids=["folder", "Redis"][: len(BROKERS)])
def test_a_real_worker_carries_out_what_a_nudge_asks_for(
    broker: str, tmp_path: Path, settings: Any, ask_of: AskOf
) -> None:
    done = threading.Event()
    settings.CELERY_BROKER_URL = broker
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = (
        {"global_keyprefix": f"{tmp_path.name}."}
        if broker.startswith("redis")
        else {"data_folder_in": str(tmp_path), "control_folder": str(tmp_path / "control")}
    )
    worker = Celery("works", set_as_current=False, broker=broker)
    worker.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    worker.task(name="look", shared=False)(done.set)
    nudging._channel.cache_clear()
    ask_of(nudging._ask)
    nudge("look")
    with start_worker(worker, pool="solo", perform_ping_check=False, shutdown_timeout=30):
        assert done.wait(20)
    nudging._channel.cache_clear()


@pytest.mark.parametrize("task", [DELIVERING, READING, READING_LISTS, PUSHING])
def test_what_is_asked_for_by_name_is_a_task_of_the_worker(task: str) -> None:
    app.loader.import_default_modules()
    assert task in app.tasks


def test_the_settings_lose_no_task_and_wait_for_nobody() -> None:
    conf = app.conf
    assert conf.task_acks_late
    assert conf.task_reject_on_worker_lost
    assert conf.worker_prefetch_multiplier == 0
    assert conf.task_ignore_result
    assert conf.task_publish_retry is False
    names = {entry["task"] for entry in conf.beat_schedule.values()}
    assert names == {
        "groups.tasks.tick",
        "groups.tasks.read_addresses",
        "groups.tasks.read_member_lists",
        "groups.tasks.count_figures",
        "dorst_portal.outbox.tasks.deliver",
        "alerts.tasks.deliver",
        "dorst_portal.push.tasks.deliver",
    }
    app.loader.import_default_modules()
    # What hangs is told to stop, then ended; a run of mails ends long before that by itself.
    assert timedelta(seconds=conf.task_soft_time_limit) > LONGEST_RUN
    for name in names:
        task = app.tasks[name]
        soft = task.soft_time_limit or conf.task_soft_time_limit
        assert 0 < soft < (task.time_limit or conf.task_time_limit), name
