"""A coordinator adds a street or changes one: its name, the ways people write it, where it lies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from dorst_portal.kit.inputs.text import search_key
from groups.models import CoverageRule, Hamlet, Street
from groups.places.services.spellings import SpellingTaken, write_spellings
from groups.refusals import Refused

# What stands in the address of a page where the name of a street could stand.
_TAKEN_SLUGS: Final = ("nieuw", "verplaatsen", "verplaatst", "dekking")


class StreetChanged(Refused):
    """Somebody else saved this street since the page was opened."""

    def __init__(self) -> None:
        super().__init__(_("Iemand anders veranderde deze straat net."))


@dataclass(frozen=True, kw_only=True)
class StreetFacts:
    """What a coordinator says of a street; `aliases` are other ways of writing it."""

    name: str
    area: str
    place: str
    outside: bool
    remark: str
    aliases: Sequence[str] = ()


@dataclass(frozen=True)
class StreetPage:
    """What stands on the page of a street beside its form."""

    rules: Sequence[CoverageRule]
    hamlets: Sequence[Hamlet]


def page_of(street: Street) -> StreetPage:
    """Who covers which numbers of the street, and from which hamlets it is offered."""
    rules = CoverageRule.objects.in_force().filter(street=street).select_related("group", "street")
    return StreetPage(list(rules.order_by("first_number", "side")), list(street.hamlets.all()))


def name_is_taken(name: str, place: str, *, street: Street | None) -> bool:
    """Whether there is another street of this name in the place."""
    wanted = search_key(name), search_key(place)
    others = Street.objects.exclude(pk=street.pk) if street else Street.objects.all()
    rows = others.values_list("name", "place")
    return any((search_key(name), search_key(place)) == wanted for name, place in rows)


def has_numbers(street: Street) -> bool:
    """Whether some numbers of the street have a group."""
    return CoverageRule.objects.in_force().filter(street=street).exists()


def new_street(facts: StreetFacts, *, by: User, now: datetime) -> Street:
    """A street that was not there. Raises SpellingTaken."""
    try:
        with transaction.atomic():
            street = Street.objects.create(slug=_free_slug(facts), **_columns(facts))
            write_spellings(street, (facts.name, *facts.aliases))
            record("street.added", by=by, subject=f"street:{street.pk}", now=now)
            return street
    except IntegrityError as error:
        raise SpellingTaken from error


def change_street(
    street: Street, facts: StreetFacts, *, version: int, by: User, now: datetime
) -> None:
    """Change a street; its address on the site stays, since posters have it. `version` is the one
    that the page showed. Raises StreetChanged or SpellingTaken.
    """
    try:
        with transaction.atomic():
            shown = Street.objects.filter(pk=street.pk, version=version)
            if not shown.update(version=version + 1, **_columns(facts)):
                raise StreetChanged
            write_spellings(street, (facts.name, *facts.aliases))
            record("street.changed", by=by, subject=f"street:{street.pk}", now=now)
    except IntegrityError as error:
        raise SpellingTaken from error


def _columns(facts: StreetFacts) -> dict[str, str | bool]:
    return {
        "name": facts.name,
        "area": facts.area,
        "place": facts.place,
        "outside": facts.outside,
        "remark": facts.remark,
    }


def _free_slug(facts: StreetFacts) -> str:
    """The name for an address; behind it the place or a number where that is taken."""
    own = slugify(facts.name)[:60] or "straat"
    starts = Street.objects.filter(slug__startswith=own).values_list("slug", flat=True)
    taken = {*_TAKEN_SLUGS, *starts}
    placed = f"{own}-{slugify(facts.place)[:12]}".rstrip("-")
    numbered = (f"{own}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (own, placed, *numbered) if slug not in taken)
