"""Who calls 112 for an alert: one person at a time says so, and it lapses. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from alerts.values.choices import AlertState, Police
from dorst_portal.languages.words import lazy_text

CODE_LENGTH: Final = 22
# Long enough to dial and say what happens; then somebody else should call.
CLAIM_LAPSES: Final = timedelta(minutes=2)


class Call(StrEnum):
    """How an alert stands for somebody who could call."""

    OVER = "over"
    FALSE_ALARM = "false_alarm"
    CALLED = "called"
    MINE = "mine"
    SOMEBODY = "somebody"
    LAPSED = "lapsed"
    NOBODY = "nobody"


@dataclass(frozen=True, kw_only=True)
class Claim:
    """Who said to call, and since when; an empty code: nobody does."""

    code: str = ""
    at: datetime | None = None

    def runs(self, *, now: datetime) -> bool:
        """Whether it is somebody's turn still."""
        return self.at is not None and self.at > now - CLAIM_LAPSES

    def is_of(self, code: str) -> bool:
        """Whether the browser with this code made it."""
        return bool(code) and code == self.code


def how_it_stands(*, state: str, police: str, claim: Claim, code: str, now: datetime) -> Call:
    """What the browser with this code is told."""
    if state != AlertState.RUNNING:
        return Call.OVER if state == AlertState.OVER else Call.FALSE_ALARM
    if police == Police.EMERGENCY:
        return Call.CALLED
    if claim.runs(now=now):
        return Call.MINE if claim.is_of(code) else Call.SOMEBODY
    return Call.LAPSED if claim.at else Call.NOBODY


def headline(call: Call, *, since: str, police: str) -> str:
    """The same words on every page: "Iemand belt nu 112 (sinds 20:14)"."""
    if call == Call.NOBODY and police == Police.NO_URGENCY:
        return _("0900-8844 is gebeld. 112 nog niet")
    if call == Call.CALLED and not since:
        return str(Police.EMERGENCY.label)
    return _HEADLINES[call].format(since=since)


_HEADLINES: Final = {
    Call.OVER: lazy_text("Voorbij"),
    Call.FALSE_ALARM: lazy_text("Loos alarm"),
    Call.CALLED: lazy_text("112 is gebeld om {since}"),
    Call.MINE: lazy_text("Jij belt nu 112 (sinds {since})"),
    Call.SOMEBODY: lazy_text("Iemand belt nu 112 (sinds {since})"),
    Call.LAPSED: lazy_text("Niemand heeft gezegd dat er is gebeld"),
    Call.NOBODY: lazy_text("Nog niemand zegt: ik bel 112"),
}
