"""Drawing the map anew when something changed that it shows."""

from datetime import datetime

from dorst_portal.kit.rows.lease import Lease, LeaseLost
from groups.areas.drawing import Drawing
from groups.areas.pages.facts import fingerprint, names_of_groups, placed_addresses
from groups.areas.shapes import draw
from groups.models import THE_MAP, AddressImport, AreaDrawing, DrawingState


def draw_when_changed(*, now: datetime) -> bool:
    """Draw the map when it is not that of these addresses, rules and names; tells whether it did.

    What changes while it is drawn is seen the next minute. Of two workers one draws, and none while
    a file with addresses is taken over: it changes them, and may hold them for long.
    """
    if AddressImport.objects.with_a_worker(now).exists():
        return False
    row = _the_map()
    seen = fingerprint()
    if row.fingerprint == seen:
        return False
    lease = Lease.take(row, now=now)
    if lease is None:
        return False
    places, without_place = placed_addresses()
    drawn = draw(places, names_of_groups())
    try:
        lease.release(
            fingerprint=seen,
            made_at=lease.now(),
            state=DrawingState.DRAWN if drawn else DrawingState.EMPTY,
            shapes=_as_kept(drawn, without_place) if drawn else {},
        )
    except LeaseLost:
        return False
    return True


def _the_map() -> AreaDrawing:
    """The row of the map without its outlines; made when there is none, also by two at once."""
    rows = AreaDrawing.objects.defer("shapes").filter(pk=THE_MAP)
    for row in rows:
        return row
    AreaDrawing.objects.bulk_create([AreaDrawing(pk=THE_MAP)], ignore_conflicts=True)
    return rows.get()


def _as_kept(drawn: Drawing, without_place: int) -> dict[str, object]:
    facts = drawn.as_facts()
    return {**facts, "counts": {**facts["counts"], "without_place": without_place}}
