"""Why an address has its group: what routing looks at, step by step, in sentences. Reads only, and
nothing of members but how many there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dorst_portal.identity.current import here
from dorst_portal.kit.dutch import day
from dorst_portal.kit.rows.added import Added
from dorst_portal.kit.rows.counting import RowCount
from dorst_portal.languages.current import in_dutch
from dorst_portal.languages.words import lazy_text
from groups.models import (
    Appointment,
    CoverageChange,
    CoverageRule,
    GroupStatus,
    Membership,
    OfficialAddress,
    RouteReason,
    Spelling,
    Street,
    WatchGroup,
)
from groups.places.pages.finder import Found, close_matches, streets_of
from groups.places.routing import Address, Route, route
from groups.values.addresses import HouseNumber, fold_street
from groups.values.states import Owner, State
from groups.values.village_time import village_day

_MOST_RULES: Final = 6


@dataclass(frozen=True)
class Step:
    """One thing that routing looks at, and what it found."""

    title: str
    sentences: Sequence[str]


@dataclass(frozen=True)
class Why:
    """The whole answer: the steps, and where a request would go now. `choices` are streets, where
    it is not clear which one is meant.
    """

    address: str
    steps: Sequence[Step]
    goes_to: str = ""
    reason: str = ""
    sentence: str = ""
    choices: Sequence[str] = ()
    number: str = ""


def why(found: Found, *, now: datetime) -> Why:
    """How routing decides on an address that was read. At most six statements."""
    address, street = found.address, found.street
    if address is None:
        return Why(found.text, [], choices=[])
    if street is None:
        return _without_street(found, address, now=now)
    steps = [_street_step(found, street, address.number), _number_step(address.number)]
    where = route(address, now=now)
    if not street.outside:
        rules = _rules(street, address.number)
        current = next((rule for rule in rules if rule.ended_at is None), None)
        steps.append(_rule_step(rules, current, now=now))
        if current:
            steps += _group_steps(current, now=now)
    return Why(f"{address}", steps, **_outcome(where))


def _without_street(found: Found, address: Address, *, now: datetime) -> Why:
    if found.hamlet:
        text = _("{hamlet} is een buurtschap. Een adres heeft ook een straat.")
        return Why(
            found.text,
            [Step(_("De straat"), [text.format(hamlet=found.hamlet)])],
            choices=streets_of(found.hamlet),
            number=f"{address.number}",
        )
    text = _("We kennen de straat ‘{street}’ niet, ook niet in een andere schrijfwijze.")
    matches = close_matches(found.text)
    outcome = _outcome(route(address, now=now))
    return Why(
        f"{address}",
        [Step(_("De straat"), [text.format(street=found.text)])],
        choices=matches,
        number=f"{address.number}",
        **outcome,
    )


def _outcome(where: Route) -> dict[str, str]:
    if where.owner == Owner.GROUP and where.also_coordinators:
        goes_to = _("de beheerders van groep {group}, en ook {organisation}")
    elif where.owner == Owner.GROUP:
        goes_to = _("de beheerders van groep {group}")
    elif where.state == State.WAITING:
        goes_to = _("{organisation}, op de wachtlijst")
    else:
        goes_to = "{organisation}"
    goes_to = goes_to.format(group=where.group, organisation=here().organisation)
    reason = str(RouteReason(where.reason).label)
    return {"goes_to": goes_to, "reason": reason, "sentence": where.sentence if in_dutch() else ""}


# --- The steps -------------------------------------------------------------------------------


def _street_step(found: Found, street: Street, number: HouseNumber) -> Step:
    this_number = OfficialAddress.objects.filter(street=street, house_number=number.number)
    exactly = this_number.filter(house_letter=number.letter, house_number_addition=number.addition)
    spelling = (
        Spelling.objects.exactly(fold_street(found.text))
        .filter(street=street)
        .annotate(
            has_list=Exists(OfficialAddress.objects.all()),
            is_listed=Exists(exactly),
            number_is_listed=Exists(this_number),
        )
        .first()
    )
    text = spelling.text if spelling else street.name
    if text == street.name:
        sentences = [_("We kennen de straat {street}.").format(street=street.name)]
    else:
        spelled = _("‘{text}’ is een andere schrijfwijze van {street}.")
        sentences = [spelled.format(text=text, street=street.name)]
    if found.hamlet:
        also = _("Er is ook een buurtschap {hamlet}. De straat gaat voor.")
        sentences.append(also.format(hamlet=found.hamlet))
    if street.outside:
        lies = _("{street} ligt niet in {village}.")
        sentences.append(lies.format(street=street.name, village=here().village))
    if spelling and (listed := _Listed.of(spelling)).has_list:
        sentences.append(_listed(listed))
    return Step(_("De straat"), sentences)


@dataclass(frozen=True)
class _Listed(Added):
    has_list: bool
    is_listed: bool
    number_is_listed: bool


@dataclass(frozen=True)
class _OfRule(Added):
    members: int
    changes: Sequence[CoverageChange]


def _listed(found: _Listed) -> str:
    if found.is_listed:
        return _("Dit adres staat in de adressenlijst.")
    if found.number_is_listed:
        return _("Dit nummer staat in de adressenlijst, maar zonder deze toevoeging.")
    return _("Dit adres staat niet in de adressenlijst. Dat verandert niets aan de groep.")


def _number_step(number: HouseNumber) -> Step:
    if number.number % 2:
        lies = _("Nummer {number} ligt aan de kant met oneven nummers.")
    else:
        lies = _("Nummer {number} ligt aan de kant met even nummers.")
    sentences = [lies.format(number=number.number)]
    if number.letter or number.addition:
        sentences.append(_("Wat achter het nummer staat, telt niet mee."))
    return Step(_("Het huisnummer"), sentences)


def _rules(street: Street, number: HouseNumber) -> list[CoverageRule]:
    """The rule that covers the number now, and those that did so before."""
    side = "odd" if number.number % 2 else "even"
    members = Membership.objects.current().filter(group=OuterRef("group"))
    changes = CoverageChange.objects.select_related("by").order_by("-at")
    rules = CoverageRule.objects.filter(
        street=street,
        side__in=("both", side),
        first_number__lte=number.number,
        last_number__gte=number.number,
    )
    return list(
        rules.select_related("group")
        .annotate(members=RowCount(members))
        .prefetch_related(Prefetch("made_by_changes", changes, to_attr="changes"))
        .order_by("-created_at", "-pk")[:_MOST_RULES]
    )


def _rule_step(
    rules: Sequence[CoverageRule], current: CoverageRule | None, *, now: datetime
) -> Step:
    sentences = []
    if current is None:
        sentences.append(_("Geen enkele groep heeft nu dit nummer."))
    else:
        has = _("Groep {group} heeft {numbers}, sinds {day}.")
        facts = {"numbers": current.numbers_in_words(), "day": day(current.created_at)}
        sentences.append(has.format(group=current.group, **facts))
        for change in _OfRule.of(current).changes[:1]:
            came = _("Dat kwam door: {what}, door {who} op {day}.")
            told = change.get_kind_display()
            sentences.append(came.format(what=told, who=change.by, day=day(change.at)))
    had = _("Tot {day} had groep {group} {numbers}.")
    sentences += [
        had.format(day=day(rule.ended_at), group=rule.group, numbers=rule.numbers_in_words())
        for rule in rules
        if rule.ended_at and rule.ended_at <= now
    ]
    return Step(_("De groep van het nummer"), sentences)


def _group_steps(rule: CoverageRule, *, now: datetime) -> list[Step]:
    group, members = rule.group, _OfRule.of(rule).members
    return [
        Step(_("De stand van de groep"), [_STATUS[GroupStatus(group.status)].format(group=group)]),
        Step(_("Plaats in de groep"), [_room(group, members)]),
        Step(_("De beheerders"), _people(group, now=now)),
    ]


_STATUS: Final = {
    GroupStatus.STARTING: lazy_text(
        "Groep {group} is in oprichting. Aanvragen wachten tot de groep open is."
    ),
    GroupStatus.ACTIVE: lazy_text("Groep {group} is actief."),
    GroupStatus.PAUSED: lazy_text("Groep {group} is gepauzeerd. Aanvragen gaan op de wachtlijst."),
    GroupStatus.ARCHIVED: lazy_text("Groep {group} is opgeheven. Aanvragen gaan op de wachtlijst."),
}


def _room(group: WatchGroup, members: int) -> str:
    have = ngettext("{n} lid", "{n} leden", members).format(n=members)
    if group.capacity is None:
        return _("De groep heeft {members} en geen grens.").format(members=have)
    words = _("De groep heeft {members} en {places} plaatsen.")
    room = words.format(members=have, places=group.capacity)
    full = _("De groep is vol.")
    return f"{room} {full}" if members >= group.capacity else room


def _people(group: WatchGroup, *, now: datetime) -> list[str]:
    people = Appointment.objects.not_ended(now).filter(group=group).select_related("user")
    return [
        f"{one.user}, {one.get_role_display()}: {_presence(one, now=now)}."
        for one in people.order_by("role", "pk")
    ] or [_("De groep heeft geen beheerder.")]


def _presence(one: Appointment, *, now: datetime) -> str:
    if one.accepted_at is None:
        return _("gevraagd, nog geen antwoord")
    if not one.user.is_active:
        return _("mag niet inloggen en telt niet mee")
    if one.away_until and one.away_until >= village_day(now):
        return _("weg tot en met {day}").format(day=day(one.away_until))
    return _("is er")
