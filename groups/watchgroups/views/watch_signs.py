"""The signs in the street, as the coordinators keep them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import coordinator_only
from dorst_portal.kit.rows.keyset import asked_key
from groups.models import SignState, WatchSign
from groups.values.village_time import village_day
from groups.watchgroups.forms.watch_signs import WatchSignForm
from groups.watchgroups.services import watch_signs as keeping


@coordinator_only
@require_safe
def watch_signs(request: HttpRequest) -> HttpResponse:
    """All signs by street; those without an active group stand on top."""
    asked = request.GET.get("stand", "")
    state = asked if asked in (*SignState.values, keeping.ORPHANED) else ""
    page = keeping.page_of(state=state, after=asked_key(request))
    context = {"page": page, "state": state, "states": SignState, "orphaned": keeping.ORPHANED}
    return render(request, "groups/watchgroups/platform/watch_signs.html", context)


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
def watch_sign_new(request: HttpRequest) -> HttpResponse:
    """A sign that is not on the list yet."""
    now = timezone.now()
    sent = request.POST if request.method == "POST" else None
    form = WatchSignForm(sent, today=village_day(now))
    if not form.is_valid():
        return render(request, "groups/watchgroups/platform/watch_sign_form.html", {"form": form})
    keeping.add_sign(form.facts(), by=user_of(request), now=now)
    messages.success(request, _("Het bord staat op de lijst."))
    return redirect("watch_signs")


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
def watch_sign_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a sign; when somebody else was first, what was typed stays on the page."""
    sign = get_object_or_404(WatchSign.objects.select_related("street"), pk=pk)
    now, by = timezone.now(), user_of(request)
    sent = request.POST if request.method == "POST" else None
    form = WatchSignForm(sent, today=village_day(now), sign=sign)
    now_stands = None
    if form.is_valid():
        try:
            keeping.edit_sign(sign, form.facts(), version=form.version_sent, by=by, now=now)
        except keeping.SignChanged as refusal:
            form.carry_on_from(refusal.now.version)
            now_stands = form.differs_from(refusal.now)
        else:
            messages.success(request, _("Opgeslagen."))
            return redirect("watch_signs")
    context = {"form": form, "sign": sign, "now_stands": now_stands}
    context["changed"] = now_stands is not None
    return render(request, "groups/watchgroups/platform/watch_sign_form.html", context)
