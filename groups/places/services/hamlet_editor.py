"""A coordinator adds a hamlet, changes one or takes it away: its name, the ways people write it,
and the streets that it leads to. No address belongs to a hamlet: it is a way to a street.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from groups.models import Hamlet, Spelling, SpellingPart, Street
from groups.refusals import Refused
from groups.values.addresses import fold_street, parts_of_key

MOST_HAMLETS: Final = 200


class HamletChanged(Refused):
    """Somebody else saved or removed this hamlet since the page was opened."""

    def __init__(self) -> None:
        super().__init__("Iemand anders veranderde dit buurtschap net.")


class HamletTaken(Refused):
    """Somebody else gave this name or spelling to a hamlet at this very moment."""

    def __init__(self) -> None:
        super().__init__("Deze naam of een van de spellingen bestaat intussen al. Kijk nog eens.")


@dataclass(frozen=True)
class HamletFacts:
    """What a coordinator says of a hamlet."""

    name: str
    aliases: Sequence[str]
    streets: Sequence[Street]


def facts_of(hamlet: Hamlet) -> HamletFacts:
    """What stands there now. Two queries."""
    spellings = hamlet.spellings.exclude(key=fold_street(hamlet.name)).order_by("text", "pk")
    streets = hamlet.streets.order_by("name", "place")
    return HamletFacts(hamlet.name, list(spellings.values_list("text", flat=True)), list(streets))


def fingerprint(facts: HamletFacts) -> str:
    """Another one after every change: who saved an older one is told."""
    said = (facts.name, sorted(facts.aliases), sorted(street.pk for street in facts.streets))
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def taken_by_others(texts: Iterable[str], *, hamlet: Hamlet | None) -> Mapping[str, str]:
    """Of these spellings those that mean another hamlet already, with its name. One query."""
    keys = {fold_street(text): text for text in texts}
    others = Spelling.objects.filter(key__in=keys, hamlet__isnull=False)
    if hamlet:
        others = others.exclude(hamlet=hamlet)
    return {keys[one.key]: str(one.hamlet) for one in others.select_related("hamlet")}


def new_hamlet(facts: HamletFacts, *, by: User, now: datetime) -> Hamlet:
    """A hamlet that was not there. Raises HamletTaken, or Refused when there are too many."""
    if Hamlet.objects.count() >= MOST_HAMLETS:
        raise Refused(f"Er zijn al {MOST_HAMLETS} buurtschappen. Haal er eerst een weg.")
    try:
        with transaction.atomic():
            hamlet = Hamlet.objects.create(name=facts.name)
            _write(hamlet, facts)
            record("hamlet.added", by=by, subject=f"hamlet:{hamlet.pk}", now=now)
            return hamlet
    except IntegrityError as error:
        raise HamletTaken from error


def change_hamlet(
    hamlet: Hamlet, facts: HamletFacts, *, seen: str, by: User, now: datetime
) -> None:
    """Change a hamlet; `seen` is the fingerprint of what the page showed. Raises HamletChanged or
    HamletTaken.
    """
    try:
        with transaction.atomic():
            own = Hamlet.objects.select_for_update().filter(pk=hamlet.pk).first()
            if own is None or fingerprint(facts_of(own)) != seen:
                raise HamletChanged
            own.name = facts.name
            own.save(update_fields=["name"])
            _write(own, facts)
            record("hamlet.changed", by=by, subject=f"hamlet:{hamlet.pk}", now=now)
    except IntegrityError as error:
        raise HamletTaken from error


def remove_hamlet(hamlet: Hamlet, *, by: User, now: datetime) -> None:
    """Take a hamlet away; its streets stay. Pressed twice is once."""
    with transaction.atomic():
        gone, _ = Hamlet.objects.filter(pk=hamlet.pk).delete()
        if gone:
            record("hamlet.removed", by=by, subject=f"hamlet:{hamlet.pk}", now=now)


def _write(hamlet: Hamlet, facts: HamletFacts) -> None:
    hamlet.streets.set(facts.streets)
    wanted: dict[str, str] = {}
    for text in (facts.name, *facts.aliases):
        wanted.setdefault(fold_street(text), text)
    # Few, and nothing points to them.
    hamlet.spellings.all().delete()
    spellings = Spelling.objects.bulk_create(
        Spelling(text=text, key=key, hamlet=hamlet) for key, text in wanted.items()
    )
    SpellingPart.objects.bulk_create(
        SpellingPart(spelling=spelling, part=part)
        for spelling in spellings
        for part in sorted(parts_of_key(spelling.key))
    )
