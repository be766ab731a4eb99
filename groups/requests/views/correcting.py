"""Putting right what was typed wrong in a request."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import logged_in
from groups.refusals import Refused
from groups.requests.forms.correcting import NumberForm
from groups.requests.services import deciding
from groups.requests.services.correcting import correct_number
from groups.requests.views.access import request_to_handle, told_no
from groups.values.states import ENDED, State


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
def request_number(request: HttpRequest, pk: int) -> HttpResponse:
    """Another number than the one that somebody typed, who told so."""
    user, now = user_of(request), timezone.now()
    found = request_to_handle(user, pk)
    if found.state in ENDED or not found.mobile:
        return redirect("request", pk)
    form = NumberForm(request.POST if request.method == "POST" else None, resident_request=found)
    if form.is_valid():
        try:
            correct_number(
                found,
                form.cleaned_data["mobile"].e164,
                seen=form.cleaned_data["seen"],
                by=user,
                now=now,
            )
        except Refused as refusal:
            return told_no(request, pk, refusal)
        messages.success(request, _("Het nummer is veranderd."))
        return redirect("request_add" if found.state == State.APPROVED else "request", pk)
    deciding.note_view(found, by=user, now=now)
    context = {"resident_request": found, "form": form}
    return render(request, "groups/requests/beheer/number.html", context)
