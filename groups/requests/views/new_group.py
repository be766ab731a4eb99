"""An idea for a new group, in steps without a session."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dorst_portal.kit.access import public
from dorst_portal.kit.inputs.emails import likely_email
from groups.models import WantsToManage
from groups.places.pages.taken_streets import taken_streets
from groups.places.routing import Address
from groups.requests.forms.carried import Carried, checked_mark
from groups.requests.forms.new_group import (
    CARRIED,
    DETAILS,
    IDEA,
    IdeaForm,
    ProposerForm,
    from_finder,
)
from groups.requests.services.new_groups import NewGroupData
from groups.requests.views.sending import NOTHING_ABOVE, Above, Marks, Visit, send


@public
@require_http_methods(["GET", "HEAD", "POST"])
def new_group(request: HttpRequest) -> HttpResponse:
    """The form for a new group."""
    typed = request.POST.copy() if request.method == "POST" else from_finder(request.GET)
    carried = Carried(typed, purpose="new_group", names=CARRIED)
    return _idea(Visit(request, carried, timezone.now()))


def _idea(visit: Visit) -> HttpResponse:
    """Step 1: which streets, and who runs it."""
    carried = visit.carried
    prefilled = {"streets": visit.request.GET.get("straat", "")}
    form = IdeaForm(carried.typed if visit.request.method == "POST" else None, initial=prefilled)
    if not form.is_valid() or visit.wants_to_change("idee"):
        visit.forget_what_is_still_empty()
        return _page(visit, "idea/streets", {"form": form}, shown=IDEA)
    idea = form.cleaned_data
    if carried.get("start_anyway") != idea["streets"]:
        taken = taken_streets(idea["streets"])
        if taken:
            carried.put(start_anyway=idea["streets"])
            groups = list({one.group.pk: one.group for one in taken}.values())
            return _page(visit, "idea/taken", {"taken": taken, "groups": groups})
    return _details(visit, idea)


def _details(visit: Visit, idea: dict[str, Any]) -> HttpResponse:
    """Step 2: whose idea it is."""
    carried = visit.carried
    typed_before = {name: carried.get(name) for name in DETAILS}
    form = ProposerForm(carried.typed if carried.has("name") else None, initial=typed_before)
    if not form.is_valid() or visit.wants_to_change("gegevens"):
        return _page(visit, "idea/details", {"form": form}, shown=DETAILS)
    found = form.found
    if found:
        address = visit.keeps(found)
        if found.street is None and not visit.calls_new(found):
            choices = visit.street_choices(found)
            context = {"found": found, "choices": choices, "step": 2, "back": "gegevens"}
            return _page(visit, "unknown_street", context)
        if found.is_beyond and not visit.calls_right(address):
            return visit.asks_number(found, step=2, part="gegevens")
    return _check(visit, idea, form.cleaned_data, form.own_address)


def _check(
    visit: Visit, idea: dict[str, Any], details: dict[str, Any], address: Address | None
) -> HttpResponse:
    """Step 3: look at everything, and send."""
    data = _new_group_data(visit.carried, idea, details, address)
    context = {
        "data": data,
        "wants_to_manage": WantsToManage(data.wants_to_manage).label,
        "mobile": details["mobile"],
        "likely_email": likely_email(data.email),
    }

    def show(marks: Marks, above: Above = NOTHING_ABOVE) -> HttpResponse:
        return _page(visit, "idea/check", context | {"marks": marks} | asdict(above))

    if not visit.carried.was_checked(data.submission_key):
        return show([checked_mark(data.submission_key)])
    return send(visit, data, show)


def _new_group_data(
    carried: Carried, idea: dict[str, Any], details: dict[str, Any], address: Address | None
) -> NewGroupData:
    facts = {
        "streets": idea["streets"],
        "wants_to_manage": idea["wants_to_manage"],
        "neighbours": idea["neighbours"],
        "name": details["name"],
        "mobile": details["mobile"].e164,
        "email": details["email"],
        "message": details["message"],
    }
    key = carried.submission_key([str(address or ""), *facts.values()])
    return NewGroupData(submission_key=key, address=address, **facts)


def _page(
    visit: Visit, name: str, context: dict[str, Any], *, shown: Sequence[str] = ()
) -> HttpResponse:
    facts = {"hidden": visit.carried.hidden(shown=shown)}
    return render(visit.request, f"groups/requests/public/{name}.html", facts | context)
