"""One tap by a beheerder: the group lives, the list of members is right."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from dorst_portal.kit.access import logged_in
from groups.models import WatchGroup
from groups.permissions import manages_group
from groups.services import sign_of_life
from groups.services.refusals import Refused
from groups.views.who import user_of

ONLY_OWN = "Alleen een beheerder van deze groep weet dit."


@logged_in
@require_POST
def group_alive(request: HttpRequest, slug: str) -> HttpResponse:
    """A beheerder says that the group still lives."""
    group = _own_group(request, slug)
    try:
        sign_of_life.say_alive(group, by=user_of(request), now=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "Fijn. Over een half jaar vragen we het weer.")
    return redirect("my_group", slug)


@logged_in
@require_POST
def list_confirmed(request: HttpRequest, slug: str) -> HttpResponse:
    """A beheerder says that the list is the same as the people in the chat."""
    group = _own_group(request, slug)
    try:
        sign_of_life.confirm_list(group, by=user_of(request), now=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "Bedankt. De ledenlijst klopt weer.")
    return redirect("members", slug)


def _own_group(request: HttpRequest, slug: str) -> WatchGroup:
    user = user_of(request)
    group = get_object_or_404(WatchGroup.objects.visible_to(user), slug=slug)
    if not manages_group(user, group):
        raise PermissionDenied(ONLY_OWN)
    return group
