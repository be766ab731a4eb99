"""The own settings: when notices come, being away, and how to stop."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dorst_portal.accounts.current_user import user_of
from dorst_portal.identity.current import here
from dorst_portal.kit.access import logged_in
from dorst_portal.kit.dutch import phone
from groups.beheerders.forms.own_settings import AwayForm, NameForm, NoticeForm, NumberForm
from groups.beheerders.services import own_settings
from groups.values.village_time import village_day

NOTICES, AWAY, BACK, NUMBER, NAME = "berichten", "weg", "terug", "nummer", "naam"


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
def notice_settings(request: HttpRequest) -> HttpResponse:
    """Each part of the page is a form of its own; `deel` says which one was sent."""
    user, now = user_of(request), timezone.now()
    groups = own_settings.own_groups(user, now=now)
    away_until = max((one.away_until for one in groups if one.away_until), default=None)
    part = request.POST.get("deel", "") if request.method == "POST" else ""
    notices = NoticeForm(
        request.POST if part == NOTICES else None,
        now=own_settings.notices_of(user),
        has_groups=bool(groups),
    )
    away = AwayForm(
        request.POST if part == AWAY and groups else None,
        today=village_day(now),
        away_until=away_until,
    )
    number = NumberForm(
        request.POST if part == NUMBER else None, initial={"mobile": phone(user.mobile)}
    )
    name = NameForm(
        request.POST if part == NAME and groups else None,
        initial={"shares_first_name": user.shares_first_name},
    )
    if name.is_valid():
        own_settings.save_shares_first_name(user, name.cleaned_data["shares_first_name"])
        messages.success(request, _("Opgeslagen."))
        return redirect("notice_settings")
    if number.is_valid():
        own_settings.save_mobile(user, number.number())
        messages.success(request, _("Opgeslagen."))
        return redirect("notice_settings")
    if notices.is_valid():
        own_settings.save_notices(user, notices.settings(), now=now)
        messages.success(request, _("Opgeslagen."))
        return redirect("notice_settings")
    if away.is_valid():
        moved = own_settings.set_away(user, until=away.cleaned_data["until"], now=now)
        messages.success(request, _said_of_away(moved))
        return redirect("notice_settings")
    if part == BACK:
        own_settings.set_away(user, until=None, now=now)
        messages.success(request, _("Welkom terug. Je krijgt weer bericht."))
        return redirect("notice_settings")
    context = {
        "notices": notices,
        "away": away,
        "number": number,
        "name": name,
        "groups": groups,
        "away_until": away_until,
        "has_errors": bool(notices.errors or away.errors or number.errors),
    }
    return render(request, "groups/beheerders/beheer/settings.html", context)


def _said_of_away(moved: int) -> str:
    if not moved:
        return _("Opgeslagen. Fijne tijd!")
    said = ngettext(
        "Opgeslagen. Fijne tijd! {organisation} ziet nu ook 1 open aanvraag.",
        "Opgeslagen. Fijne tijd! {organisation} ziet nu ook {n} open aanvragen.",
        moved,
    )
    return said.format(organisation=here().organisation, n=moved)
