"""What moving to an address means for a member: what the page says before the button."""

from dataclasses import dataclass
from enum import StrEnum

from dorst_portal.identity.current import here
from groups.models import Membership, RouteReason
from groups.places.routing import Route
from groups.values.states import State


class Means(StrEnum):
    """What a new address means."""

    SAME = "same"  # the group covers it as well
    OTHER = "other"  # another group, whose beheerder decides
    WAIT = "wait"  # no group that can take anybody now
    OUTSIDE = "outside"  # no village of ours


@dataclass(frozen=True)
class MovePreview:
    """The heading of the page, and what happens."""

    means: Means
    title: str
    text: str


def preview(member: Membership, where: Route) -> MovePreview:
    """In words; a group that is not open yet is not named."""
    old, new = member.group, where.shown_group
    if where.group == old:
        return MovePreview(
            Means.SAME, f"Je blijft bij groep {old}", "Je nieuwe adres hoort bij dezelfde groep."
        )
    if where.reason == RouteReason.OUTSIDE:
        title = f"Je nieuwe adres ligt niet in {here().village}"
        return MovePreview(Means.OUTSIDE, title, "Daar hebben wij geen groepen.")
    if new and where.state == State.OPEN:
        who = f"De beheerder van groep {new}" if where.can_join_now else here().organisation
        title = f"Je gaat van groep {old} naar groep {new}"
        text = f"Je gaat meteen van de ledenlijst van groep {old}. {who} kijkt naar je aanmelding."
        return MovePreview(Means.OTHER, title, text)
    if new:
        title = f"Groep {new} is {'vol' if where.reason == RouteReason.FULL else 'gepauzeerd'}"
        return MovePreview(Means.WAIT, title, "Je komt op de wachtlijst.")
    if where.reason == RouteReason.STARTING:
        title = "Er komt een groep voor je nieuwe adres"
        return MovePreview(Means.WAIT, title, "Je krijgt bericht als die open is.")
    title = "Voor je nieuwe adres is nog geen groep"
    return MovePreview(Means.WAIT, title, f"{here().organisation} kijkt naar je aanmelding.")
