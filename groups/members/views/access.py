"""Which groups and members somebody may open, and for what."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from dorst_portal.accounts.models import User
from dorst_portal.languages.words import lazy_text
from groups.models import Membership, WatchGroup
from groups.permissions import manages_group

ONLY_A_BEHEERDER = lazy_text("Alleen een beheerder van de groep houdt de ledenlijst bij.")


def visible_group(user: User, slug: str) -> WatchGroup:
    """A group whose members the user may see; 404 for any other."""
    return get_object_or_404(WatchGroup.objects.visible_to(user), slug=slug)


def visible_member(user: User, slug: str, pk: int) -> Membership:
    """A member of today of such a group."""
    visible = Membership.objects.visible_to(user).current().select_related("group")
    return get_object_or_404(visible, pk=pk, group__slug=slug)


def own_group(user: User, slug: str, *, refusal: str = ONLY_A_BEHEERDER) -> WatchGroup:
    """A group that the user runs; 403 for staff, who may look."""
    group = visible_group(user, slug)
    if not manages_group(user, group):
        raise PermissionDenied(refusal)
    return group


def own_member(user: User, slug: str, pk: int, *, refusal: str = ONLY_A_BEHEERDER) -> Membership:
    """Somebody who is or was in a group that the user runs; 403 for staff. Who is gone already is
    the service's to tell.
    """
    visible = Membership.objects.visible_to(user).select_related("group")
    member = get_object_or_404(visible, pk=pk, group__slug=slug)
    if not manages_group(user, member.group):
        raise PermissionDenied(refusal)
    return member
