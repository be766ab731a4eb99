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
    time_in_words,
)
from groups.figures.pages.small_cells import FEWEST, one_number
from groups.models import Membership, ResidentRequest, WatchGroup
from groups.places.pages.browse import about
from groups.values.states import Kind
from groups.values.village_time import on_day, village_day


@dataclass(frozen=True)
class Counted:
    """Everything that the blocks are made of, counted once for all languages."""

    arrivals: counts.Arrivals
    members: Mapping[int, int]
    days: counts.DaysToTheGroup
    reasons: Mapping[str, int]
    official: Sequence[counts.StreetCover]
    names: Mapping[int, str]
    totals: counts.Totals


def counted(*, now: datetime) -> Counted:
    """Count the village. Seven statements, which read every member and every address."""
    members = counts.members_by_group()
    days = counts.days_to_the_group(now=now)
    _, totals = counts.names_and_totals(())
    return Counted(
        arrivals=counts.arrivals(now=now),
        members=members,
        days=days,
        reasons=counts.reasons_to_leave(now=now),
        official=counts.official_cover(),
        names=counts.names_of([*members.keys() | days.from_asking.keys()]),
        totals=totals,
    )


def blocks_of(found: Counted, *, now: datetime) -> Sequence[Block]:
    """Every block with all its rows, in the language that is in force. No statement but those of
    what stands above.
    """
    members = blocks.with_left_out(blocks.members(found.members), found.totals)
    return [
        named(members, found.names),
        blocks.cover(found.official, found.totals),
        blocks.weeks(found.arrivals.by_week),
        named(blocks.waits(found.days.from_asking), found.names),
        named(blocks.work(found.days.from_opening), found.names),
        blocks.origins(found.arrivals.by_origin),
        blocks.reasons(found.reasons),
        *(make(now) for make in _MORE.values()),
    ]


def usual_days_everywhere(found: Counted) -> str:
    """How long it takes half of the people of all groups, in the language that is in force."""
    return _usual([one for days in found.days.from_asking.values() for one in days], days_in_words)


# Of what stands above this part of the house.
_MORE: Final[Mapping[str, Callable[[datetime], Block]]] = import_string(settings.MORE_FIGURES)
# In the order of the page.
CODES: Final = ("leden", "dekking", "weken", "dagen", "openen", "vandaan", "redenen", *_MORE)


# --- One group -------------------------------------------------------------------------------


@dataclass(frozen=True)
class GroupFigures:
    """What the beheerders of a group see of their own group."""

    members: str
    days_here: str
    work_here: str
    blocks: Sequence[Block]


def figures_of_group(group: WatchGroup, *, now: datetime) -> GroupFigures:
    """The figures of one group, counted in the group alone. Four statements."""
    members = counts.members_by_group(group).get(group.pk, 0)
    year = counts.arrivals(now=now, group=group)
    waits = counts.days_to_the_group(now=now, group=group)
    return GroupFigures(
        members=one_number(members),
        days_here=_usual(waits.from_asking.get(group.pk, ()), days_in_words),
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
