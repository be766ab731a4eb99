"""Mails that were given up: try once more, or let go."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dorst_portal.kit.access import coordinator_only
from groups.querysets.keys import read_date_key
from groups.services import failed_mails as mails
from groups.services import platform_page
from groups.services.refusals import Refused
from groups.views.who import user_of


@coordinator_only
@require_safe
def failed_mails(request: HttpRequest) -> HttpResponse:
    """The failed mails, longest ago first, a page by key."""
    key = read_date_key(request.GET.get("na", ""))
    page = mails.page_of(user_of(request), after=key, now=timezone.now())
    context = {"page": page, "pile": platform_page.MAILS, "piles": platform_page.PILES}
    return render(request, "groups/platform/failed_mails.html", context)


@coordinator_only
@require_POST
def failed_mail_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Send one once more."""
    user, now = user_of(request), timezone.now()
    mail = get_object_or_404(mails.failed_mails(user, now=now), pk=pk)
    try:
        mails.try_again(mail, by=user, now=now)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "De e-mail gaat nu opnieuw weg.")
    return redirect("failed_mails")


@coordinator_only
@require_POST
def failed_mail_let_go(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave one unsent."""
    user, now = user_of(request), timezone.now()
    mail = get_object_or_404(mails.failed_mails(user, now=now), pk=pk)
    try:
        mails.let_go(mail, by=user, now=now)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "Deze e-mail gaat niet meer weg.")
    return redirect("failed_mails")
