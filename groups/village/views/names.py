"""The page on which a coordinator sets the names of the village."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dorst_portal.accounts.current_user import user_of
from dorst_portal.accounts.freshness import fresh_login_required
from dorst_portal.kit.access import coordinator_only
from groups.village.forms.names import NamesForm, sentences
from groups.village.services import naming
from groups.village.services.naming import NamesChanged


@coordinator_only
@fresh_login_required
@require_http_methods(["GET", "HEAD", "POST"])
def village_names(request: HttpRequest) -> HttpResponse:
    """All names in one form: look how they read (nothing is stored), or save them. When somebody
    else was first, what was typed stays on the page.
    """
    now_in_force, version = naming.names_now()
    initial = vars(now_in_force) if now_in_force else {}
    form = NamesForm(request.POST or None, initial={**initial, "version": str(version)})
    shown, overtaken = now_in_force, None
    if request.method == "POST" and form.is_valid():
        shown = form.names()
        if "bekijk" not in request.POST:
            by, seen = user_of(request), form.version_sent
            try:
                changed = naming.save_names(shown, seen=seen, by=by, now=timezone.now())
            except NamesChanged:
                overtaken, version = naming.names_now()
                form = _on_top_of(request.POST, version)
            else:
                messages.success(request, _saved(changed))
                return redirect("village")
    context = {
        "form": form,
        "sentences": sentences(shown) if shown else (),
        "is_preview": request.method == "POST" and form.is_valid() and not overtaken,
        "overtaken": overtaken,
    }
    status = 409 if overtaken else 200
    return render(request, "groups/village/platform/names.html", context, status=status)


def _on_top_of(sent: QueryDict, version: int) -> NamesForm:
    """What was typed, as a change of what somebody else saved."""
    again = sent.copy()
    again["version"] = str(version)
    return NamesForm(again)


def _saved(changed: int) -> str:
    if not changed:
        return _("Er is niets veranderd.")
    return _("De namen zijn opgeslagen. Binnen 1 minuut staan ze overal.")
