"""The signs in the street. One without an active group says something that is not true."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Mod
from django.db.models.lookups import Exact
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from dorst_portal.kit.rows.added import Added
from dorst_portal.kit.rows.keyset import NUMBER, SLUG, Keyset, Page
from groups.models import CoverageRule, GroupStatus, Side, SignState, Street, WatchSign
from groups.refusals import Refused

PAGE: Final = 25
# These tell who walks by that there is a neighbourhood watch.
SEEN: Final = (SignState.HANGS, SignState.DAMAGED)
ORPHANED: Final = "zonder"
# By street and number; first those without an active group.
_IN_ORDER: Final = Keyset({"-is_orphan": NUMBER, "street__slug": SLUG, "at": NUMBER, "pk": NUMBER})


class SignChanged(Refused):
    """Somebody saved the sign since this page was opened; `now` is how it stands."""

    def __init__(self, now: WatchSign) -> None:
        super().__init__(_("Iemand anders veranderde dit bord intussen. Er is niets opgeslagen."))
        self.now = now


@dataclass(frozen=True, kw_only=True)
class SignFacts:
    """What a coordinator says of a sign."""

    street: Street
    house_number: int | None
    spot: str
    state: str
    checked_on: date | None


@dataclass(frozen=True)
class Row:
    """A sign of the list; `group` is the name of the active group of its place."""

    sign: WatchSign
    group: str
    is_orphan: bool


def with_group(signs: "QuerySet[WatchSign, WatchSign]") -> "QuerySet[Any, Any]":
    """Adds the active group of each place (without a house number: a group of the street), and
    whether the sign hangs there without one.
    """
    rest = Mod(OuterRef("house_number"), 2)
    odd, even = Q(Exact(rest, 1), side=Side.ODD), Q(Exact(rest, 0), side=Side.EVEN)
    active = CoverageRule.objects.in_force().filter(
        street=OuterRef("street"), group__status=GroupStatus.ACTIVE
    )
    of_number = active.filter(
        Q(side=Side.BOTH) | odd | even,
        first_number__lte=OuterRef("house_number"),
        last_number__gte=OuterRef("house_number"),
    )
    of_street = active.order_by("first_number", "group__name")
    # With a number only that number counts: another end of the street may have a group.
    whole = Q(house_number__isnull=True)
    return signs.annotate(
        group_of_number=Subquery(of_number.values("group__name")[:1]),
        group_of_street=Subquery(of_street.values("group__name")[:1]),
        has_group=Exists(of_number),
        street_has_group=Exists(of_street),
    ).annotate(
        is_orphan=Case(
            When(~Q(state__in=SEEN), then=Value(0)),
            When(whole, street_has_group=False, then=Value(1)),
            When(~whole, has_group=False, then=Value(1)),
            default=Value(0),
        )
    )


def orphaned() -> "QuerySet[Any, Any]":
    """Signs that hang where no group is active."""
    return with_group(WatchSign.objects.all()).filter(is_orphan=1)


def page_of(*, state: str, after: str) -> Page[Row]:
    """Twenty-five signs by street: first those without an active group. `state` is one of the
    states, or "zonder".
    """
    signs = with_group(WatchSign.objects.select_related("street"))
    signs = signs.annotate(at=Coalesce(F("house_number"), 0))
    if state in SignState.values:
        signs = signs.filter(state=state)
    elif state == ORPHANED:
        signs = signs.filter(is_orphan=1)
    else:
        signs = signs.exclude(state=SignState.REMOVED)
    return _IN_ORDER.page(signs, after=after, size=PAGE).each(_row)


def add_sign(facts: SignFacts, *, by: User, now: datetime) -> WatchSign:
    """Put a sign on the list."""
    with transaction.atomic():
        sign = WatchSign.objects.create(**_columns(facts))
        _line("sign.added", sign, by=by, now=now)
        return sign


def edit_sign(sign: WatchSign, facts: SignFacts, *, version: int, by: User, now: datetime) -> None:
    """Save what a coordinator changed, unless somebody else was first. Raises SignChanged."""
    with transaction.atomic():
        same = WatchSign.objects.filter(pk=sign.pk, version=version)
        if not same.update(**_columns(facts), version=F("version") + 1):
            raise SignChanged(WatchSign.objects.select_related("street").get(pk=sign.pk))
        _line("sign.edited", sign, by=by, now=now, state=facts.state)


def _columns(facts: SignFacts) -> dict[str, Any]:
    return {
        "street": facts.street,
        "house_number": facts.house_number,
        "spot": facts.spot,
        "state": facts.state,
        "checked_on": facts.checked_on,
    }


@dataclass(frozen=True)
class _Found(Added):
    group_of_street: str | None
    group_of_number: str | None
    is_orphan: int


def _row(sign: WatchSign) -> Row:
    found = _Found.of(sign)
    name = found.group_of_street if sign.house_number is None else found.group_of_number
    return Row(sign, name or "", bool(found.is_orphan))


def _line(
    verb: str, sign: WatchSign, *, by: User, now: datetime, **facts: str | int | bool | None
) -> None:
    record(verb, by=by, subject=f"sign:{sign.pk}", facts=facts, now=now)
