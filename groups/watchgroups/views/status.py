"""Pausing, opening again and ending a group, by a coordinator."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from dorst_portal.accounts.current_user import user_of
from dorst_portal.accounts.freshness import fresh_login_required
from dorst_portal.kit.access import coordinator_only
from groups.models import WatchGroup
from groups.refusals import Refused, refused_leads_to
from groups.watchgroups.forms.watchgroup import PauseForm
from groups.watchgroups.pages.ending import requests_of
from groups.watchgroups.services import status


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
def group_pause(request: HttpRequest, slug: str) -> HttpResponse:
    """New people wait, for a reason that the beheerders read."""
    group = get_object_or_404(WatchGroup.objects.not_archived(), slug=slug)
    form = PauseForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(
            request, "groups/watchgroups/platform/group_pause.html", {"form": form, "group": group}
        )
    reason, by = form.cleaned_data["reason"], user_of(request)
    try:
        status.pause_group(group, reason=reason, by=by, now=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return render(
            request, "groups/watchgroups/platform/group_pause.html", {"form": form, "group": group}
        )
    done = _("Groep {group} staat op pauze. De beheerders krijgen bericht.").format(group=group)
    messages.success(request, done)
    return redirect("group_page", slug)


@coordinator_only
@require_POST
@refused_leads_to("group_page", "slug")
def group_resume(request: HttpRequest, slug: str) -> HttpResponse:
    """The pause is over."""
    group = get_object_or_404(WatchGroup, slug=slug)
    moved = status.resume_group(group, by=user_of(request), now=timezone.now())
    words = [_("Groep {group} is weer open.").format(group=group)]
    if moved:
        came = ngettext(
            "Nu bij de beheerder: {n} aanvraag.", "Nu bij de beheerder: {n} aanvragen.", moved
        )
        words.append(came.format(n=moved))
    messages.success(request, " ".join(words))
    return redirect("group_page", slug)


@coordinator_only
@fresh_login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refused_leads_to("group_page", "slug")
def group_archive(request: HttpRequest, slug: str) -> HttpResponse:
    """End a group, after a page that tells what happens then."""
    group = get_object_or_404(WatchGroup, slug=slug)
    now = timezone.now()
    if request.method != "POST":
        effect = status.effect_of_ending(group, now=now)
        asked = requests_of(group, user_of(request), approved=bool(effect.approved))
        context = {"group": group, "effect": effect, "requests": asked}
        return render(request, "groups/watchgroups/platform/group_archive.html", context)
    status.archive_group(group, by=user_of(request), now=now)
    messages.success(request, _("Groep {group} is opgeheven.").format(group=group))
    return redirect("group_page", slug)
