"""Which numbers may not come back into a group, and letting one back, by its beheerders."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import logged_in
from groups.members.pages.blocks import blocks_of
from groups.members.services.blocking import lift_block
from groups.members.views.access import own_group
from groups.models import NumberBlock
from groups.refusals import refused_leads_to


@logged_in
@require_safe
def members_blocked(request: HttpRequest, slug: str) -> HttpResponse:
    """The list: since when, until when, why. The numbers themselves are not kept."""
    group = own_group(user_of(request), slug)
    context = {"group": group, "blocks": blocks_of(group, now=timezone.now())}
    return render(request, "groups/members/beheer/members_blocked.html", context)


@logged_in
@require_POST
@refused_leads_to("members_blocked", "slug")
def number_unblock(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The number may come back."""
    user, now = user_of(request), timezone.now()
    group = own_group(user, slug)
    block = get_object_or_404(NumberBlock.objects.select_related("group"), pk=pk, group=group)
    lift_block(block, by=user, now=now)
    messages.success(request, _("De blokkade is weg. Dit nummer mag weer meedoen."))
    return redirect("members_blocked", slug)
