"""Must-hold 2: the timetable through sixty days around each change of the clocks. Every reminder,
escalation and daily mail comes once and on its own day of the village, also over a gap of three
days, and whatever the hour at which somebody asked.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import zeal

from dorst_portal.accounts.models import User
from dorst_portal.outbox.delivery import deliver_due
from dorst_portal.outbox.models import Mail, MailState
from groups.models import NoticeSettings, ResidentRequest, WatchGroup
from groups.requests.services.conversation import ask_back
from groups.requests.services.deciding import approve
from groups.requests.services.joining import SignupData, submit_signup
from groups.requests.services.questions import QuestionData, submit_question
from groups.timetable.clock import tick
from groups.values.states import State
from tests.groups.conftest import Village, appoint

# Which day of the village a moment is on, Python works out; two timetables at once go through the
# same nights on both databases (tests/races/test_two_timetables.py).
pytestmark = pytest.mark.once
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
CHANGES = [pytest.param(SPRING, id="spring"), pytest.param(AUTUMN, id="autumn")]
BEFORE, DAYS = 20, 60
# So often a day the timetable runs, and in the night of a change at each odd moment.
HOURS = (time(9, 0), time(12, 0), time(19, 0))
TWICE_A_DAY, ONCE_A_DAY = (time(9, 0), time(19, 0)), (time(9, 0),)
ODD = (time(1, 59), time(2, 0), time(2, 30), time(3, 0))
REMINDER_DAYS = (3, 5, 7)


def local(day: date, at: time, *, fold: int = 0) -> datetime:
    """A moment in the village; of an hour that comes twice the second with `fold=1`."""
    return datetime.combine(day, at.replace(fold=fold), tzinfo=AMSTERDAM).astimezone(UTC)


def day_of(moment: datetime) -> date:
    return moment.astimezone(AMSTERDAM).date()


def moments(
    change: date, *, gap: Iterable[date] = (), hours: Iterable[time] = HOURS
) -> list[datetime]:
    """When the timetable runs in the sixty days around a change, but not on the days of a gap."""
    closed = set(gap)
    found = set()
    for number in range(DAYS):
        day = change + timedelta(days=number - BEFORE)
        if day not in closed:
            found |= {local(day, at) for at in hours}
    if change not in closed:
        found |= {local(change, at, fold=fold) for at in ODD for fold in (0, 1)}
    return sorted(found)


# Somebody asks at these moments: days from the change, time, and which of a doubled hour.
AWKWARD = (
    (-7, time(0, 0), 0),
    (-3, time(23, 59, 59, 999_000), 0),
    (-1, time(2, 30), 0),
    (0, time(0, 0), 0),
    (0, time(2, 30), 0),  # the missing hour in spring, the doubled hour in autumn
    (0, time(2, 30), 1),
    (0, time(23, 59, 59, 999_000), 0),
    (1, time(3, 0), 0),
)


@dataclass(frozen=True)
class Sent:
    """A mail as it left."""

    kind: str
    pk: int
    to: str
    left: datetime


@pytest.fixture(autouse=True)
def many_days() -> Iterator[None]:
    """The guard against reads in a loop sees one visit, not sixty days."""
    with zeal.zeal_ignore():
        yield


@pytest.fixture
def people(
    village: Village, own_beheerder: User, deputy: User, coordinator: User
) -> dict[str, User]:
    """The group's beheerder and deputy, and a coordinator: all appointed long before."""
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    for user in (own_beheerder, deputy):
        user.appointments.update(invited_at=long_ago, accepted_at=long_ago)
    return {"own": own_beheerder, "deputy": deputy, "coordinator": coordinator}


def live(
    when: Iterable[datetime], asked: dict[datetime, list[Callable[[datetime], object]]]
) -> list[Sent]:
    """Let the timetable run at these moments; before each come those who asked since the last."""
    sent: list[Sent] = []
    to_come = sorted(asked)
    for now in when:
        while to_come and to_come[0] <= now:
            moment = to_come.pop(0)
            for act in asked[moment]:
                act(moment)
        tick(now=now)
        if not deliver_due(now=now):
            continue
        for mail in Mail.objects.filter(state=MailState.SENT, sent_at__gte=now):
            what, number, *rest = mail.key.split("-")
            kind = rest[0] if what in ("request", "appointment") else what
            sent.append(Sent(kind, int(number) if what == "request" else 0, mail.to, now))
    return sent


def asking(
    signup_data: Callable[..., SignupData], made: dict[datetime, ResidentRequest]
) -> Callable[[datetime], object]:
    def ask(moment: datetime) -> None:
        number = len(made)
        data = signup_data(email=f"rika{number}@example.org", mobile=f"+3160000{number:04d}")
        made[moment] = submit_signup(data, now=moment)

    return ask


def awkward_moments(change: date) -> list[datetime]:
    """The same moment twice counts once: out of the change itself no hour is doubled."""
    days = timedelta(days=1)
    return sorted({local(change + number * days, at, fold=fold) for number, at, fold in AWKWARD})


# --- The ladder -------------------------------------------------------------------------------


def expected_days(asked: datetime, last: date) -> dict[str, list[date]]:
    """On which days of the village each kind of mail about a request is due."""
    first = day_of(asked)

    def on(number: int) -> date:
        return first + timedelta(days=number)

    weekly = [on(number) for number in range(14, 100, 7) if on(number) <= last]
    reminders = [on(3), on(5), *weekly]
    return {
        "own": [day for day in reminders if day <= last],
        "deputy": [day for day in reminders[1:] if day <= last],
        "coordinator": [on(7), *weekly],
        "resident": [on(7)],
    }


def days_told(sent: list[Sent], pk: int, people: dict[str, User]) -> dict[str, list[date]]:
    """The same of what left."""
    kinds = {"own": {"reminder"}, "deputy": {"reminder"}, "coordinator": {"reminder", "escalated"}}
    told = {
        name: [
            day_of(mail.left)
            for mail in sent
            if (mail.pk, mail.to) == (pk, user.email) and mail.kind in kinds[name]
        ]
        for name, user in people.items()
    }
    told["resident"] = [
        day_of(mail.left) for mail in sent if (mail.pk, mail.kind) == (pk, "takes_longer")
    ]
    return told


@pytest.mark.parametrize("change", CHANGES)
def test_every_rung_comes_once_and_on_its_day_whatever_the_hour_of_asking(
    change: date, people: dict[str, User], signup_data: Callable[..., SignupData]
) -> None:
    made: dict[datetime, ResidentRequest] = {}
    ask = asking(signup_data, made)
    awkward = awkward_moments(change)
    when = moments(change, hours=TWICE_A_DAY)
    sent = live(when, {moment: [ask] for moment in awkward})
    last = day_of(when[-1])
    assert len(made) == len(awkward)
    for moment, request in made.items():
        told = days_told(sent, request.pk, people)
        assert told == expected_days(moment, last), f"asked at {moment.astimezone(AMSTERDAM)}"
    # At nine o'clock on the wall, in summer and in winter.
    hours = {
        mail.left.astimezone(AMSTERDAM).time()
        for mail in sent
        if mail.kind in ("reminder", "escalated")
    }
    assert hours == {time(9, 0)}
    ids = Mail.objects.values_list("message_id", flat=True)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_gap_of_three_days_each_comes_once_on_the_day_of_return(
    change: date, people: dict[str, User], signup_data: Callable[..., SignupData]
) -> None:
    made: dict[datetime, ResidentRequest] = {}
    ask = asking(signup_data, made)
    gap = [change + timedelta(days=number - 1) for number in range(3)]
    back = gap[-1] + timedelta(days=1)
    when = moments(change, gap=gap, hours=TWICE_A_DAY)
    sent = live(when, {moment: [ask] for moment in awkward_moments(change)})
    last = day_of(when[-1])
    for moment, request in made.items():
        told = days_told(sent, request.pk, people)
        due = expected_days(moment, last)
        late = {
            name: sorted(back if day in gap else day for day in days) for name, days in due.items()
        }
        assert told == late, f"asked at {moment.astimezone(AMSTERDAM)}"


# --- Quiet hours, daily mails and who only wants to hear what is late -------------------------


@pytest.mark.parametrize("change", CHANGES)
def test_the_daily_mail_comes_once_a_day_also_on_the_day_of_the_change(
    change: date, people: dict[str, User], spoorstraat: WatchGroup,
    signup_data: Callable[..., SignupData],
) -> None:  # fmt: skip
    """At each of these hours, two of which are missing or doubled in the night of the change."""
    readers = {people["own"]: 19, people["deputy"]: 9}
    for hour in (0, 2):
        user = User.objects.create_user(f"at{hour}@example.org", name="Bea")
        post = appoint(user, spoorstraat)
        post.invited_at = post.accepted_at = datetime(2026, 1, 1, tzinfo=UTC)
        post.save()
        readers[user] = hour
    for user, hour in readers.items():
        NoticeSettings.objects.filter(user=user).update(moment="daily", daily_hour=hour)
    made: dict[datetime, ResidentRequest] = {}
    moment = local(change - timedelta(days=4), time(12, 30))
    when = moments(change)
    sent = live(when, {moment: [asking(signup_data, made)]})
    last = day_of(when[-1])
    told = days_told(sent, made[moment].pk, people)
    assert told == expected_days(moment, last)
    for user, hour in readers.items():
        days = [
            day_of(mail.left) for mail in sent if (mail.kind, mail.to) == ("digest", user.email)
        ]
        # At the first tick at or after the hour, on every day that something waits.
        first = day_of(moment) + timedelta(days=0 if hour == 19 else 1)
        assert days == [first + timedelta(days=number) for number in range((last - first).days + 1)]
        # No notice at once.
        assert not [mail for mail in sent if (mail.kind, mail.to) == ("new", user.email)]


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_reaches_a_beheerder_in_the_quiet_hours(
    change: date, people: dict[str, User], signup_data: Callable[..., SignupData]
) -> None:
    own, deputy = people["own"], people["deputy"]
    NoticeSettings.objects.filter(user=own).update(quiet_from=21, quiet_until=12)
    NoticeSettings.objects.filter(user=deputy).update(quiet_from=1, quiet_until=3, moment="late")
    made: dict[datetime, ResidentRequest] = {}
    awkward = awkward_moments(change)
    extra = [local(change, time(2, 15), fold=fold) for fold in (0, 1)]
    when = sorted([*moments(change), *(moment + timedelta(minutes=1) for moment in awkward)])
    sent = live(when, {moment: [asking(signup_data, made)] for moment in [*awkward, *extra]})
    for mail in sent:
        clock = mail.left.astimezone(AMSTERDAM).time()
        if mail.to == own.email:
            assert time(12, 0) <= clock < time(21, 0), mail
        if mail.to == deputy.email:
            assert not time(1, 0) <= clock < time(3, 0), mail
    new = Counter(mail.pk for mail in sent if (mail.kind, mail.to) == ("new", own.email))
    assert new == Counter(request.pk for request in made.values())
    last = day_of(when[-1])
    for moment, request in made.items():
        # Later on the same day, and still once.
        told = days_told(sent, request.pk, people)
        assert told["own"] == expected_days(moment, last)["own"]
        assert told["deputy"] == expected_days(moment, last)["deputy"]


# --- Silence, the waiting list, approved and forgotten -----------------------------------------


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("gap", [False, True], ids=["every day", "three days closed"])
def test_silence_ends_once_on_its_day(
    change: date, gap: bool, people: dict[str, User], signup_data: Callable[..., SignupData],
    spoorstraat: WatchGroup,
) -> None:  # fmt: skip
    made: dict[str, ResidentRequest] = {}
    asked = local(change - timedelta(days=10), time(2, 30))

    def asks(moment: datetime) -> None:
        made["join"] = submit_signup(signup_data(), now=moment)
        made["question"] = submit_question(
            QuestionData(submission_key="q", subject="other", text="Hoe?", name="Vera",
                         email="vera@example.org"),
            now=moment,
        )  # fmt: skip
        made["approved"] = submit_signup(signup_data(mobile="+31600008888", email=""), now=moment)
        approve(made["approved"], by=people["own"], now=moment)
        ask_back(made["join"], text="Waar?", by=people["own"], now=moment)
        ask_back(made["question"], text="Wat?", by=people["coordinator"], now=moment)

    ends = day_of(asked) + timedelta(days=30)
    closed = [ends + timedelta(days=number) for number in range(3)] if gap else []
    when = moments(change, gap=closed, hours=ONCE_A_DAY)
    sent = live(when, {asked: [asks]})
    on = ends + timedelta(days=3 if gap else 0)
    for name, state in (("join", State.EXPIRED), ("question", State.CLOSED)):
        row = made[name]
        row.refresh_from_db()
        assert row.state == state
        told = [day_of(mail.left) for mail in sent if (mail.pk, mail.kind) == (row.pk, "expired")]
        assert told == [on]
        # Nobody is reminded of what waits for the resident.
        assert not [mail for mail in sent if (mail.pk, mail.kind) == (row.pk, "reminder")]
    weekly = [
        day_of(mail.left)
        for mail in sent
        if (mail.pk, mail.kind, mail.to) == (made["approved"].pk, "notadded", people["own"].email)
    ]
    if not gap:
        first = day_of(asked)
        weeks = range(7, (day_of(when[-1]) - first).days + 1, 7)
        assert weekly == [first + timedelta(days=number) for number in weeks]
    assert len(weekly) == len(set(weekly))


@pytest.mark.parametrize("change", CHANGES)
def test_the_waiting_list_is_asked_after_on_day_ninety_and_each_week_behind_it(
    change: date, people: dict[str, User], village: Village,
    signup_data: Callable[..., SignupData],
) -> None:  # fmt: skip
    WatchGroup.objects.filter(slug="spoorstraat").update(status="paused")
    coordinator = people["coordinator"]
    # So that the ninetieth day is that of the change.
    start = change - timedelta(days=90)
    asked = local(start, time(2, 30))
    request = submit_signup(signup_data(), now=asked)
    assert request.state == State.WAITING
    when = moments(change, hours=ONCE_A_DAY)
    sent = live(when, {})
    days = [day_of(mail.left) for mail in sent if mail.kind == "waiting"]
    assert {mail.to for mail in sent if mail.kind == "waiting"} == {coordinator.email}
    weeks = range((day_of(when[-1]) - change).days // 7 + 1)
    assert days == [change + timedelta(days=7 * number) for number in weeks]
