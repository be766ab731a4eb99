"""A question or a complaint, in steps without a session. What the municipality mends, and what
happens right now, leads to a page that says whom to call; the form stops there.
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dorst_portal.kit.access import public
from dorst_portal.kit.inputs.emails import likely_email
from groups.models import Subject, WatchGroup
from groups.places.routing import Address, route
from groups.requests.forms.carried import Carried, checked_mark
from groups.requests.forms.question import (
    CARRIED,
    DANGER,
    DETAILS,
    LED_HERE,
    MUNICIPALITY,
    QuestionForm,
    SubjectForm,
)
from groups.requests.services.questions import QuestionData, question_route
from groups.requests.views.sending import NOTHING_ABOVE, Above, Marks, Visit, send


@public
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest) -> HttpResponse:
    """The question form."""
    typed = request.POST.copy() if request.method == "POST" else QueryDict(mutable=True)
    carried = Carried(typed, purpose="question", names=CARRIED)
    return _subject(Visit(request, carried, timezone.now()))


def _subject(visit: Visit) -> HttpResponse:
    """Step 1: what it is about."""
    carried = visit.carried
    form = SubjectForm(
        carried.typed if visit.request.method == "POST" else None,
        initial={"subject": LED_HERE.get(visit.request.GET.get("over", ""))},
    )
    if not form.is_valid() or visit.wants_to_change("onderwerp"):
        visit.forget_what_is_still_empty()
        return _page(visit, "question_subject", {"form": form}, shown=("subject",))
    subject = form.cleaned_data["subject"]
    if subject == MUNICIPALITY:
        return redirect("municipality")
    if subject == DANGER:
        return render(visit.request, "groups/texts/public/call_112.html")
    return _question(visit, subject)


def _question(visit: Visit, subject: str) -> HttpResponse:
    """Step 2: the question, and who asks it."""
    carried = visit.carried
    groups: dict[str, WatchGroup] | None = None
    if subject == Subject.COMPLAINT:
        shown = WatchGroup.objects.shown_to_everybody().order_by("name")
        groups = {group.slug: group for group in shown}
    typed_before = {name: carried.get(name) for name in DETAILS}
    form = QuestionForm(
        carried.typed if carried.has("name") else None, initial=typed_before, groups=groups
    )
    if not form.is_valid() or visit.wants_to_change("vraag"):
        return _page(visit, "question_details", {"form": form, "subject": subject}, shown=DETAILS)
    found = form.found
    if found:
        address = visit.keeps(found)
        if found.street is None and not visit.calls_new(found):
            choices = visit.street_choices(found)
            context = {"found": found, "choices": choices, "step": 2, "back": "vraag"}
            return _page(visit, "unknown_street", context)
        if found.is_beyond and not visit.calls_right(address):
            return visit.asks_number(found, step=2, part="vraag")
    return _check(visit, subject, form.cleaned_data, form.own_address)


def _check(
    visit: Visit, subject: str, details: dict[str, Any], address: Address | None
) -> HttpResponse:
    """Step 3: look at everything, and send."""
    data = _question_data(visit.carried, subject, details, address)
    context = {
        "data": data,
        "subject": Subject(subject),
        "mobile": details["mobile"],
        "likely_email": likely_email(data.email),
        "beheerder_of": _reader(visit, data),
    }

    def show(marks: Marks, above: Above = NOTHING_ABOVE) -> HttpResponse:
        return _page(visit, "question_check", context | {"marks": marks} | asdict(above))

    if not visit.carried.was_checked(data.submission_key):
        return show([checked_mark(data.submission_key)])
    return send(visit, data, show)


def _question_data(
    carried: Carried, subject: str, details: dict[str, Any], address: Address | None
) -> QuestionData:
    about: WatchGroup | None = details.get("about_group")
    facts = {
        "subject": subject,
        "text": details["question"],
        "name": details["name"],
        "email": details["email"],
        "mobile": details["mobile"].e164 if details["mobile"] else "",
    }
    content = [str(address or ""), about.slug if about else "", *facts.values()]
    return QuestionData(
        submission_key=carried.submission_key(content),
        address=address,
        about_group=about,
        **facts,
    )


def _reader(visit: Visit, data: QuestionData) -> WatchGroup | None:
    """The group whose beheerder will read it; None: Platform Dorst does."""
    if data.subject == Subject.COMPLAINT or data.address is None:
        return None
    where = question_route(route(data.address, now=visit.now), now=visit.now)
    return where.group if where.can_join_now else None


def _page(
    visit: Visit, name: str, context: dict[str, Any], *, shown: Sequence[str] = ()
) -> HttpResponse:
    facts = {"hidden": visit.carried.hidden(shown=shown)}
    return render(visit.request, f"groups/requests/public/{name}.html", facts | context)
