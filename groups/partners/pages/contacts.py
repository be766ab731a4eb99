"""Whom a beheerder can turn to, and whom everybody may know. Reads only.

No page of partners holds anything of a member or a resident.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Case, IntegerField, Prefetch, Q, Value, When

from dorst_portal.accounts.models import User
from dorst_portal.identity.current import here
from dorst_portal.kit.rows.added import Added
from dorst_portal.kit.rows.keyset import RowKeyset
from dorst_portal.languages.words import lazy_text
from groups.models import (
    Appointment,
    ContactMoment,
    Partner,
    PartnerContact,
    PartnerKind,
    WatchGroup,
)
from groups.querysets.partners import LATEST_FIRST, PartnerContactQuerySet, PartnerQuerySet

PAGE: Final = 50
MOST_FELLOWS: Final = 60
# Of two lines each at most: the back of the card is 54 mm high.
LINES_ON_CARD: Final = 6
_IN_ORDER: Final = RowKeyset("place", "name")
_ORDER: Final = (
    PartnerKind.POLICE,
    PartnerKind.MUNICIPALITY,
    PartnerKind.HOUSING,
    PartnerKind.OTHER,
)


@dataclass(frozen=True)
class PublicNumber:
    """A number that everybody may call (docs/sources.md says where it comes from)."""

    number: str
    words: str


NUMBERS: Final = (
    PublicNumber("112", lazy_text("Gevaar of een misdaad die nu gebeurt")),
    PublicNumber("0900-8844", lazy_text("Politie, geen haast")),
    PublicNumber("0800-7000", lazy_text("Meld Misdaad Anoniem")),
)


def municipality_number() -> tuple[PublicNumber, ...]:
    """The number of the municipality, where somebody set it."""
    names = here()
    if not names.municipality_phone:
        return ()
    return (PublicNumber(names.municipality_phone, f"Gemeente {names.municipality}".strip()),)


@dataclass(frozen=True)
class PartnerCard:
    """A partner with the people whom this reader may know."""

    partner: Partner
    contacts: Sequence[PartnerContact]


@dataclass(frozen=True)
class Fellow:
    """Another beheerder, with the groups that we share or that lie beside ours."""

    name: str
    email: str
    groups: Sequence[str]
    is_own: bool


@dataclass(frozen=True)
class ContactsPage:
    """Everybody whom a beheerder can turn to."""

    has_groups: bool
    partners: Sequence[PartnerCard]
    fellows: Sequence[Fellow]
    next_key: str


@dataclass(frozen=True)
class MomentsPage:
    """A partner with what was said for the own groups."""

    card: PartnerCard
    moments: Sequence[ContactMoment]
    next_key: str


def contacts_page(user: User, *, after: str, now: datetime) -> ContactsPage:
    """The partners of the own groups, and the beheerders of those and of the groups beside them.
    Five queries.
    """
    own = list(WatchGroup.objects.managed_by(user).values_list("pk", flat=True))
    rows = _placed(Partner.objects.own(user)).prefetch_related(_people_for(user))
    among = _placed(Partner.objects.all())
    found = _IN_ORDER.page(rows, after=after, size=PAGE, among=among).each(_card)
    return ContactsPage(
        has_groups=bool(own),
        partners=found.rows,
        fellows=_fellows(user, own, now=now),
        next_key=found.next_key,
    )


def lines_on_card(
    page: ContactsPage, *, printed: Collection[str]
) -> tuple[Sequence[PublicNumber], int]:
    """What fits on the back of a card for the wallet, and how many numbers do not: organisations
    and their people in the order of the page, without those that stand on its front.
    """
    lines = []
    for card in page.partners:
        if card.partner.phone and card.partner.phone not in printed:
            lines.append(PublicNumber(card.partner.phone, card.partner.name))
        for one in card.contacts:
            if one.phone:
                words = f"{one.name}, {one.role}" if one.role else one.name
                lines.append(PublicNumber(one.phone, words))
    return lines[:LINES_ON_CARD], max(0, len(lines) - LINES_ON_CARD)


def partner_card(user: User, pk: int) -> PartnerCard | None:
    """A partner of the own groups; None for another, which is the same as one that is not."""
    rows = Partner.objects.own(user).filter(pk=pk).prefetch_related(_people_for(user))
    partner = rows.first()
    return _card(partner) if partner else None


def people_of(user: User) -> PartnerContactQuerySet:
    """The people whom a beheerder may know: for the own groups, at a partner that is too."""
    return PartnerContact.objects.own(user).filter(partner__in=Partner.objects.own(user))


def moments_page(card: PartnerCard, *, user: User, after: str) -> MomentsPage:
    """What was said with a partner for the own groups, the last first."""
    moments = ContactMoment.objects.own(user).filter(partner=card.partner)
    with_who = moments.select_related("by", "group", "contact")
    found = LATEST_FIRST.page(with_who, after=after, size=PAGE, among=moments)
    return MomentsPage(card, found.rows, found.next_key)


def who_is_who(group: WatchGroup | None) -> Sequence[PartnerCard]:
    """What everybody may know: partners and people that are shown to everybody, of one group or
    (None) of all groups. Two queries.
    """
    partners = Partner.objects.shown_to_everybody()
    people = PartnerContact.objects.shown_to_everybody()
    if group is None:
        partners, people = partners.filter(serves_all=True), people.filter(serves_all=True)
    else:
        here = WatchGroup.objects.filter(pk=group.pk).values("pk")
        partners, people = partners.serving(here), people.serving(here)
    shown = _placed(partners).order_by("place", "name").prefetch_related(_people(people))
    return [_card(one) for one in shown[:PAGE]]


def _people(rows: PartnerContactQuerySet) -> Prefetch:
    return Prefetch("contacts", rows.order_by("name", "pk"), to_attr="people")


def _people_for(user: User) -> Prefetch:
    return _people(PartnerContact.objects.own(user))


@dataclass(frozen=True)
class _People(Added):
    people: Sequence[PartnerContact]


def _card(partner: Partner) -> PartnerCard:
    return PartnerCard(partner, _People.of(partner).people)


def _placed(rows: PartnerQuerySet) -> Any:
    """Police first, then the municipality, the housing corporation and the others."""
    places = [When(kind=kind, then=Value(place)) for place, kind in enumerate(_ORDER)]
    place = Case(*places, default=Value(len(_ORDER)), output_field=IntegerField())
    return rows.annotate(place=place)


def _fellows(user: User, own: Sequence[int], *, now: datetime) -> list[Fellow]:
    if not own:
        return []
    beside = WatchGroup.objects.not_archived().filter(Q(pk__in=own) | Q(adjoining__in=own))
    rows = (
        Appointment.objects.active(now)
        .filter(group__in=beside.values("pk"))
        .exclude(user=user)
        .select_related("user", "group")
        .order_by("group__name", "user__name", "pk")
    )
    by_user: dict[int, Fellow] = {}
    for one in rows[:MOST_FELLOWS]:
        known = by_user.get(one.user_id)
        groups = [*(known.groups if known else []), one.group.name]
        is_own = one.group_id in own or bool(known and known.is_own)
        by_user[one.user_id] = Fellow(str(one.user), one.user.email, groups, is_own)
    return sorted(by_user.values(), key=lambda fellow: not fellow.is_own)
