"""Queries whose SQL is made once: the same rows as the queryset itself, for every value."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from dorst_portal.kit.models import Beat, RateHit
from dorst_portal.kit.prepared import Prepared

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def running(key: str, most: int, now: datetime) -> QuerySet[RateHit]:
    return RateHit.objects.filter(key__gte=key, hits__lte=most, until__gt=now).order_by("key")


@pytest.fixture
def windows(db: None) -> None:
    for number in range(5):
        until = NOON + timedelta(minutes=number)
        RateHit.objects.create(key=f"key {number}", hits=number, until=until)


@pytest.mark.usefixtures("windows")
def test_it_gives_what_the_queryset_gives_also_the_second_time() -> None:
    asked = Prepared(running, key=str, most=int, now=datetime)
    for key, most, minutes in (("key 0", 9, 0), ("key 2", 3, -1), ("key 9", 0, 1), ("key 1", 4, 2)):
        now = NOON + timedelta(minutes=minutes)
        assert asked(key=key, most=most, now=now) == list(running(key, most, now))


@pytest.mark.usefixtures("windows")
def test_the_first_of_none_is_none_and_rows_may_be_tuples() -> None:
    pairs = Prepared(
        lambda key: RateHit.objects.filter(key=key).values_list("key", "hits"), key=str
    )
    assert pairs.first(key="key 3") == ("key 3", 3)
    assert pairs.first(key="key 7") is None


@pytest.mark.usefixtures("windows")
def test_it_is_one_statement_and_the_values_are_never_part_of_it() -> None:
    asked = Prepared(lambda key: RateHit.objects.filter(key=key), key=str)
    with CaptureQueriesContext(connection) as queries:
        assert asked(key="' OR 1=1 --") == []
    assert len(queries) == 1
    assert asked(key="key 1")[0].hits == 1


@pytest.mark.django_db
def test_a_day_is_a_value_too() -> None:
    Beat.objects.create(name="tick", at=NOON)
    on = Prepared(lambda day: Beat.objects.filter(at__date=day), day=date)
    assert [beat.name for beat in on(day=date(2026, 11, 22))] == ["tick"]
    assert on(day=date(2026, 11, 23)) == []


@pytest.mark.django_db
def test_a_value_that_the_query_does_not_use_is_a_mistake() -> None:
    forgetful = Prepared(lambda key, now: RateHit.objects.filter(key=key), key=str, now=datetime)
    with pytest.raises(TypeError, match="now"):
        forgetful(key="a", now=NOON)


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_over_its_own_connection() -> None:
    RateHit.objects.create(key="one", hits=1, until=NOON)
    asked = Prepared(lambda key: RateHit.objects.filter(key=key), key=str)
    found: list[int] = []

    def ask() -> None:
        found.extend(row.hits for row in asked(key="one"))
        connection.close()

    ask()
    threads = [Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1, 1, 1, 1]
