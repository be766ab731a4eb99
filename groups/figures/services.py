"""Counting the figures anew, so that no page counts the village while somebody waits."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import override

from dorst_portal.kit.running.health import may_begin
from dorst_portal.languages.current import CODES
from groups.figures.pages import figures
from groups.figures.pages.kept import EVERYWHERE, as_kept, rows_as_kept
from groups.figures.pages.rows import PAGE, Block
from groups.models import AddressImport, KeptFigure

# As long as somebody may look at older ones. A country takes some seconds to count.
EVERY: Final = timedelta(minutes=15)
_AT_ONCE: Final = 500
_BEGUN: Final = "figures_begun"


def count_when_old(*, now: datetime) -> bool:
    """Count the figures when they are older than EVERY, or of a moment that is still to come;
    tells whether it did. Not while a file with addresses is taken over, which may hold them for
    long; and of several workers one counts, so that a large village keeps no other one from the
    timetable.
    """
    young = KeptFigure.objects.filter(counted_at__gt=now - EVERY, counted_at__lte=now)
    if young.exists() or AddressImport.objects.with_a_worker(now).exists():
        return False
    if not may_begin(_BEGUN, every=EVERY, now=now):
        return False
    count_figures(now=now)
    return True


def count_figures(*, now: datetime) -> None:
    """Put the figures of this moment in the place of those that are kept. Of two that do this at
    the same time the rows of one stay, each of them whole.
    """
    found = figures.counted(now=now)
    rows: list[KeptFigure] = []
    for language in CODES:
        with override(language):
            usual = {"days": figures.usual_days_everywhere(found)}
            pages: list[tuple[str, int, dict[str, Any]]] = [(EVERYWHERE, 0, usual)]
            for block in figures.blocks_of(found, now=now):
                pages += _pages_of(block)
        rows += [
            KeptFigure(code=code, language=language, page=page, content=content, counted_at=now)
            for code, page, content in pages
        ]
    with transaction.atomic():
        KeptFigure.objects.bulk_create(
            rows,
            batch_size=_AT_ONCE,
            update_conflicts=True,
            unique_fields=["language", "code", "page"],
            update_fields=["content", "counted_at"],
        )
        # What was left of longer lists, and of figures that are no more.
        KeptFigure.objects.filter(counted_at__lt=now).delete()


def _pages_of(block: Block) -> Iterator[tuple[str, int, dict[str, Any]]]:
    pages = range(0, len(block.rows), PAGE)
    yield block.code, 0, as_kept(block, pages=len(pages))
    for number, begin in enumerate(pages, 1):
        yield block.code, number, {"rows": rows_as_kept(block.rows[begin : begin + PAGE])}
