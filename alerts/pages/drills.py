"""What a coordinator sees of drills: which are planned, and which groups took part. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import OuterRef

from alerts.models import Alert, Drill
from dorst_portal.kit.rows.added import Added
from dorst_portal.kit.rows.counting import RowCount
from dorst_portal.kit.rows.keyset import MOMENT, NUMBER, Keyset, Page
from groups.api import GroupStatus, WatchGroup

PAGE: Final = 30
MOST_NAMES: Final = 50
_LATEST_FIRST: Final = Keyset({"-at": MOMENT, "-pk": NUMBER})
_IN_ORDER: Final = Keyset({"pk": NUMBER})


@dataclass(frozen=True)
class Joined(Added):
    """What the query of the list adds to a drill."""

    joined: int


@dataclass(frozen=True)
class DrillRow:
    """A drill on the list, and how many groups took part."""

    drill: Drill
    joined: int


@dataclass(frozen=True)
class DrillPage:
    """Who took part, a page by key, and the names of the groups that did not."""

    drill: Drill
    rows: Sequence[Alert]
    next_key: str
    joined: int
    others: Sequence[str]
    more_others: int


def drills_page(*, after: str) -> Page[DrillRow]:
    """All drills, the latest first. One statement."""
    taking_part = Alert.objects.filter(drill=OuterRef("pk"))
    drills = Drill.objects.annotate(joined=RowCount(taking_part))
    page = _LATEST_FIRST.page(drills, after=after, size=PAGE)
    return page.each(lambda row: DrillRow(row, Joined.of(row).joined))


def drill_page(drill: Drill, *, after: str) -> DrillPage:
    """One drill. Four statements."""
    alerts = Alert.objects.filter(drill=drill).select_related("group")
    page = _IN_ORDER.page(alerts, after=after, size=PAGE)
    active = WatchGroup.objects.filter(status=GroupStatus.ACTIVE)
    others = active.exclude(pk__in=Alert.objects.filter(drill=drill).values("group"))
    names = list(others.order_by("name").values_list("name", flat=True)[:MOST_NAMES])
    more = others.count() - len(names) if len(names) == MOST_NAMES else 0
    return DrillPage(drill, page.rows, page.next_key, alerts.count(), names, more)
