"""What only a coordinator does with one request: open it again, tell that the group is there, and
let somebody wait on.
"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dorst_portal.accounts.current_user import user_of
from dorst_portal.identity.current import here
from dorst_portal.kit.access import coordinator_only
from groups.refusals import Refused
from groups.requests.forms.founding import FoundedForm
from groups.requests.services import conversation, new_groups
from groups.requests.views.access import request_to_handle, told_no, visible_request
from groups.values.states import Kind, State


@coordinator_only
@require_POST
def request_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Look again at a declined request, after an objection."""
    user = user_of(request)
    found = visible_request(user, pk)
    try:
        conversation.reopen(found, by=user, now=timezone.now())
    except Refused as refusal:
        return told_no(request, pk, refusal)
    told = _("De aanvraag is weer open. Hij ligt nu bij {organisation}.")
    messages.success(request, told.format(organisation=here().organisation))
    return redirect("request", pk)


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
def request_founded(request: HttpRequest, pk: int) -> HttpResponse:
    """The idea became a group: which one."""
    user = user_of(request)
    found = request_to_handle(user, pk)
    if found.kind != Kind.NEW_GROUP:
        raise Http404
    if request.method != "POST" and found.state != State.OPEN:
        return redirect("request", pk)
    form = FoundedForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"form": form, "resident_request": found}
        return render(request, "groups/requests/platform/request_founded.html", context)
    group = form.cleaned_data["group"]
    try:
        new_groups.found_group(found, group=group, by=user, now=timezone.now())
    except Refused as refusal:
        return told_no(request, pk, refusal)
    told = _("Het idee is nu groep {group}. {name} hoort het.")
    messages.success(request, told.format(group=group, name=found.first_name))
    return redirect("platform_requests")
