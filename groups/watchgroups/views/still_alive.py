"""One tap by a beheerder: the group lives."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import logged_in
from dorst_portal.languages.words import lazy_text
from groups.models import WatchGroup
from groups.permissions import manages_group
from groups.refusals import refused_leads_to
from groups.watchgroups.services import still_alive

ONLY_OWN = lazy_text("Alleen een beheerder van deze groep weet dit.")


@logged_in
@require_POST
@refused_leads_to("my_group", "slug")
def group_alive(request: HttpRequest, slug: str) -> HttpResponse:
    """A beheerder says that the group still lives."""
    group = _own_group(request, slug)
    still_alive.say_alive(group, by=user_of(request), now=timezone.now())
    messages.success(request, _("Fijn. Over een half jaar vragen we het weer."))
    return redirect("my_group", slug)


def _own_group(request: HttpRequest, slug: str) -> WatchGroup:
    user = user_of(request)
    group = get_object_or_404(WatchGroup.objects.visible_to(user), slug=slug)
    if not manages_group(user, group):
        raise PermissionDenied(ONLY_OWN)
    return group
