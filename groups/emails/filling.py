"""What comes at the places of a mail that Platform Dorst may word: facts in, words out."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from groups.mail_texts import places_in
from groups.models import AppointmentRole, DeclineReason, ResidentRequest, RouteReason
from groups.states import Kind, Owner

Facts = Mapping[str, Any]
_WHY_NOT: Final[Mapping[str, str]] = {
    DeclineReason.OUTSIDE_STREETS: (
        "Je kunt niet meedoen{group}. Je adres ligt niet in de straten van de groep."
    ),
    DeclineReason.NOT_LIVING_THERE: (
        "Je kunt niet meedoen{group}. We denken dat je niet (meer) op dit adres woont."
    ),
    DeclineReason.CANNOT_CHECK: (
        "We konden je adres niet controleren. Daarom kun je nu niet meedoen{group}."
    ),
}
_MOST_COUNTED: Final = 100


def values_for(text: str, facts: Facts) -> dict[str, str]:
    """The words for the places that stand in a text."""
    known = places_in(text) & _WORDS.keys()
    return {place: _WORDS[place](facts) for place in sorted(known)}


def _group(facts: Facts) -> str:
    group = facts["group"] if "group" in facts else facts["request"].group
    return group.name if group else ""


def _app(facts: Facts) -> str:
    app: str = facts["group"].get_app_display()
    return app


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
    return "vraag" if facts["request"].kind == Kind.QUESTION else "aanvraag"


def _kind(facts: Facts) -> str:
    kinds: dict[str, str] = {Kind.JOIN: "aanmelding", Kind.QUESTION: "vraag"}
    return kinds.get(facts["request"].kind, "idee voor een groep")


def _who(facts: Facts) -> str:
    return f"De beheerder van groep {_group(facts)}" if _at_group(facts) else "Platform Dorst"


def _decision(facts: Facts) -> str:
    request = facts["request"]
    if request.kind == Kind.NEW_GROUP:
        silent = request.decline_reason == DeclineReason.NO_REPLY
        asked = " We vroegen je iets en hoorden 30 dagen niets." if silent else ""
        return f"We starten deze groep nu niet.{asked}"
    words = _WHY_NOT.get(request.decline_reason, "Je kunt nu niet meedoen{group}.")
    with_group = f" met groep {request.group.name}" if request.group else ""
    return words.replace("{group}", with_group)


def _explanation(facts: Facts) -> str:
    request = facts["request"]
    if not request.decline_note:
        return ""
    is_idea = request.kind == Kind.NEW_GROUP
    return f"{'Platform Dorst' if is_idea else 'De beheerder'} schrijft: {request.decline_note}"


def _whereto(facts: Facts) -> str:
    kind = _kind(facts)
    if facts["request"].owner != Owner.GROUP:
        return f"Platform Dorst kijkt nu naar je {kind}."
    return (
        f"Je {kind} hoort bij groep {_group(facts)}. We hebben die daarheen gestuurd. "
        "De beheerder van die groep kijkt ernaar."
    )


def _who_looks(facts: Facts) -> str:
    if facts["request"].owner == Owner.GROUP:
        return "Platform Dorst kijkt er nu ook naar."
    return "We zijn je niet vergeten."


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
        return "Een aanvraag bij Platform Dorst"
    return f"Een {_what(facts)} voor groep {_group(facts)}"


def _help(facts: Facts) -> str:
    return "Kun jij helpen?" if facts["role"] == "deputy" and facts["request"].group else ""


def _after(facts: Facts) -> str:
    for_group = facts["request"].owner == Owner.GROUP and facts["role"] != "coordinator"
    return "Duurt het langer? Dan kijkt Platform Dorst mee." if for_group else ""


def _for_group(facts: Facts) -> str:
    return f"De aanvraag is voor groep {_group(facts)}." if _at_group(facts) else ""


def _why(facts: Facts) -> str:
    if "role" in facts:
        is_staff, what = facts["role"] == "coordinator", "beheerder of plaatsvervanger"
    else:
        is_staff, what = facts["request"].owner != Owner.GROUP, "beheerder"
    if is_staff:
        return "coördinator bent bij Platform Dorst"
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


_WORDS: Final[Mapping[str, Callable[[Facts], str]]] = {
    "{kenmerk}": lambda facts: facts["request"].reference,
    "{groep}": _group,
    "{app}": _app,
    "{oordeel}": _verdict,
    "{adres}": _address,
    "{taak}": _task,
    "{wat}": _what,
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
    "{waarom}": _why,
}
