"""What goes wrong slowly: groups with a sign, streets without a group, contacts that nobody checks.

Each is one line with its number, what comes first, and the list that it leads to. Every number is
a column of one statement and counts no further than anybody reads.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.db.models import F, QuerySet, Subquery
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dorst_portal.accounts.models import User
from dorst_portal.kit.dutch import day
from dorst_portal.kit.rows.counting import CappedCount, Count
from groups.audit_log.services.week_reviews import reviews_to_check
from groups.members.pages.telling import untold_too_long
from groups.models import Appointment, Partner, WatchGroup
from groups.places.pages.streets import without_group
from groups.privacy.services.holds import PURGE_WORDS, purges_that_wait
from groups.values.village_time import village_day
from groups.watchgroups.pages import health
from groups.watchgroups.pages.health import SIGNS, Sign
from groups.watchgroups.services.watch_signs import orphaned


@dataclass(frozen=True)
class Concern:
    """Something that goes wrong slowly: how many, what comes first, and where its list is."""

    count: Count
    words: str
    first: str
    kind: Literal["danger", "warn"]
    page: str
    query: str = ""


def concerns(user: User, *, now: datetime) -> Sequence[Concern]:
    """Everything that goes wrong slowly, the worst first. Two statements."""
    return concerns_in(one_row(user, columns_of_concerns(now=now)), user, now=now)


def one_row(user: User, columns: Mapping[str, Any]) -> Mapping[str, Any]:
    """Columns that have nothing to do with each other, in one statement."""
    return User.objects.filter(pk=user.pk).values(**columns).first() or {}


def columns_of_concerns(*, now: datetime) -> dict[str, Any]:
    """What has to be counted: for `one_row`, with columns of others beside them."""
    columns: dict[str, Any] = {}
    for sign in SIGNS:
        groups = health.with_sign(WatchGroup.objects.all(), sign, now=now)
        columns[f"{sign.code}_number"] = CappedCount(groups)
    for kind in _kinds(now=now):
        columns[f"{kind.page}_number"] = CappedCount(kind.rows)
        columns[f"{kind.page}_name"] = Subquery(kind.rows.values(kind.name)[:1])
    return columns


def concerns_in(found: Mapping[str, Any], user: User, *, now: datetime) -> Sequence[Concern]:
    """What was counted as lines, the worst first."""
    lines = [*_of_kinds(found, now=now), *_of_signs(user, found, now=now)]
    return sorted(lines, key=lambda one: one.kind != "danger")


def _of_signs(user: User, found: Mapping[str, Any], *, now: datetime) -> Sequence[Concern]:
    """The signs that groups have. Which group is the worst is looked up only for those."""
    signs = [sign for sign in SIGNS if found[f"{sign.code}_number"]]
    if not signs:
        return []
    names = one_row(user, {sign.code: Subquery(_worst(sign, now=now)) for sign in signs})
    return [_of_sign(sign, Count(found[f"{sign.code}_number"]), names[sign.code]) for sign in signs]


def _worst(sign: Sign, *, now: datetime) -> "QuerySet[Any]":
    groups = health.with_sign(WatchGroup.objects.all(), sign, now=now)
    return groups.order_by(*map(_oldest_first, sign.worst), "pk").values("name")[:1]


def _oldest_first(column: str) -> str | OrderBy:
    """What was never set comes first. An order that says so takes no index: names always are."""
    never_empty = not WatchGroup._meta.get_field(column).null
    return column if never_empty else F(column).asc(nulls_first=True)


def _of_sign(sign: Sign, count: Count, worst: str) -> Concern:
    return Concern(
        count=count,
        words=_counted(count, sign.counted),
        first=worst,
        kind="danger" if sign.kind == "danger" else "warn",
        page="platform_groups",
        query=f"?teken={sign.code}",
    )


@dataclass(frozen=True)
class _Kind:
    """Something else than a group that can go wrong: its rows in order, what names the first, and
    the words for so many, with a place for the count.
    """

    rows: "QuerySet[Any]"
    name: str
    counted: Callable[[int], str]
    page: str
    query: str = ""
    bad: bool = False
    # How what names the first is said, where it is a code.
    says: Mapping[str, str] = field(default_factory=dict)


def _of_kinds(found: Mapping[str, Any], *, now: datetime) -> Sequence[Concern]:
    return [
        Concern(
            count=count,
            words=_counted(count, kind.counted),
            first=_name(found[f"{kind.page}_name"], kind.says),
            kind="danger" if kind.bad else "warn",
            page=kind.page,
            query=kind.query,
        )
        for kind in _kinds(now=now)
        if (count := Count(found[f"{kind.page}_number"]))
    ]


def _kinds(*, now: datetime) -> Sequence[_Kind]:
    leaving = Appointment.objects.active(now).filter(wants_to_stop_at__isnull=False)
    return [
        _Kind(
            leaving.order_by("wants_to_stop_at", "pk"),
            "group__name",
            lambda n: ngettext(
                "{count} beheerder wil stoppen", "{count} beheerders willen stoppen", n
            ),
            "appointments",
            "?toon=stopt",
            bad=True,
        ),
        _Kind(
            purges_that_wait().order_by("found_at", "pk"),
            "kind",
            lambda n: ngettext(
                "{count} opruiming wacht op een coördinator",
                "{count} opruimingen wachten op een coördinator",
                n,
            ),
            "retention",
            bad=True,
            says=PURGE_WORDS,
        ),
        _Kind(
            untold_too_long(now=now),
            "group__name",
            lambda n: ngettext(
                "{count} lid weet na 3 weken niet van de ledenlijst",
                "{count} leden weten na 3 weken niet van de ledenlijst",
                n,
            ),
            "telling",
            bad=True,
        ),
        _Kind(
            orphaned().order_by("pk"),
            "street__name",
            lambda n: ngettext(
                "{count} bord hangt waar geen groep actief is",
                "{count} borden hangen waar geen groep actief is",
                n,
            ),
            "watch_signs",
            "?stand=zonder",
            bad=True,
        ),
        _Kind(
            reviews_to_check(),
            "week",
            lambda n: ngettext(
                "{count} weekoverzicht is nog niet bekeken",
                "{count} weekoverzichten zijn nog niet bekeken",
                n,
            ),
            "week_reviews",
        ),
        _Kind(
            without_group().order_by("slug"),
            "name",
            lambda n: ngettext(
                "{count} straat heeft geen groep", "{count} straten hebben geen groep", n
            ),
            "coverage",
        ),
        _Kind(
            Partner.objects.to_check(village_day(now)).order_by("checked_on", "pk"),
            "name",
            lambda n: ngettext(
                "{count} partner is 6 maanden niet nagekeken",
                "{count} partners zijn 6 maanden niet nagekeken",
                n,
            ),
            "partners",
            "?nakijken=on",
        ),
    ]


def _counted(count: Count, words: Callable[[int], str]) -> str:
    return words(count.number).format(count=str(count).capitalize())


def _name(first: Any, says: Mapping[str, str]) -> str:
    if first is None:
        return ""
    if first in says:
        return _(says[first])
    return first if isinstance(first, str) else _("week van {day}").format(day=day(first))
