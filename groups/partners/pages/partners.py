"""What the coordinators see of partners: the list, and one partner. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import gettext as _

from dorst_portal.kit.rows.added import Added
from dorst_portal.kit.rows.counting import MOST_COUNTED, CappedCount, Count
from dorst_portal.kit.rows.keyset import Page, RowKeyset
from dorst_portal.kit.search import holds
from dorst_portal.kit.tags import Tag
from groups.models import ContactMoment, Partner, PartnerContact, WatchGroup
from groups.querysets.partners import CHECK_DAYS, LATEST_FIRST, PartnerQuerySet
from groups.values.village_time import village_day

PAGE: Final = 25
MOST_CONTACTS: Final = 100
_NAMES: Final = 3
# A name is nobody else's, so the name alone is a key.
_BY_NAME: Final = RowKeyset("name")


@dataclass(frozen=True, kw_only=True)
class Filters:
    """Which partners are asked for."""

    kind: str = ""
    text: str = ""
    group: WatchGroup | None = None
    to_check: bool = False
    ended: bool = False


@dataclass(frozen=True)
class Served:
    """For which groups somebody is there, in words."""

    names: Sequence[str]
    number: Count

    def __str__(self) -> str:
        if not self.number:
            return _("nog geen groep")
        rest, names = self.number.number - len(self.names), ", ".join(self.names)
        if rest <= 0:
            return names
        if self.number.number > MOST_COUNTED:
            return _("{names} en meer").format(names=names)
        return _("{names} en nog {number}").format(names=names, number=rest)


@dataclass(frozen=True)
class PartnerRow:
    """A partner on the list: what it is, for whom, and whether somebody has to look at it."""

    partner: Partner
    serves: str
    tags: Sequence[Tag]
    may_check: bool


@dataclass(frozen=True)
class ContactRow:
    """A person at a partner."""

    contact: PartnerContact
    serves: str
    tags: Sequence[Tag]


@dataclass(frozen=True)
class PartnerPage:
    """One partner with its people and what was said with them."""

    partner: Partner
    serves: str
    tags: Sequence[Tag]
    contacts: Sequence[ContactRow]
    moments: Sequence[ContactMoment]
    next_key: str


def page_of_partners(filters: Filters, *, after: str, now: datetime) -> Page[PartnerRow]:
    """One page of partners by name. Three queries, however many groups they serve."""
    today = village_day(now)
    rows = _with_groups(_asked_for(filters, today), today)
    found = _BY_NAME.page(rows, after=after, size=PAGE, among=Partner.objects.all())
    return found.each(lambda one: _row(one, today))


def partner_page(pk: int, *, after: str, now: datetime) -> PartnerPage | None:
    """One partner, also one that ended; None when there is none."""
    today = village_day(now)
    partner = _with_groups(Partner.objects.filter(pk=pk), today).first()
    if partner is None:
        return None
    contacts = PartnerContact.objects.current().filter(partner=partner)
    shown = contacts.annotate(group_count=_counted(contacts.model)).prefetch_related(_few_groups())
    moments = ContactMoment.objects.filter(partner=partner)
    with_who = moments.select_related("by", "group", "contact")
    found = LATEST_FIRST.page(with_who, after=after, size=PAGE, among=moments)
    return PartnerPage(
        partner=partner,
        serves=_serves(partner),
        tags=signs_of(partner, today),
        contacts=[
            ContactRow(one, _serves(one), signs_of(one, today)) for one in shown[:MOST_CONTACTS]
        ],
        moments=found.rows,
        next_key=found.next_key,
    )


def signs_of(row: Partner | PartnerContact, today: date) -> list[Tag]:
    """What a coordinator has to look at: something is reported, or nobody checked for long."""
    tags = []
    if row.reported_at:
        tags.append(Tag(_("Gemeld: klopt niet"), "danger"))
    if row.checked_on is None:
        tags.append(Tag(_("Nooit gecontroleerd"), "warn"))
    elif row.checked_on <= today - timedelta(days=CHECK_DAYS):
        tags.append(Tag(_("Meer dan 6 maanden geleden"), "warn"))
    return tags


def _asked_for(filters: Filters, today: date) -> PartnerQuerySet:
    rows = Partner.objects.filter(ended_at__isnull=not filters.ended)
    if filters.to_check and not filters.ended:
        rows = rows.to_check(today)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.text:
        rows = rows.filter(holds(filters.text))
    if filters.group:
        rows = rows.serving(WatchGroup.objects.filter(pk=filters.group.pk).values("pk"))
    return rows


def _few_groups() -> Prefetch:
    return Prefetch("groups", WatchGroup.objects.order_by("name")[:_NAMES], to_attr="some_groups")


def _counted(model: type[Partner] | type[PartnerContact]) -> CappedCount:
    own = "partner" if model is Partner else "partnercontact"
    return CappedCount(model.groups.through.objects.filter(**{own: OuterRef("pk")}))


def _with_groups(rows: PartnerQuerySet, today: date) -> PartnerQuerySet:
    contacts = PartnerContact.objects.to_check(today).filter(partner=OuterRef("pk"))
    return rows.annotate(
        group_count=_counted(Partner), contact_to_check=Exists(contacts)
    ).prefetch_related(_few_groups())


@dataclass(frozen=True)
class _ServedGroups(Added):
    some_groups: Sequence[WatchGroup]
    group_count: int


@dataclass(frozen=True)
class _ToCheck(Added):
    contact_to_check: bool


def _serves(row: Partner | PartnerContact) -> str:
    if row.serves_all:
        return _("alle groepen")
    facts = _ServedGroups.of(row)
    return str(Served([group.name for group in facts.some_groups], Count(facts.group_count)))


def _row(partner: Partner, today: date) -> PartnerRow:
    tags = signs_of(partner, today)
    may_check = bool(tags) and partner.ended_at is None
    if _ToCheck.of(partner).contact_to_check:
        tags.append(Tag(_("Contactpersoon nakijken"), "warn"))
    return PartnerRow(partner, _serves(partner), tags, may_check)
