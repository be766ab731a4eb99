"""Wiping everything of a member who asks a beheerder or coordinator for it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dorst_portal.accounts.current_user import user_of
from dorst_portal.accounts.freshness import fresh_login_required
from dorst_portal.kit.access import logged_in
from groups.members.services.acting import Actor
from groups.members.views.access import visible_member
from groups.models import Membership
from groups.permissions import manages_group
from groups.privacy.services.erasing import erase_person, find_person
from groups.refusals import refused_leads_to


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
@fresh_login_required
@refused_leads_to("members", "slug")
def member_erase(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Everything of this member, as far as this group has it: what goes, and then the button."""
    user, now = user_of(request), timezone.now()
    member = visible_member(user, slug, pk)
    this = Membership.objects.filter(pk=member.pk)
    is_own = manages_group(user, member.group)
    if request.method == "POST":
        erase_person(memberships=this, by=Actor(this, user=user), now=now)
        messages.success(request, _told(member, is_own=is_own))
        return redirect("members", slug)
    context = {
        "member": member,
        "group": member.group,
        "is_own": is_own,
        "requests": len(find_person(email="", memberships=this).requests),
    }
    return render(request, "groups/privacy/beheer/member_erase.html", context)


def _told(member: Membership, *, is_own: bool) -> str:
    app = member.group.get_app_display()
    if is_own:
        text = _("Alles is gewist. Nog 1 ding: haal deze persoon uit de groep in {app}.")
    else:
        text = _("Alles is gewist. De beheerder haalt deze persoon uit de groep in {app}.")
    return text.format(app=app)
