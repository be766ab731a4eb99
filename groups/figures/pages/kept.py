"""The figures as they are kept: how a block is written down, and read again. Reads only."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import Any, Final

from dorst_portal.languages.current import language_now
from groups.figures.pages.figures import CODES
from groups.figures.pages.rows import Block, Row, top_of
from groups.models import KeptFigure

# Beside the blocks: what is said of the whole village on the pages of its groups.
EVERYWHERE: Final = "everywhere"
# No list is longer, and no number in an address needs to be.
_PAGE_NUMBER: Final = re.compile(r"[1-9][0-9]{0,5}")


@dataclass(frozen=True)
class Kept:
    """Blocks, and when they were counted; None before that was done for the first time."""

    blocks: Sequence[Block] = ()
    counted_at: datetime | None = None


def as_kept(block: Block, *, pages: int) -> dict[str, Any]:
    """A block with its first rows, as JSON can hold it; `pages` is how many pages its rows fill."""
    top = top_of(block)
    return {
        "title": str(top.title),
        "head": [str(word) for word in top.head],
        "sentence": str(top.sentence),
        "remark": str(top.remark),
        "line": top.line,
        "is_series": top.is_series,
        "has_more": top.has_more,
        "pages": pages,
        "rows": rows_as_kept(top.rows),
    }


def rows_as_kept(rows: Sequence[Row]) -> list[list[Any]]:
    """Rows as JSON can hold them."""
    return [[str(row.label), row.number, str(row.text), *row[3:]] for row in rows]


def all_figures() -> Kept:
    """Every block with its first rows, in the language of the page. One statement."""
    rows = list(KeptFigure.objects.filter(language=language_now(), page=0, code__in=CODES))
    rows.sort(key=lambda row: CODES.index(row.code))
    return Kept([_block(row) for row in rows], rows[0].counted_at if rows else None)


def figure_page(code: str, *, after: str) -> Kept | None:
    """One page of all the rows of a block, whose number is the key: the first for a key of which
    there is no page. None for a code that there is not. One statement.
    """
    if code not in CODES:
        return None
    number = int(after) if _PAGE_NUMBER.fullmatch(after) else 1
    found = _pages(code, language_now(), pages=(0, 1, number))
    if 0 not in found:
        return Kept()
    number = number if number in found else 1
    page = _rows(found[number]) if number in found else []
    more = number < found[0].content["pages"]
    next_key = str(number + 1) if more else ""
    block = replace(_block(found[0]), rows=page, has_more=False, next_key=next_key)
    return Kept([block], found[0].counted_at)


def whole_figure(code: str, *, language: str) -> Kept | None:
    """One block with all its rows, for a file; None for a code that there is not. One statement."""
    if code not in CODES:
        return None
    found = _pages(code, language)
    if 0 not in found:
        return Kept()
    rows = list(chain.from_iterable(_rows(found[page]) for page in sorted(found) if page))
    return Kept([replace(_block(found[0]), rows=rows, has_more=False)], found[0].counted_at)


def usual_days_everywhere() -> str:
    """How long it usually takes until somebody is in a group of the village, in the language of
    the page; "" before it was counted. One statement.
    """
    rows = KeptFigure.objects.filter(language=language_now(), code=EVERYWHERE, page=0)
    content = rows.values_list("content", flat=True).first()
    return str(content["days"]) if content else ""


def _pages(code: str, language: str, *, pages: Sequence[int] = ()) -> dict[int, KeptFigure]:
    rows = KeptFigure.objects.filter(language=language, code=code)
    if pages:
        rows = rows.filter(page__in=pages)
    return {row.page: row for row in rows}


def _block(row: KeptFigure) -> Block:
    kept = row.content
    return Block(
        code=row.code,
        title=kept["title"],
        head=(kept["head"][0], kept["head"][1]),
        sentence=kept["sentence"],
        rows=_rows(row),
        remark=kept["remark"],
        line=kept["line"],
        has_more=kept["has_more"],
        is_series=kept["is_series"],
    )


def _rows(row: KeptFigure) -> list[Row]:
    return [Row(*fields) for fields in row.content["rows"]]
