"""Lists that page by key: every row stands on one page, in order, whatever the address holds."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import QuerySet

from dorst_portal.kit.rows.keyset import MOMENT, NUMBER, SLUG, Keyset, Page, RowKeyset
from groups.models import Membership, Street

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MakeMember = Callable[..., Membership]
NO_KEYS = (
    "", " ", "x", "-1", "1-", "1-1-1", "0", "٣-٣", "1 -1", "1.5-1", "%", "é", "9" * 19, "1\n-1",
    "1" * 17 + "-1", "-", "NaN", "1-9999999999999999999999",
)  # fmt: skip


def pages_of(turn: Callable[[str], Page[Any]]) -> Iterator[Page[Any]]:
    """Each page, from the first to the last, as somebody who presses "Volgende" reads them."""
    page = turn("")
    yield page
    while page.next_key:
        page = turn(page.next_key)
        yield page


def read_through(turn: Callable[[str], Page[Any]]) -> list[Any]:
    return [row for page in pages_of(turn) for row in page.rows]


@pytest.fixture
def members(make_member: MakeMember) -> QuerySet[Membership]:
    """Nine people of whom some came at the same moment, some live at one number, some at none."""
    for place, number in enumerate([4, None, 4, 12, None, 2, 12, 4, None]):
        made = make_member(name=f"Lid {place}", house_number=number)
        since = NOON + timedelta(microseconds=place // 3)
        Membership.objects.filter(pk=made.pk).update(since=since, street_text="ab"[place % 2])
    return Membership.objects.filter(name__startswith="Lid").select_related("group")


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 2, 3, 8, 9, 20])
@pytest.mark.parametrize(
    "columns",
    [
        {"since": MOMENT, "pk": NUMBER},
        {"-since": MOMENT, "-pk": NUMBER},
        {"-since": MOMENT, "pk": NUMBER},
        {"group__slug": SLUG, "-since": MOMENT, "pk": NUMBER},
        {"-pk": NUMBER},
    ],
)
def test_every_row_stands_on_one_page_in_order(
    members: QuerySet[Membership], columns: dict[str, Any], size: int
) -> None:
    keyset = Keyset(columns)
    pages = list(pages_of(lambda key: keyset.page(members, after=key, size=size)))
    assert [row for page in pages for row in page.rows] == list(members.order_by(*columns))
    assert [page.is_first for page in pages] == [True] + [False] * (len(pages) - 1)
    assert {len(page.rows) for page in pages[:-1]} <= {size}


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 2, 4, 9])
def test_who_has_no_number_stands_last_and_is_on_one_page_too(
    members: QuerySet[Membership], size: int
) -> None:
    keyset = RowKeyset("street_text", "house_number", "id", nulls_last="house_number")
    shown = read_through(
        lambda key: keyset.page(members, after=key, size=size, among=Membership.objects.all())
    )
    none_last = sorted(members, key=lambda one: (one.street_text, one.house_number or 999, one.pk))
    assert shown == none_last


@pytest.mark.django_db
def test_the_row_behind_which_somebody_looks_may_have_left_the_list(
    members: QuerySet[Membership],
) -> None:
    keyset, everybody = RowKeyset("-since", "-id"), Membership.objects.all()
    first = keyset.page(members, after="", size=3, among=everybody)
    staying = members.exclude(pk=first.next_key)
    rest = keyset.page(staying, after=first.next_key, size=20, among=everybody)
    assert [*first.rows, *rest.rows] == list(members.order_by("-since", "-id"))


@pytest.mark.django_db
@pytest.mark.parametrize("key", NO_KEYS)
def test_what_is_no_key_shows_the_first_page(members: QuerySet[Membership], key: str) -> None:
    keyset = Keyset({"since": MOMENT, "pk": NUMBER})
    first = keyset.page(members, after="", size=4)
    assert keyset.page(members, after=key, size=4) == first
    by_row = RowKeyset("since", "id")
    first = by_row.page(members, after="", size=4, among=members)
    assert by_row.page(members, after=key, size=4, among=members) == first


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["0", "9" * 18])
def test_a_number_that_no_row_has_is_a_key_like_any_other(
    members: QuerySet[Membership], number: str
) -> None:
    keyset = Keyset({"house_number": NUMBER, "pk": NUMBER})
    rows = members.filter(house_number__isnull=False)
    found = keyset.page(rows, after=f"{number}-{number}", size=20).rows
    assert len(found) == (6 if number == "0" else 0)


@pytest.mark.django_db
def test_a_key_tells_a_name_with_a_dash_and_figures_from_the_numbers_behind_it() -> None:
    for slug in ("a-1", "a-1-1", "a"):
        Street.objects.create(name=slug, slug=slug, area="Kom")
    keyset = Keyset({"slug": SLUG, "pk": NUMBER})
    streets = Street.objects.filter(area="Kom", slug__startswith="a")
    shown = read_through(lambda key: keyset.page(streets, after=key, size=1))
    assert [street.slug for street in shown] == sorted(streets.values_list("slug", flat=True))
