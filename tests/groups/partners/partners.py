"""Partners for the tests: a police team, its wijkagent, and whom they serve."""

from typing import Any

from django.test import Client
from django.utils import timezone

from groups.models import Partner, PartnerContact, PartnerKind, WatchGroup
from groups.values.village_time import village_day
from tests.groups.pages import forms_of


def make_partner(name: str = "Basisteam Proef", **facts: Any) -> Partner:
    """A partner of all groups, checked today; `groups` makes it of those alone."""
    groups: list[WatchGroup] | None = facts.pop("groups", None)
    known: dict[str, Any] = {
        "kind": PartnerKind.POLICE,
        "phone": "0900-8844",
        "checked_on": village_day(timezone.now()),
        "serves_all": groups is None,
    }
    partner = Partner.objects.create(name=name, **(known | facts))
    served = Partner.groups.through
    served.objects.bulk_create(served(partner=partner, watchgroup=one) for one in groups or [])
    return partner


def make_contact(partner: Partner, name: str = "Wim Wijkagent", **facts: Any) -> PartnerContact:
    """A person at a partner, for all its groups, checked today."""
    groups: list[WatchGroup] | None = facts.pop("groups", None)
    known: dict[str, Any] = {
        "role": "wijkagent",
        "phone": "+31600009801",
        "checked_on": village_day(timezone.now()),
        "serves_all": groups is None,
    }
    contact = PartnerContact.objects.create(partner=partner, name=name, **(known | facts))
    served = PartnerContact.groups.through
    served.objects.bulk_create(
        served(partnercontact=contact, watchgroup=one) for one in groups or []
    )
    return contact


def press(client: Client, page: Any, *, form: int = 0, **typed: str) -> Any:
    """Fill in a form of a page behind log-in (the first one by default) and send it."""
    sent = forms_of(page)[form]
    return client.post(sent.action or page.request["PATH_INFO"], sent.sends | typed)
