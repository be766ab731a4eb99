"""LG-04: each Monday at nine the week before is looked at, and a person ticks it off."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from itertools import count

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.outbox.models import Mail
from groups.audit_log.services import week_reviews
from groups.audit_log.services.week_reviews import findings_of, review_weeks, reviews_to_check
from groups.models import WatchGroup, WeekReview
from groups.refusals import Refused
from groups.timetable.clock import tick
from tests.groups.conftest import MakeRequest, log_in
from tests.groups.pages import forms_of, words_of

MONDAY = date(2026, 11, 9)
NINE = datetime.fromisoformat("2026-11-16T09:00:00+01:00")
WEDNESDAY = datetime.fromisoformat("2026-11-11T14:00:00+01:00")
Look = Callable[..., None]


@pytest.fixture
def look(coordinator: User, spoorstraat: WatchGroup) -> Look:
    """Somebody looked, a number of times, at some moment."""

    others = count(1)

    def lines(
        verb: str = "member.viewed",
        times: int = 1,
        at: datetime = WEDNESDAY,
        by: User = coordinator,
        groups: Sequence[int] = (),
        subject: str = "",
    ) -> None:
        scopes = [f"group:{pk}" for pk in groups] or [f"group:{spoorstraat.pk}"]
        made = [
            Entry(
                at=at,
                verb=verb,
                by=by,
                scope=scope,
                subject=subject or f"membership:{next(others)}",
            )
            for scope in scopes
            for _ in range(times)
        ]
        Entry.objects.bulk_create(made)

    return lines


def found(kind: str) -> list[int]:
    return [one["number"] for one in findings_of(MONDAY) if one["what"] == kind]


def test_an_ordinary_week_has_nothing(look: Look) -> None:
    look(times=50)
    look("request.viewed", times=200)
    look("account.logged_in", at=WEDNESDAY.replace(hour=3))
    assert findings_of(MONDAY) == []


def test_more_than_fifty_members_on_one_day_stand_out(
    look: Look, coordinator: User, own_beheerder: User
) -> None:
    look(times=51)
    look(times=50, by=own_beheerder)
    look(times=50, at=WEDNESDAY + timedelta(days=1), by=own_beheerder)
    finding = {"what": "many_looks", "user": coordinator.pk, "day": "2026-11-11", "number": 51}
    assert findings_of(MONDAY) == [finding]


def test_a_day_ends_at_midnight_in_the_village(look: Look) -> None:
    look(times=30, at=datetime.fromisoformat("2026-11-11T22:30:00+00:00"))
    look(times=30, at=datetime.fromisoformat("2026-11-11T23:30:00+00:00"))
    assert found("many_looks") == []
    look(times=30, at=datetime.fromisoformat("2026-11-12T22:30:00+00:00"))
    assert found("many_looks") == [60]


@pytest.mark.parametrize(
    ("moment", "counts"),
    [
        ("2026-11-10T23:59:00+01:00", False),
        ("2026-11-11T00:00:00+01:00", True),
        ("2026-11-11T05:59:00+01:00", True),
        ("2026-11-11T06:00:00+01:00", False),
    ],
)
def test_looks_at_night_stand_out(look: Look, moment: str, counts: bool) -> None:
    look(at=datetime.fromisoformat(moment), times=2)
    assert found("at_night") == ([2] if counts else [])


def test_lists_admin_and_what_was_taken_along_stand_out_each_time(look: Look) -> None:
    look("members.listed", times=2)
    look("admin.viewed", times=3)
    look("members.exported", times=1)
    assert (found("lists"), found("admin"), found("exports")) == ([2], [3], [1])


def test_more_than_five_groups_stand_out(look: Look) -> None:
    look(groups=range(1, 6))
    assert found("many_groups") == []
    look(groups=[6])
    assert found("many_groups") == [6]


@pytest.mark.parametrize(
    ("moment", "counts"),
    [
        ("2026-11-08T23:59:59+01:00", 0),
        ("2026-11-09T00:00:00+01:00", 1),
        ("2026-11-15T23:59:59+01:00", 1),
        ("2026-11-16T00:00:00+01:00", 0),
    ],
)
def test_a_week_is_from_monday_to_sunday_in_the_village(
    look: Look, moment: str, counts: int
) -> None:
    look("members.listed", at=datetime.fromisoformat(moment))
    assert len(found("lists")) == counts


def test_a_look_at_a_complaint_gives_no_number(
    look: Look, make_request: MakeRequest, spoorstraat: WatchGroup
) -> None:
    complaint = make_request(
        kind="question", subject="complaint", owner="coordinators", group=None,
        about_group=spoorstraat,
    )  # fmt: skip
    look("admin.viewed", subject=f"residentrequest:{complaint.pk}", at=WEDNESDAY.replace(hour=2))
    look("request.viewed", subject=f"request:{complaint.pk}", at=WEDNESDAY.replace(hour=2))
    assert findings_of(MONDAY) == []


# --- The clock -------------------------------------------------------------------------------


def test_it_is_made_on_monday_at_nine_and_once(look: Look, coordinator: User) -> None:
    look("members.listed")
    WeekReview.objects.create(week=MONDAY - timedelta(days=7), made_at=NINE)
    assert review_weeks(now=NINE - timedelta(seconds=1)) == 0
    assert review_weeks(now=NINE) == 1
    assert review_weeks(now=NINE) == 0
    assert review_weeks(now=NINE + timedelta(days=6)) == 0
    assert WeekReview.objects.get(week=MONDAY).findings[0]["number"] == 1
    mail = Mail.objects.get(key__startswith="week-review-")
    assert mail.to == coordinator.email
    assert mail.subject == "Weekoverzicht: 1 ding viel op"


def test_the_timetable_makes_it(look: Look) -> None:
    look("members.listed")
    assert tick(now=NINE)["reviewed"] == 1
    assert tick(now=NINE)["reviewed"] == 0


def test_superusers_hear_too_and_nobody_when_nothing_stood_out(
    look: Look, coordinator: User, superuser: User, plain_user: User
) -> None:
    assert review_weeks(now=NINE) == 1
    assert not Mail.objects.exists()
    look("members.listed", at=NINE)
    assert review_weeks(now=NINE + timedelta(days=7)) == 1
    told = set(Mail.objects.values_list("to", flat=True))
    assert told == {coordinator.email, superuser.email}


def test_missed_weeks_are_caught_up_in_order(look: Look) -> None:
    assert review_weeks(now=NINE) == 1
    look("members.listed", at=NINE)
    assert review_weeks(now=NINE + timedelta(days=21)) == 3
    weeks = list(WeekReview.objects.order_by("pk").values_list("week", flat=True))
    assert weeks == [MONDAY + timedelta(days=7 * number) for number in range(4)]
    with_findings = WeekReview.objects.exclude(findings=[]).get()
    assert with_findings.week == MONDAY + timedelta(days=7)


def test_a_year_of_standing_still_is_no_endless_work(coordinator: User) -> None:
    WeekReview.objects.create(week=date(2020, 1, 6), made_at=NINE)
    assert review_weeks(now=NINE) <= 52


def test_of_two_timetables_one_makes_it(look: Look) -> None:
    look("members.listed")
    made = [week_reviews._review(MONDAY, now=NINE) for _ in range(2)]
    assert made == [True, False]
    assert Mail.objects.count() == 1


def test_a_tick_with_nothing_due_asks_once(coordinator: User) -> None:
    review_weeks(now=NINE)
    with CaptureQueriesContext(connection) as queries:
        review_weeks(now=NINE + timedelta(hours=1))
    assert len(queries) == 1


def test_it_goes_when_the_lines_go(coordinator: User) -> None:
    review_weeks(now=NINE)
    assert tick(now=NINE + timedelta(days=300))["reviews"] == 0
    assert WeekReview.objects.filter(week=MONDAY).exists()
    tick(now=NINE + timedelta(days=380))
    assert not WeekReview.objects.filter(week=MONDAY).exists()


# --- Ticking off -----------------------------------------------------------------------------


@pytest.fixture
def review(look: Look) -> WeekReview:
    """A week with two things in it."""
    look("members.listed", times=2)
    look(times=60)
    review_weeks(now=NINE)
    return WeekReview.objects.get()


@pytest.fixture
def staff(client: Client, coordinator: User) -> Client:
    return log_in(client, coordinator)


def test_the_page_tells_it_in_sentences_with_a_way_to_the_lines(
    staff: Client, review: WeekReview
) -> None:
    answer = staff.get(reverse("week_review", args=[review.pk]))
    words = words_of(answer)
    assert "Cor Dinator bekeek 60 leden op wo 11 november" in words
    assert "Cor Dinator bekeek 2 keer een ledenlijst" in words
    assert "van=2026-11-11&amp;tot=2026-11-11" in answer.content.decode()
    lines = staff.get("/platform/logboek/?wie=Cor%20Dinator&van=2026-11-11&tot=2026-11-11")
    assert "bekeek een lid van groep Spoorstraat" in words_of(lines)


def test_somebody_ticks_it_off_once_with_a_note(
    staff: Client, review: WeekReview, coordinator: User, superuser: User, now: datetime
) -> None:
    assert [one.pk for one in reviews_to_check()] == [review.pk]
    shown = staff.get(reverse("week_review", args=[review.pk]))
    form = next(one for one in forms_of(shown) if "afvinken" in one.action)
    told = staff.post(form.action, form.sends | {"note": "Klopt, was een controle."}, follow=True)
    assert "Afgevinkt." in words_of(told)
    assert not reviews_to_check().exists()
    page = words_of(staff.get(reverse("week_review", args=[review.pk])))
    assert "Cor Dinator vinkte dit af" in page
    assert "Klopt, was een controle." in page
    with pytest.raises(Refused):
        week_reviews.check_review(review, note="", by=superuser, now=now)
    assert Entry.objects.get(verb="review.checked").by == coordinator


def test_who_is_second_is_told_and_keeps_the_note(
    staff: Client, review: WeekReview, superuser: User, now: datetime
) -> None:
    week_reviews.check_review(review, note="Gezien.", by=superuser, now=now)
    path = reverse("week_review_check", args=[review.pk])
    answer = staff.post(path, {"note": "Mijn opmerking"})
    words = words_of(answer)
    assert "Een collega vinkte deze week al af." in words
    assert "Suus Peruser vinkte dit af" in words
    assert "Mijn opmerking" in words
    assert WeekReview.objects.get().note == "Gezien."


def test_a_note_that_is_too_long_is_told_and_kept(staff: Client, review: WeekReview) -> None:
    path = reverse("week_review_check", args=[review.pk])
    answer = staff.post(path, {"note": "x" * 301})
    assert "Gebruik hoogstens 300 tekens." in words_of(answer)
    assert "x" * 301 in answer.content.decode()
    assert reviews_to_check().exists()


def test_a_quiet_week_asks_for_nothing(staff: Client, coordinator: User) -> None:
    review_weeks(now=NINE)
    assert not reviews_to_check().exists()
    page = staff.get(reverse("week_review", args=[WeekReview.objects.get().pk]))
    assert "Er viel niets op." in words_of(page)
    assert not [form for form in forms_of(page) if "afvinken" in form.action]


def test_it_is_for_platform_dorst(client: Client, review: WeekReview, own_beheerder: User) -> None:
    log_in(client, own_beheerder)
    assert client.get(reverse("week_reviews")).status_code == 404
    assert client.get(reverse("week_review", args=[review.pk])).status_code == 404
    assert client.post(reverse("week_review_check", args=[review.pk])).status_code == 404


def test_the_weeks_page_by_key_and_ask_the_same_at_1_and_at_60(
    staff: Client, coordinator: User
) -> None:
    sizes = []
    for weeks in (1, 59):
        WeekReview.objects.bulk_create(
            WeekReview(
                week=MONDAY - timedelta(weeks=number + weeks),
                made_at=NINE,
                checked_at=NINE,
                checked_by=coordinator,
                findings=[{"what": "lists", "user": coordinator.pk, "number": 1}],
            )
            for number in range(weeks)
        )
        with CaptureQueriesContext(connection) as queries:
            page = staff.get(reverse("week_reviews")).context["page"]
        sizes.append(len(queries))
    assert sizes[0] == sizes[1] <= 10
    seen = len(page.rows)
    while page.next_key:
        page = staff.get(reverse("week_reviews"), {"na": page.next_key}).context["page"]
        seen += len(page.rows)
    assert seen == 60
