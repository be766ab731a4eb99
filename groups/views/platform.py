"""The coordinators' own pages: what needs them, and who is beheerder of what."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dorst_portal.accounts.freshness import fresh_login_required
from dorst_portal.kit.access import coordinator_only
from groups.forms.appointing import AppointForm
from groups.models import Appointment, WatchGroup
from groups.querysets.keys import read_date_key
from groups.services import appointments, platform_page
from groups.services.refusals import Refused
from groups.views.who import user_of


@coordinator_only
@require_safe
def platform(request: HttpRequest) -> HttpResponse:
    """What needs a coordinator now; quiet when nothing does."""
    facts = platform_page.overview(user_of(request), now=timezone.now())
    return render(request, "groups/platform/overview.html", {"overview": facts})


@coordinator_only
@require_safe
def platform_requests(request: HttpRequest) -> HttpResponse:
    """One pile of work, longest waiting first, a page by key."""
    pile = platform_page.pile_named(request.GET.get("soort", ""))
    key = read_date_key(request.GET.get("na", ""))
    page = platform_page.page_of(pile, user=user_of(request), after=key, now=timezone.now())
    context = {"pile": pile, "piles": platform_page.PILES, "page": page}
    return render(request, "groups/platform/requests.html", context)


@coordinator_only
@require_safe
def appointments_list(request: HttpRequest) -> HttpResponse:
    """Every group with its beheerders and deputies."""
    groups = platform_page.groups_with_people(now=timezone.now())
    return render(request, "groups/platform/appointments.html", {"groups": groups})


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
@fresh_login_required
def appoint(request: HttpRequest) -> HttpResponse:
    """Ask somebody to be beheerder; only behind a fresh log-in."""
    wanted = WatchGroup.objects.filter(slug=request.GET.get("groep", "")[:60]).first()
    form = AppointForm(request.POST or None, initial={"group": wanted})
    if form.is_valid():
        try:
            appointments.appoint(**form.cleaned_data, by=user_of(request), now=timezone.now())
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            to = form.cleaned_data["email"]
            messages.success(request, f"{to} krijgt nu een e-mail met de vraag.")
            return redirect("appointments")
    return render(request, "groups/platform/appoint.html", {"form": form})


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
@fresh_login_required
def appointment_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End an appointment, after a page that tells what happens then."""
    now = timezone.now()
    appointment = get_object_or_404(
        Appointment.objects.not_ended(now).select_related("user", "group"), pk=pk
    )
    if request.method != "POST":
        others = Appointment.objects.active(now).filter(group=appointment.group)
        context = {
            "appointment": appointment,
            "is_last": not others.exclude(pk=appointment.pk).exists(),
        }
        return render(request, "groups/platform/appointment_end.html", context)
    try:
        moved = appointments.end(appointment, by=user_of(request), now=now)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("appointments")
    left = f" Nu bij Platform Dorst: {moved} {'aanvraag' if moved == 1 else 'aanvragen'}."
    messages.success(request, f"De benoeming is beëindigd.{left if moved else ''}")
    return redirect("appointments")
