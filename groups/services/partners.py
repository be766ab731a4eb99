"""Keeping partners and their contacts: making, changing, checking and ending them.

Every change says which version it was made from. Who acts on an older one is told, and nothing is
changed: two coordinators never write over each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from groups.models import Partner, PartnerContact, WatchGroup
from groups.services.refusals import Refused
from groups.village_time import village_day


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
        return super().columns(now) | {"kind": self.kind, "website": self.website}


@dataclass(frozen=True, kw_only=True)
class ContactFacts(Reached):
    """A person at a partner, as a coordinator typed it."""

    role: str

    def columns(self, now: datetime) -> dict[str, Any]:
        return super().columns(now) | {"role": self.role}


class ChangedMeanwhile(Refused):
    """Somebody else changed or ended it since the page was opened."""

    def __init__(self) -> None:
        super().__init__("Iemand anders veranderde dit net. Er is niets opgeslagen.")


class NameTaken(Refused):
    """Two partners cannot have one name."""

    def __init__(self) -> None:
        super().__init__("Er is al een partner met deze naam. Kijk ook bij Gestopt.")


def add_partner(facts: PartnerFacts, *, by: User, now: datetime) -> Partner:
    """A new partner; raises NameTaken."""
    try:
        with transaction.atomic():
            partner = Partner.objects.create(created_at=now, **facts.columns(now))
            partner.groups.set(_served(facts))
            record("partner.added", by=by, subject=f"partner:{partner.pk}", now=now)
            return partner
    except IntegrityError as error:
        raise NameTaken from error


def change_partner(
    partner: Partner, facts: PartnerFacts, *, version: int, by: User, now: datetime
) -> None:
    """Store what a coordinator made of this version; raises ChangedMeanwhile or NameTaken."""
    try:
        with transaction.atomic():
            unchanged = Partner.objects.current().filter(pk=partner.pk, version=version)
            if not unchanged.update(version=F("version") + 1, **facts.columns(now)):
                raise ChangedMeanwhile
            partner.groups.set(_served(facts))
            record("partner.changed", by=by, subject=f"partner:{partner.pk}", now=now)
    except IntegrityError as error:
        raise NameTaken from error


def check_partner(partner: Partner, *, version: int, by: User, now: datetime) -> None:
    """Somebody made sure that all of it is true; what was reported is done with."""
    with transaction.atomic():
        unchanged = Partner.objects.current().filter(pk=partner.pk, version=version)
        if not unchanged.update(checked_on=village_day(now), reported_at=None, report=""):
            raise ChangedMeanwhile
        record("partner.checked", by=by, subject=f"partner:{partner.pk}", now=now)


def end_partner(partner: Partner, *, by: User, now: datetime) -> None:
    """The partner and its contacts are shown to nobody any more; pressed twice is once."""
    with transaction.atomic():
        current = Partner.objects.current().filter(pk=partner.pk)
        if not current.update(ended_at=now, version=F("version") + 1):
            return
        contacts = PartnerContact.objects.current().filter(partner=partner)
        ended = contacts.update(ended_at=now, version=F("version") + 1)
        facts = {"contacts": ended}
        record("partner.ended", by=by, subject=f"partner:{partner.pk}", facts=facts, now=now)


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
        record("partner.returned", by=by, subject=f"partner:{partner.pk}", now=now)


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
        record("contact.added", by=by, subject=f"contact:{contact.pk}", now=now)
        return contact


def change_contact(
    contact: PartnerContact, facts: ContactFacts, *, version: int, by: User, now: datetime
) -> None:
    """Store what a coordinator made of this version; raises ChangedMeanwhile."""
    with transaction.atomic():
        unchanged = PartnerContact.objects.current().filter(pk=contact.pk, version=version)
        if not unchanged.update(version=F("version") + 1, **facts.columns(now)):
            raise ChangedMeanwhile
        contact.groups.set(_served(facts))
        record("contact.changed", by=by, subject=f"contact:{contact.pk}", now=now)


def check_contact(contact: PartnerContact, *, version: int, by: User, now: datetime) -> None:
    """Somebody made sure that the facts of this person are true."""
    with transaction.atomic():
        unchanged = PartnerContact.objects.current().filter(pk=contact.pk, version=version)
        if not unchanged.update(checked_on=village_day(now), reported_at=None, report=""):
            raise ChangedMeanwhile
        record("contact.checked", by=by, subject=f"contact:{contact.pk}", now=now)


def end_contact(contact: PartnerContact, *, by: User, now: datetime) -> None:
    """The person is shown to nobody any more; pressed twice is once."""
    with transaction.atomic():
        current = PartnerContact.objects.current().filter(pk=contact.pk)
        if current.update(ended_at=now, version=F("version") + 1):
            record("contact.ended", by=by, subject=f"contact:{contact.pk}", now=now)


def _served(facts: Reached) -> Sequence[WatchGroup]:
    return [] if facts.serves_all else facts.groups
