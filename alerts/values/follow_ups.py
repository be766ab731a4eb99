"""The words with which a group, and who else should know, hears of an alert: in Dutch, whoever
tells them. Pure.
"""

from typing import Final

from django.utils.translation import override

from alerts.values.choices import AlertState, Category, Outcome, Police
from dorst_portal.languages.current import DUTCH

DRILL: Final = "OEFENING"
DRILL_LINE: Final = "Dit is een oefening. Bel geen 112."
_ENDS: Final = {
    AlertState.OVER: "VOORBIJ",
    AlertState.FALSE_ALARM: "LOOS ALARM",
}


@override(DUTCH)
def first_word(*, category: str, police: str, where: str, clock: str, is_drill: bool) -> str:
    """What somebody of another group, or the wijkagent, is told of an alert that runs."""
    called = DRILL_LINE if is_drill else f"{Police(police).label}."
    said = f"MELDING – {where} {clock}. {Category(category).label}. {called}"
    return _marked(said, is_drill=is_drill)


@override(DUTCH)
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
    return _marked(text, is_drill=is_drill)


def _marked(text: str, *, is_drill: bool) -> str:
    """Nobody may take a drill for the real thing."""
    return f"{DRILL}\n{text}" if is_drill else text
