"""The figures, one function each: raw counts go in, a block that may be shown comes out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from statistics import median
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dorst_portal.identity.current import here
from dorst_portal.kit.dutch import day
from dorst_portal.languages.words import lazy_text
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

TOO_LITTLE: Final = lazy_text("Nog te weinig gegevens. Kom over een maand terug.")
UNKNOWN: Final = lazy_text("niet bekend")
NOT_KNOWN: Final = lazy_text("adressen niet bekend")
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
    told = ngettext(
        "In 1 groep zitten samen {together} leden.",
        "In {n} groepen zitten samen {together} leden.",
        len(rows),
    )
    together = in_words(sum_of(cells.values()))
    return Block(
        code="leden",
        title=_("Leden per groep"),
        head=(_("Groep"), _("Leden")),
        sentence=told.format(n=in_words(len(rows)), together=together),
        rows=in_order(rows),
        line=TOO_BIG,
    )


def with_left_out(block: Block, totals: Totals) -> Block:
    """The block of the members with what it does not show, and how many groups are too big."""
    remarks = []
    if too_big := sum(row.over for row in block.rows):
        told = ngettext(
            "{n} groep heeft {most} leden of meer.",
            "{n} groepen hebben {most} leden of meer.",
            too_big,
        )
        remarks.append(told.format(n=in_words(too_big), most=TOO_BIG))
    if (left_out := totals.groups - len(block.rows)) > 0:
        told = ngettext(
            "{n} kleine groep staat hier niet bij.",
            "{n} kleine groepen staan hier niet bij.",
            left_out,
        )
        remarks.append(told.format(n=in_words(left_out)))
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
        Row(street.name, None, str(NOT_KNOWN), rank_of(0), street.pk, in_chart=False)
        for street in streets
        if not street.addresses
    ]
    return Block(
        code="dekking",
        title=_("Dekking per straat"),
        head=(_("Straat"), _("Adressen met een groep")),
        sentence=_cover_in_words(official, unknown=len(unknown)),
        rows=in_order([*rows, *unknown]),
        remark=_("De straten met de minste dekking staan bovenaan."),
    )


def _cover_in_words(official: Sequence[StreetCover], *, unknown: int) -> str:
    """A share of all only where all are known."""
    covered = sum(street.covered for street in official)
    addresses = sum(street.addresses for street in official)
    if not unknown:
        share = covered * 100 // addresses
        return _("{share}% van de {addresses} adressen in {village} heeft een groep.").format(
            share=share, addresses=in_words(addresses), village=here().village
        )
    have = ngettext("{n} adres heeft een groep.", "{n} adressen hebben een groep.", covered)
    of = ngettext(
        "Van 1 straat zijn de adressen niet bekend.",
        "Van {n} straten zijn de adressen niet bekend.",
        unknown,
    )
    return f"{have.format(n=in_words(covered))} {of.format(n=in_words(unknown))}"


def _cover_of_streets(totals: Totals) -> Block:
    numbers = {
        _("Met een groep"): totals.covered,
        _("Zonder groep"): totals.streets - totals.covered,
    }
    rows = [Row(label, number, in_words(number)) for label, number in numbers.items()]
    told = ngettext(
        "{n} van de {streets} straat heeft een groep.",
        "{n} van de {streets} straten hebben een groep.",
        totals.covered,
    )
    return Block(
        code="dekking",
        title=_("Dekking per straat"),
        head=(_("Straten"), _("Aantal")),
        sentence=told.format(n=in_words(totals.covered), streets=in_words(totals.streets)),
        rows=rows if totals.streets else [],
        remark=_("Is de adressenlijst er? Dan zie je dit per straat."),
    )


def weeks(by_week: Mapping[date, int]) -> Block:
    """Requests to join, week by week; four weeks together where most weeks are too small."""
    cells, remark, counted = shown(by_week), "", len(by_week)
    if sum(one.number is None for one in cells.values()) > len(cells) / 2:
        cells = shown(_by_four(by_week))
        counted = len(cells) * _FOUR_WEEKS
        remark = _("Per week zijn het er te weinig om te tonen. Daarom tellen we 4 weken samen.")
    together = in_words(sum_of(cells.values()))
    if hides(cells.values()):
        told = _("In de periodes hieronder kwamen {together} aanvragen om mee te doen.")
    else:
        told = _("In {weeks} weken kwamen {together} aanvragen om mee te doen.")
    return Block(
        code="weken",
        title=_("Aanvragen per week"),
        head=(_("Vanaf"), _("Aanvragen")),
        sentence=told.format(weeks=counted, together=together),
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
        title=_("Dagen tot in de groep"),
        head=(_("Groep"), _("Dagen")),
        sentence=usual_wait([one for days in by_group.values() for one in days]),
        rows=in_order(rows),
        remark=_("Groepen met minder dan 5 nieuwe leden in een jaar staan hier niet bij."),
    )


def work(by_group: Mapping[int, Sequence[float]]) -> Block:
    """The median time from the moment at which a beheerder opens a request, the slowest first."""
    usual = {group: median(days) for group, days in by_group.items() if len(days) >= FEWEST}
    together = [one for days in by_group.values() for one in days]
    told = str(TOO_LITTLE)
    if len(together) >= FEWEST:
        told = _("De helft zat binnen {time} nadat iemand keek in de groep.").format(
            time=time_in_words(median(together))
        )
    return Block(
        code="openen",
        title=_("Van openen tot in de groep"),
        head=(_("Groep"), _("Tijd")),
        sentence=told,
        rows=in_order(
            [
                # In seconds, as ranks are whole numbers.
                Row("", days, time_in_words(days), rank_of(days * 24 * 60 * 60), group)
                for group, days in usual.items()
            ]
        ),
        remark=_("We tellen vanaf dat de beheerder de aanvraag voor het eerst opent."),
    )


def usual_wait(days: Sequence[float]) -> str:
    """How long it takes half of the people."""
    if len(days) < FEWEST:
        return str(TOO_LITTLE)
    text = _("De helft van de nieuwe leden zat binnen {days} in de groep.")
    return text.format(days=days_in_words(median(days)))


def origins(found: Mapping[str, int]) -> Block:
    """Where people who want to join came from, in the last year."""
    block = Block("vandaan", _("Hoe mensen ons vinden"), (_("Hoe"), _("Aanvragen")))
    labels = {str(one): str(one.label) for one in _ORIGINS} | {"": str(UNKNOWN)}
    return _of_answers(block, found, labels, _("Zo komen de meeste mensen bij ons: {answer}."))


def reasons(found: Mapping[str, int]) -> Block:
    """Why members left, in the last year."""
    block = Block("redenen", _("Waarom mensen stoppen"), (_("Reden"), _("Mensen")))
    labels = {str(one): str(one.label) for one in LeaveReason} | {"": str(UNKNOWN)}
    return _of_answers(block, found, labels, _("Hierom stoppen de meeste mensen: {answer}."))


def _of_answers(
    block: Block, found: Mapping[str, int], labels: Mapping[str, str], sentence: str
) -> Block:
    """Every answer that there is, the most given on top and the hidden ones below."""
    cells: dict[str, Cell] = shown({code: found.get(code, 0) for code in labels})
    rows = [Row(labels[code], one.number, one.text) for code, one in cells.items()]
    rows.sort(key=lambda row: (row.number is None, -(row.number or 0)))
    known = [row.label for row in rows if row.number is not None and row.label != UNKNOWN]
    told = sentence.format(answer=known[0]) if known else _("We weten het van niemand.")
    if rows[0].label == UNKNOWN:
        most = _("Van veel mensen weten we het niet.")
        told = f"{most} {told}" if known else most
    return replace(block, sentence=told, rows=rows)
