"""The official address list: what is in it, and a file on its way into it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dorst_portal.kit.access import coordinator_only
from groups.forms.addresses import ConfirmForm, ListFilterForm, UploadForm
from groups.models import AddressImport
from groups.querysets.keys import read_id_key
from groups.services import address_imports
from groups.services.address_pages import import_page, list_page
from groups.services.refusals import Refused
from groups.views.who import user_of


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
def addresses(request: HttpRequest) -> HttpResponse:
    """The list by street, and the form for a new file."""
    is_post = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_post else UploadForm()
    if form.is_valid():
        content = form.cleaned_data["bestand"].read()
        try:
            batch = address_imports.store(
                form.name, content, by=user_of(request), now=timezone.now()
            )
        except Refused as refusal:
            form.add_error("bestand", str(refusal))
        else:
            return redirect("address_import", batch.pk)
    search = ListFilterForm(request.GET if "zoek" in request.GET else None)
    part = search.cleaned_data["zoek"] if search.is_valid() else ""
    page = list_page(part=part, after=request.GET.get("na", "")[:80])
    context = {"form": form, "search": search, "part": part, "page": page}
    return render(request, "groups/platform/addresses.html", context)


@coordinator_only
@require_safe
def address_import(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a file is, and what it would change."""
    return _import_page(request, pk, ConfirmForm())


@coordinator_only
@require_POST
def address_import_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a file taken over that was looked at."""
    batch = get_object_or_404(AddressImport.objects.without_content(), pk=pk)
    form = ConfirmForm(request.POST, asks=address_imports.loses_much(batch))
    if not form.is_valid():
        return _import_page(request, pk, form)
    may_go = form.cleaned_data["mag_weg"]
    try:
        address_imports.confirm(batch, may_go=may_go, by=user_of(request), now=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("address_import", pk)


@coordinator_only
@require_POST
def address_import_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a file: nothing of it comes into the list."""
    batch = get_object_or_404(AddressImport.objects.without_content(), pk=pk)
    try:
        address_imports.drop(batch, by=user_of(request), now=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("address_import", pk)
    messages.success(request, "Het bestand is weg. De lijst bleef zoals die was.")
    return redirect("addresses")


def _import_page(request: HttpRequest, pk: int, form: ConfirmForm) -> HttpResponse:
    batches = AddressImport.objects.without_content().select_related("by")
    batch = get_object_or_404(batches, pk=pk)
    key = read_id_key(request.GET.get("na", ""))
    page = import_page(batch, kind=request.GET.get("soort", ""), after=key)
    context = {"page": page, "batch": batch, "form": form}
    return render(request, "groups/platform/address_import.html", context)
