"""ML-07: `/readyz` sees mails that stay lying."""

from datetime import UTC, datetime, timedelta

import pytest

from dorst_portal.kit.running.health import Reading
from dorst_portal.outbox.health import mail_queue
from dorst_portal.outbox.services import queue
from tests.outbox.test_services import draft

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_nothing_waiting_is_good() -> None:
    queue([draft(due=NOW + timedelta(minutes=5))], now=NOW)

    assert mail_queue(NOW) == Reading("mail_queue", good=True, value=0)


@pytest.mark.parametrize(("minutes", "good"), [(15, True), (16, False)])
def test_a_mail_that_is_a_quarter_of_an_hour_late_raises_the_alarm(
    minutes: int, good: bool
) -> None:
    queue([draft()], now=NOW)

    reading = mail_queue(NOW + timedelta(minutes=minutes))
    assert reading == Reading("mail_queue", good=good, value=minutes * 60)
