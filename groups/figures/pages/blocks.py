"""The figures, one function each: raw counts go in, a block that may be shown comes out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from statistics import median
from typing import Final

from dorst_portal.identity.current import here
from dorst_portal.kit.dutch import day
from groups.figures.pages.counts import StreetCover, Totals
from groups.figures.pages.rows import (
    Block,
    Row,
    days_in_words,
    in_order,
    in_words,
    rank_of,
    time_in_words,
)
from groups.figures.pages.small_cells import FEWEST, Cell, hides, shown, sum_of
from groups.models import CameFrom, LeaveReason, RequestSource
from groups.values.group_sizes import TOO_BIG

TOO_LITTLE: Final = "Nog te weinig gegevens. Kom over een maand terug."
UNKNOWN: Final = "niet bekend"
NOT_KNOWN: Final = "adressen niet bekend"
_FOUR_WEEKS: Final = 4
_ORIGINS: Final = (*CameFrom, RequestSource.MAIL, RequestSource.PHONE, RequestSource.PAPER)


def members(by_group: Mapping[int, int]) -> Block:
    """Members per group, the largest first; small groups are not in it."""
    cells = shown(by_group)
    rows = [
        Row("", one.number, one.text, rank_of(one.number), pk, over=one.number >= TOO_BIG)
        for pk, one in cells.items()
        if one.number is not None
    ]
    where = "1 groep" if len(rows) == 1 else f"{in_words(len(rows))} groepen"
    together = in_words(sum_of(cells.values()))
    return Block(
        code="leden",
        title="Leden per groep",
        head=("Groep", "Leden"),
        sentence=f"In {where} zitten samen {together} leden.",
        rows=in_order(rows),
        line=TOO_BIG,
    )


def with_left_out(block: Block, totals: Totals) -> Block:
    """The block of the members with what it does not show, and how many groups are too big."""
    remarks = []
    if too_big := sum(row.over for row in block.rows):
        have = "groep heeft" if too_big == 1 else "groepen hebben"
        remarks.append(f"{in_words(too_big)} {have} {TOO_BIG} leden of meer.")
    if (left_out := totals.groups - len(block.rows)) > 0:
        have = "kleine groep staat" if left_out == 1 else "kleine groepen staan"
        remarks.append(f"{in_words(left_out)} {have} hier niet bij.")
    return replace(block, remark=" ".join(remarks))


def cover(streets: Sequence[StreetCover], totals: Totals) -> Block:
    """Which part of the addresses of each street has a group, the worst first and those that the
    official list does not know last; without a list, how many streets. Addresses and streets are
    no people: nothing is hidden.
    """
    official = [street for street in streets if street.addresses]
    if not official:
        return _cover_of_streets(totals)
    rows = [
        Row(street.name, part, f"{part}%", part, street.pk)
        for street in official
        for part in [street.covered * 100 // street.addresses]
    ]
    unknown = [
        Row(street.name, None, NOT_KNOWN, rank_of(0), street.pk, in_chart=False)
        for street in streets
        if not street.addresses
    ]
    return Block(
        code="dekking",
        title="Dekking per straat",
        head=("Straat", "Adressen met een groep"),
        sentence=_cover_in_words(official, unknown=len(unknown)),
        rows=in_order([*rows, *unknown]),
        remark="De straten met de minste dekking staan bovenaan.",
    )


def _cover_in_words(official: Sequence[StreetCover], *, unknown: int) -> str:
    """A share of all only where all are known."""
    covered = sum(street.covered for street in official)
    addresses = sum(street.addresses for street in official)
    if not unknown:
        share = covered * 100 // addresses
        return (
            f"{share}% van de {in_words(addresses)} adressen in {here().village} heeft een groep."
        )
    have = "adres heeft" if covered == 1 else "adressen hebben"
    of = "1 straat" if unknown == 1 else f"{in_words(unknown)} straten"
    return f"{in_words(covered)} {have} een groep. Van {of} zijn de adressen niet bekend."


def _cover_of_streets(totals: Totals) -> Block:
    numbers = {"Met een groep": totals.covered, "Zonder groep": totals.streets - totals.covered}
    rows = [Row(label, number, in_words(number)) for label, number in numbers.items()]
    have = "straat heeft" if totals.covered == 1 else "straten hebben"
    return Block(
        code="dekking",
        title="Dekking per straat",
        head=("Straten", "Aantal"),
        sentence=f"{in_words(totals.covered)} van de {in_words(totals.streets)} {have} een groep.",
        rows=rows if totals.streets else [],
        remark="Is de adressenlijst er? Dan zie je dit per straat.",
    )


def weeks(by_week: Mapping[date, int]) -> Block:
    """Requests to join, week by week; four weeks together where most weeks are too small."""
    cells, remark, counted = shown(by_week), "", len(by_week)
    if sum(one.number is None for one in cells.values()) > len(cells) / 2:
        cells = shown(_by_four(by_week))
        counted = len(cells) * _FOUR_WEEKS
        remark = "Per week zijn het er te weinig om te tonen. Daarom tellen we 4 weken samen."
    together = in_words(sum_of(cells.values()))
    period = "de periodes hieronder" if hides(cells.values()) else f"{counted} weken"
    return Block(
        code="weken",
        title="Aanvragen per week",
        head=("Vanaf", "Aanvragen"),
        sentence=f"In {period} kwamen {together} aanvragen om mee te doen.",
        rows=[Row(day(begin), one.number, one.text) for begin, one in cells.items()],
        remark=remark,
        is_series=True,
    )


def _by_four(by_week: Mapping[date, int]) -> dict[date, int]:
    """The latest weeks, four together; what is left over at the beginning is not counted."""
    latest = sorted(by_week)[len(by_week) % _FOUR_WEEKS :]
    return {
        begin: sum(by_week[week] for week in latest[place : place + _FOUR_WEEKS])
        for place, begin in enumerate(latest)
        if place % _FOUR_WEEKS == 0
    }


def waits(by_group: Mapping[int, Sequence[float]]) -> Block:
    """The median number of days until somebody is in the group, the slowest first."""
    usual = {group: median(days) for group, days in by_group.items() if len(days) >= FEWEST}
    rows = [
        # In thousandths, as ranks are whole numbers.
        Row("", days, days_in_words(days), rank_of(days * 1000), group)
        for group, days in usual.items()
    ]
    return Block(
        code="dagen",
        title="Dagen tot in de groep",
        head=("Groep", "Dagen"),
        sentence=usual_wait([one for days in by_group.values() for one in days]),
        rows=in_order(rows),
        remark="Groepen met minder dan 5 nieuwe leden in een jaar staan hier niet bij.",
    )


def work(by_group: Mapping[int, Sequence[float]]) -> Block:
    """The median time from the moment at which a beheerder opens a request, the slowest first."""
    usual = {group: median(days) for group, days in by_group.items() if len(days) >= FEWEST}
    together = [one for days in by_group.values() for one in days]
    told = TOO_LITTLE
    if len(together) >= FEWEST:
        told = (
            f"De helft zat binnen {time_in_words(median(together))} nadat iemand keek in de groep."
        )
    return Block(
        code="openen",
        title="Van openen tot in de groep",
        head=("Groep", "Tijd"),
        sentence=told,
        rows=in_order(
            [
                # In seconds, as ranks are whole numbers.
                Row("", days, time_in_words(days), rank_of(days * 24 * 60 * 60), group)
                for group, days in usual.items()
            ]
        ),
        remark="We tellen vanaf dat de beheerder de aanvraag voor het eerst opent.",
    )


def usual_wait(days: Sequence[float]) -> str:
    """How long it takes half of the people."""
    if len(days) < FEWEST:
        return TOO_LITTLE
    return f"De helft van de nieuwe leden zat binnen {days_in_words(median(days))} in de groep."


def origins(found: Mapping[str, int]) -> Block:
    """Where people who want to join came from, in the last year."""
    block = Block("vandaan", "Hoe mensen ons vinden", ("Hoe", "Aanvragen"))
    labels = {str(one): str(one.label) for one in _ORIGINS} | {"": UNKNOWN}
    return _of_answers(block, found, labels, "Zo komen de meeste mensen bij ons: {}.")


def reasons(found: Mapping[str, int]) -> Block:
    """Why members left, in the last year."""
    block = Block("redenen", "Waarom mensen stoppen", ("Reden", "Mensen"))
    labels = {str(one): str(one.label) for one in LeaveReason} | {"": UNKNOWN}
    return _of_answers(block, found, labels, "Hierom stoppen de meeste mensen: {}.")


def _of_answers(
    block: Block, found: Mapping[str, int], labels: Mapping[str, str], sentence: str
) -> Block:
    """Every answer that there is, the most given on top and the hidden ones below."""
    cells: dict[str, Cell] = shown({code: found.get(code, 0) for code in labels})
    rows = [Row(labels[code], one.number, one.text) for code, one in cells.items()]
    rows.sort(key=lambda row: (row.number is None, -(row.number or 0)))
    known = [row.label for row in rows if row.number is not None and row.label != UNKNOWN]
    told = sentence.format(known[0]) if known else "We weten het van niemand."
    if rows[0].label == UNKNOWN:
        told = f"Van veel mensen weten we het niet.{f' {told}' if known else ''}"
    return replace(block, sentence=told, rows=rows)
