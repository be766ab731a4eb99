"""Who did or saw what: for Platform Dorst all of it, for a beheerder the own group."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import coordinator_only, logged_in
from dorst_portal.kit.inputs.choosing import suggestions
from dorst_portal.kit.rows.keyset import asked_key
from groups.audit_log.forms.log import AuditForm
from groups.audit_log.forms.people import suggested_accounts
from groups.audit_log.pages import log
from groups.models import WatchGroup


@coordinator_only
@require_safe
def audit_log(request: HttpRequest) -> HttpResponse:
    """The whole trail in sentences, the latest first, a page by key."""
    form = AuditForm(request.GET)
    wanted = form.wanted()
    page = log.log_page(
        wanted,
        user=user_of(request),
        after=asked_key(request),
        now=timezone.now(),
    )
    context = {"form": form, "page": page, "is_filtered": wanted != log.Filter()}
    return render(request, "groups/audit_log/platform/audit_log.html", context)


@coordinator_only
@require_safe
def account_suggestions(request: HttpRequest) -> HttpResponse:
    """Ten accounts to choose from in the filter."""
    return suggestions(suggested_accounts(request.GET.get("q", "")[:254]))


@logged_in
@require_safe
def group_log(request: HttpRequest, slug: str) -> HttpResponse:
    """What was done and seen in one group: for those who run it, and for staff."""
    user, now = user_of(request), timezone.now()
    group = get_object_or_404(WatchGroup.objects.visible_to(user), slug=slug)
    page = log.group_log_page(group, user=user, after=asked_key(request), now=now)
    return render(request, "groups/audit_log/beheer/group_log.html", {"group": group, "page": page})
