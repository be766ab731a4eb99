"""What moving to an address means for a member: what the page says before the button."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

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
        title = _("Je blijft bij groep {group}").format(group=old)
        return MovePreview(Means.SAME, title, _("Je nieuwe adres hoort bij dezelfde groep."))
    if where.reason == RouteReason.OUTSIDE:
        title = _("Je nieuwe adres ligt niet in {village}").format(village=here().village)
        return MovePreview(Means.OUTSIDE, title, _("Daar hebben wij geen groepen."))
    if new and where.state == State.OPEN:
        title = _("Je gaat van groep {old} naar groep {new}").format(old=old, new=new)
        leaves = _("Je gaat meteen van de ledenlijst van groep {group}.").format(group=old)
        looks = (
            _("De beheerder van groep {group} kijkt naar je aanmelding.").format(group=new)
            if where.can_join_now
            else _organisation_looks()
        )
        return MovePreview(Means.OTHER, title, f"{leaves} {looks}")
    if new:
        is_full = where.reason == RouteReason.FULL
        title = _("Groep {group} is vol") if is_full else _("Groep {group} is gepauzeerd")
        return MovePreview(Means.WAIT, title.format(group=new), _("Je komt op de wachtlijst."))
    if where.reason == RouteReason.STARTING:
        title = _("Er komt een groep voor je nieuwe adres")
        return MovePreview(Means.WAIT, title, _("Je krijgt bericht als die open is."))
    title = _("Voor je nieuwe adres is nog geen groep")
    return MovePreview(Means.WAIT, title, _organisation_looks())


def _organisation_looks() -> str:
    text = _("{organisation} kijkt naar je aanmelding.")
    return text.format(organisation=here().organisation)
