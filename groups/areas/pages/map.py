"""The map as a page shows it: what was drawn, with the names of today. Reads only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from django.urls import reverse

from dorst_portal.languages.words import lazy_text
from groups.areas.drawing import SEVERAL, WITHOUT, Area, Drawing
from groups.models import AreaDrawing, WatchGroup


class Owner(NamedTuple):
    """Whose an area is. `sign` is the number in the list beside the map, or what stands for one;
    `kind` says what it is when it is no group's.
    """

    sign: str
    name: str
    href: str
    kind: str = ""

    @property
    def in_full(self) -> str:
        """What is read and heard of it."""
        return f"{self.sign} {self.name}"


@dataclass(frozen=True)
class ShownArea:
    """An area on a page."""

    owner: Owner
    area: Area

    @property
    def fill(self) -> str:
        """Which pattern it is filled with."""
        return f"map-{self.owner.kind or self.area.pattern}"


@dataclass(frozen=True)
class ShownMap:
    """The map of a page."""

    height: int
    areas: Sequence[ShownArea]
    counts: Mapping[str, int]
    is_sketch: bool
    made_at: datetime | None

    @property
    def patterns(self) -> range:
        """The patterns of groups that it uses."""
        return range(max((one.area.pattern for one in self.areas), default=0) + 1)


_NO_GROUP: Final = {
    WITHOUT: ("–", lazy_text("Geen groep"), "without"),
    SEVERAL: ("!", lazy_text("Meer groepen"), "several"),
}


def there_is_a_map() -> bool:
    """Whether a page has something to link to."""
    return AreaDrawing.objects.to_show().exists()


def public_map(groups: Iterable[WatchGroup]) -> ShownMap | None:
    """The areas of these groups, numbered in their order, each with the address of its public
    page. Only of groups that everybody may know: what was drawn knows the others too.
    """
    return _map_of(
        _found(),
        {
            group.pk: Owner(str(place), group.name, reverse("watchgroup", args=[group.slug]))
            for place, group in enumerate(groups, start=1)
            if group.is_shown_to_everybody
        },
    )


def staff_map() -> ShownMap | None:
    """The areas of all groups, those that nobody may see yet too, and the addresses that have no
    group or several. Only groups that have an area are read.
    """
    found = _found()
    if found is None:
        return None
    drawn = [area.owner for area in found[1].areas]
    groups = WatchGroup.objects.not_archived().filter(pk__in=drawn).order_by("slug")
    shown = {
        group.pk: Owner(str(place), _with_status(group), reverse("my_group", args=[group.slug]))
        for place, group in enumerate(groups, start=1)
    }
    report = f"{reverse('coverage')}?toon=adressen"
    for owner, (sign, name, kind) in _NO_GROUP.items():
        shown[owner] = Owner(sign, name, report, kind)
    return _map_of(found, shown)


def _with_status(group: WatchGroup) -> str:
    is_shown = group.is_shown_to_everybody
    return group.name if is_shown else f"{group.name} ({group.get_status_display()})"


def _found() -> tuple[AreaDrawing, Drawing] | None:
    row = AreaDrawing.objects.to_show().first()
    return (row, Drawing.from_facts(row.shapes)) if row else None


def _map_of(
    found: tuple[AreaDrawing, Drawing] | None, shown: Mapping[int, Owner]
) -> ShownMap | None:
    if found is None:
        return None
    row, drawing = found
    drawn = {area.owner: area for area in drawing.areas}
    # In the order of the list beside it.
    areas = [ShownArea(owner, drawn[pk]) for pk, owner in shown.items() if pk in drawn]
    if not areas:
        return None
    return ShownMap(drawing.height, areas, drawing.counts, drawing.is_sketch, row.made_at)
