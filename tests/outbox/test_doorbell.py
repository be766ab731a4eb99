"""CF-08: a nudge costs the caller nothing, whatever the broker does."""

import threading
import time
from typing import Any

import pytest
from celery import Celery
from django.db import transaction
from django.utils import timezone

from dorst_portal.celery import app
from dorst_portal.outbox import doorbell
from dorst_portal.outbox.doorbell import Doorbell, nudge
from dorst_portal.outbox.models import Mail
from dorst_portal.outbox.services import queue
from tests.outbox.servers import black_hole, free_port
from tests.outbox.test_services import draft


class Ringing:
    """Stands where the task stands and publishes to a broker of the test's choice."""

    def __init__(self, broker: str) -> None:
        facts = {
            "broker_url": broker,
            "broker_transport_options": {"socket_timeout": 1, "socket_connect_timeout": 1},
        }
        self.app = Celery("rings", set_as_current=False)
        self.app.conf.update(facts)
        self.failed = threading.Event()

    def apply_async(self, **options: Any) -> None:
        try:
            self.app.send_task("ring", **options)
        except Exception:
            self.failed.set()
            raise


@pytest.fixture
def bell(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Doorbell:
    settings.OUTBOX_NUDGE = True
    fresh = Doorbell()
    monkeypatch.setattr(doorbell, "_doorbell", fresh)
    return fresh


def nudge_many() -> float:
    started = time.monotonic()
    for _ in range(100):
        nudge()
    return time.monotonic() - started


def test_a_broker_that_stays_silent_costs_nothing_and_no_more_than_one_thread(
    bell: Doorbell, monkeypatch: pytest.MonkeyPatch
) -> None:
    with black_hole() as port:
        ringing = Ringing(f"redis://127.0.0.1:{port}/0")
        monkeypatch.setattr(doorbell, "deliver", ringing)

        before = set(threading.enumerate())
        assert nudge_many() < 0.5
        assert len(set(threading.enumerate()) - before) == 1
        assert ringing.failed.wait(10), "the socket timeout must free the thread"


@pytest.mark.django_db(transaction=True)
def test_cf_08_a_mail_is_committed_within_the_second_while_the_broker_stays_silent(
    bell: Doorbell, monkeypatch: pytest.MonkeyPatch
) -> None:
    with black_hole() as port:
        ringing = Ringing(f"redis://127.0.0.1:{port}/0")
        monkeypatch.setattr(doorbell, "deliver", ringing)

        started = time.monotonic()
        for number in range(3):
            with transaction.atomic():
                queue([draft(str(number))], now=timezone.now())
        assert time.monotonic() - started < 1
        assert Mail.objects.queued().count() == 3
        assert ringing.failed.wait(10)


def test_a_broker_that_refuses_costs_nothing(
    bell: Doorbell, monkeypatch: pytest.MonkeyPatch
) -> None:
    ringing = Ringing(f"redis://127.0.0.1:{free_port()}/0")
    monkeypatch.setattr(doorbell, "deliver", ringing)

    assert nudge_many() < 0.5
    assert ringing.failed.wait(10)


def test_rings_while_it_is_busy_become_one_and_none_is_lost(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    rings: list[int] = []
    go_on, second = threading.Event(), threading.Event()

    def slow() -> None:
        rings.append(1)
        if len(rings) == 2:
            second.set()
        go_on.wait(5)

    settings.OUTBOX_NUDGE = True
    # A bell that asks here and nowhere else: the thread of an earlier test may still be ringing.
    monkeypatch.setattr(doorbell, "_doorbell", Doorbell(slow))
    nudge()
    while not rings:
        time.sleep(0.01)
    nudge_many()
    go_on.set()

    assert second.wait(5)
    time.sleep(0.1)
    assert len(rings) == 2


def test_the_settings_lose_no_task_and_wait_for_nobody() -> None:
    conf = app.conf
    assert conf.task_acks_late
    assert conf.task_reject_on_worker_lost
    assert conf.worker_prefetch_multiplier == 1
    assert conf.task_ignore_result
    assert conf.task_publish_retry is False
    names = {entry["task"] for entry in conf.beat_schedule.values()}
    assert {"groups.tasks.tick", "dorst_portal.outbox.tasks.deliver"} == names
