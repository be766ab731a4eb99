"""Behind the link of a question that we asked a resident: read it, and answer."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dorst_portal.kit.access import mailed_link
from groups.models import ResidentRequest
from groups.refusals import AlreadyHandled
from groups.requests.emails import ANSWER
from groups.requests.forms.answering import ReplyForm
from groups.requests.pages.doubles import lives_on
from groups.requests.pages.progress import HEADINGS, NAMES, progress_of, unanswered
from groups.requests.services.answering import answer_by_link
from groups.requests.views.opened_link import MailedLinks, is_about, link_gone, works
from groups.values.states import State

ANSWERS: Final = MailedLinks(ANSWER, page="answer", cookie_name="antwoord")


@mailed_link
@require_safe
def answer_link(request: HttpRequest, token: str) -> HttpResponse:
    """Leads a good link on to its page."""
    return ANSWERS.lead_on(request, token, now=timezone.now())


@mailed_link
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest) -> HttpResponse:
    """Shows what was asked and takes the answer, once; afterwards it says thank you."""
    now = timezone.now()
    link = ANSWERS.opened_by(request)
    asked = ResidentRequest.objects.filter(pk=link.subject_id).first() if link else None
    if link is None or asked is None or not asked.email:
        return link_gone(request)
    if request.method == "POST" and not is_about(request, link):
        return link_gone(request)
    if link.used_at is not None:
        return _thanks(request, asked)
    if not works(link, now=now):
        return link_gone(request)
    stands = lives_on(asked)
    if stands.state != State.OPEN:
        context = {"asked": asked, "progress": progress_of(stands, now=now)}
        return render(request, "groups/requests/public/answer_late.html", context)
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            answer_by_link(link, text=form.cleaned_data["text"], now=now)
        except AlreadyHandled:
            return redirect("answer")  # tells what became of it
        return redirect("answer")
    context = {
        "asked": asked,
        "link": link,
        "form": form,
        "heading": HEADINGS[asked.kind],
        "name": NAMES[asked.kind],
        "questions": unanswered(list(asked.messages.all())),
    }
    return render(request, "groups/requests/public/answer.html", context)


def _thanks(request: HttpRequest, asked: ResidentRequest) -> HttpResponse:
    return render(request, "groups/requests/public/answered.html", {"asked": asked})
