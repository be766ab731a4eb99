"""Mails that were given up: try once more, or let go."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import coordinator_only
from dorst_portal.kit.rows.keyset import asked_key
from groups.desk.pages import failed_mails as failed_mails_page
from groups.desk.pages import piles
from groups.desk.services import failed_mails as mails
from groups.refusals import refused_leads_to


@coordinator_only
@require_safe
def failed_mails(request: HttpRequest) -> HttpResponse:
    """The failed mails, longest ago first, a page by key."""
    after = asked_key(request)
    page = failed_mails_page.page_of(user_of(request), after=after, now=timezone.now())
    context = {"page": page, "pile": piles.MAILS, "piles": piles.PILES}
    return render(request, "groups/desk/platform/failed_mails.html", context)


@coordinator_only
@require_POST
@refused_leads_to("failed_mails")
def failed_mail_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Send one once more."""
    user, now = user_of(request), timezone.now()
    mail = get_object_or_404(failed_mails_page.failed_mails(user, now=now), pk=pk)
    mails.try_again(mail, by=user, now=now)
    messages.success(request, _("De e-mail gaat nu opnieuw weg."))
    return redirect("failed_mails")


@coordinator_only
@require_POST
@refused_leads_to("failed_mails")
def failed_mail_let_go(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave one unsent."""
    user, now = user_of(request), timezone.now()
    mail = get_object_or_404(failed_mails_page.failed_mails(user, now=now), pk=pk)
    mails.let_go(mail, by=user, now=now)
    messages.success(request, _("Deze e-mail gaat niet meer weg."))
    return redirect("failed_mails")
