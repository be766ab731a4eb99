"""A beheerder's own side of it: a deputy for the own group, the handover on paper, and stopping."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dorst_portal.accounts.current_user import user_of
from dorst_portal.accounts.freshness import fresh_login_required
from dorst_portal.accounts.models import User
from dorst_portal.identity.current import here
from dorst_portal.kit.access import logged_in
from dorst_portal.kit.paper.answers import dutch_paper
from groups.beheerders.forms.appointing import PersonForm, StopForm
from groups.beheerders.pages import handover
from groups.beheerders.services import invitations, stopping
from groups.models import Appointment, AppointmentRole, WatchGroup
from groups.permissions import manages_group
from groups.refusals import Refused, refused_leads_to

ONLY_A_BEHEERDER = gettext_lazy(
    "Alleen een beheerder van deze groep vraagt hier een plaatsvervanger."
)


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
@fresh_login_required
def deputy_invite(request: HttpRequest, slug: str) -> HttpResponse:
    """A beheerder asks a deputy for the own group; only behind a fresh log-in."""
    user = user_of(request)
    group = _own_group(user, slug)
    form = PersonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        asked = form.cleaned_data
        try:
            invitations.invite_deputy(**asked, group=group, by=user, now=timezone.now())
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            said = _("{email} krijgt nu een e-mail met de vraag.")
            messages.success(request, said.format(email=asked["email"]))
            return redirect("my_group", slug)
    return render(
        request, "groups/beheerders/beheer/deputy_invite.html", {"form": form, "group": group}
    )


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
@fresh_login_required
@refused_leads_to("my_group", "slug")
def deputy_end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A beheerder ends a deputy of the own group, or takes the question to one back."""
    user, now = user_of(request), timezone.now()
    group = _own_group(user, slug)
    deputies = Appointment.objects.not_ended(now).filter(role=AppointmentRole.DEPUTY)
    others = deputies.filter(group=group).exclude(user=user).select_related("user", "group")
    deputy = get_object_or_404(others, pk=pk)
    if request.method != "POST":
        context = {"deputy": deputy, "group": group}
        return render(request, "groups/beheerders/beheer/deputy_end.html", context)
    invitations.end_deputy(deputy, by=user, now=now)
    said = _("{name} is geen plaatsvervanger meer.")
    messages.success(request, said.format(name=deputy.user))
    return redirect("my_group", slug)


@logged_in
@require_safe
def handover_kit(request: HttpRequest, slug: str) -> HttpResponse:
    """The handover on paper, for who takes the group over: no members, no invite link."""
    user = user_of(request)
    group = get_object_or_404(WatchGroup.objects.visible_to(user), slug=slug)
    context = {
        "group": group,
        "kit": handover.kit_of(group, now=timezone.now()),
        "address": request.build_absolute_uri(reverse("my_group", args=[slug])),
    }
    template = "groups/beheerders/beheer/handover_kit.html"
    return dutch_paper(request, template, context, name=f"overdracht-{slug}")


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
@refused_leads_to("stop_request")
def stop_request(request: HttpRequest) -> HttpResponse:
    """A beheerder stops: at once where somebody else is there, else as soon as there is one."""
    user, now = user_of(request), timezone.now()
    own = stopping.own_appointments(user, now=now)
    can_choose = {one.appointment.pk: one.appointment for one in own}
    sent = request.POST if request.method == "POST" else None
    form = StopForm(sent, own=list(can_choose.values()))
    if form.is_valid():
        ended = stopping.stop(can_choose[form.cleaned_data["appointment"]], by=user, now=now)
        stopped = _("Je bent gestopt. Bedankt voor je hulp.")
        asked = _("{organisation} weet het en zoekt iemand. Tot dan blijf je beheerder.")
        told = stopped if ended else asked.format(organisation=here().organisation)
        messages.success(request, told)
        return redirect("stop_request")
    context = {"own": own, "form": form, "can_stop": any(one.can_stop for one in own)}
    return render(request, "groups/beheerders/beheer/stop.html", context)


@logged_in
@require_POST
@refused_leads_to("stop_request")
def stop_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Who wanted to stop goes on."""
    user, now = user_of(request), timezone.now()
    mine = Appointment.objects.active(now).filter(user=user)
    stopping.stay(get_object_or_404(mine, pk=pk), by=user, now=now)
    messages.success(request, _("Fijn dat je blijft."))
    return redirect("stop_request")


def _own_group(user: User, slug: str) -> WatchGroup:
    """A group that the user runs; 403 for staff, who appoint on a page of their own."""
    group = get_object_or_404(WatchGroup.objects.visible_to(user), slug=slug)
    if not manages_group(user, group):
        raise PermissionDenied(ONLY_A_BEHEERDER)
    return group
