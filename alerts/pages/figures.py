"""How calm it is: of a group, or of all, how many alerts were real, whether they were closed, and
how soon. Numbers under 5 stay hidden, as in all figures. Reads only.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Final

from django.db.models import Count
from django.utils.translation import gettext as _

from alerts.models import Alert
from alerts.querysets.alerts import AlertQuerySet
from alerts.values.choices import AlertState, Category
from dorst_portal.languages.words import all_of, lazy_text
from groups.api import (
    FEWEST,
    Block,
    Row,
    WatchGroup,
    days_after,
    hides,
    in_words,
    page_of,
    rank_of,
    shown,
    time_in_words,
)

A_YEAR: Final = 365
# A median of the latest so many says as much as one of all.
_MOST: Final = 5000
_SECONDS_OF_A_DAY: Final = 24 * 60 * 60
REAL, FALSE, DRILL = "real", "false", "drill"
_KINDS: Final[Mapping[str, str]] = {
    REAL: lazy_text("Echt"),
    FALSE: lazy_text("Loos alarm"),
    DRILL: lazy_text("Oefening"),
}
_IN_A_SENTENCE: Final[Mapping[str, str]] = {
    REAL: lazy_text("{number} keer echt"),
    FALSE: lazy_text("{number} keer loos alarm"),
    DRILL: lazy_text("{number} keer een oefening"),
}
LITTLE: Final = lazy_text("nog te weinig gegevens")
HIDDEN: Final = lazy_text("Een getal onder de 5 laten we niet zien.")


@dataclass(frozen=True)
class Calm:
    """The page of a group, or of all: what was logged, and how it was closed."""

    kinds: Block
    categories: Block
    closed: str
    usual_time: str


@dataclass(frozen=True)
class GroupRow:
    """A group with how many alerts it had."""

    slug: str
    name: str
    text: str


def calm_of(group: WatchGroup | None, *, now: datetime) -> Calm:
    """The figures of the last year, of one group or of all. One statement."""
    rows = Alert.objects.filter(happened_at__gt=days_after(now, -A_YEAR), happened_at__lte=now)
    if group:
        rows = rows.filter(group=group)
    columns = ("category", "state", "is_drill", "happened_at", "closed_at", "closed_by")
    found = list(rows.order_by("-happened_at").values_list(*columns)[:_MOST])
    ended = [row for row in found if row[1] != AlertState.RUNNING]
    kinds = Counter(_kind(state, is_drill=is_drill) for _what, state, is_drill, *_times in ended)
    what = Counter(category for category, _state, is_drill, *_times in found if not is_drill)
    # Who closed it: nobody, where a week went by.
    by_hand = [row for row in ended if row[5] is not None]
    return Calm(
        kinds=_kinds_block(kinds),
        categories=categories_block(what),
        closed=_closed_in_words(len(by_hand), len(ended)),
        usual_time=_usual([closed - began for *_facts, began, closed, _by in by_hand]),
    )


def groups_page(*, after: str, now: datetime) -> tuple[Sequence[GroupRow], str]:
    """Per group how many alerts that were no drill it had in the last year, the most first and
    small numbers hidden; and the key of the next page. Two statements.
    """
    real = real_of_the_year(now)
    counted: dict[int, int] = dict(
        real.order_by().values_list("group").annotate(number=Count("pk"))
    )
    cells = shown(counted)
    rows = [
        Row("", one.number, one.text, rank_of(one.number or 0), pk) for pk, one in cells.items()
    ]
    in_order = sorted(rows, key=lambda row: (row.rank, row.pk))
    block = page_of(Block("groepen", "Per groep", ("Groep", "Meldingen"), rows=in_order), after)
    names = WatchGroup.objects.in_bulk([row.pk for row in block.rows])
    listed = [GroupRow(names[one.pk].slug, names[one.pk].name, one.text) for one in block.rows]
    return listed, block.next_key


def real_of_the_year(now: datetime) -> AlertQuerySet:
    """The alerts of the last year, without drills."""
    year = {"happened_at__gt": days_after(now, -A_YEAR), "happened_at__lte": now}
    return Alert.objects.real().filter(**year).order_by()


def categories_block(counted: Mapping[str, int]) -> Block:
    """What the alerts were about, the most first; a kind without any is in it too."""
    cells = shown({one.value: counted.get(one.value, 0) for one in Category})
    rows = [
        Row(str(Category(value).label), one.number, one.text, rank_of(one.number or 0), place)
        for place, (value, one) in enumerate(cells.items())
    ]
    rows.sort(key=lambda row: (row.rank, row.pk))
    most = rows[0]
    return Block(
        code="meldingen",
        title=_("Meldingen per soort"),
        head=(_("Soort"), _("Meldingen")),
        sentence=_("Het vaakst ging het over: {what} ({number}).").format(
            what=most.label.lower(), number=most.text
        ),
        rows=rows,
        remark=HIDDEN if hides(cells.values()) else "",
    )


def _kinds_block(counted: Mapping[str, int]) -> Block:
    cells = shown({kind: counted.get(kind, 0) for kind in (REAL, FALSE, DRILL)})
    said = [
        _IN_A_SENTENCE[kind].format(number=in_words(one.number))
        for kind, one in cells.items()
        if one.number is not None
    ]
    return Block(
        code="rust",
        title=_("Echt, loos alarm of oefening"),
        head=(_("Wat het was"), _("Meldingen")),
        sentence=_("Het laatste jaar was het {together}.").format(together=all_of(said)),
        rows=[
            Row(str(_KINDS[kind]), one.number, one.text, pk=place)
            for place, (kind, one) in enumerate(cells.items())
        ],
        remark=HIDDEN if hides(cells.values()) else "",
    )


def _kind(state: str, *, is_drill: bool) -> str:
    if is_drill:
        return DRILL
    return FALSE if state == AlertState.FALSE_ALARM else REAL


def _closed_in_words(by_hand: int, ended: int) -> str:
    """Which part a beheerder closed; a few that nobody closed stay hidden."""
    if by_hand < FEWEST:
        return LITTLE
    if ended - by_hand < FEWEST:
        return _("alle of bijna alle meldingen")
    return _("{share} van de meldingen").format(share=f"{round(100 * by_hand / ended)}%")


def _usual(times: Sequence[timedelta]) -> str:
    if len(times) < FEWEST:
        return LITTLE
    usual = median(one.total_seconds() for one in times)
    return time_in_words(usual / _SECONDS_OF_A_DAY)
