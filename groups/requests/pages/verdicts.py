"""What the portal finds out about a request: does the address fit, is somebody there already.

Nothing here tells a group about another one, but for the name of the group of an address.
"""

from dataclasses import dataclass, replace
from typing import Final

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Mod
from django.db.models.lookups import Exact
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dorst_portal.identity.current import here
from dorst_portal.kit.rows.added import Added
from dorst_portal.kit.tags import Tag
from groups.models import (
    CoverageRule,
    GroupStatus,
    Membership,
    OfficialAddress,
    ResidentRequest,
    Side,
)
from groups.querysets.addresses import OfficialAddressQuerySet
from groups.querysets.memberships import MembershipQuerySet
from groups.querysets.requests import RequestQuerySet
from groups.querysets.streets import CoverageRuleQuerySet
from groups.requests.pages.doubles import is_comparable, with_name_and_address, with_number

NOT_LISTED: Final = gettext_noop("Adres niet in de lijst")
TWICE: Final = gettext_noop("Staat er twee keer")
_SHOWN = (GroupStatus.ACTIVE, GroupStatus.PAUSED)


@dataclass(frozen=True)
class Verdict:
    """Whether the address fits: as a tag for the list, as a sentence for the page.

    `other_group` is the id of the group of the address when that is another one.
    """

    tag: Tag
    sentence: str
    other_group: int | None = None


def with_findings(rows: RequestQuerySet) -> RequestQuerySet:
    """Adds the group of the address, who is a member already and who applied before, in the query
    of the list.
    """
    here = _members_here()
    household = here.filter(
        street=OuterRef("street"),
        house_number=OuterRef("house_number"),
        house_letter=OuterRef("house_letter"),
        house_number_addition=OuterRef("house_number_addition"),
    )
    return rows.select_related("group", "street").annotate(
        address_group_id=Subquery(_rules().values("group_id")[:1]),
        address_group_name=Subquery(_rules().values("group__name")[:1]),
        address_group_status=Subquery(_rules().values("group__status")[:1]),
        number_is_member=Exists(here.filter(mobile=OuterRef("mobile"))),
        has_household=Exists(household.exclude(mobile=OuterRef("mobile"))),
        street_is_listed=Exists(_listed()),
        address_is_listed=Exists(_listed_exactly()),
        number_applied=Exists(with_number()),
        person_applied=Exists(with_name_and_address()),
    )


def nothing_to_check(rows: RequestQuerySet) -> RequestQuerySet:
    """Open requests of a group with nothing to look at twice: the address fits, number and person
    are new there, and the e-mail address is confirmed. The same as a row whose worst tag is "Adres
    klopt"; a test compares the two.
    """
    return rows.filter(
        Exists(_rules().filter(group=OuterRef("group"))),
        ~Exists(_listed()) | Exists(_listed_exactly()),
        ~Exists(_members_here().filter(mobile=OuterRef("mobile"))),
        ~Exists(with_number()),
        ~Exists(with_name_and_address()),
        street__outside=False,
        email_confirmed_at__isnull=False,
    )


def to_call(rows: RequestQuerySet) -> RequestQuerySet:
    """Whom a mail does not reach (yet): no address, a wrong one, or nobody confirmed it."""
    return rows.filter(email_confirmed_at__isnull=True)


def _rules() -> CoverageRuleQuerySet:
    """The rule that an address falls under; no two overlap."""
    rest = Mod(OuterRef("house_number"), 2)
    return CoverageRule.objects.in_force().filter(
        Q(side=Side.BOTH) | Q(Exact(rest, 1), side=Side.ODD) | Q(Exact(rest, 0), side=Side.EVEN),
        street=OuterRef("street"),
        first_number__lte=OuterRef("house_number"),
        last_number__gte=OuterRef("house_number"),
    )


def _members_here() -> MembershipQuerySet:
    return Membership.objects.current().filter(group=OuterRef("group"))


def _listed() -> OfficialAddressQuerySet:
    """Official addresses in the street."""
    return OfficialAddress.objects.filter(street=OuterRef("street"))


def _listed_exactly() -> OfficialAddressQuerySet:
    return _listed().filter(
        house_number=OuterRef("house_number"),
        house_letter=OuterRef("house_letter"),
        house_number_addition=OuterRef("house_number_addition"),
    )


@dataclass(frozen=True)
class Findings(Added):
    """What `with_findings` adds to a request."""

    address_group_id: int | None
    address_group_name: str | None
    address_group_status: str | None
    number_is_member: bool
    has_household: bool
    street_is_listed: bool
    address_is_listed: bool
    number_applied: bool
    person_applied: bool

    @property
    def applied_before(self) -> bool:
        """Whether an open request of the same person came before, in the same group."""
        return self.number_applied or self.person_applied


def address_verdict(row: ResidentRequest) -> Verdict:
    """The verdict on the address of a row that came `with_findings`. Whether the address exists
    is told where the official list holds its street; to which group it belongs never depends on
    that.
    """
    verdict = _of_group(row)
    found = Findings.of(row)
    if row.house_number is None or not found.street_is_listed:
        return verdict
    if found.address_is_listed:
        exists = _("Dit adres bestaat.")
        return replace(verdict, sentence=f"{exists} {verdict.sentence}")
    unknown = _("Dit adres staat niet in de adressenlijst.")
    sentence = f"{unknown} {verdict.sentence}"
    tag = Tag(_(NOT_LISTED), "warn") if verdict.tag.kind == "ok" else verdict.tag
    return replace(verdict, tag=tag, sentence=sentence)


def _of_group(row: ResidentRequest) -> Verdict:
    found = Findings.of(row)
    if row.street is None:
        return Verdict(Tag(_("Adres niet gevonden"), "warn"), _("We kennen deze straat niet."))
    if row.street.outside:
        village = here().village
        return Verdict(
            Tag(_("Adres ligt buiten {village}").format(village=village), "warn"),
            _("Dit adres ligt niet in {village}.").format(village=village),
        )
    name, group_id = found.address_group_name, found.address_group_id
    belongs = _("Hoort bij groep {group}.").format(group=name)
    if group_id is not None and group_id == row.group_id:
        return Verdict(Tag(_("Adres klopt"), "ok"), belongs)
    if group_id is None or found.address_group_status not in _SHOWN:
        text = _("Voor dit adres is nog geen groep.")
        return Verdict(Tag(_("Nog geen groep voor dit adres"), "warn"), text)
    return Verdict(Tag(_("Hoort bij {group}").format(group=name), "warn"), belongs, group_id)


def is_twice(row: ResidentRequest) -> bool:
    """Whether this is the later one of two open requests of one person."""
    return is_comparable(row) and Findings.of(row).applied_before


def email_tags(row: ResidentRequest) -> list[Tag]:
    """How the person can be reached, when a mail will not do."""
    if row.email_refused_at:
        return [Tag(_("E-mail klopt niet: bel"), "warn")]
    if not row.email:
        return [Tag(_("Geen e-mail: bel"), "neutral")]
    if not row.email_confirmed_at:
        return [Tag(_("E-mail nog niet bevestigd: app of bel"), "neutral")]
    return []


def worst_tag(row: ResidentRequest) -> Tag:
    """The one tag of a row in the list: what wants a look first, in few words. Whether the address
    fits is the worst there is to say of most.
    """
    found, verdict = Findings.of(row), address_verdict(row).tag
    if is_twice(row):
        return Tag(_(TWICE), "warn")
    if verdict.kind != "ok":
        return verdict
    if found.number_is_member:
        return Tag(_("Nummer al lid"), "warn")
    return how_to_reach(row) or verdict


def how_to_reach(row: ResidentRequest) -> Tag | None:
    """The tag of who is to be called, in few words; None where a mail will do."""
    tags = email_tags(row)
    if tags and row.email:
        return Tag(_("App of bel"), "neutral")
    return tags[0] if tags else None
