"""Members that came or went with their address: one button each, for a beheerder of the group."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from dorst_portal.kit.access import logged_in
from groups.models import Membership
from groups.permissions import manages_group
from groups.services import member_checks
from groups.services.refusals import Refused
from groups.views.who import user_of

ONLY_A_BEHEERDER = "Alleen een beheerder van de groep zegt wie er in de app zit."


@logged_in
@require_POST
def member_confirm(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """This person is in the chat."""
    return _deal_with(request, slug, pk, member_checks.confirm_member, "{} zit in de groep.")


@logged_in
@require_POST
def member_refuse(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """This person does not belong in the group."""
    told = "{} staat niet meer op de ledenlijst."
    return _deal_with(request, slug, pk, member_checks.refuse_member, told)


@logged_in
@require_POST
def member_taken_out(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """This person is out of the chat."""
    return _deal_with(request, slug, pk, member_checks.taken_out, "{} is uit de app.")


def _deal_with(
    request: HttpRequest, slug: str, pk: int, act: Callable[..., None], told: str
) -> HttpResponse:
    user, now = user_of(request), timezone.now()
    member = _member(request, slug, pk)
    try:
        act(member, by=user, now=now)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, told.format(member.name))
    return redirect("members", slug)


def _member(request: HttpRequest, slug: str, pk: int) -> Membership:
    """A member of an own group; 403 for staff, who may look and not say who is in the chat."""
    user = user_of(request)
    visible = Membership.objects.visible_to(user).select_related("group")
    member = get_object_or_404(visible, pk=pk, group__slug=slug)
    if not manages_group(user, member.group):
        raise PermissionDenied(ONLY_A_BEHEERDER)
    return member
