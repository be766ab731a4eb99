"""Which alerts and connections somebody may open, and for what."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from alerts.models import Alert, Connection, JoinKnock, OutgoingMessage
from dorst_portal.accounts.models import User
from dorst_portal.languages.words import lazy_text
from groups.api import WatchGroup, manages_group

ONLY_A_BEHEERDER = lazy_text("Alleen een beheerder van de groep houdt de meldingen bij.")
ONLY_A_BEHEERDER_CONNECTS = lazy_text("Alleen een beheerder van de groep regelt de koppelingen.")


def visible_alert(user: User, pk: int) -> Alert:
    """An alert that the user may see; 404 for any other."""
    visible = Alert.objects.visible_to(user).select_related("group", "street", "by", "closed_by")
    return get_object_or_404(visible, pk=pk)


def own_alert(user: User, pk: int) -> Alert:
    """An alert of a group that the user runs; 403 for who may only look."""
    alert = visible_alert(user, pk)
    if not manages_group(user, alert.group):
        raise PermissionDenied(ONLY_A_BEHEERDER)
    return alert


def own_group(user: User, slug: str) -> WatchGroup:
    """A group that the user runs; 403 for staff, 404 for all others."""
    group = get_object_or_404(WatchGroup.objects.visible_to(user), slug=slug)
    if not manages_group(user, group):
        raise PermissionDenied(ONLY_A_BEHEERDER_CONNECTS)
    return group


def own_connection(user: User, slug: str, kind: str) -> Connection:
    """The connection of this kind of a group that the user runs."""
    ways = Connection.objects.select_related("group")
    return get_object_or_404(ways, group=own_group(user, slug), kind=kind)


def own_message(user: User, slug: str, pk: int) -> OutgoingMessage:
    """A message that went out of a group that the user runs."""
    sent = OutgoingMessage.objects.select_related("connection__group")
    return get_object_or_404(sent, pk=pk, connection__group=own_group(user, slug))


def own_knock(user: User, slug: str, pk: int) -> JoinKnock:
    """Somebody who knocked at the chat of a group that the user runs."""
    knocks = JoinKnock.objects.select_related("connection__group")
    return get_object_or_404(knocks, pk=pk, connection__group=own_group(user, slug))
