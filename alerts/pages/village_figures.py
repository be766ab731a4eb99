"""The figures about alerts among those of the whole village (settings.MORE_FIGURES). Reads only."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alerts.models import Alert
from alerts.pages.figures import HIDDEN, categories_block, real_of_the_year
from groups.api import VILLAGE, Block, Row, hides, in_words, shown, sum_of, village_day

_MONTHS: Final = 12


def by_kind(now: datetime) -> Block:
    """What the alerts of the last year were about, drills left out. One statement."""
    counted: Any = real_of_the_year(now).values_list("category").annotate(number=Count("pk"))
    return categories_block(dict(counted))


def by_month(now: datetime) -> Block:
    """How many alerts each of the last twelve months had, drills left out. One statement."""
    months = _last_months(village_day(now))
    since = datetime.combine(months[0], datetime.min.time(), tzinfo=VILLAGE)
    rows = Alert.objects.real().filter(happened_at__gte=since, happened_at__lte=now).order_by()
    month = TruncMonth("happened_at", tzinfo=VILLAGE)
    found: Any = rows.annotate(month=month).values_list("month").annotate(number=Count("pk"))
    counted = {begin.date(): number for begin, number in found}
    cells = shown({one: counted.get(one, 0) for one in months})
    together = in_words(sum_of(cells.values()))
    return Block(
        code="meldingen-maanden",
        title=_("Meldingen per maand"),
        head=(_("Maand"), _("Meldingen")),
        sentence=_("In de maanden hieronder waren het er samen {number}.").format(number=together),
        rows=[
            Row(date_format(one, "F Y"), cell.number, cell.text, place, place)
            for place, (one, cell) in enumerate(reversed(cells.items()))
        ],
        remark=HIDDEN if hides(cells.values()) else "",
    )


def _last_months(today: date) -> Sequence[date]:
    """The first days of the last twelve months, the oldest first."""
    months = [today.replace(day=1)]
    for _place in range(_MONTHS - 1):
        months.insert(0, (months[0] - timedelta(days=1)).replace(day=1))
    return months


FIGURES: Final[Mapping[str, Callable[[datetime], Block]]] = {
    "meldingen": by_kind,
    "meldingen-maanden": by_month,
}
