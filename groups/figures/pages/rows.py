"""What a figure is made of: rows of one block, and the bars that are drawn of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dorst_portal.kit.rows.keyset import NUMBER, Keyset

TOP: Final = 25
PAGE: Final = 100
BARS: Final = 8
# Rows with the largest number come first: their rank is what is left of this.
_LARGEST: Final = 10**9
# Of the width of the chart; the rest is for the number behind the longest bar.
_LONGEST_BAR: Final = 62
_IN_ORDER: Final = Keyset({"rank": NUMBER, "pk": NUMBER})


class Row(NamedTuple):
    """One line: what it is about, its number (none is hidden), and how that is written.

    A list goes by `rank` and `pk`: the lowest comes first.
    """

    label: str
    number: float | None
    text: str
    rank: int = 0
    pk: int = 0
    over: bool = False
    in_chart: bool = True


@dataclass(frozen=True)
class Bar:
    """A row as a bar; its length is a part of the width of the chart."""

    row: Row
    width: str


@dataclass(frozen=True)
class Block:
    """One figure: a sentence, and its rows; `line` is a number that no row should pass."""

    code: str
    title: str
    head: tuple[str, str]
    sentence: str = ""
    rows: Sequence[Row] = ()
    remark: str = ""
    line: int | None = None
    has_more: bool = False
    next_key: str = ""
    is_series: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that may be shown."""
        return all(row.number is None for row in self.rows)

    @property
    def bars(self) -> Sequence[Bar]:
        """The first rows as bars, on one scale; the table has them all."""
        shown = [row for row in self.rows if row.in_chart][:BARS]
        return [Bar(row, _width(row.number or 0, self._longest)) for row in shown]

    @property
    def leaves_bars_out(self) -> bool:
        """Whether the table shows more than the bars do."""
        return len(self.rows) > len(self.bars)

    @property
    def hides_some(self) -> bool:
        """Whether a number is not shown."""
        return any(row.number is None for row in self.rows)

    @property
    def line_at(self) -> str:
        """Where the line stands that no row should pass; "" where no bar comes near it."""
        if self.line is None or self._longest < self.line:
            return ""
        return _width(self.line, self._longest)

    @property
    def _longest(self) -> float:
        return max((row.number or 0 for row in self.rows), default=0)


def rank_of(number: float) -> int:
    """The place of a number in a list with the largest first."""
    return _LARGEST - round(number)


def in_order(rows: Sequence[Row]) -> Sequence[Row]:
    """By rank; rows of one rank by their id."""
    return sorted(rows, key=lambda row: (row.rank, row.pk))


def top_of(block: Block) -> Block:
    """The block with its first rows only."""
    return replace(block, rows=block.rows[:TOP], has_more=len(block.rows) > TOP)


def page_of(block: Block, after: str) -> Block:
    """The block with one page of its rows, those behind a key, and the key of the next page."""
    last = _IN_ORDER.read(after)
    rows = [row for row in block.rows if last is None or (row.rank, row.pk) > last]
    page = _IN_ORDER.cut(rows, size=PAGE)
    return replace(block, rows=page.rows, next_key=page.next_key)


def named(block: Block, names: Mapping[int, str]) -> Block:
    """The block with the names of the groups that its rows are about."""
    return replace(block, rows=[row._replace(label=names.get(row.pk, "")) for row in block.rows])


def in_words(number: int) -> str:
    """A number as the language of the page writes it; here 1.180."""
    return number_format(number, force_grouping=True)


def days_in_words(days: float) -> str:
    """ "1 dag", "2,5 dagen", "een halve dag"; nobody measures it in hours."""
    text = f"{max(days, 0.5):.1f}".removesuffix(".0")
    if text == "0.5":
        return _("een halve dag")
    if "." in text:
        return _("{n} dagen").format(n=number_format(text))
    return ngettext("1 dag", "{n} dagen", int(text)).format(n=text)


def time_in_words(days: float) -> str:
    """As `days_in_words`, and within a day in hours: "3 uur", "minder dan een uur"."""
    hours = round(days * 24)
    if hours >= 24:
        return days_in_words(days)
    if not hours:
        return _("minder dan een uur")
    return ngettext("{n} uur", "{n} uur", hours).format(n=hours)


def _width(number: float, longest: float) -> str:
    return f"{number / longest * _LONGEST_BAR:.1f}%" if longest else "0%"
