"""The question to somebody: will you be beheerder?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import logged_in
from groups.beheerders.services import appointments
from groups.refusals import Refused
from groups.requests.views.access import told_no


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """What a beheerder does, and the button to take it on; for the invited person only."""
    user, now = user_of(request), timezone.now()
    own = user.appointments.not_ended(now).select_related("group")
    appointment = get_object_or_404(own, pk=pk)
    if appointment.accepted_at:
        return redirect("inbox")
    if request.method != "POST":
        context = {"appointment": appointment, "group": appointment.group}
        return render(request, "groups/beheerders/beheer/invitation.html", context)
    try:
        moved = appointments.accept(appointment, by=user, now=now)
    except Refused as refusal:
        return told_no(request, 0, refusal)
    said = _("Je bent nu {role} van groep {group}.")
    if moved:
        said = _("Je bent nu {role} van groep {group}. Er staan aanvragen voor je klaar.")
    role = appointment.get_role_display()
    messages.success(request, said.format(role=role, group=appointment.group))
    return redirect("inbox")
