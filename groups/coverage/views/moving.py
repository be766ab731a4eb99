"""Moving numbers to another group: fill in, look, do it; and the list of what was moved."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import coordinator_only
from dorst_portal.kit.rows.keyset import asked_key
from groups.coverage.forms.moving import MoveForm
from groups.coverage.pages import changes as changes_page
from groups.coverage.pages import move_preview
from groups.coverage.services import moving
from groups.coverage.services.looks import note_plan_seen
from groups.coverage.services.undo import undo_change
from groups.models import CoverageChange
from groups.refusals import Refused, refused_leads_to


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
def street_move(request: HttpRequest) -> HttpResponse:
    """Which numbers go where; then what that does, and a button that does what was shown."""
    sent = request.method == "POST"
    asked = request.POST if sent else request.GET
    if sent or "bekijk" in asked:
        form = MoveForm(asked)
    else:
        form = MoveForm(initial=MoveForm.beginning(asked))
    if form.is_valid():
        try:
            if sent and _carry_out(request, form):
                return redirect("coverage_changes")
            return _preview(request, form, changed=sent)
        except Refused as refusal:
            form.add_error("groep", str(refusal))
    return render(request, "groups/coverage/platform/street_move.html", {"form": form})


def _carry_out(request: HttpRequest, form: MoveForm) -> bool:
    """Do what was shown; False when something else would happen by now."""
    try:
        changes = moving.carry_out(
            [form.numbers],
            to=form.to_group,
            seen=request.POST.get("gezien", ""),
            by=user_of(request),
            now=timezone.now(),
        )
    except moving.PlanChanged:
        return False
    members = sum(change.members for change in changes)
    requests = sum(change.requests for change in changes)
    going = move_preview.going_in_words(members, requests)
    messages.success(request, _("Verplaatst: {what}.").format(what=going))
    return True


def _preview(request: HttpRequest, form: MoveForm, *, changed: bool) -> HttpResponse:
    now = timezone.now()
    page = move_preview.preview(form.numbers, to=form.to_group, now=now)
    note_plan_seen(page.plan, by=user_of(request), now=now)
    context = {"form": form, "page": page, "changed": changed}
    return render(request, "groups/coverage/platform/street_move_preview.html", context)


@coordinator_only
@require_safe
def coverage_changes(request: HttpRequest) -> HttpResponse:
    """What was moved, the latest first."""
    page = changes_page.page_of(after=asked_key(request), now=timezone.now())
    return render(request, "groups/coverage/platform/coverage_changes.html", {"page": page})


@coordinator_only
@require_POST
@refused_leads_to("coverage_changes")
def coverage_change_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a change back, and tell what had to stay."""
    change = get_object_or_404(CoverageChange, pk=pk)
    undone = undo_change(change, by=user_of(request), now=timezone.now())
    messages.success(request, move_preview.undone_in_words(undone))
    return redirect("coverage_changes")
