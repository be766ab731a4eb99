"""DP-04: each kind goes on the second that its term is over, and what is a second younger stays."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.audit.services import record
from dorst_portal.kit.rows import batches
from dorst_portal.kit.rows.batches import Due, carry_out, deleted, in_batches, one_of
from groups.models import (
    Appointment,
    ContactMoment,
    EmailChange,
    Membership,
    NumberBlock,
    OwnPage,
    Partner,
    PartnerContact,
    ResidentRequest,
    Tombstone,
    WatchGroup,
)
from groups.privacy.services import purges
from groups.privacy.services.purges import PURGES
from groups.privacy.services.retention import next_night
from groups.values.states import State
from groups.values.village_time import VILLAGE
from tests.groups.conftest import MakeRequest, appoint
from tests.groups.partners.partners import make_contact, make_partner

SECOND = timedelta(seconds=1)


def ages(days: int, *, now: datetime) -> dict[str, datetime]:
    """The moment whose term is over now, and the next one."""
    over = now - timedelta(days=days)
    return {"over": over, "young": over + SECOND}


def purge(kind: str, *, now: datetime) -> int:
    """What the timetable does with one kind in a night; tells how many rows changed."""
    return carry_out(PURGES[kind].finds(now=now))


def test_requests_and_members_are_forgotten_and_stay_as_a_number(
    make_request: MakeRequest, make_member: Callable[..., Membership], now: datetime
) -> None:
    for name, at in ages(0, now=now).items():
        make_request(name=name, state=State.WITHDRAWN, due_at=at)
    for name, at in ages(30, now=now).items():
        make_member(name=name, since=at - timedelta(days=9), until=at)
    assert (purge("requests", now=now), purge("members", now=now)) == (1, 1)
    for rows in (ResidentRequest.objects.all(), Membership.objects.all()):
        assert set(rows.values_list("name", "anonymised_at")) == {("", now), ("young", None)}


def test_why_a_beheerder_stopped_is_kept_a_year(
    spoorstraat: WatchGroup, plain_user: User, now: datetime
) -> None:
    for name, at in ages(365, now=now).items():
        appoint(
            plain_user,
            spoorstraat,
            invited_at=at - timedelta(days=9),
            accepted_at=at - timedelta(days=8),
            until=at,
            end_note=name,
        )
    assert purge("end_notes", now=now) == 1
    assert set(Appointment.objects.values_list("end_note", flat=True)) == {"", "young"}
    assert purge("end_notes", now=now) == 0


def test_a_contact_who_left_has_nothing_of_their_own_left(db: None, now: datetime) -> None:
    partner = make_partner()
    told: dict[str, Any] = {
        "what_for": "x", "email": "w@example.org", "report": "klopt niet", "reported_at": now,
    }  # fmt: skip
    for name, at in ages(30, now=now).items():
        make_contact(partner, name=name, ended_at=at, **told)
    assert purge("contacts", now=now) == 1
    own = ("name", "what_for", "phone", "email", "report")
    assert set(PartnerContact.objects.values_list(*own)) == {
        ("",) * 5,
        ("young", "x", "+31600009801", "w@example.org", "klopt niet"),
    }


def test_what_was_said_with_partners_is_kept_a_year(own_beheerder: User, now: datetime) -> None:
    for name, at in ages(365, now=now).items():
        partner = make_partner(name=name, report=name, reported_at=at)
        make_contact(partner, name=name, report=name, reported_at=at)
    today = timezone.localdate(now)
    for days, note in ((365, "over"), (364, "young")):
        ContactMoment.objects.create(
            partner=partner, by=own_beheerder, on=today - timedelta(days=days), note=note
        )
    assert purge("moments", now=now) == 3
    for rows in (Partner.objects.all(), PartnerContact.objects.all()):
        assert set(rows.values_list("name", "report")) == {("over", ""), ("young", "young")}
    assert [moment.note for moment in ContactMoment.objects.all()] == ["young"]


def test_lines_are_kept_a_year(db: None, now: datetime) -> None:
    record("gone", by=None, now=now - timedelta(days=365) - SECOND)
    record("stays", by=None, now=now - timedelta(days=365))
    assert purge("audit", now=now) == 1
    assert [line.verb for line in Entry.objects.filter(verb__in=("gone", "stays"))] == ["stays"]


def test_own_pages_and_new_addresses_are_kept_eight_days(db: None, now: datetime) -> None:
    for name, at in ages(8, now=now).items():
        OwnPage.objects.create(email=f"{name}@example.org", asked_at=at)
        EmailChange.objects.create(old=f"{name}@example.org", new="n@example.org", asked_at=at)
    assert purge("own_pages", now=now) == 2
    assert [page.email for page in OwnPage.objects.all()] == ["young@example.org"]
    assert [change.old for change in EmailChange.objects.all()] == ["young@example.org"]


def test_a_number_that_may_come_back_and_a_session_that_is_over_go_at_once(
    spoorstraat: WatchGroup, own_beheerder: User, now: datetime
) -> None:
    facts: dict[str, Any] = {"group": spoorstraat, "reason": "other", "by": own_beheerder}
    for name, at in ages(0, now=now).items():
        NumberBlock.objects.create(digest=name, since=now - timedelta(days=9), until=at, **facts)
        Session.objects.create(session_key=name, session_data="", expire_date=at - SECOND)
    assert (purge("number_blocks", now=now), purge("sessions", now=now)) == (1, 1)
    assert [block.digest for block in NumberBlock.objects.all()] == ["young"]
    assert [session.session_key for session in Session.objects.all()] == ["young"]


def test_tombstones_are_kept_a_year_and_go_with_their_files(
    db: None, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, at in ages(365, now=now).items():
        Tombstone.objects.create(kind="email", digest=name, at=at)
    dropped: list[datetime] = []
    monkeypatch.setattr(purges, "drop_old_files", lambda *, now: dropped.append(now))
    assert purge("tombstones", now=now) == 1
    assert [stone.digest for stone in Tombstone.objects.all()] == ["young"]
    assert dropped == [now]


OF_INDEXES = {
    "requests": [("due_at", "id"), ("added_at", "id")],
    "members": [("until", "id")],
    "end_notes": [("until", "id")],
    "contacts": [("ended_at", "id")],
    "moments": [("reported_at", "id"), ("reported_at", "id"), ("on",)],
    "audit": [("at",)],
    "tombstones": [("at", "id")],
    "own_pages": [("asked_at", "id"), ("asked_at", "id")],
    "number_blocks": [("until", "id")],
    "sessions": [("expire_date",)],
    "alerts": [("happened_at", "id")],
    "alert_messages": [("created_at", "id"), ("at",)],
    "telegram_updates": [("at",), ("expires_at",)],
}


@pytest.mark.parametrize("kind", OF_INDEXES)
def test_the_oldest_go_first_in_the_order_of_an_index(kind: str, now: datetime) -> None:
    """With more columns or others the database would sort all of them for each batch."""
    due = PURGES[kind].finds(now=now)
    assert [one.rows.query.order_by for one in due] == OF_INDEXES[kind]


# --- When, and a batch at a time -------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "night"),
    [
        (datetime(2026, 5, 11, 2, 59, tzinfo=VILLAGE), datetime(2026, 5, 11, 3, tzinfo=VILLAGE)),
        (datetime(2026, 5, 11, 3, 0, tzinfo=VILLAGE), datetime(2026, 5, 12, 3, tzinfo=VILLAGE)),
        (datetime(2026, 5, 11, 23, 0, tzinfo=VILLAGE), datetime(2026, 5, 12, 3, tzinfo=VILLAGE)),
        (datetime(2026, 3, 28, 12, 0, tzinfo=VILLAGE), datetime(2026, 3, 29, 3, tzinfo=VILLAGE)),
    ],
)
def test_the_next_night_begins_at_three(moment: datetime, night: datetime) -> None:
    assert next_night(moment) == night
    assert next_night(moment).astimezone(VILLAGE).hour == 3


@pytest.mark.parametrize(("rows", "changed"), [(0, 0), (1, 1), (2, 2), (5, 5), (6, 6), (9, 6)])
def test_so_many_batches_and_no_more(
    db: None, now: datetime, monkeypatch: pytest.MonkeyPatch, rows: int, changed: int
) -> None:
    monkeypatch.setattr(batches, "BATCH", 2)
    monkeypatch.setattr(batches, "MOST_BATCHES", 3)
    Session.objects.bulk_create(
        Session(session_key=f"{one}", session_data="", expire_date=now) for one in range(rows)
    )
    sizes: list[int] = []

    def change(batch: Any) -> int:
        sizes.append(batch.count())
        return deleted(batch)

    due = Session.objects.order_by("session_key")
    assert in_batches(due, change) == changed
    assert sum(sizes) == changed
    assert all(size <= 2 for size in sizes)
    assert carry_out([Due(due, deleted), Due(due.all(), deleted)]) == rows - changed


def test_a_row_that_changed_meanwhile_is_left(db: None, now: datetime) -> None:
    """The rows of a batch are looked at again in its transaction."""
    for key in "ab":
        Session.objects.create(session_key=key, session_data="", expire_date=now)
    due = Session.objects.filter(expire_date=now).order_by("session_key")
    seen: list[str] = []

    def change(batch: Any) -> int:
        Session.objects.filter(pk="a").update(expire_date=now + SECOND)
        seen.extend(batch.values_list("pk", flat=True))
        return deleted(batch)

    assert in_batches(due, change) == 1
    assert seen == ["b"]
    assert Session.objects.get().pk == "a"


def test_one_of_several_values_is_asked_as_a_choice(db: None, now: datetime) -> None:
    for key in "abc":
        Session.objects.create(session_key=key, session_data="", expire_date=now)
    found = Session.objects.filter(one_of("session_key", ["a", "c"]))
    assert {session.pk for session in found} == {"a", "c"}
