"""DP-06: a purge that would take more than a fifth of a table waits for a coordinator; all others
go on, and a dry run tells what would go.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dorst_portal.accounts import sessions
from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.kit.rows import batches
from dorst_portal.kit.rows.batches import Due, deleted
from dorst_portal.outbox.models import Mail
from groups.models import (
    HeldPurge,
    Membership,
    MembershipSource,
    NoticeSettings,
    WatchGroup,
)
from groups.privacy.services.dry_run import WouldGo, dry_run
from groups.privacy.services.holds import (
    CountedAnew,
    Share,
    allow,
    carry_out_allowed,
    must_wait,
    purges_that_wait,
    shares,
)
from groups.privacy.services.purges import PURGES
from groups.privacy.services.retention import retain_nightly, run_retention
from groups.timetable.clock import tick
from groups.values.village_time import VILLAGE
from tests.groups.conftest import MakeRequest

DAY = timedelta(days=1)
NIGHT = datetime(2026, 5, 11, 3, 0, tzinfo=VILLAGE)
LEFT = Q(until__isnull=False)


@pytest.fixture
def people(spoorstraat: WatchGroup) -> Callable[..., None]:
    """So many who left long ago, among so many who are here."""

    def make(*, left: int, here: int, at: datetime = NIGHT, days: float = 60) -> None:
        known = Membership.objects.count()
        facts: dict[str, Any] = {"group": spoorstraat, "source": MembershipSource.EXAMPLE}
        Membership.objects.bulk_create(
            Membership(
                name="Piet",
                mobile=f"+3160001{known + one:04d}",
                since=at - 90 * DAY,
                until=at - days * DAY if one < left else None,
                **facts,
            )
            for one in range(left + here)
        )

    return make


def still_known() -> int:
    return Membership.objects.filter(LEFT, anonymised_at__isnull=True).count()


def test_a_table_is_counted_whole_only_when_more_than_fifty_rows_would_go(
    people: Callable[..., None], django_assert_num_queries: Any
) -> None:
    people(left=50, here=10)
    rows = [Due(Membership.objects.filter(LEFT), deleted)]
    with django_assert_num_queries(1):
        assert shares(rows) == {Membership: Share(50, 50)}
    people(left=1, here=0)
    with django_assert_num_queries(2):
        assert shares(rows) == {Membership: Share(51, 61)}


@pytest.mark.parametrize(
    ("left", "here", "waits"),
    [
        (60, 240, False),  # a fifth exactly
        (61, 239, True),
        (50, 0, False),  # few rows: a small village is not asked each night
        (51, 0, True),
    ],
)
def test_dp_06_more_than_a_fifth_waits(
    people: Callable[..., None], left: int, here: int, waits: bool
) -> None:
    people(left=left, here=here)
    done = run_retention(now=NIGHT)
    assert done["members"] == (0 if waits else left)
    assert still_known() == (left if waits else 0)
    assert HeldPurge.objects.filter(kind="members", ended_at=None).exists() == waits


def test_the_other_kinds_go_on(
    people: Callable[..., None], make_request: MakeRequest, coordinator: User
) -> None:
    people(left=100, here=0)
    over = make_request(state="withdrawn", due_at=NIGHT - DAY)
    assert tick(now=NIGHT)["requests"] == 1
    over.refresh_from_db()
    assert (over.name, still_known()) == ("", 100)


def test_a_coordinator_says_yes_and_the_timetable_does_it(
    people: Callable[..., None], coordinator: User
) -> None:
    people(left=100, here=50)
    tick(now=NIGHT)
    held = HeldPurge.objects.get()
    assert (held.rows, held.of_rows) == (100, 150)
    allow(held, seen=held.counted_at, by=coordinator, now=NIGHT + timedelta(hours=6))
    people(left=1, here=0, days=29.9)  # over since it was counted: not what was allowed
    done = tick(now=NIGHT + timedelta(hours=6, minutes=1))
    assert (done["members"], still_known()) == (100, 1)
    held.refresh_from_db()
    assert held.ended_at is not None
    line = Entry.objects.get(verb="retention.allowed")
    assert (line.by, line.subject, line.at) == (
        coordinator, f"held_purge:{held.pk}", NIGHT + timedelta(hours=6),
    )  # fmt: skip
    assert line.facts == {
        "kind": "Naam en nummer van gestopte deelnemers", "rows": 100, "of": 150,
    }  # fmt: skip
    assert tick(now=NIGHT + 2 * DAY)["members"] == 1


def test_what_was_allowed_and_is_too_much_for_one_run_goes_on_in_the_next_one(
    people: Callable[..., None], coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(left=100, here=0)
    tick(now=NIGHT)
    held = HeldPurge.objects.get()
    allow(held, seen=held.counted_at, by=coordinator, now=NIGHT)
    monkeypatch.setattr(batches, "BATCH", 30)
    monkeypatch.setattr(batches, "MOST_BATCHES", 2)
    minute = timedelta(minutes=1)
    assert carry_out_allowed(now=NIGHT + minute) == {"members": 60}
    held.refresh_from_db()
    assert (held.ended_at, held.allowed_at, held.allowed_by) == (None, NIGHT, coordinator)
    assert carry_out_allowed(now=NIGHT + 2 * minute) == {"members": 40}
    held.refresh_from_db()
    assert held.ended_at == NIGHT + 2 * minute
    assert carry_out_allowed(now=NIGHT + 3 * minute) == {}


def test_a_share_that_one_kind_has_in_two_tables_is_asked_by_the_larger(
    people: Callable[..., None], spoorstraat: WatchGroup
) -> None:
    people(left=60, here=10)
    rows = Membership.objects.filter(until__isnull=False)
    counted = shares([Due(rows, deleted), Due(rows.all(), deleted)])
    assert counted == {Membership: Share(120, 70)}
    assert shares([Due(rows.none(), deleted)]) == {Membership: Share(0, 0)}


def test_the_questions_that_wait_are_those_nobody_answered(coordinator: User) -> None:
    facts: dict[str, Any] = {"found_at": NIGHT, "counted_at": NIGHT, "rows": 60, "of_rows": 100}
    waits = HeldPurge.objects.create(kind="members", **facts)
    answered: dict[str, Any] = {"allowed_at": NIGHT, "allowed_by": coordinator}
    HeldPurge.objects.create(kind="requests", **answered, **facts)
    HeldPurge.objects.create(kind="audit", ended_at=NIGHT, **facts)
    assert list(purges_that_wait()) == [waits]


def test_a_kind_of_which_little_goes_leaves_the_questions_of_others(
    people: Callable[..., None],
) -> None:
    facts: dict[str, Any] = {"found_at": NIGHT, "counted_at": NIGHT, "rows": 60, "of_rows": 100}
    other = HeldPurge.objects.create(kind="audit", **facts)
    mine = HeldPurge.objects.create(kind="members", **facts)
    assert not must_wait("members", [], now=NIGHT)
    for held in (other, mine):
        held.refresh_from_db()
    assert (other.ended_at, mine.ended_at) == (None, NIGHT)


def test_a_kind_that_asks_nobody_goes_however_much_it_is(db: None) -> None:
    Session.objects.bulk_create(
        Session(session_key=f"{one}", session_data="", expire_date=NIGHT - DAY) for one in range(60)
    )
    due = PURGES["sessions"].finds(now=NIGHT)
    assert not must_wait("sessions", due, now=NIGHT)
    assert not HeldPurge.objects.exists()


def test_what_would_go_is_said_kind_by_kind(people: Callable[..., None], coordinator: User) -> None:
    people(left=60, here=10)
    run_retention(now=NIGHT)
    held = HeldPurge.objects.get()
    told = {one.kind: one for one in dry_run(at=NIGHT)}
    assert list(told) == list(PURGES)
    assert told["members"] == WouldGo(
        "members", "Naam en nummer van gestopte deelnemers", 60, is_much=True, held=held
    )
    assert told["requests"] == WouldGo("requests", "Naam en adres bij oude aanvragen en vragen", 0)


def test_without_an_answer_it_asks_again_and_never_wipes(
    people: Callable[..., None], coordinator: User
) -> None:
    people(left=100, here=0)
    for day in range(15):
        retain_nightly(now=NIGHT + day * DAY)
        retain_nightly(now=NIGHT + day * DAY + timedelta(minutes=1))
    assert still_known() == 100
    held = HeldPurge.objects.get()
    assert (held.found_at, held.counted_at) == (NIGHT, NIGHT + 14 * DAY)
    mails = Mail.objects.filter(key__startswith="purge-members")
    assert mails.count() == 3  # the first night, and each week
    assert set(mails.values_list("to", flat=True)) == {coordinator.email}


def test_what_is_not_much_any_more_is_wiped_and_not_asked(
    people: Callable[..., None], coordinator: User
) -> None:
    people(left=100, here=0)
    tick(now=NIGHT)
    people(left=0, here=900)
    assert tick(now=NIGHT + DAY)["members"] == 100
    assert HeldPurge.objects.get().ended_at == NIGHT + DAY


def test_a_mail_about_it_leaves_when_each_coordinator_wants_mail(
    people: Callable[..., None], coordinator: User
) -> None:
    NoticeSettings.objects.filter(user=coordinator).update(quiet_from=22, quiet_until=7)
    people(left=100, here=0)
    tick(now=NIGHT)
    mail = Mail.objects.get(key__startswith="purge-members")
    assert mail.due == NIGHT.replace(hour=7)


def test_who_saw_another_number_is_told(people: Callable[..., None], coordinator: User) -> None:
    people(left=100, here=0)
    tick(now=NIGHT)
    held = HeldPurge.objects.get()
    tick(now=NIGHT + DAY)
    with pytest.raises(CountedAnew, match=r"^Het aantal is veranderd\. Kijk .*gaat\.$"):
        allow(held, seen=held.counted_at, by=coordinator, now=NIGHT + DAY)
    held.refresh_from_db()
    allow(held, seen=held.counted_at, by=coordinator, now=NIGHT + DAY)
    with pytest.raises(CountedAnew):  # of two coordinators the second
        allow(held, seen=held.counted_at, by=coordinator, now=NIGHT + DAY)


def test_dp_06_a_dry_run_counts_and_changes_nothing(people: Callable[..., None]) -> None:
    people(left=70, here=30)
    told = StringIO()
    call_command("retain", "--dry-run", "--now", NIGHT.isoformat(), stdout=told)
    assert "members: 70 (waits for a coordinator)\n" in told.getvalue()
    assert "requests: 0\n" in told.getvalue()
    assert (still_known(), HeldPurge.objects.count()) == (70, 0)


# --- The page --------------------------------------------------------------------------------


def test_the_page_shows_what_waits_and_the_overview_leads_to_it(
    people: Callable[..., None], client: Client, coordinator: User, log_in: Callable[..., Client]
) -> None:
    people(left=100, here=20, at=timezone.now())
    run_retention(now=timezone.now())
    log_in(client, coordinator)
    overview = client.get(reverse("platform")).content.decode()
    assert "1 opruiming wacht op een coördinator" in overview
    assert f'href="{reverse("retention")}"' in overview
    page = client.get(reverse("retention")).content.decode()
    assert "Dit zijn 100 van de 120 rijen." in page
    held = HeldPurge.objects.get()
    button = reverse("retention_allow", args=[held.pk])
    sent = client.post(button, {"seen": held.counted_at.isoformat()}, follow=True)
    assert "Het wissen begint binnen een minuut." in sent.content.decode()
    held.refresh_from_db()
    assert held.allowed_by == coordinator
    assert "Wacht op jou" not in client.get(reverse("retention")).content.decode()


def test_looking_at_the_page_wipes_nothing(
    people: Callable[..., None], client: Client, coordinator: User, log_in: Callable[..., Client]
) -> None:
    people(left=10, here=0, at=timezone.now())
    page = log_in(client, coordinator).get(reverse("retention")).content.decode()
    assert "Naam en nummer van gestopte deelnemers" in page
    assert still_known() == 10


@pytest.mark.parametrize("seen", ["", "gisteren", "2026-05-11T03:00:00+02:00", "9" * 500])
def test_a_number_that_was_not_seen_allows_nothing(
    people: Callable[..., None],
    client: Client,
    coordinator: User,
    log_in: Callable[..., Client],
    seen: str,
) -> None:
    people(left=100, here=0, at=timezone.now())
    run_retention(now=timezone.now())
    held = HeldPurge.objects.get()
    page = log_in(client, coordinator).post(
        reverse("retention_allow", args=[held.pk]), {"seen": seen}, follow=True
    )
    assert "Het aantal is veranderd." in page.content.decode()
    held.refresh_from_db()
    assert held.allowed_at is None


def test_who_logged_in_long_ago_proves_again_who_they_are(
    client: Client, coordinator: User, log_in: Callable[..., Client]
) -> None:
    now = timezone.now()
    held = HeldPurge.objects.create(
        kind="members", found_at=now, counted_at=now, rows=60, of_rows=100
    )
    log_in(client, coordinator)
    session = client.session
    sessions.mark_fresh(session, now=now - timedelta(hours=1))
    session.save()
    answer = client.post(
        reverse("retention_allow", args=[held.pk]), {"seen": held.counted_at.isoformat()}
    )
    assert answer["Location"].startswith(reverse("fresh_login"))
    held.refresh_from_db()
    assert held.allowed_at is None
