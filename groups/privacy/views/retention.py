"""What the next night wipes, and what waits for a coordinator."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dorst_portal.accounts.current_user import user_of
from dorst_portal.accounts.freshness import fresh_login_required
from dorst_portal.kit.access import coordinator_only
from groups.models import HeldPurge
from groups.privacy.services.dry_run import dry_run
from groups.privacy.services.holds import CountedAnew, allow
from groups.privacy.services.retention import next_night
from groups.refusals import refused_leads_to


@coordinator_only
@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    """How many rows of each kind go next night; what is much stands on top, to be allowed."""
    night = next_night(timezone.now())
    rows = dry_run(at=night)
    context = {
        "night": night,
        "rows": rows,
        "waiting": [row for row in rows if row.held and not row.held.allowed_at],
        "allowed": [row for row in rows if row.held and row.held.allowed_at],
    }
    return render(request, "groups/privacy/platform/retention.html", context)


@coordinator_only
@require_POST
@fresh_login_required
@refused_leads_to("retention")
def retention_allow(request: HttpRequest, pk: int) -> HttpResponse:
    """Yes, wipe this: the rows that were counted, as the page showed them."""
    held = get_object_or_404(HeldPurge, pk=pk)
    seen = parse_datetime(request.POST.get("seen", "")[:40])
    if seen is None:
        raise CountedAnew
    allow(held, seen=seen, by=user_of(request), now=timezone.now())
    messages.success(request, _("Het wissen begint binnen een minuut."))
    return redirect("retention")
