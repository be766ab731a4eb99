"""A coordinator adds a hamlet, changes one or takes it away: its name, the ways people write it,
and the streets that it leads to. No address belongs to a hamlet: it is a way to a street.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from groups.models import Hamlet, Street
from groups.places.services.spellings import SpellingTaken, aliases_of, write_spellings
from groups.refusals import Refused

MOST_HAMLETS: Final = 200


class HamletChanged(Refused):
    """Somebody else saved or removed this hamlet since the page was opened."""

    def __init__(self) -> None:
        super().__init__(_("Iemand anders veranderde dit buurtschap net."))


@dataclass(frozen=True)
class HamletFacts:
    """What a coordinator says of a hamlet."""

    name: str
    aliases: Sequence[str]
    streets: Sequence[Street]


def facts_of(hamlet: Hamlet) -> HamletFacts:
    """What stands there now. Two queries."""
    return HamletFacts(
        hamlet.name, aliases_of(hamlet), list(hamlet.streets.order_by("name", "place"))
    )


def fingerprint(facts: HamletFacts) -> str:
    """Another one after every change: who saved an older one is told."""
    said = (facts.name, sorted(facts.aliases), sorted(street.pk for street in facts.streets))
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def new_hamlet(facts: HamletFacts, *, by: User, now: datetime) -> Hamlet:
    """A hamlet that was not there. Raises SpellingTaken, or Refused when there are too many."""
    if Hamlet.objects.count() >= MOST_HAMLETS:
        told = _("Er zijn al {most} buurtschappen. Haal er eerst een weg.")
        raise Refused(told.format(most=MOST_HAMLETS))
    try:
        with transaction.atomic():
            hamlet = Hamlet.objects.create(name=facts.name)
            hamlet.streets.set(facts.streets)
            write_spellings(hamlet, (facts.name, *facts.aliases))
            record("hamlet.added", by=by, subject=f"hamlet:{hamlet.pk}", now=now)
            return hamlet
    except IntegrityError as error:
        raise SpellingTaken from error


def change_hamlet(
    hamlet: Hamlet, facts: HamletFacts, *, seen: str, by: User, now: datetime
) -> None:
    """Change a hamlet; `seen` is the fingerprint of what the page showed. Raises HamletChanged or
    SpellingTaken.
    """
    try:
        with transaction.atomic():
            own = Hamlet.objects.select_for_update().filter(pk=hamlet.pk).first()
            if own is None or fingerprint(facts_of(own)) != seen:
                raise HamletChanged
            own.name = facts.name
            own.save(update_fields=["name"])
            own.streets.set(facts.streets)
            write_spellings(own, (facts.name, *facts.aliases))
            record("hamlet.changed", by=by, subject=f"hamlet:{hamlet.pk}", now=now)
    except IntegrityError as error:
        raise SpellingTaken from error


def remove_hamlet(hamlet: Hamlet, *, by: User, now: datetime) -> None:
    """Take a hamlet away; its streets stay. Pressed twice is once."""
    with transaction.atomic():
        gone, _rows = Hamlet.objects.filter(pk=hamlet.pk).delete()
        if gone:
            record("hamlet.removed", by=by, subject=f"hamlet:{hamlet.pk}", now=now)
