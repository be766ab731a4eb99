"""Who did or saw what: for Platform Dorst all of it, for a beheerder the own group."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dorst_portal.kit.access import coordinator_only, logged_in
from groups.forms.audit import AuditForm
from groups.models import WatchGroup
from groups.querysets.keys import read_id_key
from groups.services import audit_page
from groups.views.who import user_of


@coordinator_only
@require_safe
def audit_log(request: HttpRequest) -> HttpResponse:
    """The whole trail in sentences, the latest first, a page by key."""
    form = AuditForm(request.GET)
    wanted = form.wanted()
    page = audit_page.log_page(
        wanted,
        user=user_of(request),
        after=read_id_key(request.GET.get("na", "")),
        now=timezone.now(),
    )
    context = {"form": form, "page": page, "is_filtered": wanted != audit_page.Filter()}
    return render(request, "groups/platform/audit_log.html", context)


@logged_in
@require_safe
def group_log(request: HttpRequest, slug: str) -> HttpResponse:
    """What was done and seen in one group: for those who run it, and for staff."""
    user, now = user_of(request), timezone.now()
    group = get_object_or_404(WatchGroup.objects.visible_to(user), slug=slug)
    after = read_id_key(request.GET.get("na", ""))
    page = audit_page.group_log_page(group, user=user, after=after, now=now)
    return render(request, "groups/beheer/group_log.html", {"group": group, "page": page})
