"""The words with which a group hears that an alert is over. Pure."""

from typing import Final

from alerts.values.choices import AlertState, Outcome

DRILL: Final = "OEFENING"
_ENDS: Final = {
    AlertState.OVER: "VOORBIJ",
    AlertState.FALSE_ALARM: "LOOS ALARM",
}


def follow_up(*, state: str, where: str, clock: str, outcome: str = "", is_drill: bool) -> str:
    """What is shared when an alert is closed: "VOORBIJ – Spoorstraat 20:40. …"; "" for one that
    runs.
    """
    end = _ENDS.get(AlertState(state))
    if end is None:
        return ""
    came_of_it = "Er was niets aan de hand."
    if state == AlertState.OVER:
        known = outcome not in ("", Outcome.UNKNOWN)
        said = f"{Outcome(outcome).label}. " if known else ""
        came_of_it = f"{said}Dank voor het opletten. Reageren hoeft niet."
    text = f"{end} – {where} {clock}. {came_of_it}" if where else f"{end} {clock}. {came_of_it}"
    return f"{DRILL}\n{text}" if is_drill else text
