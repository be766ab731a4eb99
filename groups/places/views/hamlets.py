"""The coordinators' hamlets: the list, a new one, one, and taking it away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import coordinator_only
from groups.models import Hamlet, Street
from groups.places.forms.hamlets import HamletForm
from groups.places.pages.hamlets import all_hamlets
from groups.places.services import hamlet_editor
from groups.places.services.hamlet_editor import HamletChanged
from groups.refusals import Refused


@coordinator_only
@require_safe
def hamlets(request: HttpRequest) -> HttpResponse:
    """Every hamlet with the streets that it leads to."""
    context = {
        "rows": all_hamlets(),
        "has_streets": Street.objects.in_the_village().exists(),
    }
    return render(request, "groups/places/platform/hamlets.html", context)


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
def hamlet_new(request: HttpRequest) -> HttpResponse:
    """A new hamlet."""
    form = HamletForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = hamlet_editor.new_hamlet(form.facts(), by=user_of(request), now=timezone.now())
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("{hamlet} staat erbij.").format(hamlet=made))
            return redirect("hamlets")
    return render(request, "groups/places/platform/hamlet_edit.html", {"form": form})


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
def hamlet_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a hamlet; when somebody else was first, what was typed stays on the page."""
    hamlet = get_object_or_404(Hamlet, pk=pk)
    form = HamletForm(request.POST if request.method == "POST" else None, hamlet=hamlet)
    now_stands = None
    if form.is_valid():
        facts, seen, by = form.facts(), form.cleaned_data["seen"], user_of(request)
        try:
            hamlet_editor.change_hamlet(hamlet, facts, seen=seen, by=by, now=timezone.now())
        except HamletChanged:
            hamlet = get_object_or_404(Hamlet, pk=pk)
            form, now_stands = form.on_top_of(hamlet), hamlet_editor.facts_of(hamlet)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("Opgeslagen."))
            return redirect("hamlets")
    context = {"form": form, "hamlet": hamlet, "now_stands": now_stands}
    return render(request, "groups/places/platform/hamlet_edit.html", context)


@coordinator_only
@require_POST
def hamlet_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a hamlet away; its streets stay."""
    hamlet = get_object_or_404(Hamlet, pk=pk)
    hamlet_editor.remove_hamlet(hamlet, by=user_of(request), now=timezone.now())
    messages.success(request, _("{hamlet} is weg. De straten staan er nog.").format(hamlet=hamlet))
    return redirect("hamlets")
