"""What comes at the places of a mail that Platform Dorst may word: facts in, words out. What
residents read follows the language of the mail.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.identity.current import here
from dorst_portal.languages.current import in_dutch, language_now
from dorst_portal.languages.words import lazy_text
from groups.models import AppointmentRole, DeclineReason, ResidentRequest, RouteReason
from groups.values.names import first_name_of
from groups.values.states import Kind, Owner
from groups.wording.mail_texts import places_in

Facts = Mapping[str, Any]
# Each about a group, and without one.
_WHY_NOT: Final[Mapping[str, tuple[str, str]]] = {
    DeclineReason.OUTSIDE_STREETS: (
        lazy_text(
            "Je kunt niet meedoen met groep {group}. Je adres ligt niet in de straten van de groep."
        ),
        lazy_text("Je kunt niet meedoen. Je adres ligt niet in de straten van de groep."),
    ),
    DeclineReason.NOT_LIVING_THERE: (
        lazy_text(
            "Je kunt niet meedoen met groep {group}. "
            "We denken dat je niet (meer) op dit adres woont."
        ),
        lazy_text("Je kunt niet meedoen. We denken dat je niet (meer) op dit adres woont."),
    ),
    DeclineReason.CANNOT_CHECK: (
        lazy_text(
            "We konden je adres niet controleren. Daarom kun je nu niet meedoen met groep {group}."
        ),
        lazy_text("We konden je adres niet controleren. Daarom kun je nu niet meedoen."),
    ),
}
_NOT_NOW: Final = (
    lazy_text("Je kunt nu niet meedoen met groep {group}."),
    lazy_text("Je kunt nu niet meedoen."),
)
_MOST_COUNTED: Final = 100


def values_for(text: str, facts: Facts) -> dict[str, str]:
    """The words for the places that stand in a text."""
    known = places_in(text) & _WORDS.keys()
    return {place: _WORDS[place](facts) for place in sorted(known)}


def stop_page() -> str:
    """The address of the page on which somebody stops or changes something, in the language of
    the mail.
    """
    language = "" if in_dutch() else f"?taal={language_now()}"
    return f"{settings.SITE_URL}{reverse('stop_or_change')}{language}"


def _group(facts: Facts) -> str:
    group = facts["group"] if "group" in facts else facts["request"].group
    return group.name if group else ""


def _app(facts: Facts) -> str:
    group = facts["group"] if "group" in facts else facts["request"].group
    app: str = group.get_app_display()
    return app


def _beheerder(facts: Facts) -> str:
    """The first name of a beheerder who agreed to it; a mail names nobody else."""
    person: User | None = facts.get("beheerder")
    first_name = first_name_of(person.name) if person and person.shares_first_name else ""
    return _("Je beheerder heet {name}.").format(name=first_name) if first_name else ""


def _verdict(facts: Facts) -> str:
    return "adres klopt" if facts["fits"] else "let op adres"


def _address(facts: Facts) -> str:
    return "Het adres klopt." if facts["fits"] else "Kijk goed naar het adres."


def _task(facts: Facts) -> str:
    if facts["appointment"].role == AppointmentRole.DEPUTY:
        first = "Je neemt over als de beheerder weg is."
    else:
        first = "Je krijgt vanaf nu als eerste bericht van een aanvraag."
    return f"{first} Je mag nog steeds hetzelfde."


def _at_group(facts: Facts) -> bool:
    request: ResidentRequest = facts["request"]
    return request.group_id is not None and request.owner == Owner.GROUP


def _what(facts: Facts) -> str:
    return _("vraag") if facts["request"].kind == Kind.QUESTION else _("aanvraag")


def _kind(facts: Facts) -> str:
    kinds: dict[str, str] = {Kind.JOIN: _("aanmelding"), Kind.QUESTION: _("vraag")}
    return kinds.get(facts["request"].kind) or _("idee voor een groep")


def _who(facts: Facts) -> str:
    if not _at_group(facts):
        return here().organisation
    return _("De beheerder van groep {group}").format(group=_group(facts))


def _decision(facts: Facts) -> str:
    request = facts["request"]
    if request.kind == Kind.NEW_GROUP:
        silent = request.decline_reason == DeclineReason.NO_REPLY
        asked = _("We vroegen je iets en hoorden 30 dagen niets.") if silent else ""
        decided = _("We starten deze groep nu niet.")
        return f"{decided} {asked}".strip()
    about_group, without = _WHY_NOT.get(request.decline_reason, _NOT_NOW)
    return about_group.format(group=request.group.name) if request.group else f"{without}"


def _explanation(facts: Facts) -> str:
    request = facts["request"]
    note = request.decline_note
    if not note:
        return ""
    if request.kind == Kind.NEW_GROUP:
        words = _("{organisation} schrijft: {note}")
        return words.format(organisation=here().organisation, note=note)
    return _("De beheerder schrijft: {note}").format(note=note)


def _whereto(facts: Facts) -> str:
    kind = _kind(facts)
    if facts["request"].owner != Owner.GROUP:
        words = _("{organisation} kijkt nu naar je {kind}.")
        return words.format(organisation=here().organisation, kind=kind)
    return _(
        "Je {kind} hoort bij groep {group}. We hebben die daarheen gestuurd. "
        "De beheerder van die groep kijkt ernaar."
    ).format(kind=kind, group=_group(facts))


def _who_looks(facts: Facts) -> str:
    if facts["request"].owner == Owner.GROUP:
        words = _("{organisation} kijkt er nu ook naar.")
        return words.format(organisation=here().organisation)
    return _("We zijn je niet vergeten.")


def _reason(facts: Facts) -> str:
    if facts["request"].route_reason == RouteReason.ALL_AWAY:
        return "de beheerder is weg en heeft geen plaatsvervanger"
    return "er is nog niet beslist"


def _route(facts: Facts) -> str:
    request = facts["request"]
    group = f" (groep {request.group.name})" if request.group else ""
    return f"{request.get_route_reason_display()}{group}"


def _about(facts: Facts) -> str:
    if facts["request"].owner != Owner.GROUP:
        return f"Een aanvraag bij {here().organisation}"
    return f"Een {_what(facts)} voor groep {_group(facts)}"


def _help(facts: Facts) -> str:
    return "Kun jij helpen?" if facts["role"] == "deputy" and facts["request"].group else ""


def _after(facts: Facts) -> str:
    for_group = facts["request"].owner == Owner.GROUP and facts["role"] != "coordinator"
    return f"Duurt het langer? Dan kijkt {here().organisation} mee." if for_group else ""


def _for_group(facts: Facts) -> str:
    return f"De aanvraag is voor groep {_group(facts)}." if _at_group(facts) else ""


def _over_group(facts: Facts) -> str:
    """The group once the address is confirmed: before that it may be anybody's mailbox."""
    request: ResidentRequest = facts["request"]
    group = request.told_group if request.email_confirmed_at else None
    return _("Het gaat over groep {group}.").format(group=group) if group else ""


def _old_group(facts: Facts) -> str:
    group = facts["old"]
    if not facts["left"]:
        return _("Je blijft zo lang in groep {group}.").format(group=group)
    return _(
        "Je staat niet meer op de ledenlijst van groep {group}. Verlaat zelf de groep in {app}."
    ).format(group=group, app=group.get_app_display())


def _new_group(facts: Facts) -> str:
    """Which group it is, only for who proved to read the mail."""
    if not facts["proved"]:
        return _("Je adres hoort nu bij een andere groep.")
    return _(
        "Je adres hoort nu bij groep {group}. De beheerder van die groep helpt je verder. "
        "Verlaat de oude groep pas als je in de nieuwe zit."
    ).format(group=_group(facts))


def _why(facts: Facts) -> str:
    if "role" in facts:
        is_staff, what = facts["role"] == "coordinator", "beheerder of plaatsvervanger"
    else:
        is_staff, what = facts["request"].owner != Owner.GROUP, "beheerder"
    if is_staff:
        return f"coördinator bent bij {here().organisation}"
    return f"{what} bent van groep {_group(facts)}"


def _number(facts: Facts) -> str:
    number = facts["number"]
    if number > _MOST_COUNTED:
        return f"Meer dan {_MOST_COUNTED} aanvragen"
    return "1 aanvraag" if number == 1 else f"{number} aanvragen"


def _waiting(facts: Facts) -> str:
    return f"{_number(facts)} {'wacht' if facts['number'] == 1 else 'wachten'}"


def _groups(facts: Facts) -> str:
    names = facts["groups"]
    return f"groep {names[0]}" if len(names) == 1 else f"je groepen: {', '.join(names)}"


def _given_by(facts: Facts) -> str:
    return here().organisation if facts["by_platform"] else _("de beheerder van je groep")


_WORDS: Final[Mapping[str, Callable[[Facts], str]]] = {
    "{kenmerk}": lambda facts: facts["request"].reference,
    "{groep}": _group,
    "{app}": _app,
    "{oordeel}": _verdict,
    "{adres}": _address,
    "{taak}": _task,
    "{wat}": _what,
    "{oude_groep}": _old_group,
    "{nieuwe_groep}": _new_group,
    "{soort}": _kind,
    "{rol}": lambda facts: facts["appointment"].get_role_display(),
    "{dagen}": lambda facts: f"{facts['days']}",
    "{aantal}": _number,
    "{wachtend}": _waiting,
    "{groepen}": _groups,
    "{wie}": _who,
    "{vraag}": lambda facts: facts["words"],
    "{antwoord}": lambda facts: facts["words"],
    "{besluit}": _decision,
    "{toelichting}": _explanation,
    "{waarheen}": _whereto,
    "{wie_kijkt}": _who_looks,
    "{reden}": _reason,
    "{route}": _route,
    "{waarover}": _about,
    "{hulp}": _help,
    "{daarna}": _after,
    "{voor_groep}": _for_group,
    "{beheerder}": _beheerder,
    "{over_groep}": _over_group,
    "{van_wie}": _given_by,
    "{waarom}": _why,
    "{stoppen}": lambda _facts: stop_page(),
}
