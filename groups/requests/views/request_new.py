"""Typing in what came by mail, telephone or on paper; and making a question a request to join."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dorst_portal.accounts.current_user import user_of
from dorst_portal.accounts.models import User
from dorst_portal.identity.current import here
from dorst_portal.kit.access import coordinator_only
from dorst_portal.kit.inputs.text import whole_number
from dorst_portal.languages.current import DUTCH
from dorst_portal.languages.words import lazy_text
from groups.models import ResidentRequest
from groups.refusals import Refused
from groups.requests.forms.request_new import ByHandForm, JoinForm, NewGroupForm, QuestionForm
from groups.requests.services import typed_in
from groups.requests.services.joining import SignupData, submit_signup
from groups.requests.services.new_groups import NewGroupData, submit_new_group
from groups.requests.services.questions import QuestionData, submit_question
from groups.requests.views.access import request_to_handle, told_no
from groups.values.states import Owner, State

JOIN, QUESTION, NEW_GROUP = "meedoen", "vraag", "groep"
KINDS = {
    JOIN: (lazy_text("Iemand wil meedoen"), lazy_text("Aanmelding invoeren")),
    QUESTION: (lazy_text("Iemand heeft een vraag of een klacht"), lazy_text("Vraag invoeren")),
    NEW_GROUP: (lazy_text("Iemand wil een groep starten"), lazy_text("Nieuwe groep invoeren")),
}


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
def request_new(request: HttpRequest) -> HttpResponse:
    """Choose what came in, and type it in; it takes the same road as from the site."""
    user, now = user_of(request), timezone.now()
    question = _question(user, request.GET.get("van", ""))
    kind = JOIN if question else request.GET.get("soort", "")
    if kind not in KINDS:
        return render(request, "groups/requests/platform/request_new.html", {"kinds": KINDS})
    if question and request.method != "POST" and question.state != State.OPEN:
        return redirect("request", question.pk)
    form = _form(kind, request, question, user)
    if not form.is_valid():
        context = {"form": form, "heading": KINDS[kind][1], "kind": kind, "question": question}
        return render(request, "groups/requests/platform/request_new_form.html", context)
    try:
        made = _store(form, question, by=user, now=now)
    except Refused as refusal:
        return told_no(request, question.pk if question else 0, refusal)
    told = _("Opgeslagen onder nummer {reference}.").format(reference=made.reference)
    messages.success(request, f"{told} {_where(made)}")
    if not ResidentRequest.objects.visible_to(user).filter(pk=made.pk).exists():
        return redirect("platform")  # a complaint about a group that they run themselves
    return redirect("request", made.pk)


def _question(user: User, pk: str) -> ResidentRequest | None:
    """The question that is made a request to join; 404 and 403 as on its own page."""
    if not pk:
        return None
    question = request_to_handle(user, whole_number(pk))
    if not typed_in.can_become_join(question):
        raise Http404
    return question


def _form(
    kind: str, request: HttpRequest, question: ResidentRequest | None, user: User
) -> ByHandForm:
    sent = request.POST if request.method == "POST" else None
    if kind == QUESTION:
        return QuestionForm(sent, user=user)
    if kind == NEW_GROUP:
        return NewGroupForm(sent)
    typed = _prefilled(question) if question else {}
    form = JoinForm(sent, initial=typed, minimum_age=settings.MINIMUM_AGE)
    if question:
        del form.fields["source"]  # it came in as the question did
    return form


def _prefilled(question: ResidentRequest) -> dict[str, Any]:
    return {
        "name": question.name,
        "mobile": question.mobile,
        "email": question.email,
        "language": question.language,
        "street": question.street_text,
        "house_number": str(question.number or ""),
        "message": question.message,
    }


def _store(
    form: ByHandForm, question: ResidentRequest | None, *, by: User, now: datetime
) -> ResidentRequest:
    data = form.cleaned_data
    facts: dict[str, Any] = {
        "submission_key": form.submission_key(),
        "source": question.source if question else data["source"],
        "name": data["name"],
        "mobile": form.mobile_number,
        "email": data["email"],
        # Chosen, and never that in which the coordinator happens to read.
        "language": data["language"] or DUTCH,
        "by": by,
    }
    if isinstance(form, QuestionForm):
        own = {name: data[name] for name in ("subject", "about_group", "concerns")}
        asked = QuestionData(text=data["question"], address=form.address, **own, **facts)
        return submit_question(asked, now=now)
    if isinstance(form, NewGroupForm):
        own = {name: data[name] for name in ("streets", "wants_to_manage", "neighbours", "message")}
        return submit_new_group(NewGroupData(address=form.address, **own, **facts), now=now)
    if form.address is None:
        raise TypeError("a form to join without an address was found complete")
    own = {name: data[name] for name in ("has_app", "organisation", "message")}
    joining = SignupData(
        address=form.address,
        house_rules=typed_in.house_rules_for(form.address, now=now),
        of_age=settings.MINIMUM_AGE > 0,  # the form asked it, or the village does not
        **own,
        **facts,
    )
    if question:
        return typed_in.join_from_question(question, joining, by=by, now=now)
    return submit_signup(joining, now=now)


def _where(made: ResidentRequest) -> str:
    if made.state == State.WAITING:
        return _("De aanvraag staat op de wachtlijst.")
    if made.owner == Owner.GROUP:
        return _("De beheerder van groep {group} beslist.").format(group=made.group)
    lies = _("De aanvraag ligt bij {organisation}.")
    return lies.format(organisation=here().organisation)
