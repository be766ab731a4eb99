"""Deciding on a request: look, approve, something else, and taking that back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dorst_portal.accounts.current_user import user_of
from dorst_portal.accounts.models import User
from dorst_portal.identity.current import here
from dorst_portal.kit.access import logged_in
from groups.models import Handover, ResidentRequest
from groups.permissions import decide_request, manages_group
from groups.refusals import AlreadyHandled, Refused
from groups.requests.forms.deciding import (
    ASK,
    CLOSE,
    DECLINE,
    FORWARD,
    PLATFORM,
    WITHDRAWN,
    AnswerForm,
    NotedForm,
    OtherForm,
)
from groups.requests.pages import request as request_page
from groups.requests.pages.mail_preview import Preview, preview_of_question, preview_of_refusal
from groups.requests.pages.titles import other_ways_of, title_of
from groups.requests.services import conversation, deciding, doubles, forwarding, questions
from groups.requests.views.access import (
    ONLY_A_BEHEERDER,
    request_to_decide,
    request_to_handle,
    request_to_undo,
    told_no,
    visible_request,
)
from groups.values.references import looks_like_reference
from groups.values.states import MOVABLE, Owner, State


@logged_in
@require_safe
def show_request(request: HttpRequest, pk: int) -> HttpResponse:
    """All facts of one request on one page; looking leaves a line."""
    user = user_of(request)
    found = visible_request(user, pk)
    response = render_request(request, found)
    deciding.note_view(found, by=user, now=timezone.now())
    return response


def render_request(
    request: HttpRequest,
    found: ResidentRequest,
    *,
    answer_form: AnswerForm | None = None,
    noted_form: NotedForm | None = None,
) -> HttpResponse:
    """The page of a request; with the form that was sent and has a mistake in it."""
    sent = answer_form or noted_form
    context = {
        "resident_request": found,
        "page": request_page.page_of(found, user=user_of(request), now=timezone.now()),
        "only_a_beheerder": ONLY_A_BEHEERDER,
        "answer_form": answer_form or AnswerForm(resident_request=found),
        "noted_form": noted_form or NotedForm(),
        "sent_form": sent,
        "has_errors": sent is not None,
    }
    return render(request, "groups/requests/beheer/request.html", context)


@logged_in
@require_POST
def request_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Admit somebody, and go on to adding."""
    user = user_of(request)
    found = request_to_decide(user, pk)
    try:
        deciding.approve(found, by=user, now=timezone.now())
    except Refused as refusal:
        twice = ResidentRequest.objects.decidable_by(user).approved().filter(decided_by=user)
        if not twice.filter(pk=pk).exists():  # else: pressed twice
            return told_no(request, pk, refusal)
    return redirect("request_add", pk)


@logged_in
@require_POST
def request_join(request: HttpRequest, pk: int) -> HttpResponse:
    """Join this request to the one that the same person sent before, and go on with that one."""
    user = user_of(request)
    found = request_to_decide(user, pk)
    reference = request.POST.get("met", "")
    known = ResidentRequest.objects.decidable_by(user).filter(reference=reference)
    first = known.first() if looks_like_reference(reference) else None
    try:
        if first is None:
            raise AlreadyHandled
        doubles.join(found, to=first, by=user, now=timezone.now())
    except Refused as refusal:
        return told_no(request, pk, refusal)
    undo = reverse("request_undo", args=[pk])
    text = _("{one} is samengevoegd met {other}.")
    text = text.format(one=found.reference, other=first.reference)
    messages.success(request, text, extra_tags=undo)
    return redirect("request", first.pk)


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
def request_other(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything but approving and answering: forward, ask back, decline, close, withdraw."""
    user = user_of(request)
    found = request_to_handle(user, pk)
    if request.method != "POST" and found.state not in MOVABLE:
        return redirect("request", pk)
    sent = request.POST if request.method == "POST" else None
    form = OtherForm(sent, resident_request=found, wanted=request.GET.get("wat", ""))
    preview = None
    if form.is_valid():
        if "bekijk" not in request.POST or not form.has_mail:
            return _act(request, found, form, by=user)
        preview = _preview(found, form)
    context = {
        "resident_request": found,
        "form": form,
        "preview": preview,
        "heading": other_ways_of(found),
        "title": title_of(found),
    }
    return render(request, "groups/requests/beheer/other.html", context)


@logged_in
@require_POST
def request_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an approval or a refusal back, as long as nothing came of it."""
    user = user_of(request)
    found = request_to_undo(user, pk)
    undo = doubles.undo_join if found.same_as_id else deciding.undo_decision
    try:
        undo(found, by=user, now=timezone.now())
    except Refused as refusal:
        return told_no(request, pk, refusal)
    waits = found.state == State.WAITING
    on_list = _("Ongedaan gemaakt. De aanvraag staat weer op de wachtlijst.")
    is_open = _("Ongedaan gemaakt. De aanvraag staat weer open.")
    messages.success(request, on_list if waits else is_open)
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
    messages.success(request, _("Ongedaan gemaakt. De aanvraag staat weer bij jou."))
    return redirect("request", handover.request_id)


def _had_it(user: User, handover: Handover) -> bool:
    if user.is_platform:
        return True
    return handover.from_owner == Owner.GROUP and manages_group(user, handover.from_group)


def _act(
    request: HttpRequest, found: ResidentRequest, form: OtherForm, *, by: User
) -> HttpResponse:
    home = "inbox" if decide_request(by, found) else "platform_requests"
    act = {
        FORWARD: _forward,
        PLATFORM: _forward,
        ASK: _ask,
        DECLINE: _decline,
        CLOSE: _close,
        WITHDRAWN: _withdraw,
    }[form.cleaned_data["what"]]
    try:
        act(request, found, form, by=by)
    except Refused as refusal:
        return told_no(request, found.pk, refusal)
    return redirect(home)


def _preview(found: ResidentRequest, form: OtherForm) -> Preview:
    data = form.cleaned_data
    if data["what"] == ASK:
        return preview_of_question(found, text=data["question"])
    return preview_of_refusal(found, reason=data["reason"], note=data["note"])


def _decline(request: HttpRequest, found: ResidentRequest, form: OtherForm, *, by: User) -> None:
    reason, note = form.cleaned_data["reason"], form.cleaned_data["note"]
    deciding.decline(found, reason=reason, note=note, by=by, now=timezone.now())
    undo = reverse("request_undo", args=[found.pk])
    text = _("De aanvraag van {name} is afgewezen.").format(name=found.name)
    messages.success(request, text, extra_tags=undo)


def _ask(request: HttpRequest, found: ResidentRequest, form: OtherForm, *, by: User) -> None:
    conversation.ask_back(found, text=form.cleaned_data["question"], by=by, now=timezone.now())
    told = _("Je vraag aan {name} is verstuurd.")
    to_call = _("Bel {name}. De vraag staat bij Bellen.")
    messages.success(request, (told if found.email else to_call).format(name=found.name))


def _close(request: HttpRequest, found: ResidentRequest, form: OtherForm, *, by: User) -> None:
    questions.close(found, note=form.cleaned_data["closing"], by=by, now=timezone.now())
    messages.success(request, _("De vraag van {name} is gesloten.").format(name=found.name))


def _withdraw(request: HttpRequest, found: ResidentRequest, form: OtherForm, *, by: User) -> None:
    conversation.withdraw(found, by=by, now=timezone.now())
    text = _("De aanvraag van {name} is ingetrokken.").format(name=found.name)
    messages.success(request, text)


def _forward(request: HttpRequest, found: ResidentRequest, form: OtherForm, *, by: User) -> None:
    handover = forwarding.forward(
        found,
        to=form.cleaned_data["group"],
        note=form.cleaned_data["why"],
        by=by,
        now=timezone.now(),
    )
    to_group = handover.to_owner == Owner.GROUP
    undo = reverse("handover_undo", args=[handover.pk])
    with_group = _("De aanvraag van {name} is nu bij groep {group}.")
    with_us = _("De aanvraag van {name} is nu bij {organisation}.")
    text = (with_group if to_group else with_us).format(
        name=found.name, group=handover.to_group, organisation=here().organisation
    )
    messages.success(request, text, extra_tags=undo)
