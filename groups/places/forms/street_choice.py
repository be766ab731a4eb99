"""A street where no number goes with it: chosen from the list, or named as people write it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from dorst_portal.identity.current import here
from dorst_portal.kit.inputs.choosing import Choice, ChoosingField, SeveralThings, Things
from dorst_portal.languages.words import lazy_text
from groups.models import CoverageRule, Spelling, Street, WatchGroup
from groups.places.forms.address_box import AddressLineField
from groups.places.pages.finder import LONGEST_STREET, close_matches, street_named
from groups.values.addresses import fold_street

_MOST_SUGGESTED = 10


class Streets(Things[Street]):
    """All streets. `inside`: those outside Dorst are not in the list, but known when named."""

    typing_hint = lazy_text("Typ een deel van de straat.")

    def __init__(self, *, inside: bool) -> None:
        self._inside = inside

    def listed(self, most: int) -> Sequence[Choice]:
        rows = Street.objects.filter(outside=False) if self._inside else Street.objects.all()
        return _choices(list(rows.order_by("name", "place").only("name", "place")[:most]))

    def named(self, typed: str) -> Street | None:
        return street_named(typed)

    def like(self, typed: str, *, most: int) -> Sequence[Choice]:
        """Streets, and those of a hamlet that is called so. Two queries."""
        names = close_matches(typed)
        rows = Street.objects.filter(Q(name__in=names) | Q(hamlets__name__in=names)).distinct()
        place = {name: at for at, name in enumerate(names)}
        found = sorted(rows[: most * 2], key=lambda street: place.get(street.name, len(names)))
        return _choices(found[:most])

    def choice_of(self, thing: Street) -> Choice:
        return _choices([thing])[0]

    def unknown(self, typed: str) -> str:
        return _("We kennen de straat {street} niet.").format(street=typed)

    def suggestions_url(self) -> str:
        return reverse("choose_street")


class SeveralStreets(Streets, SeveralThings[Street]):
    """Several streets, by any of their spellings."""

    def read(self, text: str) -> tuple[Sequence[Street], Sequence[str]]:
        """The streets of these names, one a line or with commas between. One query."""
        lines = text.replace(",", "\n").split("\n")
        names = list(dict.fromkeys(name for line in lines if (name := line.strip())))
        keys = {fold_street(name) for name in names}
        known = Spelling.objects.filter(key__in=keys, street__isnull=False)
        by_key = {one.key: one.street for one in known.select_related("street")}
        found = {name: by_key.get(fold_street(name)) for name in names}
        streets = dict.fromkeys(street for street in found.values() if street)
        return list(streets), [name for name, street in found.items() if street is None]


class StreetsOfGroups(Streets):
    """The streets in which these groups have numbers today."""

    def __init__(self, groups: Iterable[WatchGroup]) -> None:
        super().__init__(inside=False)
        rules = CoverageRule.objects.in_force().filter(group__in=[one.pk for one in groups])
        self._rows = Street.objects.filter(pk__in=rules.values("street"))

    def listed(self, most: int) -> Sequence[Choice]:
        return _choices(list(self._rows.order_by("name", "place").only("name", "place")[:most]))

    def named(self, typed: str) -> Street | None:
        found = super().named(typed)
        return self._rows.filter(pk=found.pk).first() if found else None

    def like(self, typed: str, *, most: int) -> Sequence[Choice]:
        return _choices(list(self._rows.filter(name__in=close_matches(typed))[:most]))

    def unknown(self, typed: str) -> str:
        return _("De straat {street} hoort niet bij je groep.").format(street=typed)


def suggested_streets(typed: str) -> Sequence[Choice]:
    """Streets to offer while somebody types, by any of their spellings: those that begin so, then
    those that hold it. At most two queries.
    """
    key, most = fold_street(typed), _MOST_SUGGESTED * 3  # a street has several spellings
    rows = Spelling.objects.filter(street__isnull=False).select_related("street").order_by("key")
    found = dict.fromkeys(one.street for one in rows.filter(key__begins=key)[:most])
    if len(found) < _MOST_SUGGESTED:
        found |= dict.fromkeys(one.street for one in rows.filter(key__contains=key)[:most])
    return _choices([street for street in found if street][:_MOST_SUGGESTED])


class StreetField(ChoosingField, AddressLineField):
    """One street."""

    def __init__(self, *, inside: bool = False, **kwargs: Any) -> None:
        facts = {"label": lazy_text("Straat"), "empty": lazy_text("Kies een straat")} | kwargs
        super().__init__(Streets(inside=inside), max_length=LONGEST_STREET, **facts)


def _choices(streets: Sequence[Street]) -> list[Choice]:
    """By name, which means one street; those of another place with that behind it."""
    village = here().village
    return [
        Choice(
            street.name,
            street.name if street.place == village else f"{street.name} ({street.place})",
        )
        for street in streets
    ]
