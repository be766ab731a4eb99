"""Retention: each night once, a batch at a time, and by its indexes however much there is."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from alerts.models import (
    Alert,
    AlertCount,
    AlertDetails,
    AlertObjection,
    AlertPhoto,
    AlertShare,
    Connection,
    JoinKnock,
    OfficerReport,
    OutgoingMessage,
    PoliceRequest,
    Relay,
    SeenUpdate,
    TyingCode,
)
from dorst_portal.accounts.models import MailedCode, User
from dorst_portal.audit.models import Entry
from dorst_portal.audit.services import record
from dorst_portal.kit.models import RateHit
from dorst_portal.kit.rows import batches
from dorst_portal.outbox.models import Mail, MailState
from dorst_portal.push.models import Device as Telephone
from dorst_portal.push.models import Message as TelephoneMessage
from groups.models import (
    AddressImport,
    AddressLetter,
    Appointment,
    CallAbout,
    CallTask,
    ContactMoment,
    EmailChange,
    Handover,
    HeldPurge,
    ImportFinding,
    Membership,
    MessageKind,
    NumberBlock,
    OwnPage,
    Partner,
    PartnerContact,
    RequestMessage,
    ResidentRequest,
    Tombstone,
    WatchGroup,
    WeekReview,
)
from groups.privacy.services.retention import next_night, night_of, run_retention
from groups.timetable.clock import tick
from groups.values.import_states import ImportState
from groups.values.states import Owner, State
from groups.values.village_time import VILLAGE
from tests.groups.conftest import MakeRequest
from tests.groups.partners.partners import make_contact, make_partner

DAY = timedelta(days=1)
YEARS = timedelta(days=800)
MANY = 3000
# Each holds only what is still to be forgotten.
INDEXES = {
    "request_ended_to_forget",
    "request_added_to_forget",
    "membership_to_forget",
    "appointment_end_note",
    "partner_report",
    "contact_report",
    "contact_to_forget",
    "mail_sent_with_body",
    "mail_unsent_with_body",
    "import_left_alone",
    "import_ended",
    "address_letter_end",
    "number_block_end",
    "alert_by_time",
    "outgoing_by_age",
    "objection_handled",
}


def at(hour: int, minute: int = 0, *, day: int = 11) -> datetime:
    return datetime(2026, 5, day, hour, minute, tzinfo=VILLAGE)


def over(number: int, *, moment: datetime) -> None:
    """So many sessions whose time is over."""
    Session.objects.bulk_create(
        Session(session_key=f"{moment:%d%H%M}-{one}", session_data="", expire_date=moment - DAY)
        for one in range(number)
    )


# --- Once a night ----------------------------------------------------------------------------


def test_it_is_done_once_a_night_from_three_o_clock(db: None) -> None:
    tick(now=at(2, 0))
    over(1, moment=at(2, 59))
    assert tick(now=at(2, 59))["sessions"] == 0
    assert tick(now=at(3, 0))["sessions"] == 1
    over(1, moment=at(3, 0))
    assert tick(now=at(3, 1))["sessions"] == 0
    assert tick(now=at(23, 59))["sessions"] == 0
    assert tick(now=at(3, 0, day=12))["sessions"] == 1


def test_a_night_is_that_of_the_village() -> None:
    """In summer three o'clock here is one o'clock in UTC, and half past two is the night before."""
    before, after = (datetime(2026, 7, 1, *clock, tzinfo=UTC) for clock in ((0, 30), (1, 30)))
    assert night_of(before) == date(2026, 6, 30)
    assert night_of(after) == date(2026, 7, 1)
    assert next_night(before) == datetime(2026, 7, 1, 3, tzinfo=VILLAGE)
    assert next_night(after) == datetime(2026, 7, 2, 3, tzinfo=VILLAGE)


def test_a_worker_that_was_down_that_night_does_it_when_it_is_back(db: None) -> None:
    tick(now=at(3, 0))
    over(1, moment=at(3, 1))
    assert tick(now=at(16, 20, day=13))["sessions"] == 1


def test_a_night_that_was_tried_out_does_not_skip_the_nights_before_it(db: None) -> None:
    tick(now=at(4, 0, day=30))
    over(1, moment=at(4, 0))
    assert tick(now=at(4, 0))["sessions"] == 1


# --- A batch at a time -----------------------------------------------------------------------


def test_what_is_too_much_for_one_run_goes_on_in_the_next_one(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BATCH", 2)
    monkeypatch.setattr(batches, "MOST_BATCHES", 3)
    over(7, moment=at(3))
    assert tick(now=at(3, 0))["sessions"] == 6
    assert tick(now=at(3, 1))["sessions"] == 1
    over(1, moment=at(3, 1))
    assert tick(now=at(3, 2))["sessions"] == 0


@pytest.mark.django_db(transaction=True)
def test_each_batch_is_a_transaction_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH", 2)
    over(5, moment=at(3))
    with CaptureQueriesContext(connection) as sent:
        run_retention(now=at(3))
    begun = [row["sql"] for row in sent if row["sql"].startswith("BEGIN")]
    assert len(begun) == 3
    assert not Session.objects.exists()


# --- By its indexes --------------------------------------------------------------------------


def copies(row: models.Model, number: int = MANY, **unique: Callable[[int], Any]) -> None:
    """The same row many times more, but for what has to differ."""
    model = type(row)
    facts = {f.attname: getattr(row, f.attname) for f in model._meta.concrete_fields}
    facts.pop(model._meta.pk.attname)
    model._default_manager.bulk_create(
        model(**facts | {name: make(one) for name, make in unique.items()}) for one in range(number)
    )


@pytest.fixture
def village_for_years(
    make_request: MakeRequest, make_member: Callable[..., Membership], own_beheerder: User,
    spoorstraat: WatchGroup, now: datetime,
) -> None:  # fmt: skip
    """Thousands of rows that were forgotten long ago or are still in use, and one of each kind
    whose term is over.
    """
    old = now - YEARS
    numbered = {"reference": lambda n: f"R{n}", "submission_key": lambda n: f"key {n}"}
    kept = make_request(state=State.DECLINED, anonymised_at=old, due_at=old, created_at=old)
    copies(kept, **numbered)
    make_request(state=State.DECLINED, due_at=old, created_at=old)
    make_request(state=State.ADDED, added_at=old, created_at=old, decided_by=own_beheerder)
    moved = Handover(
        request=kept,
        from_owner=Owner.GROUP,
        to_owner=Owner.GROUP,
        from_due_at=old,
        from_group=spoorstraat,
        to_group=spoorstraat,
    )
    requests = list(ResidentRequest.objects.values_list("pk", flat=True))
    of_each: dict[str, Callable[[int], Any]] = {"request_id": lambda n: requests[n]}
    copies(moved, **of_each)
    message = RequestMessage(request=kept, kind=MessageKind.ASKED, text="Waar?")
    copies(message, **of_each)
    people = [f"bewoner-{number}@example.org" for number in range(MANY)]
    OwnPage.objects.bulk_create(OwnPage(email=one, asked_at=now) for one in people)
    EmailChange.objects.bulk_create(
        EmailChange(old=one, new="nieuw@example.org", asked_at=now) for one in people
    )
    OwnPage.objects.create(email="rika@example.org", asked_at=old)
    EmailChange.objects.create(old="rika@example.org", new="nieuw@example.org", asked_at=old)
    works: dict[str, Any] = {"made_by": own_beheerder, "digest": "x", "expires_at": now + DAY}
    later: dict[str, Callable[[int], Any]] = {"request_id": lambda n: requests[n + 1]}
    copies(AddressLetter(made_at=now, **works), MANY - 1, **later)
    # Of a request that was forgotten already: with the others their letters go.
    AddressLetter.objects.create(request=kept, made_at=old, **works | {"expires_at": old + DAY})
    call = CallTask.objects.create(
        request=kept, key="call", about=CallAbout.ASKED, from_at=old, due_at=old
    )
    copies(call, key=lambda n: f"call {n}", **of_each)
    gone = make_member(since=old, until=old, anonymised_at=old)
    copies(gone)
    make_member(since=old, until=old)
    ended = Appointment.objects.create(
        user=own_beheerder, group=spoorstraat, invited_at=old, until=old
    )
    copies(ended)
    Appointment.objects.filter(pk=ended.pk).update(end_note="Verhuisd")
    partner = make_partner(name="Politie")
    copies(partner, name=lambda n: f"Partner {n}")
    Partner.objects.filter(pk=partner.pk).update(report="Klopt niet", reported_at=old)
    contact = make_contact(partner)
    copies(contact, name=lambda n: "", ended_at=lambda n: old)
    PartnerContact.objects.filter(pk=contact.pk).update(ended_at=old)
    today = now.date()
    moment = ContactMoment.objects.create(partner=partner, by=own_beheerder, on=today, note="Ja")
    copies(moment)
    ContactMoment.objects.filter(pk=moment.pk).update(on=old.date())
    for state in (MailState.SENT, MailState.CANCELLED):
        sent_at = old if state == MailState.SENT else None
        mail = Mail.objects.create(
            to="", subject="S", text="", key=state, state=state, due=old, created=old,
            sent_at=sent_at,
        )  # fmt: skip
        copies(mail, key=lambda n, state=state: f"{state} {n}")
        Mail.objects.filter(pk=mail.pk).update(text="Tekst", to="rika@example.org")
    batch = AddressImport.objects.create(
        name="adressen.csv", state=ImportState.DONE, ended_at=now, at=now
    )
    copies(batch)
    copies(ImportFinding.objects.create(batch=batch, kind="same"))
    AddressImport.objects.create(name="oud.csv", state=ImportState.READY, at=old)
    done = AddressImport.objects.create(name="op.csv", state=ImportState.DONE, ended_at=old, at=old)
    ImportFinding.objects.create(batch=done, kind="same")
    copies(record("new.line", by=None, now=now))
    record("old.line", by=None, now=old)
    monday = today - timedelta(days=today.weekday())
    copies(
        WeekReview(week=monday, made_at=now),
        week=lambda n: monday + timedelta(weeks=n),
    )
    WeekReview.objects.create(week=monday - timedelta(weeks=100), made_at=old)
    RateHit.objects.bulk_create(RateHit(key=f"k{n}", hits=1, until=now + DAY) for n in range(MANY))
    RateHit.objects.create(key="old", hits=1, until=old)
    over(MANY, moment=now + 3 * DAY)
    over(1, moment=now - DAY)
    codes = (MailedCode(whose=f"w{n}", is_newest=False, made_at=now) for n in range(MANY))
    MailedCode.objects.bulk_create(codes)
    MailedCode.objects.create(whose="old", made_at=old)
    Tombstone.objects.bulk_create(
        Tombstone(kind="email", digest=f"{n}", at=now) for n in range(MANY)
    )
    Tombstone.objects.create(kind="email", digest="old", at=old)
    block: dict[str, Any] = {"group": spoorstraat, "reason": "other", "by": own_beheerder}
    NumberBlock.objects.bulk_create(
        NumberBlock(digest=f"{n}", since=now, until=now + DAY, **block) for n in range(MANY)
    )
    NumberBlock.objects.create(digest="old", since=old, until=old + DAY, **block)
    told = {"group": spoorstraat, "by": own_beheerder, "category": "other", "police": "112"}
    copies(Alert.objects.create(happened_at=now, state="over", closed_at=now, **told))
    seen = list(Alert.objects.values_list("pk", flat=True))
    Alert.objects.create(happened_at=old, state="over", closed_at=old, **told)
    shared = AlertShare(alert_id=seen[0], shared_with="chat", by=own_beheerder, at=now)
    copies(shared, alert_id=lambda n: seen[n])
    past = {"category": "other", "state": "over", "is_drill": False, "group": spoorstraat}
    copies(AlertCount(month=today, **past), month=lambda n: today + timedelta(days=n))
    details = AlertDetails(sealed="x", by=own_beheerder, changed_at=now)
    copies(details, alert_id=lambda n: seen[n])
    photo = AlertPhoto(original=b"x", added_by=own_beheerder, added_at=now)
    copies(photo, alert_id=lambda n: seen[n])
    objection = {"what": "x", "made_at": old, "due_at": old, "handled_by": own_beheerder}
    AlertObjection.objects.bulk_create(
        AlertObjection(key=f"{n}", answer="x", handled_at=now, **objection) for n in range(MANY)
    )
    AlertObjection.objects.create(key="old", answer="x", handled_at=old, **objection)
    of_alert: dict[str, Callable[[int], Any]] = {"alert_id": lambda n: seen[n]}
    by = {"alert_id": seen[0], "by": own_beheerder, "at": now}
    copies(OfficerReport(contact=contact, **by), **of_alert)
    elsewhere = WatchGroup.objects.exclude(pk=spoorstraat.pk)[0]
    copies(Relay(origin=spoorstraat, to_group=elsewhere, **by), **of_alert)
    asked = {"alert_id": seen[0], "by": own_beheerder}
    PoliceRequest.objects.bulk_create(
        PoliceRequest(reference=f"{n}", at=now, **asked) for n in range(MANY)
    )
    PoliceRequest.objects.create(reference="old", at=old, **asked)
    counted: dict[str, Any] = {"found_at": old, "counted_at": old, "rows": 60, "of_rows": 100}
    copies(HeldPurge(kind="members", ended_at=old, **counted))
    _told_by_telegram(spoorstraat, own_beheerder, now=now, old=old)
    _told_on_telephones(own_beheerder, now=now, old=old)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _told_by_telegram(group: WatchGroup, by: User, *, now: datetime, old: datetime) -> None:
    way = Connection.objects.create(group=group, kind="telegram", chat=-1, made_by=by)
    knock = JoinKnock.objects.create(connection=way, person=0, at=now)
    copies(knock, person=lambda n: n + 1)
    JoinKnock.objects.filter(pk=knock.pk).update(at=old)
    facts: dict[str, Any] = {"connection": way, "what": "admit", "due": now, "give_up_at": now}
    OutgoingMessage.objects.bulk_create(
        OutgoingMessage(key=f"k{n}", created_at=now, **facts) for n in range(MANY)
    )
    OutgoingMessage.objects.create(key="k", knock=knock, created_at=old, **facts)
    copies(SeenUpdate(update=0, at=now), update=lambda n: n + 1)
    SeenUpdate.objects.create(update=0, at=old)
    code = TyingCode.objects.create(group=group, digest="x", by=by, expires_at=now)
    copies(code, digest=lambda n: f"{n}")
    TyingCode.objects.filter(pk=code.pk).update(expires_at=old)


def _told_on_telephones(user: User, *, now: datetime, old: datetime) -> None:
    telephone = Telephone.objects.create(user=user, digest="x", sealed="x", made_at=now)
    copies(telephone, digest=lambda n: f"{n}")
    message = TelephoneMessage(
        device=telephone, title="Proef", path="/", due=now, give_up_at=now, created_at=now
    )
    copies(message, key=lambda n: f"{n}")
    Telephone.objects.create(user=user, digest="old", sealed="x", made_at=old)
    TelephoneMessage.objects.create(
        device=telephone, title="Proef", path="/", key="old", due=old, give_up_at=old,
        created_at=old, state="dropped",
    )  # fmt: skip


def asked_by(act: Callable[[], object]) -> Sequence[tuple[str, Any]]:
    """Every statement that reads or changes a table, with its values."""
    sent: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("SELECT", "UPDATE", "DELETE")):
            sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        act()
    return sent


def plan_of(sql: str, params: Any) -> str:
    """How the database says that it will look."""
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {sql}", params)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def test_no_statement_goes_through_a_whole_table(village_for_years: None, now: datetime) -> None:
    done: dict[str, int] = {}
    sent = asked_by(lambda: done.update(run_retention(now=now)))
    # Each kind found what it was to find, so each statement was sent.
    assert not [name for name, rows in done.items() if not rows]
    assert Entry.objects.filter(verb="old.line").count() == 0
    assert ResidentRequest.objects.filter(anonymised_at=now).count() == 2
    plans = [(plan_of(sql, params), sql) for sql, params in sent]
    assert [plan for plan in plans if re.search(r"Seq Scan|^SCAN ", plan[0], re.MULTILINE)] == []
    looked_by = {name for name in INDEXES if any(name in plan for plan, _sql in plans)}
    assert looked_by == INDEXES
