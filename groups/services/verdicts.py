"""What the portal finds out about a request: does the address fit, is somebody there already.

Nothing here tells a group about another one, but for the name of the group of an address.
"""

from dataclasses import dataclass, replace
from typing import Final, Literal

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Mod
from django.db.models.lookups import Exact

from groups.models import (
    CoverageRule,
    GroupStatus,
    Membership,
    OfficialAddress,
    ResidentRequest,
    Side,
)
from groups.querysets.requests import RequestQuerySet

Kind = Literal["ok", "warn", "danger", "neutral"]
NOT_LISTED: Final = "Adres staat niet in de lijst"
_SHOWN = (GroupStatus.ACTIVE, GroupStatus.PAUSED)


@dataclass(frozen=True)
class Tag:
    """A finding in a few words; `kind` gives its sign and colour."""

    text: str
    kind: Kind


@dataclass(frozen=True)
class Verdict:
    """Whether the address fits: as a tag for the list, as a sentence for the page.

    `other_group` is the id of the group of the address when that is another one.
    """

    tag: Tag
    sentence: str
    other_group: int | None = None


def with_findings(rows: RequestQuerySet) -> RequestQuerySet:
    """Adds the group of the address and who is a member already, in the query of the list."""
    rest = Mod(OuterRef("house_number"), 2)
    rules = CoverageRule.objects.in_force().filter(
        Q(side=Side.BOTH) | Q(Exact(rest, 1), side=Side.ODD) | Q(Exact(rest, 0), side=Side.EVEN),
        street=OuterRef("street"),
        first_number__lte=OuterRef("house_number"),
        last_number__gte=OuterRef("house_number"),
    )
    here = Membership.objects.current().filter(group=OuterRef("group"))
    household = here.filter(
        street=OuterRef("street"),
        house_number=OuterRef("house_number"),
        house_letter=OuterRef("house_letter"),
        house_number_addition=OuterRef("house_number_addition"),
    )
    listed = OfficialAddress.objects.filter(street=OuterRef("street"))
    exactly = listed.filter(
        house_number=OuterRef("house_number"),
        house_letter=OuterRef("house_letter"),
        house_number_addition=OuterRef("house_number_addition"),
    )
    return rows.select_related("group", "street").annotate(
        address_group_id=Subquery(rules.values("group_id")[:1]),
        address_group_name=Subquery(rules.values("group__name")[:1]),
        address_group_status=Subquery(rules.values("group__status")[:1]),
        number_is_member=Exists(here.filter(mobile=OuterRef("mobile"))),
        has_household=Exists(household.exclude(mobile=OuterRef("mobile"))),
        street_is_listed=Exists(listed),
        address_is_listed=Exists(exactly),
    )


def address_verdict(row: ResidentRequest) -> Verdict:
    """The verdict on the address of a row that came `with_findings`. Whether the address exists
    is told where the official list holds its street; to which group it belongs never depends on
    that.
    """
    verdict = _of_group(row)
    found = vars(row)
    if row.house_number is None or not found["street_is_listed"]:
        return verdict
    if found["address_is_listed"]:
        return replace(verdict, sentence=f"Dit adres bestaat. {verdict.sentence}")
    sentence = f"Dit adres staat niet in de adressenlijst. {verdict.sentence}"
    tag = Tag(NOT_LISTED, "warn") if verdict.tag.kind == "ok" else verdict.tag
    return replace(verdict, tag=tag, sentence=sentence)


def _of_group(row: ResidentRequest) -> Verdict:
    found = vars(row)
    if row.street is None:
        return Verdict(Tag("Adres niet gevonden", "warn"), "We kennen deze straat niet.")
    if row.street.outside:
        return Verdict(Tag("Adres ligt buiten Dorst", "warn"), "Dit adres ligt niet in Dorst.")
    name, group_id = found["address_group_name"], found["address_group_id"]
    if group_id is not None and group_id == row.group_id:
        return Verdict(Tag("Adres klopt", "ok"), f"Hoort bij groep {name}.")
    if group_id is None or found["address_group_status"] not in _SHOWN:
        text = "Voor dit adres is nog geen groep."
        return Verdict(Tag("Nog geen groep voor dit adres", "warn"), text)
    return Verdict(Tag(f"Hoort bij {name}", "warn"), f"Hoort bij groep {name}.", group_id)


def person_tags(row: ResidentRequest) -> list[Tag]:
    """What the beheerder should know of the person before deciding."""
    tags = []
    found = vars(row)
    if found["number_is_member"]:
        tags.append(Tag("Nummer al lid", "warn"))
    if found["has_household"]:
        tags.append(Tag("Al lid op dit adres", "neutral"))
    if row.chose_group:
        tags.append(Tag("koos deze groep zelf", "neutral"))
    tags += email_tags(row)
    return tags


def email_tags(row: ResidentRequest) -> list[Tag]:
    """How the person can be reached, when a mail will not do."""
    if row.email_refused_at:
        return [Tag("e-mail klopt niet, bel", "warn")]
    if not row.email:
        return [Tag("geen e-mail: bel", "neutral")]
    if not row.email_confirmed_at:
        return [Tag("e-mail nog niet bevestigd: app of bel", "neutral")]
    return []
