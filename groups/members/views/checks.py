"""Members that came or went with their address: one button each, for a beheerder of the group."""

from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import logged_in
from dorst_portal.languages.words import lazy_text
from groups.members.services import checks
from groups.members.services.settling import settle
from groups.members.views.access import own_group, own_member
from groups.refusals import Refused

ONLY_A_BEHEERDER = lazy_text("Alleen een beheerder van de groep zegt wie er in de app zit.")
FROM_INBOX: Final = "aanvragen"


@logged_in
@require_POST
def member_confirm(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """This person is in the chat."""
    told = _("{name} zit in de groep.")
    return _deal_with(request, slug, pk, checks.confirm_member, told)


@logged_in
@require_POST
def members_confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """All of these are in the chat: those that stood above the button (`wie`), and nobody who came
    on the list since.
    """
    user, now = user_of(request), timezone.now()
    group = own_group(user, slug, refusal=ONLY_A_BEHEERDER)
    waiting = {str(one.pk): one.pk for one in checks.checks_of(group).to_confirm}
    shown = [waiting[one] for one in request.POST.getlist("wie") if one in waiting]
    done = settle(group, absent=(), present=shown, reason=None, by=user, now=now).confirmed
    if not done:
        messages.warning(request, str(checks.DealtWith()))
    else:
        text = ngettext("1 persoon zit in de groep.", "{n} mensen zitten in de groep.", done)
        messages.success(request, text.format(n=done))
    return redirect("members", slug)


@logged_in
@require_POST
def member_refuse(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """This person does not belong in the group."""
    told = _("{name} staat niet meer op de ledenlijst.")
    return _deal_with(request, slug, pk, checks.refuse_member, told)


@logged_in
@require_POST
def member_taken_out(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """This person is out of the chat."""
    return _deal_with(request, slug, pk, checks.taken_out, _("{name} is uit de app."))


def _deal_with(
    request: HttpRequest, slug: str, pk: int, act: Callable[..., None], told: str
) -> HttpResponse:
    """Back to where the button stood: above the list, or in the inbox."""
    user, now = user_of(request), timezone.now()
    member = own_member(user, slug, pk, refusal=ONLY_A_BEHEERDER)
    try:
        act(member, by=user, now=now)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, told.format(name=member.shown_name))
    if request.POST.get("van") != FROM_INBOX:
        return redirect("members", slug)
    return redirect(f"{reverse('inbox')}{f'?groep={slug}' if request.POST.get('groep') else ''}")
