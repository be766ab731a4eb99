"""Drills in the calendar of who runs a group: one as a file, or all of them by a link.

The link is asked by programs that know no session: its token stays in the address, works only
while its owner hears of drills, and what it gives is about nobody (docs/security.md).
"""

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alerts.models import Drill
from alerts.pages import drill_calendar as pages
from alerts.services import drill_calendar as service
from dorst_portal.accounts.current_user import user_of
from dorst_portal.accounts.models import User
from dorst_portal.kit.access import logged_in, machine
from dorst_portal.kit.errors import too_many
from dorst_portal.kit.ratelimit import Limit, client_address, hit
from dorst_portal.kit.unchanged import unless_known
from groups.api import refused_leads_to, village_day

BAD_TRIES: Final = 20
BAD_TRIES_SECONDS: Final = 15 * 60
END: Final = "stop"


@logged_in
@require_safe
def drill_calendar(request: HttpRequest) -> HttpResponse:
    """The own link, and how a calendar takes it."""
    user = _who_hears(request)
    link = pages.link_of(user, now=timezone.now())
    context = {"link": link, "webcal": link.replace("https://", "webcal://", 1)}
    return render(request, "alerts/beheer/drill_calendar.html", context)


@logged_in
@require_POST
@refused_leads_to("drill_calendar")
def drill_calendar_link(request: HttpRequest) -> HttpResponse:
    """Make a new link, or end the one that is there."""
    user, now = _who_hears(request), timezone.now()
    if END in request.POST:
        service.end_link(by=user, now=now)
        messages.success(request, _("De link werkt niet meer."))
    else:
        service.make_link(by=user, now=now)
        messages.success(request, _("Je link is klaar. Een oude link werkt niet meer."))
    return redirect("drill_calendar")


@logged_in
@require_safe
def drill_file(request: HttpRequest, pk: int) -> HttpResponse:
    """One drill, to open once with a calendar."""
    _who_hears(request)
    drill = get_object_or_404(Drill, pk=pk)
    response = HttpResponse(pages.calendar_of([drill]), content_type=pages.CONTENT_TYPE)
    name = f"oefening-{village_day(drill.at)}.ics"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@machine
@require_safe
def drill_feed(request: HttpRequest, token: str) -> HttpResponse:
    """All drills, for the program that has the link. It writes nothing but bad tries."""
    now = timezone.now()
    if pages.asks_with(token, now=now) is None:
        tries = Limit("drill-calendar", client_address(request), BAD_TRIES, BAD_TRIES_SECONDS)
        if hit([tries], now=now):
            return too_many(request)
        raise Http404
    body = pages.calendar_of(pages.drills_to_show(now=now))
    response = unless_known(request, HttpResponse(body, content_type=pages.CONTENT_TYPE))
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _who_hears(request: HttpRequest) -> User:
    user = user_of(request)
    if not pages.hears_of_drills(user, now=timezone.now()):
        raise Http404
    return user
