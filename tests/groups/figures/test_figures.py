"""The figures: what they count, what they hide, and who sees which."""

import csv
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dorst_portal.accounts.models import User
from groups.figures import services as figures_service
from groups.figures.pages import counts, figures
from groups.figures.pages.rows import Block, Row, page_of, time_in_words, top_of
from groups.figures.pages.series import series_of
from groups.figures.services import EVERY, count_figures, count_when_old
from groups.models import (
    AddressImport,
    CoverageRule,
    GroupStatus,
    KeptFigure,
    LeaveReason,
    Membership,
    OfficialAddress,
    RequestSource,
    ResidentRequest,
    Street,
    Subject,
    WatchGroup,
)
from groups.requests.pages.titles import VIEWED
from groups.requests.services.request_events import record_request_event
from groups.values.import_states import ImportState
from groups.values.states import Kind, Owner, State
from groups.values.village_time import days_after
from tests.groups.conftest import MakeRequest, Village, log_in
from tests.groups.pages import at_most, text_of, words_of

MakeMember = Callable[..., Membership]
TOO_LITTLE = "Nog te weinig gegevens. Kom over een maand terug."
MONDAY = datetime(2026, 5, 11, 10, 0, tzinfo=UTC)


@pytest.fixture
def staff(client: Client, coordinator: User) -> Client:
    return log_in(client, coordinator)


@pytest.fixture
def many_members(village: Village) -> Callable[[str, int], None]:
    """So many members of a group, by its name in the address."""
    numbers: Iterator[int] = iter(range(10**6))

    def make(slug: str, count: int, **given: Any) -> None:
        Membership.objects.bulk_create(
            Membership(
                group=village.group(slug),
                name="Mien Meedoen",
                mobile=f"+316000{next(numbers):05d}",
                source="example",
                **given,
            )
            for _ in range(count)
        )

    return make


def rows_of(code: str, *, now: datetime) -> dict[str, str]:
    return {row.label: row.text for row in whole_figure(code, now=now).rows}


def whole_figure(code: str, *, now: datetime) -> Block:
    """A figure with all its rows, as it is counted."""
    found = figures.counted(now=now)
    return next(one for one in figures.blocks_of(found, now=now) if one.code == code)


def seen(staff: Client, name: str = "figures", *args: str) -> str:
    """The words of a page with figures, just counted."""
    count_figures(now=timezone.now())
    return words_of(staff.get(reverse(name, args=args)))


# --- Members ---------------------------------------------------------------------------------


def test_members_per_group_the_largest_first_and_small_ones_not_at_all(
    staff: Client, many_members: Callable[..., None], now: datetime
) -> None:
    many_members("spoorstraat", 12)
    many_members("dennenlaan", 101)
    many_members("seters", 4)
    many_members("steenoven", 3)
    many_members("geerstraat", 7, since=days_after(now, -9), until=now)
    assert rows_of("leden", now=now) == {"Dennenlaan": "101", "Spoorstraat": "12"}
    page = seen(staff)
    assert "In 2 groepen zitten samen 113 leden." in page
    assert "1 groep heeft 100 leden of meer. 15 kleine groepen staan hier niet bij." in page
    assert "Seters" not in page


def test_one_small_group_hides_the_next_smallest_too(
    many_members: Callable[..., None], now: datetime
) -> None:
    for slug, count in (("spoorstraat", 12), ("dennenlaan", 20), ("seters", 4)):
        many_members(slug, count)
    assert rows_of("leden", now=now) == {"Dennenlaan": "20"}


def test_a_bar_is_as_long_as_its_number_and_the_line_stands_at_a_hundred(
    staff: Client, many_members: Callable[..., None]
) -> None:
    many_members("spoorstraat", 30)
    many_members("dennenlaan", 120)
    count_figures(now=timezone.now())
    page = text_of(staff.get(reverse("figures")))
    assert '<rect width="62.0%" height="100%" class="dp-over"/>' in page
    assert '<rect width="15.5%" height="100%"/>' in page
    assert '<line x1="51.7%"' in page
    assert 'role="img" aria-label="120"' in page


# --- Coverage --------------------------------------------------------------------------------


def test_without_the_official_list_streets_are_counted(
    staff: Client, village: Village, now: datetime
) -> None:
    covered = CoverageRule.objects.in_force().values("street").distinct().count()
    page = seen(staff)
    assert f"{covered} van de 28 straten hebben een groep." in page
    CoverageRule.objects.update(ended_at=now)
    assert "0 van de 28 straten hebben een groep." in seen(staff)


def test_a_group_that_is_starting_covers_nothing_yet(village: Village, now: datetime) -> None:
    before = rows_of("dekking", now=now)
    WatchGroup.objects.filter(slug="spoorstraat").update(status=GroupStatus.STARTING)
    after = rows_of("dekking", now=now)
    assert int(after["Met een groep"]) == int(before["Met een groep"]) - 1


def test_with_the_official_list_each_street_has_its_share_the_least_first(
    village: Village, now: datetime
) -> None:
    numbers = {"spoorstraat": range(1, 11), "leijweg": range(1, 4)}
    OfficialAddress.objects.bulk_create(
        OfficialAddress(street=village.street(slug), house_number=number)
        for slug, some in numbers.items()
        for number in some
    )
    rule = CoverageRule.objects.get(street__slug="spoorstraat")
    CoverageRule.objects.filter(pk=rule.pk).update(first_number=2, last_number=8, side="even")
    Street.objects.exclude(slug__in=numbers).update(outside=True)
    assert rows_of("dekking", now=now) == {"Leijweg": "0%", "Spoorstraat": "40%"}
    block = whole_figure("dekking", now=now)
    assert block.sentence == "30% van de 13 adressen in Dorst heeft een groep."


def test_a_street_that_the_list_does_not_know_is_not_nought_and_makes_no_whole(
    village: Village, now: datetime
) -> None:
    for number in (1, 3):
        OfficialAddress.objects.create(street=village.street("spoorstraat"), house_number=number)
    Street.objects.exclude(slug__in=("spoorstraat", "leijweg")).update(outside=True)
    rows = rows_of("dekking", now=now)
    assert list(rows.items()) == [("Spoorstraat", "100%"), ("Leijweg", "adressen niet bekend")]
    block = whole_figure("dekking", now=now)
    assert block.sentence == (
        "2 adressen hebben een groep. Van 1 straat zijn de adressen niet bekend."
    )


# --- Weeks, days, origins and reasons --------------------------------------------------------


def test_weeks_begin_on_the_villages_monday(make_request: MakeRequest) -> None:
    sunday_night = datetime(2026, 5, 10, 22, 30, tzinfo=UTC)  # Monday 0:30 in the village
    for _ in range(6):
        make_request(created_at=sunday_night)
    for _ in range(5):
        make_request(created_at=sunday_night - timedelta(hours=1))
    found = counts.arrivals(now=MONDAY).by_week
    assert len(found) == 26
    latest = sorted(found.items())[-2:]
    assert [(f"{week:%d %m}", number) for week, number in latest] == [("04 05", 5), ("11 05", 6)]


def test_weeks_that_are_too_small_are_counted_by_four(make_request: MakeRequest) -> None:
    for weeks in range(8):
        for _ in range(2):
            make_request(created_at=MONDAY - timedelta(weeks=weeks))
    block = whole_figure("weken", now=MONDAY)
    assert [row.text for row in block.rows] == ["minder dan 5"] * 4 + ["8", "8"]
    assert block.sentence == "In de periodes hieronder kwamen 16 aanvragen om mee te doen."
    assert "Daarom tellen we 4 weken samen." in block.remark


def test_a_complaint_or_a_question_is_in_no_figure(
    make_request: MakeRequest, spoorstraat: WatchGroup
) -> None:
    for kind in (Subject.COMPLAINT, Subject.OTHER):
        for _ in range(6):
            make_request(
                kind=Kind.QUESTION,
                subject=kind,
                owner=Owner.COORDINATORS,
                group=None,
                about_group=spoorstraat if kind == Subject.COMPLAINT else None,
                created_at=MONDAY,
            )
    assert set(counts.arrivals(now=MONDAY).by_week.values()) == {0}


@pytest.fixture
def added(make_request: MakeRequest, own_beheerder: User) -> Callable[..., ResidentRequest]:
    """Somebody who came into a group so many days after asking."""

    def make(days: float, *, ago: int = 10, **given: Any) -> ResidentRequest:
        came = MONDAY - timedelta(days=ago)
        return make_request(
            state=State.ADDED,
            decided_by=own_beheerder,
            created_at=came - timedelta(days=days),
            added_at=came,
            **given,
        )

    return make


def test_the_usual_days_of_groups_with_five_newcomers(
    added: Callable[..., ResidentRequest], dennenlaan: WatchGroup
) -> None:
    for days in (1, 1, 2, 9, 9):
        added(days)
    for days in (30, 30, 30, 30):
        added(days, group=dennenlaan)
    for _ in range(5):
        added(100, ago=400)
    assert rows_of("dagen", now=MONDAY) == {"Spoorstraat": "2 dagen"}
    block = whole_figure("dagen", now=MONDAY)
    assert block.sentence == "De helft van de nieuwe leden zat binnen 9 dagen in de groep."


def test_the_time_from_the_first_look_of_whoever_decided(
    added: Callable[..., ResidentRequest], own_beheerder: User, deputy: User
) -> None:
    for hours in (1, 2, 3, 30, 80):
        row = added(9)
        # A colleague looked before, and the beheerder twice.
        for by, before in ((deputy, 100), (own_beheerder, hours), (own_beheerder, hours / 2)):
            record_request_event(VIEWED, row, by=by, now=MONDAY - timedelta(days=10, hours=before))
    for _ in range(7):
        added(9)  # nobody knows when they were opened
    assert rows_of("openen", now=MONDAY) == {"Spoorstraat": "3 uur"}
    block = whole_figure("openen", now=MONDAY)
    assert "binnen 3 uur nadat iemand keek" in block.sentence


@pytest.mark.parametrize(
    ("hours", "words"),
    [(0.2, "minder dan een uur"), (1, "1 uur"), (23.9, "1 dag"), (60, "2,5 dagen")],
)
def test_time_in_words(hours: float, words: str) -> None:
    assert time_in_words(hours / 24) == words


def test_four_newcomers_are_too_few_to_tell_how_long_it_took(
    added: Callable[..., ResidentRequest], own_beheerder: User
) -> None:
    for _ in range(4):
        record_request_event(VIEWED, added(9), by=own_beheerder, now=MONDAY - timedelta(days=11))
    assert rows_of("openen", now=MONDAY) == {}


@pytest.mark.parametrize(
    ("days", "words"), [(0.1, "een halve dag"), (1.02, "1 dag"), (2.5, "2,5 dagen"), (3, "3 dagen")]
)
def test_days_in_words(added: Callable[..., ResidentRequest], days: float, words: str) -> None:
    for _ in range(5):
        added(days)
    assert rows_of("dagen", now=MONDAY) == {"Spoorstraat": words}


def test_where_people_came_from_by_what_they_told_or_how_it_was_typed_in(
    make_request: MakeRequest,
) -> None:
    for number, facts in (
        (9, {"came_from": "poster"}),
        (7, {"source": RequestSource.PHONE}),
        (6, {"source": RequestSource.EXAMPLE}),
        (5, {"came_from": "search", "source": RequestSource.PAPER}),
    ):
        for _ in range(number):
            make_request(created_at=MONDAY - timedelta(days=3), **facts)
    make_request(created_at=MONDAY - timedelta(days=400), came_from="list")
    small = "minder dan 5"
    assert rows_of("vandaan", now=MONDAY) == {
        "poster in de straat": "9",
        "telefoon": "7",
        "niet bekend": "6",
        "papier": "5",
        "adres gezocht op de site": small,
        "lijst van groepen of straten": small,
        "e-mail": small,
    }


def test_why_members_left_in_the_last_year(many_members: Callable[..., None]) -> None:
    left = {"since": MONDAY - timedelta(days=900)}
    long_ago = MONDAY - timedelta(days=366)
    recently = MONDAY - timedelta(days=3)
    many_members("spoorstraat", 8, until=recently, end_reason=LeaveReason.MOVED_HOUSE, **left)
    many_members("spoorstraat", 9, until=long_ago, end_reason=LeaveReason.MOVED_HOUSE, **left)
    many_members("dennenlaan", 2, until=recently, end_reason=LeaveReason.TOO_MANY, **left)
    block = whole_figure("redenen", now=MONDAY)
    assert (block.rows[0].label, block.rows[0].text) == ("verhuisd", "8")
    assert {row.text for row in block.rows[1:]} == {"minder dan 5"}
    assert block.sentence == "Hierom stoppen de meeste mensen: verhuisd."


# --- The pages -------------------------------------------------------------------------------


def test_nothing_to_tell_yet(staff: Client, db: None) -> None:
    page = seen(staff)
    assert page.count(TOO_LITTLE) == 9
    assert TOO_LITTLE in seen(staff, "figures_block", "redenen")


@pytest.mark.parametrize(
    "code", ["leden", "dekking", "weken", "dagen", "openen", "vandaan", "redenen"]
)
def test_every_figure_has_a_page_and_a_file(
    staff: Client, many_members: Callable[..., None], code: str
) -> None:
    many_members("spoorstraat", 12)
    many_members("dennenlaan", 20)
    count_figures(now=timezone.now())
    assert staff.get(reverse("figures_block", args=[code])).status_code == 200
    file = staff.get(reverse("figures_csv", args=[code]))
    rows = list(csv.reader(StringIO(file.content.decode("utf-8-sig")), delimiter=";"))
    assert file["Content-Disposition"] == f'attachment; filename="cijfers-{code}.csv"'
    assert all(len(row) == 2 for row in rows)
    if code == "leden":
        assert rows == [["Groep", "Leden"], ["Dennenlaan", "20"], ["Spoorstraat", "12"]]


@pytest.mark.parametrize("name", ["figures_block", "figures_csv"])
def test_a_figure_that_there_is_not(staff: Client, village: Village, name: str) -> None:
    assert staff.get(reverse(name, args=["geheim"])).status_code == 404


def test_a_long_figure_goes_by_pages_and_shows_each_row_once() -> None:
    rows = [Row(f"{pk}", 9, "9", rank=pk // 3, pk=pk) for pk in range(250)]
    block = Block("leden", "Leden", ("Groep", "Leden"), rows=rows)
    seen: list[int] = []
    key = ""
    for _ in range(3):
        page = page_of(block, key)
        seen += [row.pk for row in page.rows]
        key = page.next_key
    assert (seen, key) == (list(range(250)), "")
    assert len(top_of(block).rows) == 25
    assert top_of(block).has_more


@pytest.mark.parametrize("key", ["", "x", "1-", "-1-2", "9" * 40, "1-1-1"])
def test_a_key_that_is_none_shows_the_beginning(key: str) -> None:
    block = Block("leden", "Leden", ("Groep", "Leden"), rows=[Row("a", 9, "9", 1, 1)])
    assert len(page_of(block, key).rows) == 1


@pytest.mark.parametrize("path", ["/platform/cijfers/", "/platform/cijfers/leden/"])
def test_the_pages_ask_the_same_for_two_groups_and_for_seventeen(
    staff: Client, many_members: Callable[..., None], village: Village, path: str
) -> None:
    staff.get(path)
    many_members("spoorstraat", 12)
    many_members("dennenlaan", 12)
    count_figures(now=timezone.now())
    with at_most(4):
        staff.get(path)
    for slug in village.groups:
        many_members(slug, 20)
    count_figures(now=timezone.now())
    with at_most(4):
        assert "In 17 groepen" in words_of(staff.get(path))


# --- What is kept, and when it is counted anew -----------------------------------------------


def test_before_the_first_time_the_pages_say_so_and_a_page_of_rows_leads_there(
    staff: Client, many_members: Callable[..., None]
) -> None:
    many_members("spoorstraat", 12)
    assert "De cijfers zijn nog niet geteld." in words_of(staff.get(reverse("figures")))
    for name in ("figures_block", "figures_csv"):
        answer = staff.get(reverse(name, args=["leden"]))
        assert (answer.status_code, answer["Location"]) == (302, reverse("figures"))


def test_a_page_shows_what_was_counted_and_when_until_it_is_counted_again(
    staff: Client, many_members: Callable[..., None]
) -> None:
    many_members("spoorstraat", 12)
    many_members("dennenlaan", 20)
    counted_at = timezone.now().replace(hour=9, minute=15)
    assert count_when_old(now=counted_at)
    many_members("dennenlaan", 7)
    clock = counted_at.astimezone(timezone.get_default_timezone())
    for name, args in (("figures", []), ("figures_block", ["leden"])):
        page = words_of(staff.get(reverse(name, args=args)))
        assert "Dennenlaan 20" in page
        assert f"om {clock:%H:%M}." in page
    assert not count_when_old(now=counted_at + EVERY - timedelta(seconds=1))
    assert count_when_old(now=counted_at + EVERY)
    assert "Dennenlaan 27" in words_of(staff.get(reverse("figures")))


def test_of_several_workers_one_counts_and_who_broke_off_is_followed_later(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    seconds: list[bool] = []

    def another_rings(*, now: datetime) -> None:
        seconds.append(count_when_old(now=now + timedelta(minutes=1)))
        raise DatabaseError("gone")

    monkeypatch.setattr(figures_service, "count_figures", another_rings)
    with pytest.raises(DatabaseError):
        count_when_old(now=now)
    assert seconds == [False]
    monkeypatch.undo()
    assert not count_when_old(now=now + EVERY - timedelta(seconds=1))
    assert count_when_old(now=now + EVERY)


def test_nothing_is_counted_while_a_file_with_addresses_is_taken_over(
    village: Village, coordinator: User
) -> None:
    now = timezone.now()
    given = AddressImport.objects.create(
        state=ImportState.CHECKING, busy_until=now + timedelta(minutes=3), by=coordinator
    )
    assert not count_when_old(now=now)
    assert not KeptFigure.objects.exists()
    AddressImport.objects.filter(pk=given.pk).update(busy_until=None)
    assert count_when_old(now=now)


def test_a_clock_that_was_set_back_does_not_keep_figures_old(village: Village) -> None:
    now = timezone.now()
    assert count_when_old(now=now)
    assert count_when_old(now=now - timedelta(hours=2))


def test_counted_again_nothing_of_before_stays(
    staff: Client, village: Village, now: datetime
) -> None:
    Street.objects.bulk_create(
        Street(name=f"Teststraat {number}", slug=f"teststraat-{number}") for number in range(230)
    )
    OfficialAddress.objects.bulk_create(
        OfficialAddress(street=street, house_number=1) for street in Street.objects.all()
    )
    count_figures(now=now)
    pages = KeptFigure.objects.filter(code="dekking", language="nl")
    assert pages.count() == 1 + 3
    assert pages.get(page=3).content["rows"]
    Street.objects.filter(slug__startswith="teststraat").update(outside=True)
    count_figures(now=now + timedelta(minutes=1))
    assert pages.count() == 1 + 1
    assert not KeptFigure.objects.exclude(counted_at=now + timedelta(minutes=1)).exists()


def test_pages_of_a_long_figure_show_each_row_once_and_any_other_key_the_first(
    staff: Client, village: Village, now: datetime
) -> None:
    Street.objects.update(outside=True)
    Street.objects.bulk_create(
        Street(name=f"Teststraat {number:03}", slug=f"t-{number}") for number in range(230)
    )
    OfficialAddress.objects.bulk_create(
        OfficialAddress(street=street, house_number=1) for street in Street.objects.in_the_village()
    )
    count_figures(now=now)
    shown: list[str] = []
    path = reverse("figures_block", args=["dekking"])
    for key in ("", "2", "3"):
        page = text_of(staff.get(path, {"na": key} if key else {}))
        shown += re.findall("Teststraat [0-9]{3}", page)
        assert ("?na=" in page) == (key != "3")
    assert sorted(shown) == [f"Teststraat {number:03}" for number in range(230)]
    first = words_of(staff.get(path))
    for key in ("4", "0", "-1", "x", "9" * 40, "1-1"):
        assert words_of(staff.get(path, {"na": key})).startswith(first[:200])
    file = staff.get(reverse("figures_csv", args=["dekking"]))
    assert file.content.decode("utf-8-sig").count("Teststraat") == 230


def test_figures_are_kept_in_each_language_and_hide_what_is_small(
    staff: Client, many_members: Callable[..., None]
) -> None:
    many_members("spoorstraat", 12)
    many_members("seters", 4)
    many_members("dennenlaan", 20)
    many_members("steenoven", 3)
    count_figures(now=timezone.now())
    rows = KeptFigure.objects.filter(code="leden", page=0)
    told = {row.language: row.content["title"] for row in rows}
    assert told["nl"] == "Leden per groep"
    assert len(set(told.values())) == 3
    assert all(len(row.content["rows"]) == 2 for row in rows)


# --- One group -------------------------------------------------------------------------------


def test_a_beheerder_sees_the_own_group_and_how_it_goes_elsewhere(
    client: Client,
    own_beheerder: User,
    spoorstraat: WatchGroup,
    dennenlaan: WatchGroup,
    make_request: MakeRequest,
    many_members: Callable[..., None],
) -> None:
    now = timezone.now()
    many_members("spoorstraat", 8)
    many_members("dennenlaan", 44)
    for group, days, number in ((spoorstraat, 2, 5), (dennenlaan, 6, 11)):
        for _ in range(number):
            make_request(
                group=group,
                state=State.ADDED,
                decided_by=own_beheerder,
                created_at=now - timedelta(days=days),
                came_from="poster" if group == spoorstraat else "list",
            )
    before = words_of(log_in(client, own_beheerder).get(_own(spoorstraat)))
    assert "Zo lang duurt het in heel" not in before  # nobody counted yet
    count_figures(now=now)
    page = words_of(client.get(_own(spoorstraat)))
    assert "Leden 13" in page
    assert "Zo lang duurt het bij jullie 2 dagen" in page
    assert "Zo lang duurt het in heel Dorst 6 dagen" in page
    assert "Van openen tot in de groep nog te weinig gegevens" in page
    assert "poster in de straat 5" in page
    assert "lijst van groepen of straten minder dan 5" in page
    assert "44" not in page
    assert "11" not in page


def test_another_group_is_not_there(
    client: Client, own_beheerder: User, dennenlaan: WatchGroup
) -> None:
    answer = log_in(client, own_beheerder).get(_own(dennenlaan))
    assert answer.status_code == 404


def test_a_small_group_is_told_as_small(
    client: Client, own_beheerder: User, spoorstraat: WatchGroup, member: Membership
) -> None:
    page = words_of(log_in(client, own_beheerder).get(_own(spoorstraat)))
    assert "Leden minder dan 5" in page
    assert page.count(TOO_LITTLE) == 2


def _own(group: WatchGroup) -> str:
    return reverse("group_figures", args=[group.slug])


# --- Everybody -------------------------------------------------------------------------------


def test_everybody_reads_four_numbers_that_are_rounded(
    client: Client, many_members: Callable[..., None], make_request: MakeRequest, now: datetime
) -> None:
    many_members("spoorstraat", 43)
    WatchGroup.objects.filter(slug="seters").update(status=GroupStatus.STARTING)
    for _ in range(12):
        make_request(created_at=now)
    for _ in range(30):
        make_request(created_at=days_after(now, -400))
    with at_most(1):
        page = words_of(client.get(reverse("public_figures")))
    assert "Groepen 16" in page
    assert "Leden ongeveer 40" in page
    assert "Aanvragen dit jaar ongeveer 10" in page


def test_before_there_is_a_group_there_is_nothing_to_tell(client: Client, db: None) -> None:
    assert TOO_LITTLE in words_of(client.get(reverse("public_figures")))


# --- How they are drawn ------------------------------------------------------------------------


def test_the_line_is_broken_where_a_number_is_hidden() -> None:
    numbers = [5, 10, None, 20, None]
    rows = [
        Row(f"week {at}", number, "minder dan 5" if number is None else str(number))
        for at, number in enumerate(numbers)
    ]
    drawn = series_of(rows)
    assert [point.row.number for point in drawn.points] == [5, 10, 20]
    assert [(one.start.row.number, one.end.row.number) for one in drawn.strokes] == [(5, 10)]
    assert drawn.highest
    assert drawn.highest.row.number == 20
    assert [label.text for label in drawn.labels] == ["week 0", "week 2", "week 4"]


@pytest.mark.parametrize("rows", [[], [Row("week 0", None, "minder dan 5")], [Row("a", 7, "7")]])
def test_a_short_series_is_drawn_too(rows: list[Row]) -> None:
    drawn = series_of(rows)
    assert not drawn.strokes
    assert len(drawn.points) == sum(row.number is not None for row in rows)


def test_bars_are_few_and_the_table_has_the_rest() -> None:
    block = Block("x", "X", ("A", "B"), rows=[Row(f"{n}", n, f"{n}") for n in range(30)])
    assert len(block.bars) == 8
    assert block.leaves_bars_out
