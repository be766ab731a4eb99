"""Coordinators: who runs which group, asking somebody, and ending."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dorst_portal.accounts.current_user import user_of
from dorst_portal.accounts.freshness import fresh_login_required
from dorst_portal.identity.current import here
from dorst_portal.kit.access import coordinator_only
from dorst_portal.kit.inputs.text import printable
from dorst_portal.kit.rows.keyset import asked_key
from groups.beheerders.forms.appointing import AppointForm, EndForm, RoleForm, wished_for
from groups.beheerders.pages import beheerders, handover
from groups.beheerders.services import appointments, invitations
from groups.beheerders.services.appointments import Ended
from groups.group_names import groups_like
from groups.models import Appointment, AppointmentRole, WatchGroup
from groups.refusals import Refused, refused_leads_to


@coordinator_only
@require_safe
def appointments_list(request: HttpRequest) -> HttpResponse:
    """Everybody who runs a group or was asked to, filtered and sorted, a page by key."""
    wish = beheerders.Wish(
        show=beheerders.show_named(request.GET.get("toon", "")),
        part=printable(request.GET.get("zoek", "")).strip()[:60],
        order=beheerders.order_named(request.GET.get("op", "")),
        after=asked_key(request),
    )
    page = beheerders.page_of(wish, now=timezone.now())
    matches = groups_like(wish.part, most=3) if not page.rows else ()
    context = {"wish": wish, "shows": beheerders.SHOWS, "page": page, "matches": matches}
    return render(request, "groups/beheerders/platform/appointments.html", context)


@coordinator_only
@require_safe
def appointment(request: HttpRequest, pk: int) -> HttpResponse:
    """One person in one group: how it stands, and what can be done."""
    row = beheerders.one_appointment(pk, now=timezone.now())
    if row is None or row.appointment is None:
        raise Http404
    others = [role for role in AppointmentRole if role != row.appointment.role]
    context = {"row": row, "appointment": row.appointment, "other_role": others[0]}
    return render(request, "groups/beheerders/platform/appointment.html", context)


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
@fresh_login_required
def appoint(request: HttpRequest) -> HttpResponse:
    """Ask somebody to run a group; only behind a fresh log-in."""
    asked = request.GET
    groups = WatchGroup.objects.not_archived().select_related("idea")
    wanted = groups.filter(slug=asked.get("groep", "")[:60]).first()
    idea = wanted.idea if wanted and "idee" in asked else None
    initial = wished_for(
        wanted,
        name=idea.name if idea else asked.get("naam", ""),
        email=idea.email if idea else asked.get("email", ""),
    )
    form = AppointForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            appointments.appoint(**form.cleaned_data, by=user_of(request), now=timezone.now())
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            to = form.cleaned_data["email"]
            messages.success(
                request, _("{email} krijgt nu een e-mail met de vraag.").format(email=to)
            )
            return redirect("appointments")
    return render(request, "groups/beheerders/platform/appoint.html", {"form": form})


@coordinator_only
@require_POST
@refused_leads_to("appointment", "pk")
def appointment_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a deputy of a beheerder, or the other way round."""
    found = _not_ended(pk)
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Kies een taak."))
        return redirect("appointment", pk)
    role = form.cleaned_data["role"]
    appointments.change_role(found, role=role, by=user_of(request), now=timezone.now())
    said = _("{name} is nu {role}.").format(name=found.user, role=found.get_role_display())
    messages.success(request, said)
    return redirect("appointment", pk)


@coordinator_only
@require_POST
@refused_leads_to("appointment", "pk")
def invitation_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail the question once more to somebody who did not answer."""
    found = _not_ended(pk)
    invitations.invite_again(found, by=user_of(request), now=timezone.now())
    messages.success(
        request, _("{email} krijgt de vraag nog een keer.").format(email=found.user.email)
    )
    return redirect("appointment", pk)


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
@fresh_login_required
def appointment_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End an appointment behind a handover list, and ask a successor at once."""
    now, found = timezone.now(), _not_ended(pk)
    sent = request.POST if request.method == "POST" else None
    form = EndForm(sent, appointment=found, is_last=appointments.is_last(found, now=now))
    if form.is_valid():
        try:
            done = appointments.end(found, **form.asked(), by=user_of(request), now=now)
        except appointments.LastBeheerder:
            # The other one ended since the page was opened: what was typed stays.
            form = EndForm(sent, appointment=found, is_last=True)
        except Refused as refusal:
            form.add_error("email" if form.cleaned_data.get("successor") else None, str(refusal))
        else:
            messages.success(request, _said_of(done))
            return redirect("appointments")
    context = {"form": form, "appointment": found, "work": handover.open_work(found.group, now=now)}
    return render(request, "groups/beheerders/platform/appointment_end.html", context)


def _not_ended(pk: int) -> Appointment:
    rows = Appointment.objects.not_ended(timezone.now()).select_related("user", "group")
    return get_object_or_404(rows.select_related("user", "group", "invited_by"), pk=pk)


def _said_of(done: Ended) -> str:
    """That it ended, and which requests went to the coordinators, or are seen by them as well."""
    organisation = here().organisation
    if done.moved:
        said = ngettext(
            "De benoeming is beëindigd. Nu bij {organisation}: 1 aanvraag.",
            "De benoeming is beëindigd. Nu bij {organisation}: {n} aanvragen.",
            done.moved,
        )
        return said.format(organisation=organisation, n=done.moved)
    if done.shown:
        said = ngettext(
            "De benoeming is beëindigd. De anderen zijn weg. "
            "{organisation} ziet nu ook 1 aanvraag.",
            "De benoeming is beëindigd. De anderen zijn weg. "
            "{organisation} ziet nu ook {n} aanvragen.",
            done.shown,
        )
        return said.format(organisation=organisation, n=done.shown)
    return _("De benoeming is beëindigd.")
