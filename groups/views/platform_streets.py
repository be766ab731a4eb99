"""The coordinators' streets: the list, one street, and the coverage report."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dorst_portal.kit.access import coordinator_only
from groups.forms.streets import StreetForm
from groups.models import Street
from groups.services import coverage_page, street_editor, streets_page
from groups.services.street_editor import StreetChanged, StreetTaken
from groups.views.who import user_of


@coordinator_only
@require_safe
def platform_streets(request: HttpRequest) -> HttpResponse:
    """Every street: who covers it, how many live and wait there."""
    search = request.GET.get("zoek", "")
    wanted = streets_page.read_wanted(
        search=search, show=request.GET.get("toon", ""), sort=request.GET.get("op", "")
    )
    context = {
        "page": streets_page.page_of(wanted, after=request.GET.get("na", "")),
        "wanted": wanted,
        "search": search,
        "shown": streets_page.SHOWN.items(),
        "sorts": streets_page.SORTS.items(),
    }
    return render(request, "groups/platform/streets.html", context)


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
def street_new(request: HttpRequest) -> HttpResponse:
    """A new street."""
    form = StreetForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            street = street_editor.new_street(form.facts(), by=user_of(request), now=timezone.now())
        except StreetTaken as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"{street} staat erbij. Geef de nummers nu een groep.")
            return redirect("street_edit", street.slug)
    return render(request, "groups/platform/street_edit.html", {"form": form})


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
        except StreetTaken as refusal:
            form.add_error("name", str(refusal))
        except StreetChanged:
            changed, now_stands = True, form.carry_on_from(get_object_or_404(Street, slug=slug))
        else:
            messages.success(request, "Opgeslagen.")
            return redirect("street_edit", slug)
    page = street_editor.page_of(street)
    context = {"form": form, "street": street, "page": page}
    context |= {"changed": changed, "now_stands": now_stands}
    return render(request, "groups/platform/street_edit.html", context)


@coordinator_only
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """What in the village has no group, and rules that do nothing."""
    section = coverage_page.section_named(request.GET.get("toon", ""))
    context = {
        "page": coverage_page.page_of(section, after=request.GET.get("na", "")),
        "sections": coverage_page.SECTIONS,
    }
    return render(request, "groups/platform/coverage.html", context)
