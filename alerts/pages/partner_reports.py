"""What a partner may be told of alerts: counts of a month, the facts of one that runs, and of what
was described only what the police asked for. Reads only.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Q

from alerts import emails
from alerts.models import Alert, MonthlyOverview, OfficerReport, PoliceRequest
from alerts.values.choices import AlertState, Category
from alerts.values.overviews import Line, lines, month_name, months_before, next_month
from groups.api import VILLAGE, PartnerContact, PartnerKind, WatchGroup, hides, shown, village_day

MONTHS_BACK: Final = 12
_KINDS: Final = (PartnerKind.POLICE, PartnerKind.MUNICIPALITY)


@dataclass(frozen=True)
class Preview:
    """A mail exactly as it will leave; `seen` tells this text from any other."""

    subject: str
    text: str
    seen: str


@dataclass(frozen=True)
class OverviewPage:
    """A month for a contact: the mail, and when it was sent."""

    contact: PartnerContact
    month: str
    preview: Preview
    sent: MonthlyOverview | None


@dataclass(frozen=True)
class OfficerPage:
    """The facts for the police: to whom they may go, the mail, and who got it."""

    alert: Alert
    contacts: Sequence[PartnerContact]
    preview: Preview | None
    sent: Sequence[OfficerReport]


@dataclass(frozen=True)
class PartnerBlock:
    """On the page of an alert: what partners were told and asked."""

    sent: Sequence[OfficerReport]
    asked: Sequence[PoliceRequest]
    may_tell: bool
    may_note: bool


def details_may_go_to_police(alert: Alert) -> bool:
    """Whether the police asked for what was described, and a coordinator noted it."""
    return PoliceRequest.objects.filter(alert=alert).exists()


def partner_contacts() -> Sequence[PartnerContact]:
    """Who may get the counts of a month: at the police or the municipality, with an address."""
    rows = _with_address().filter(partner__kind__in=_KINDS)
    return list(rows.order_by("partner__kind", "partner__name", "name", "id"))


def officers_of(group: WatchGroup) -> Sequence[PartnerContact]:
    """Who at the police looks after a group, with an address."""
    groups = WatchGroup.objects.filter(pk=group.pk).values("pk")
    of_group = Q(partner__serves_all=True) | Q(partner__groups__in=groups)
    rows = _with_address().serving(groups).filter(of_group, partner__kind=PartnerKind.POLICE)
    return list(rows.distinct().order_by("name", "id"))


def months(*, now: datetime) -> Sequence[date]:
    """The months that are over, the latest first."""
    return months_before(village_day(now), MONTHS_BACK)


def overview_page(contact: PartnerContact, month: date, *, now: datetime) -> OverviewPage:
    """The mail as it would leave now."""
    sent = MonthlyOverview.objects.filter(contact=contact, month=month).first()
    return OverviewPage(contact, month_name(month), overview_of(contact, month, now=now), sent)


def overview_of(contact: PartnerContact, month: date, *, now: datetime) -> Preview:
    """The counts of all groups together: of one group they would point at somebody."""
    kinds, states = counts_of(month)
    draft = emails.overview(contact, month=month, kinds=kinds, states=states, now=now)
    return _preview(draft.subject, draft.text)


def counts_of(month: date) -> tuple[Sequence[Line], Sequence[Line]]:
    """How many alerts of each kind, and how they ended; without drills, and nothing small. Where a
    kind is hidden the ends stay away when they would add up to the total.
    """
    first, end = _begins(month), _begins(next_month(month))
    rows = Alert.objects.real().filter(happened_at__gte=first, happened_at__lt=end)
    found = list(rows.order_by().values_list("category", "state"))
    by_kind, by_state = Counter(kind for kind, _ in found), Counter(state for _, state in found)
    kinds = shown({kind: by_kind[kind] for kind in Category.values})
    states = shown({one: by_state[one] for one in AlertState.values})
    gives_away = hides(kinds.values()) and not hides(states.values())
    return (
        lines(kinds, dict(Category.choices)),
        () if gives_away else lines(states, dict(AlertState.choices)),
    )


def officer_page(alert: Alert, *, now: datetime) -> OfficerPage:
    """The mail about an alert, the same for each contact."""
    sent = _sent(alert)
    told = {one.contact_id for one in sent}
    contacts = [one for one in officers_of(alert.group) if one.pk not in told]
    preview = None
    if contacts:
        draft = emails.to_officer(alert, to=contacts[0], now=now)
        preview = _preview(draft.subject, draft.text)
    return OfficerPage(alert, contacts, preview, sent)


def partner_block(alert: Alert, *, is_own: bool, is_staff: bool) -> PartnerBlock:
    """Own beheerders and staff tell the police; what the police asked is of staff alone."""
    running = alert.state == AlertState.RUNNING
    asked = alert.police_requests.select_related("by") if is_staff else ()
    return PartnerBlock(_sent(alert), list(asked), running and (is_own or is_staff), is_staff)


def _sent(alert: Alert) -> Sequence[OfficerReport]:
    return list(alert.officer_reports.select_related("contact").order_by("at", "id"))


def _with_address() -> Any:
    rows = PartnerContact.objects.current().exclude(email="")
    return rows.filter(partner__ended_at__isnull=True).select_related("partner")


def _preview(subject: str, text: str) -> Preview:
    seen = hashlib.sha256(f"{subject}\n{text}".encode()).hexdigest()[:16]
    return Preview(subject, text, seen)


def _begins(month: date) -> datetime:
    return datetime(month.year, month.month, 1, tzinfo=VILLAGE)
