"""Deciding on a request: look, approve, something else, and taking that back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dorst_portal.accounts.models import User
from dorst_portal.kit.access import logged_in
from groups.forms.deciding import DECLINE, OtherForm
from groups.models import Handover, ResidentRequest
from groups.permissions import decide_request, manages_group
from groups.services import forwarding, inbox, request_page
from groups.services.refusals import Refused
from groups.states import Owner, State
from groups.views.who import (
    ONLY_A_BEHEERDER,
    request_to_decide,
    request_to_handle,
    request_to_undo,
    told_no,
    user_of,
    visible_request,
)


@logged_in
@require_safe
def show_request(request: HttpRequest, pk: int) -> HttpResponse:
    """All facts of one request on one page; looking leaves a line."""
    user, now = user_of(request), timezone.now()
    found = visible_request(user, pk)
    page = request_page.page_of(found, user=user, now=now)
    inbox.note_view(found, by=user, now=now)
    context = {"resident_request": found, "page": page, "only_a_beheerder": ONLY_A_BEHEERDER}
    return render(request, "groups/beheer/request.html", context)


@logged_in
@require_POST
def request_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Admit somebody, and go on to adding."""
    user = user_of(request)
    found = request_to_decide(user, pk)
    try:
        inbox.approve(found, by=user, now=timezone.now())
    except Refused as refusal:
        twice = ResidentRequest.objects.decidable_by(user).approved().filter(decided_by=user)
        if not twice.filter(pk=pk).exists():  # else: pressed twice
            return told_no(request, pk, refusal)
    return redirect("request_add", pk)


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
def request_other(request: HttpRequest, pk: int) -> HttpResponse:
    """Forward to another group, decline, or pass on to Platform Dorst."""
    user = user_of(request)
    found = request_to_handle(user, pk)
    if request.method != "POST" and found.state not in forwarding.MOVABLE:
        return redirect("request", pk)
    sent = request.POST if request.method == "POST" else None
    form = OtherForm(sent, resident_request=found)
    if not form.is_valid():
        context = {"resident_request": found, "form": form}
        return render(request, "groups/beheer/other.html", context)
    home = "inbox" if decide_request(user, found) else "platform_requests"
    try:
        if form.cleaned_data["what"] == DECLINE:
            _decline(request, found, form, by=user)
        else:
            _forward(request, found, form, by=user)
    except Refused as refusal:
        return told_no(request, pk, refusal)
    return redirect(home)


@logged_in
@require_POST
def request_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an approval or a refusal back, as long as nothing came of it."""
    user = user_of(request)
    found = request_to_undo(user, pk)
    try:
        inbox.undo_decision(found, by=user, now=timezone.now())
    except Refused as refusal:
        return told_no(request, pk, refusal)
    waits = found.state == State.WAITING
    stands = "op de wachtlijst" if waits else "open"
    messages.success(request, f"Ongedaan gemaakt. De aanvraag staat weer {stands}.")
    return redirect("request", pk)


@logged_in
@require_POST
def handover_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what the same person forwarded, until the new owner acted."""
    user = user_of(request)
    own = Handover.objects.filter(by=user).select_related("request", "from_group")
    handover = get_object_or_404(own, pk=pk)
    if not _had_it(user, handover):
        raise Http404
    try:
        forwarding.undo_forward(handover, by=user, now=timezone.now())
    except Refused as refusal:
        return told_no(request, handover.request_id, refusal)
    messages.success(request, "Ongedaan gemaakt. De aanvraag staat weer bij jou.")
    return redirect("request", handover.request_id)


def _had_it(user: User, handover: Handover) -> bool:
    if user.is_platform:
        return True
    return handover.from_owner == Owner.GROUP and manages_group(user, handover.from_group)


def _decline(request: HttpRequest, found: ResidentRequest, form: OtherForm, *, by: User) -> None:
    reason, note = form.cleaned_data["reason"], form.cleaned_data["note"]
    inbox.decline(found, reason=reason, note=note, by=by, now=timezone.now())
    undo = reverse("request_undo", args=[found.pk])
    messages.success(request, f"De aanvraag van {found.name} is afgewezen.", extra_tags=undo)


def _forward(request: HttpRequest, found: ResidentRequest, form: OtherForm, *, by: User) -> None:
    handover = forwarding.forward(
        found,
        to=form.cleaned_data["group"],
        note=form.cleaned_data["why"],
        by=by,
        now=timezone.now(),
    )
    to_group = handover.to_owner == Owner.GROUP
    where = f"groep {handover.to_group}" if to_group else "Platform Dorst"
    undo = reverse("handover_undo", args=[handover.pk])
    text = f"De aanvraag van {found.name} is nu bij {where}."
    messages.success(request, text, extra_tags=undo)
