"""The coverage report: what in the village has no group, and rules that do nothing. Reads only."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Sum, Value, When
from django.db.models.functions import Mod
from django.db.models.lookups import Exact
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dorst_portal.identity.current import here, here_text
from dorst_portal.kit.rows.counting import Count, count_capped
from dorst_portal.kit.rows.keyset import NUMBER, SLUG, Keyset, Page
from dorst_portal.languages.words import lazy_text
from groups.coverage.pages.plan_parts import Numbers
from groups.models import CoverageRule, GroupStatus, OfficialAddress, Side, Street, WatchGroup
from groups.places.pages.streets import without_group
from groups.querysets.streets import CoverageRuleQuerySet, StreetQuerySet
from groups.querysets.watchgroups import WatchGroupQuerySet
from groups.values.addresses import LARGEST_HOUSE_NUMBER
from groups.values.house_ranges import Range, without_all

PAGE: Final = 25
_BY_NAME: Final = Keyset({"slug": SLUG})
_AS_MADE: Final = Keyset({"pk": NUMBER})
_GAPS_NAMED: Final = 6


@dataclass(frozen=True)
class Section:
    """One kind of gap."""

    code: str
    title: str
    lead: str
    empty: str


WITHOUT: Final = Section(
    "zonder",
    lazy_text("Straten zonder groep"),
    lazy_text("Wie hier woont, komt op de wachtlijst."),
    lazy_text("Elke straat heeft een groep."),
)
PARTLY: Final = Section(
    "deels",
    lazy_text("Deels zonder groep"),
    lazy_text("Deze nummers hebben geen groep, de rest van de straat wel."),
    lazy_text("Geen straat heeft nummers zonder groep naast nummers met een groep."),
)
IDLE: Final = Section(
    "regels",
    lazy_text("Regels die niets doen"),
    here_text("Bij deze nummers hoort een groep, maar daar woont niemand in {village}."),
    lazy_text("Elke regel doet iets, voor zover we de adressen kennen."),
)
BARE: Final = Section(
    "groepen",
    lazy_text("Groepen zonder straat"),
    lazy_text("Bij deze groepen hoort geen enkel adres."),
    lazy_text("Elke groep heeft een straat."),
)
HOMES: Final = Section(
    "adressen",
    lazy_text("Adressen zonder groep"),
    lazy_text("Deze adressen staan in de adressenlijst en hebben geen groep."),
    lazy_text("Elk adres dat we kennen, heeft een groep."),
)
SECTIONS: Final = (WITHOUT, PARTLY, IDLE, BARE, HOMES)
_ABOUT_ADDRESSES: Final = (IDLE, HOMES)


@dataclass(frozen=True)
class Row:
    """One thing that is not covered, or a rule that covers nothing."""

    street: Street | None
    group: WatchGroup | None
    words: Sequence[str]
    # What to fill in on the page on which numbers are moved.
    first: int | None = None
    last: int | None = None
    side: str = ""


@dataclass(frozen=True)
class CoverageReport:
    """A page of one section, and the key of the next one."""

    section: Section
    rows: Sequence[Row]
    next_key: str
    # Streets of which the official list has no address; counted only where addresses are shown.
    unknown: Count = field(default_factory=lambda: Count(0))


def section_named(code: str) -> Section:
    """The section of an address; the first for anything else."""
    return next((one for one in SECTIONS if one.code == code), WITHOUT)


def page_of(section: Section, *, after: str) -> CoverageReport:
    """Twenty-five rows of a section."""
    page = _READERS[section.code](after)
    report = CoverageReport(section, page.rows, page.next_key)
    if section not in _ABOUT_ADDRESSES:
        return report
    known = OfficialAddress.objects.filter(street=OuterRef("pk"))
    unknown = Street.objects.in_the_village().filter(~Exists(known))
    return replace(report, unknown=count_capped(unknown))


def _without(after: str) -> Page[Row]:
    streets = _BY_NAME.page(without_group(), after=after, size=PAGE)
    words = _("de hele straat, in {area}")
    return streets.each(lambda street: Row(street, None, (words.format(area=street.area),)))


def _partly(after: str) -> Page[Row]:
    streets = _BY_NAME.page(partly_covered(), after=after, size=PAGE)
    rules = _rules_by_street(streets.rows)
    return streets.each(lambda street: _gaps_of(street, rules.get(street.pk, [])))


def _idle(after: str) -> Page[Row]:
    rules = idle_rules().select_related("street", "group")
    return _AS_MADE.page(rules, after=after, size=PAGE).each(
        lambda rule: _row(
            rule.street, rule.group, (rule.numbers_in_words(), _why_idle(rule)), _range_of(rule)
        )
    )


def _bare(after: str) -> Page[Row]:
    groups = _BY_NAME.page(groups_without_street(), after=after, size=PAGE)
    return groups.each(lambda group: Row(None, group, (group.get_status_display(),)))


def _homes(after: str) -> Page[Row]:
    addresses = homes_without_group().select_related("street")
    return _AS_MADE.page(addresses, after=after, size=PAGE).each(
        lambda one: _row(
            one.street,
            None,
            (_("nummer {number}").format(number=one.number),),
            Range(one.house_number, one.house_number, Side.BOTH),
        )
    )


_READERS: Final[Mapping[str, Callable[[str], Page[Row]]]] = {
    WITHOUT.code: _without,
    PARTLY.code: _partly,
    IDLE.code: _idle,
    BARE.code: _bare,
    HOMES.code: _homes,
}


def partly_covered() -> StreetQuerySet:
    """Streets of which some numbers have a group and others have none. No two rules share a
    number, so their sizes add up.
    """
    rows: StreetQuerySet = _with_covered().filter(covered__gt=0, covered__lt=LARGEST_HOUSE_NUMBER)
    return rows


def _with_covered() -> Any:
    """Streets of the village with how many numbers have a group; None when there are no rules."""
    span = F("rules__last_number") - F("rules__first_number")
    size = Case(When(rules__side=Side.BOTH, then=span + 1), default=span / 2 + 1)
    covered = Sum(size, filter=Q(rules__ended_at__isnull=True), output_field=IntegerField())
    return Street.objects.in_the_village().annotate(covered=covered)


def idle_rules() -> CoverageRuleQuerySet:
    """Rules of streets outside, and rules in whose numbers the official list, where it knows the
    street, has no address.
    """
    known = OfficialAddress.objects.filter(street=OuterRef("street"))
    inside = known.filter(
        house_number__gte=OuterRef("first_number"), house_number__lte=OuterRef("last_number")
    ).annotate(rest=Mod(F("house_number"), 2))
    nobody = (
        Q(side=Side.BOTH) & ~Exists(inside)
        | Q(side=Side.ODD) & ~Exists(inside.filter(rest=1))
        | Q(side=Side.EVEN) & ~Exists(inside.filter(rest=0))
    )
    empty = Q(Exists(known)) & nobody
    return CoverageRule.objects.in_force().filter(Q(street__outside=True) | empty)


def groups_without_street() -> WatchGroupQuerySet:
    """Groups that should have addresses and have none."""
    rules = CoverageRule.objects.in_force().filter(group=OuterRef("pk"))
    kept = (GroupStatus.STARTING, GroupStatus.ACTIVE, GroupStatus.PAUSED)
    return WatchGroup.objects.filter(~Exists(rules), status__in=kept)


def homes_without_group() -> Any:
    """Addresses of the official list that no rule covers. Only those of streets that are not
    covered to their end are looked at, for most streets are: as a CASE, or else PostgreSQL looks
    for the rules of each address first (seven seconds for a million addresses).
    """
    open_ended = _with_covered().filter(
        Q(covered__isnull=True) | Q(covered__lt=LARGEST_HOUSE_NUMBER)
    )
    rest = Mod(OuterRef("house_number"), 2)
    rules = CoverageRule.objects.in_force().filter(
        Q(side=Side.BOTH) | Q(Exact(rest, 1), side=Side.ODD) | Q(Exact(rest, 0), side=Side.EVEN),
        street=OuterRef("street"),
        first_number__lte=OuterRef("house_number"),
        last_number__gte=OuterRef("house_number"),
    )
    is_open = Case(When(street__in=open_ended.values("pk"), then=Value(1)), default=Value(0))
    return OfficialAddress.objects.annotate(is_open=is_open).filter(~Exists(rules), is_open=1)


def _rules_by_street(streets: Sequence[Street]) -> Mapping[int, Sequence[CoverageRule]]:
    found: dict[int, list[CoverageRule]] = {}
    rules = CoverageRule.objects.in_force().filter(street__in=[one.pk for one in streets])
    for rule in rules.order_by("first_number"):
        found.setdefault(rule.street_id, []).append(rule)
    return found


def _gaps_of(street: Street, rules: Sequence[CoverageRule]) -> Row:
    held = [_range_of(rule) for rule in rules]
    whole = Range(1, LARGEST_HOUSE_NUMBER, Side.BOTH)
    gaps = sorted(without_all([whole], held))
    words = [_gap_in_words(street, gap) for gap in gaps[:_GAPS_NAMED]]
    if len(gaps) > _GAPS_NAMED:
        more = len(gaps) - _GAPS_NAMED
        words.append(ngettext("en nog {n} stuk", "en nog {n} stukken", more).format(n=more))
    first = gaps[0]
    return _row(street, None, words, first)


def _row(street: Street, group: WatchGroup | None, words: Sequence[str], found: Range) -> Row:
    """To the end of the street is left open, as people type it."""
    last = None if found.last == LARGEST_HOUSE_NUMBER else found.last
    return Row(street, group, words, found.first, last, found.side)


def _range_of(rule: CoverageRule) -> Range:
    return Range(rule.first_number, rule.last_number, rule.side)


def _gap_in_words(street: Street, gap: Range) -> str:
    words = Numbers(street, gap.first, gap.last, gap.side).words
    if gap.side == Side.BOTH or gap.first == gap.last:
        return words
    if gap.side == Side.ODD:
        said = _("{numbers} (alleen de even kant heeft een groep)")
    else:
        said = _("{numbers} (alleen de oneven kant heeft een groep)")
    return said.format(numbers=words)


def _why_idle(rule: CoverageRule) -> str:
    if rule.street.outside:
        return _("de straat ligt buiten {village}").format(village=here().village)
    return _("in de adressenlijst staat hier geen adres")
