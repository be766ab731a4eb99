"""Who may do what: small predicates, each with a list twin on the queryset (a test compares them).

Registered in settings.OBJECT_PERMISSIONS, so that `user.has_perm("groups.decide_request", obj)`
answers from here.
"""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from dorst_portal.accounts.models import User
from groups.models import GroupStatus, Membership, ResidentRequest, Subject, WatchGroup
from groups.values.states import Owner


def manages_group(user: User, group: WatchGroup | None) -> bool:
    """Whether the user is an active beheerder or deputy of the group."""
    if group is None or not user.is_authenticated or not user.is_active:
        return False
    return user.appointments.active(timezone.now()).filter(group=group).exists()


def see_group(user: User, group: WatchGroup) -> bool:
    """Own beheerders and staff see a group's settings."""
    return user.is_platform or manages_group(user, group)


def decide_request(user: User, request: ResidentRequest) -> bool:
    """Only an active beheerder or deputy of the group that owns the request admits people; in a
    group that was ended nobody does.
    """
    return _is_own(user, request) and not _is_ended(request.group)


def see_request(user: User, request: ResidentRequest) -> bool:
    """Own beheerders see a request; staff see all (and leave a line), but nobody sees a complaint
    about a group that they run themselves.
    """
    if user.is_platform:
        return not _complaint_about_own_group(user, request)
    return _is_own(user, request)


def handle_request(user: User, request: ResidentRequest) -> bool:
    """Own beheerders decline and forward; staff only what is theirs, also after day 7."""
    if user.is_platform and (
        request.owner == Owner.COORDINATORS or request.escalated_at is not None
    ):
        return not _complaint_about_own_group(user, request)
    return decide_request(user, request)


def _is_own(user: User, request: ResidentRequest) -> bool:
    return request.owner == Owner.GROUP and manages_group(user, request.group)


def _is_ended(group: WatchGroup | None) -> bool:
    return group is not None and group.status == GroupStatus.ARCHIVED


def _complaint_about_own_group(user: User, request: ResidentRequest) -> bool:
    return request.subject == Subject.COMPLAINT and manages_group(user, request.about_group)


def see_membership(user: User, membership: Membership) -> bool:
    """Own beheerders and staff see a member."""
    return user.is_platform or manages_group(user, membership.group)


PERMISSIONS: dict[str, Callable[[User, Any], bool]] = {
    "groups.see_group": see_group,
    "groups.manage_group": manages_group,
    "groups.see_request": see_request,
    "groups.decide_request": decide_request,
    "groups.handle_request": handle_request,
    "groups.see_membership": see_membership,
}
