"""The coordinators' streets: the list, one street, and the coverage report."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import coordinator_only
from dorst_portal.kit.inputs.choosing import suggestions
from dorst_portal.kit.rows.keyset import asked_key
from groups.models import Street
from groups.places.forms.street_choice import suggested_streets
from groups.places.forms.streets import StreetForm
from groups.places.pages import streets
from groups.places.pages.finder import LONGEST_STREET, close_matches
from groups.places.services import street_editor
from groups.places.services.spellings import SpellingTaken
from groups.places.services.street_editor import StreetChanged


@coordinator_only
@require_safe
def platform_streets(request: HttpRequest) -> HttpResponse:
    """Every street: who covers it, how many live and wait there."""
    search = request.GET.get("zoek", "")
    wanted = streets.read_wanted(
        search=search, show=request.GET.get("toon", ""), sort=request.GET.get("op", "")
    )
    page = streets.page_of(wanted, after=asked_key(request))
    context = {
        "page": page,
        "matches": close_matches(search[:LONGEST_STREET]) if search and not page.rows else (),
        "wanted": wanted,
        "search": search,
        "shown": streets.SHOWN.items(),
        "sorts": streets.SORTS.items(),
    }
    return render(request, "groups/places/platform/streets.html", context)


@coordinator_only
@require_safe
def choose_street(request: HttpRequest) -> HttpResponse:
    """Ten streets to choose from."""
    return suggestions(suggested_streets(request.GET.get("q", "")[:LONGEST_STREET]))


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
def street_new(request: HttpRequest) -> HttpResponse:
    """A new street."""
    form = StreetForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            street = street_editor.new_street(form.facts(), by=user_of(request), now=timezone.now())
        except SpellingTaken as refusal:
            form.add_error("name", str(refusal))
        else:
            done = _("{street} staat erbij. Geef de nummers nu een groep.").format(street=street)
            messages.success(request, done)
            return redirect("street_edit", street.slug)
    return render(request, "groups/places/platform/street_edit.html", {"form": form})


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
def street_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a street; when somebody else was first, what was typed stays on the page."""
    street = get_object_or_404(Street, slug=slug)
    form = StreetForm(request.POST if request.method == "POST" else None, street=street)
    changed, now_stands = False, None
    if form.is_valid():
        facts, version, by = form.facts(), form.version_sent, user_of(request)
        try:
            street_editor.change_street(street, facts, version=version, by=by, now=timezone.now())
        except SpellingTaken as refusal:
            form.add_error("name", str(refusal))
        except StreetChanged:
            changed, now_stands = True, form.carry_on_from(get_object_or_404(Street, slug=slug))
        else:
            messages.success(request, _("Opgeslagen."))
            return redirect("street_edit", slug)
    page = street_editor.page_of(street)
    context = {"form": form, "street": street, "page": page}
    context |= {"changed": changed, "now_stands": now_stands}
    return render(request, "groups/places/platform/street_edit.html", context)
