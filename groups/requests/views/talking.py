"""Answering a question, noting what a resident said, and having called somebody."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dorst_portal.accounts.current_user import user_of
from dorst_portal.accounts.models import User
from dorst_portal.kit.access import logged_in
from groups.models import CallAbout, CallTask, ResidentRequest
from groups.permissions import decide_request
from groups.refusals import Refused
from groups.requests.forms.deciding import AnswerForm, NotedForm
from groups.requests.services import calls, conversation, questions
from groups.requests.views.access import request_to_handle, told_no
from groups.requests.views.deciding import render_request


@logged_in
@require_POST
def request_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a question."""
    user = user_of(request)
    found = request_to_handle(user, pk)
    form = AnswerForm(request.POST, resident_request=found)
    if not form.is_valid():
        return render_request(request, found, answer_form=form)
    try:
        questions.answer(found, text=form.cleaned_data["text"], by=user, now=timezone.now())
    except Refused as refusal:
        return told_no(request, pk, refusal)
    told = _("Je antwoord aan {name} is verstuurd.")
    to_call = _("Bel {name}. Je antwoord staat bij Bellen.")
    messages.success(request, (told if found.email else to_call).format(name=found.name))
    return redirect(_home(user, found))


@logged_in
@require_POST
def request_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what the resident answered by telephone."""
    user = user_of(request)
    found = request_to_handle(user, pk)
    form = NotedForm(request.POST)
    if not form.is_valid():
        return render_request(request, found, noted_form=form)
    text, now = form.cleaned_data["text"], timezone.now()
    try:
        conversation.reply(found, text=text, noted_by=user, now=now)
    except Refused as refusal:
        return told_no(request, pk, refusal)
    messages.success(request, _("Genoteerd. Jij bent weer aan de beurt."))
    return redirect("request", pk)


@logged_in
@require_POST
def call_finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody was called: spoken to, or not reached."""
    user, now = user_of(request), timezone.now()
    mine = CallTask.objects.own(user, now)
    if user.is_platform:
        mine |= CallTask.objects.for_coordinators(user, now)
    task = get_object_or_404(mine.select_related("request__group"), pk=pk, from_at__lte=now)
    said = request.POST.get("bereikt")
    home = "inbox" if decide_request(user, task.request) else "platform"
    if said not in ("ja", "nee"):
        return redirect(home)
    reached = said == "ja"
    try:
        calls.finish_call(task, reached=reached, by=user, now=now)
    except Refused as refusal:
        return told_no(request, task.request_id, refusal)
    if reached and task.about == CallAbout.ASKED:
        messages.success(request, _("Schrijf nu op wat het antwoord was."))
        return redirect("request", task.request_id)
    messages.success(request, _("Genoteerd."))
    return redirect(home)


def _home(user: User, found: ResidentRequest) -> str:
    return "inbox" if decide_request(user, found) else "platform_requests"
