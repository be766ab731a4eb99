"""Which alerts somebody may open, and for what."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from alerts.models import Alert
from dorst_portal.accounts.models import User
from groups.api import manages_group

ONLY_A_BEHEERDER = "Alleen een beheerder van de groep houdt de meldingen bij."


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
