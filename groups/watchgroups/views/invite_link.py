"""A coordinator sets the invite link of a group, and never reads it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dorst_portal.accounts.current_user import user_of
from dorst_portal.accounts.freshness import fresh_login_required
from dorst_portal.kit.access import coordinator_only
from groups.models import WatchGroup
from groups.watchgroups.forms.invite_link import GroupLinkForm
from groups.watchgroups.services.settings import set_invite_link


@coordinator_only
@fresh_login_required
@require_http_methods(["GET", "HEAD", "POST"])
def group_link(request: HttpRequest, slug: str) -> HttpResponse:
    """Set a new link; which one there is now, stays hidden."""
    group = get_object_or_404(WatchGroup.objects.not_archived(), slug=slug)
    form = GroupLinkForm(request.POST if request.method == "POST" else None, group=group)
    if not form.is_valid():
        context = {"form": form, "group": group}
        return render(request, "groups/watchgroups/platform/group_link.html", context)
    link = form.cleaned_data["invite_link"]
    set_invite_link(group, link=link, by=user_of(request), now=timezone.now())
    done = _("De link van groep {group} is opgeslagen.").format(group=group)
    messages.success(request, done)
    return redirect("my_group", slug)
