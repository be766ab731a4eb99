"""Queries whose SQL is made once: the same rows as the queryset itself, for every value."""

from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from django.db import OperationalError, connection, transaction
from django.db.models import F, Q, QuerySet
from django.test.utils import CaptureQueriesContext

from dorst_portal.kit.models import Beat, RateHit
from dorst_portal.kit.rows.prepared import Prepared

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


@pytest.mark.usefixtures("windows")
def test_a_fixed_text_with_percents_and_a_value_used_twice_stay_as_they_are() -> None:
    RateHit.objects.create(key="100% $1 %s", hits=3, until=NOON)

    def odd(key: str, most: int) -> QuerySet[RateHit]:
        fixed = Q(key="100% $1 %s") | Q(key=key, hits=most) | Q(key__lt=key, hits=most)
        return RateHit.objects.filter(fixed).order_by("key")

    asked = Prepared(odd, key=str, most=int)
    for key, most in (("key 3", 3), ("key 9", 2), ("$1", 3), ("'); DROP TABLE", 40_000)):
        assert asked(key=key, most=most) == list(odd(key, most))


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_plans_the_query_anew() -> None:
    RateHit.objects.create(key="one", hits=1, until=NOON)
    asked = Prepared(lambda key: RateHit.objects.filter(key=key), key=str)
    for _ in range(2):
        assert [row.hits for row in asked(key="one")] == [1]
        connection.close()


@pytest.mark.usefixtures("windows")
def test_it_is_still_known_after_a_rollback() -> None:
    asked = Prepared(lambda key: RateHit.objects.filter(key=key), key=str)
    with transaction.atomic():
        assert asked.first(key="key 1")
        transaction.set_rollback(True)
    assert asked.first(key="key 1")


def over_another_connection(statement: str) -> None:
    """As a migration does, in a process of its own."""

    def alter() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)
        connection.close()

    thread = Thread(target=alter)
    thread.start()
    thread.join()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_migration_meanwhile_costs_no_answer_and_no_transaction() -> None:
    RateHit.objects.create(key="one", hits=1, until=NOON)
    asked = Prepared(lambda key: RateHit.objects.filter(key=key), key=str)
    assert asked(key="one")

    try:
        over_another_connection("ALTER TABLE kit_ratehit ALTER COLUMN key TYPE varchar(99)")
        assert [row.hits for row in asked(key="one")] == [1]

        with transaction.atomic():
            RateHit.objects.create(key="two", hits=2, until=NOON)
        over_another_connection("ALTER TABLE kit_ratehit ALTER COLUMN key TYPE varchar(98)")
        with transaction.atomic():
            RateHit.objects.filter(key="two").update(hits=F("hits"))
            assert [row.hits for row in asked(key="two")] == [2]
            RateHit.objects.create(key="three", hits=3, until=NOON)
        assert [row.hits for row in asked(key="three")] == [3]
    finally:
        over_another_connection("ALTER TABLE kit_ratehit ALTER COLUMN key TYPE varchar(64)")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_server_that_forgot_the_statement_is_told_it_again() -> None:
    RateHit.objects.create(key="one", hits=1, until=NOON)
    asked = Prepared(lambda key: RateHit.objects.filter(key=key), key=str)
    for _ in range(2):
        assert [row.hits for row in asked(key="one")] == [1]
        with connection.cursor() as cursor:
            cursor.execute("DEALLOCATE ALL")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_database_that_goes_away_while_planning_is_an_error_of_the_database() -> None:
    """Which is a page that says to try again, as of any other query."""
    asked = Prepared(lambda key: RateHit.objects.filter(key=key), key=str)
    locker = connection.copy()
    with connection.cursor() as cursor, closing(locker), locker.cursor() as other:
        other.execute("BEGIN; LOCK TABLE kit_ratehit IN ACCESS EXCLUSIVE MODE")
        cursor.execute("SET statement_timeout = 300")
        with pytest.raises(OperationalError):
            asked(key="one")
    connection.close()  # and what was set for it
