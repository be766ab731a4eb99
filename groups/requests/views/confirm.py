"""Behind the mailed link of a resident: is this my address, how far is it, and I withdraw it."""

from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dorst_portal.identity.current import here_text
from dorst_portal.kit.access import mailed_link
from dorst_portal.kit.inputs.emails import masked
from dorst_portal.kit.models import Link
from dorst_portal.languages.words import lazy_text
from groups.models import ResidentRequest
from groups.refusals import AlreadyHandled
from groups.requests.emails import CONFIRM
from groups.requests.forms.answering import ObjectionForm
from groups.requests.pages.doubles import lives_on, speaks_for
from groups.requests.pages.progress import (
    HEADINGS,
    NAMES,
    Conversation,
    conversation_of,
    progress_of,
)
from groups.requests.services import answering
from groups.requests.services.confirming import confirm_email, refuse_email
from groups.requests.services.conversation import withdraw
from groups.requests.views.answer import ANSWERS
from groups.requests.views.opened_link import MailedLinks, is_about, link_gone, works

CONFIRMS: Final = MailedLinks(CONFIRM, page="confirm", cookie_name="bevestig")
# What was done on this page, in the address: with a cookie it would need a place to be kept.
DONE: Final = {
    "ja": lazy_text("Dank je. Je e-mailadres klopt."),
    "al": lazy_text("Deze knop is al gebruikt. Je e-mailadres klopt."),
    "ingetrokken": lazy_text("Je hebt het ingetrokken."),
    "bezwaar": here_text("Dank je. {organisation} kijkt ernaar."),
    "niet": lazy_text("Dit kan niet meer. Hieronder lees je hoe het nu staat."),
}


@mailed_link
@require_safe
def confirm_link(request: HttpRequest, token: str) -> HttpResponse:
    """Leads a good link on to its page."""
    return CONFIRMS.lead_on(request, token, now=timezone.now())


@mailed_link
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Shows how far the request is, and acts on one of its buttons."""
    now = timezone.now()
    link = CONFIRMS.opened_by(request)
    asked = _asked(link)
    if link is None or asked is None:
        return link_gone(request)
    if request.method == "POST":
        return _act(request, link, asked, now=now)
    if asked.email_refused_at and not asked.email:
        return render(request, "groups/requests/public/confirm_refused.html", {"asked": asked})
    if not asked.email or not works(link, now=now):
        return link_gone(request)
    done = request.GET.get("klaar", "")
    seen = lives_on(asked)
    context = {
        "asked": asked,
        "link": link,
        "heading": HEADINGS[asked.kind],
        "name": NAMES[asked.kind],
        "email": masked(asked.email),
        "group": seen.told_group if asked.email_confirmed_at else None,
        "progress": progress_of(seen, now=now),
        "said": conversation_of(seen, now=now) if speaks_for(asked) else Conversation(),
        "objection": answering.objection_to(seen) if asked.email_confirmed_at else None,
        "done": DONE.get(done, ""),
        "done_kind": "success" if done in ("ja", "ingetrokken", "bezwaar") else "info",
    }
    return render(request, "groups/requests/public/confirm.html", context)


@mailed_link
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_withdraw(request: HttpRequest) -> HttpResponse:
    """The resident does not want it any more; only who confirmed the address."""
    now = timezone.now()
    link, asked = _confirmed(request, now=now)
    if link is None or asked is None:
        return link_gone(request)
    if request.method == "POST" and not is_about(request, link):
        return link_gone(request)
    if not conversation_of(asked, now=now).may_withdraw:
        return _done("niet")
    if request.method != "POST":
        context = {"asked": asked, "link": link, "name": NAMES[asked.kind]}
        return render(request, "groups/requests/public/withdraw.html", context)
    try:
        withdraw(asked, now=now)
    except AlreadyHandled:
        return _done("niet")
    return _done("ingetrokken")


@mailed_link
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_object(request: HttpRequest) -> HttpResponse:
    """The resident does not agree with a refusal, and tells why."""
    now = timezone.now()
    link, asked = _confirmed(request, now=now)
    if link is None or asked is None:
        return link_gone(request)
    if request.method == "POST" and not is_about(request, link):
        return link_gone(request)
    if not conversation_of(asked, now=now).may_object:
        return _done("niet")
    if answering.objection_to(asked):
        return _done("bezwaar")
    form = ObjectionForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"asked": asked, "link": link, "form": form}
        return render(request, "groups/requests/public/object.html", context)
    try:
        answering.object_to(asked, text=form.cleaned_data["text"], now=now)
    except AlreadyHandled:
        return _done("niet")
    return _done("bezwaar")


def _act(
    request: HttpRequest, link: Link, asked: ResidentRequest, *, now: datetime
) -> HttpResponse:
    if not is_about(request, link):
        return link_gone(request)
    if not works(link, now=now):
        return redirect("confirm")  # tells what became of it
    match request.POST.get("antwoord"):
        case "nee":
            refuse_email(link, now=now)
        case "ja":
            return _done("ja" if confirm_email(link, now=now) else "al")
        case "antwoorden" if conversation_of(seen := _acted_on(asked), now=now).may_answer:
            to_answer = answering.answer_link(seen, now=now)
            return ANSWERS.opened(redirect(ANSWERS.page), to_answer)
    return redirect("confirm")


def _asked(link: Link | None) -> ResidentRequest | None:
    known = ResidentRequest.objects.select_related("same_as__group", "group")
    return known.filter(pk=link.subject_id).first() if link else None


def _confirmed(
    request: HttpRequest, *, now: datetime
) -> tuple[Link | None, ResidentRequest | None]:
    """The link that works and its request, of somebody who confirmed the address."""
    link = CONFIRMS.opened_by(request)
    asked = _asked(link)
    if link is None or asked is None or not works(link, now=now):
        return None, None
    if not asked.email or asked.email_confirmed_at is None:
        return None, None
    return link, _acted_on(asked)


def _acted_on(asked: ResidentRequest) -> ResidentRequest:
    return lives_on(asked) if speaks_for(asked) else asked


def _done(word: str) -> HttpResponse:
    response = redirect("confirm")
    response["Location"] += f"?klaar={word}"
    return response
