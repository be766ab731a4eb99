"""The pages with figures: of the whole village, of one group, and the four that everybody sees."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Final

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from dorst_portal.kit.rows.counting import RowCount
from groups.figures.pages import blocks, counts
from groups.figures.pages.rows import (
    Block,
    days_in_words,
    in_words,
    named,
    page_of,
    time_in_words,
    top_of,
)
from groups.figures.pages.small_cells import FEWEST, one_number
from groups.models import Membership, ResidentRequest, WatchGroup
from groups.places.pages.browse import about
from groups.values.states import Kind
from groups.values.village_time import on_day, village_day


def all_figures(*, now: datetime) -> Sequence[Block]:
    """Every block with its first rows. Six statements, and those of what stands above."""
    found = counts.arrivals(now=now)
    members = blocks.members(counts.members_by_group())
    days = counts.days_to_the_group(now=now)
    waits = top_of(blocks.waits(days.from_asking))
    work = top_of(blocks.work(days.from_opening))
    reasons = counts.reasons_to_leave(now=now)
    official = counts.official_cover()
    named_ones = (*top_of(members).rows, *waits.rows, *work.rows)
    names, totals = counts.names_and_totals({row.pk for row in named_ones})
    return [
        named(top_of(blocks.with_left_out(members, totals)), names),
        top_of(blocks.cover(official, totals)),
        blocks.weeks(found.by_week),
        named(waits, names),
        named(work, names),
        blocks.origins(found.by_origin),
        blocks.reasons(reasons),
        *(make(now) for make in _MORE.values()),
    ]


def figure(code: str, *, now: datetime) -> Block | None:
    """One block with all its rows, those about groups without their names; None for a code that
    there is not.
    """
    make = _FIGURES.get(code)
    return make(now) if make else None


def figure_page(code: str, *, after: str, now: datetime) -> Block | None:
    """One page of a block, behind a key."""
    block = figure(code, now=now)
    return _with_names(page_of(block, after)) if block else None


def whole_figure(code: str, *, now: datetime) -> Block | None:
    """One block with all its rows, for a file."""
    block = figure(code, now=now)
    return _with_names(block) if block else None


def _members(_now: datetime) -> Block:
    block = blocks.members(counts.members_by_group())
    return blocks.with_left_out(block, counts.names_and_totals(())[1])


# Of what stands above this part of the house.
_MORE: Final[Mapping[str, Callable[[datetime], Block]]] = import_string(settings.MORE_FIGURES)
_FIGURES: Final[dict[str, Callable[[datetime], Block]]] = {
    "leden": _members,
    "dekking": lambda _now: blocks.cover(counts.official_cover(), counts.names_and_totals(())[1]),
    "weken": lambda now: blocks.weeks(counts.arrivals(now=now).by_week),
    "dagen": lambda now: blocks.waits(counts.days_to_the_group(now=now).from_asking),
    "openen": lambda now: blocks.work(counts.days_to_the_group(now=now).from_opening),
    "vandaan": lambda now: blocks.origins(counts.arrivals(now=now).by_origin),
    "redenen": lambda now: blocks.reasons(counts.reasons_to_leave(now=now)),
    **_MORE,
}
_ABOUT_GROUPS: Final = frozenset({"leden", "dagen", "openen"})


def _with_names(block: Block) -> Block:
    if block.code not in _ABOUT_GROUPS:
        return block
    return named(block, counts.names_of([row.pk for row in block.rows]))


# --- One group -------------------------------------------------------------------------------


@dataclass(frozen=True)
class GroupFigures:
    """What the beheerders of a group see of their own group."""

    members: str
    days_here: str
    days_everywhere: str
    work_here: str
    blocks: Sequence[Block]


def figures_of_group(group: WatchGroup, *, now: datetime) -> GroupFigures:
    """The figures of one group, beside how long it takes elsewhere. Four statements."""
    members = counts.members_by_group(group).get(group.pk, 0)
    year = counts.arrivals(now=now, group=group)
    waits = counts.days_to_the_group(now=now)
    return GroupFigures(
        members=one_number(members),
        days_here=_usual(waits.from_asking.get(group.pk, ()), days_in_words),
        days_everywhere=_usual(
            [one for days in waits.from_asking.values() for one in days], days_in_words
        ),
        work_here=_usual(waits.from_opening.get(group.pk, ()), time_in_words),
        blocks=[
            blocks.origins(year.by_origin),
            blocks.reasons(counts.reasons_to_leave(now=now, group=group)),
        ],
    )


def _usual(days: Sequence[float], in_words_of: Callable[[float], str]) -> str:
    return in_words_of(median(days)) if len(days) >= FEWEST else _("nog te weinig gegevens")


# --- For everybody ---------------------------------------------------------------------------


@dataclass(frozen=True)
class PublicFigures:
    """The four numbers that everybody may read."""

    groups: str
    members: str
    streets: str
    requests: str


def public_figures(*, now: datetime) -> PublicFigures | None:
    """Groups, about how many members, streets with a group and about how many requests of this
    year, in one statement; None while there is no group.
    """
    january = on_day(now, 1 - village_day(now).timetuple().tm_yday, hour=0)
    shown = WatchGroup.objects.shown_to_everybody()
    members = Membership.objects.current().filter(group__in=shown)
    asked = ResidentRequest.objects.filter(kind=Kind.JOIN, created_at__gte=january)
    row = (
        shown.order_by("pk")
        .values_list(
            RowCount(shown),
            RowCount(members),
            RowCount(counts.covered_streets()),
            RowCount(asked),
        )
        .first()
    )
    if row is None:
        return None
    groups, people, streets, requests = row
    return PublicFigures(
        groups=in_words(groups),
        members=about(people),
        streets=in_words(streets),
        requests=about(requests),
    )
