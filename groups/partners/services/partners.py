"""Keeping partners and their contacts: making, changing, checking and ending them.

Every change says which version it was made from. Who acts on an older one is told, and nothing is
changed: two coordinators never write over each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from dorst_portal.kit.search import key_of
from groups.models import Partner, PartnerContact, WatchGroup
from groups.refusals import Refused
from groups.values.village_time import village_day

Kept = Partner | PartnerContact
_CHANGED: Final = {Partner: "partner.changed", PartnerContact: "contact.changed"}
_CHECKED: Final = {Partner: "partner.checked", PartnerContact: "contact.checked"}
_ENDED: Final = {Partner: "partner.ended", PartnerContact: "contact.ended"}


@dataclass(frozen=True, kw_only=True)
class Reached:
    """What a partner and a contact have in common. `checked`: who typed it made sure of it all."""

    name: str
    what_for: str
    phone: str
    email: str
    shown_to: str
    serves_all: bool
    groups: Sequence[WatchGroup]
    checked: bool

    def columns(self, now: datetime) -> dict[str, Any]:
        """The fields as a row holds them."""
        checked = {"checked_on": village_day(now), "reported_at": None, "report": ""}
        return {
            "name": self.name,
            "what_for": self.what_for,
            "phone": self.phone,
            "email": self.email,
            "shown_to": self.shown_to,
            "serves_all": self.serves_all,
            **(checked if self.checked else {}),
        }


@dataclass(frozen=True, kw_only=True)
class PartnerFacts(Reached):
    """An organisation, as a coordinator typed it."""

    kind: str
    website: str

    def columns(self, now: datetime) -> dict[str, Any]:
        own = {"kind": self.kind, "website": self.website, "search_key": key_of(self.name)}
        return super().columns(now) | own


@dataclass(frozen=True, kw_only=True)
class ContactFacts(Reached):
    """A person at a partner, as a coordinator typed it."""

    role: str

    def columns(self, now: datetime) -> dict[str, Any]:
        return super().columns(now) | {"role": self.role}


class ChangedMeanwhile(Refused):
    """Somebody else changed or ended it since the page was opened."""

    def __init__(self) -> None:
        super().__init__(_("Iemand anders veranderde dit net. Er is niets opgeslagen."))


class NameTaken(Refused):
    """Two partners cannot have one name."""

    def __init__(self) -> None:
        super().__init__(_("Er is al een partner met deze naam. Kijk ook bij Gestopt."))


def add_partner(facts: PartnerFacts, *, by: User, now: datetime) -> Partner:
    """A new partner; raises NameTaken."""
    try:
        with transaction.atomic():
            partner = Partner.objects.create(created_at=now, **facts.columns(now))
            partner.groups.set(_served(facts))
            _line("partner.added", partner, by=by, now=now)
            return partner
    except IntegrityError as error:
        raise NameTaken from error


def change(row: Kept, facts: Reached, *, version: int, by: User, now: datetime) -> None:
    """Store what a coordinator made of this version; raises ChangedMeanwhile or NameTaken."""
    try:
        with transaction.atomic():
            unchanged = _current(row).filter(version=version)
            if not unchanged.update(version=F("version") + 1, **facts.columns(now)):
                raise ChangedMeanwhile
            row.groups.set(_served(facts))
            _line(_CHANGED[type(row)], row, by=by, now=now)
    except IntegrityError as error:
        if isinstance(row, PartnerContact):  # two people may have one name
            raise
        raise NameTaken from error


def check(row: Kept, *, version: int, by: User, now: datetime) -> None:
    """Somebody made sure that all of it is true; what was reported is done with. Raises
    ChangedMeanwhile.
    """
    with transaction.atomic():
        unchanged = _current(row).filter(version=version)
        if not unchanged.update(checked_on=village_day(now), reported_at=None, report=""):
            raise ChangedMeanwhile
        _line(_CHECKED[type(row)], row, by=by, now=now)


def as_it_is_now(row: Kept) -> Kept:
    """The row as somebody else left it."""
    now: Kept = type(row)._default_manager.get(pk=row.pk)
    return now


def end(row: Kept, *, by: User, now: datetime) -> None:
    """It is shown to nobody any more, nor are the contacts of a partner; pressed twice is once."""
    with transaction.atomic():
        if not _current(row).update(ended_at=now, version=F("version") + 1):
            return
        facts = {}
        if isinstance(row, Partner):
            contacts = PartnerContact.objects.current().filter(partner=row)
            facts["contacts"] = contacts.update(ended_at=now, version=F("version") + 1)
        _line(_ENDED[type(row)], row, by=by, now=now, **facts)


def bring_back(partner: Partner, *, by: User, now: datetime) -> None:
    """A partner that ended is there again, with the contacts that ended with it and were not
    wiped yet.
    """
    with transaction.atomic():
        row = Partner.objects.select_for_update().get(pk=partner.pk)
        if row.ended_at is None:
            return
        contacts = PartnerContact.objects.filter(partner=row, ended_at=row.ended_at)
        contacts.exclude(name="").update(ended_at=None, version=F("version") + 1)
        Partner.objects.filter(pk=row.pk).update(ended_at=None, version=F("version") + 1)
        _line("partner.returned", partner, by=by, now=now)


def add_contact(
    partner: Partner, facts: ContactFacts, *, by: User, now: datetime
) -> PartnerContact:
    """A new person at a partner; raises ChangedMeanwhile when the partner ended just now."""
    with transaction.atomic():
        if not Partner.objects.current().select_for_update().filter(pk=partner.pk).exists():
            raise ChangedMeanwhile
        contact = PartnerContact.objects.create(
            partner=partner, created_at=now, **facts.columns(now)
        )
        contact.groups.set(_served(facts))
        _line("contact.added", contact, by=by, now=now)
        return contact


def _current(row: Kept) -> QuerySet[Any, Any]:
    """The row as long as it has not ended."""
    return type(row)._default_manager.filter(pk=row.pk, ended_at__isnull=True)


def _line(verb: str, row: Kept, *, by: User, now: datetime, **facts: int) -> None:
    noun = verb.partition(".")[0]
    record(verb, by=by, subject=f"{noun}:{row.pk}", facts=facts, now=now)


def _served(facts: Reached) -> Sequence[WatchGroup]:
    return [] if facts.serves_all else facts.groups
