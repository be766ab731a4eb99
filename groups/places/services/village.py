"""Loading a village from its files: what is not there yet is added, what is there stays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from dorst_portal.audit.services import record
from dorst_portal.identity.current import here
from dorst_portal.identity.services import Names, change_names
from groups.models import (
    CoverageRule,
    GroupStatus,
    Hamlet,
    Spelling,
    SpellingPart,
    Street,
    WatchGroup,
)
from groups.places.services.village_files import (
    GroupRow,
    HamletRow,
    StreetRow,
    VillageFileError,
    VillageFiles,
)
from groups.values.addresses import fold_street, parts_of_key

PLACE_UNKNOWN = "onbekend"


@dataclass(frozen=True)
class Loaded:
    """How many of each were added."""

    streets: int
    hamlets: int
    groups: int
    rules: int
    names: bool = False


def load_village(files: VillageFiles, *, now: datetime) -> Loaded:
    """Add the streets, hamlets and groups whose names are not there yet, with their spellings and
    rules, or nothing at all; and the names of the village, where nobody set any. What is there
    stays as people edited it, so loading twice changes nothing. Raises VillageFileError.
    """
    try:
        with transaction.atomic():
            # First: a street lies in the village by its name.
            named = _set_names(files.names, now=now)
            added = _add_streets(files.streets, village=here().village)
            # By the slug of the file: people may have given the street itself another name.
            by_slug = Street.objects.in_bulk([row.slug for row in files.streets], field_name="slug")
            streets = {row.name: by_slug[row.slug] for row in files.streets}
            hamlets = _add_hamlets(files.hamlets, streets)
            groups, rules = _add_groups(files.groups, streets, now=now)
            loaded = Loaded(added, hamlets, groups, rules, named)
            if loaded != Loaded(0, 0, 0, 0):
                facts: dict[str, str | int | bool | None] = {
                    "streets": added,
                    "hamlets": hamlets,
                    "groups": groups,
                    "rules": rules,
                    "names": named,
                }
                record("village.loaded", by=None, actor="load_village", facts=facts, now=now)
            return loaded
    except IntegrityError as error:
        raise VillageFileError(
            "Iets in deze bestanden botst met wat er al staat: een naam, een spelling of nummers "
            "die al bij een groep horen. Er is niets geladen."
        ) from error


def _set_names(names: Names | None, *, now: datetime) -> bool:
    return names is not None and change_names(names, seen=0, now=now)


def _add_streets(rows: Sequence[StreetRow], *, village: str) -> int:
    known = Street.objects.in_bulk([row.slug for row in rows], field_name="slug")
    new = [row for row in rows if row.slug not in known]
    streets = Street.objects.bulk_create(
        Street(
            name=row.name,
            slug=row.slug,
            area=row.area,
            place=PLACE_UNKNOWN if row.outside else village,
            outside=row.outside,
            remark=row.remark,
        )
        for row in new
    )
    _add_spellings(
        Spelling(text=text, key=key, street=street)
        for street, row in zip(streets, new, strict=True)
        for key, text in _by_key(row.spellings).items()
    )
    return len(new)


def _add_hamlets(rows: Iterable[HamletRow], streets: Mapping[str, Street]) -> int:
    known = set(Hamlet.objects.values_list("name", flat=True))
    new = [row for row in rows if row.name not in known]
    hamlets = Hamlet.objects.bulk_create(Hamlet(name=row.name) for row in new)
    _add_spellings(
        Spelling(text=text, key=key, hamlet=hamlet)
        for hamlet, row in zip(hamlets, new, strict=True)
        for key, text in _by_key(row.spellings).items()
    )
    leads_to = Hamlet.streets.through
    leads_to.objects.bulk_create(
        leads_to(hamlet=hamlet, street=streets[street])
        for hamlet, row in zip(hamlets, new, strict=True)
        for street in row.streets
    )
    return len(new)


def _add_groups(
    rows: Sequence[GroupRow], streets: Mapping[str, Street], *, now: datetime
) -> tuple[int, int]:
    known = WatchGroup.objects.in_bulk([row.slug for row in rows], field_name="slug")
    new = [row for row in rows if row.slug not in known]
    groups = WatchGroup.objects.bulk_create(
        WatchGroup(
            name=row.name,
            slug=row.slug,
            area=row.area,
            app=row.chat,
            status=GroupStatus.ACTIVE,
            is_example=row.is_example,
            created_at=now,
        )
        for row in new
    )
    rules = CoverageRule.objects.bulk_create(
        CoverageRule(
            street=streets[covered.street],
            group=group,
            first_number=covered.first,
            last_number=covered.last,
            side=covered.side,
            created_at=now,
        )
        for group, row in zip(groups, new, strict=True)
        for covered in row.coverage
    )
    return len(groups), len(rules)


def _by_key(spellings: Iterable[str]) -> dict[str, str]:
    """One spelling per key, the first: "Vijftigbunderweg" folds like "Vijftig Bunderweg"."""
    by_key: dict[str, str] = {}
    for text in spellings:
        by_key.setdefault(fold_street(text), text)
    return by_key


def _add_spellings(rows: Iterable[Spelling]) -> None:
    spellings = Spelling.objects.bulk_create(rows)
    SpellingPart.objects.bulk_create(
        SpellingPart(spelling=spelling, part=part)
        for spelling in spellings
        for part in sorted(parts_of_key(spelling.key))
    )
