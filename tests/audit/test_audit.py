"""Audit lines: written once, in the transaction of what they tell, never changed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import ProtectedError

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.audit.services import forget, record

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def beheerder() -> User:
    return User.objects.create_user("beheerder-spoorstraat@example.org", name="Bea")


def test_a_line_is_one_insert(beheerder: User, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        entry = record(
            "request.approved",
            by=beheerder,
            scope="group:3",
            subject="request:17",
            facts={"state": "approved", "late": False, "days": 2, "tag": None},
            now=NOW,
        )

    stored = Entry.objects.get()
    assert stored == entry
    assert (stored.verb, stored.by, stored.at) == ("request.approved", beheerder, NOW)
    assert stored.facts == {"state": "approved", "late": False, "days": 2, "tag": None}


def test_a_resident_acts_without_an_account() -> None:
    record("request.submitted", by=None, actor="resident", subject="request:17")

    assert Entry.objects.get().actor == "resident"


def test_lines_are_found_by_subject_the_newest_first() -> None:
    for verb in ("first", "second"):
        record(verb, by=None, scope="group:3", subject="request:17")
    record("elsewhere", by=None, scope="group:4", subject="request:18")

    assert [entry.verb for entry in Entry.objects.about("request:17")] == ["second", "first"]


def test_a_line_goes_down_with_its_transaction() -> None:
    with transaction.atomic():
        record("request.approved", by=None)
        transaction.set_rollback(True)

    assert not Entry.objects.exists()


def test_facts_are_bare() -> None:
    with pytest.raises(TypeError, match="the fact 'who'"):
        record("request.approved", by=None, facts={"who": {"name": "Sanne"}})  # type: ignore[dict-item]


def test_lines_are_never_changed_or_removed_by_hand() -> None:
    record("request.approved", by=None)

    with pytest.raises(TypeError, match="never changed"):
        Entry.objects.update(verb="request.declined")
    with pytest.raises(TypeError, match="retention"):
        Entry.objects.all().delete()


def test_an_account_that_lines_name_cannot_be_deleted(beheerder: User) -> None:
    record("request.approved", by=beheerder)

    with pytest.raises(ProtectedError):
        beheerder.delete()


def test_retention_removes_what_is_older_and_nothing_else() -> None:
    record("old", by=None, now=NOW - timedelta(days=366))
    record("on the day", by=None, now=NOW - timedelta(days=365))

    assert forget(before=NOW - timedelta(days=365)) == 1
    assert Entry.objects.get().verb == "on the day"
