"""The alerts of a group as a file: facts, and nobody's name."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.utils.translation import override

from alerts.models import Alert
from dorst_portal.languages.current import DUTCH
from groups.api import VILLAGE, WatchGroup

HEADER: Final = (
    "Dag", "Tijd", "Wat", "Straat", "Politie", "Oefening", "Stand", "Afloop", "Afgesloten",
)  # fmt: skip


def rows_of(group: WatchGroup) -> Iterator[Sequence[str]]:
    """The cells of each line, below HEADER, the newest first."""
    alerts = Alert.objects.filter(group=group).select_related("street")
    for alert in alerts.order_by("-happened_at", "-pk").iterator(chunk_size=1000):
        yield _cells(alert)


@override(DUTCH)
def _cells(alert: Alert) -> Sequence[str]:
    """A file is the same for everybody, whatever language they read."""
    at = alert.happened_at.astimezone(VILLAGE)
    closed = alert.closed_at.astimezone(VILLAGE) if alert.closed_at else None
    return (
        f"{at:%Y-%m-%d}",
        f"{at:%H:%M}",
        alert.get_category_display(),
        alert.street.name if alert.street else "",
        alert.get_police_display(),
        "ja" if alert.is_drill else "nee",
        alert.get_state_display(),
        alert.get_outcome_display() if alert.outcome else "",
        f"{closed:%Y-%m-%d %H:%M}" if closed else "",
    )
