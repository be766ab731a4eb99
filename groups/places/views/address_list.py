"""The official address list: what is in it, and a file on its way into it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import coordinator_only
from dorst_portal.kit.rows.keyset import asked_key
from groups.models import AddressImport
from groups.places.forms.address_list import (
    ColumnsForm,
    ConfirmForm,
    ListFilterForm,
    UploadForm,
)
from groups.places.pages import address_list
from groups.places.pages.address_list import import_page, list_page
from groups.places.services.imports import imports
from groups.refusals import Refused, refused_leads_to

# So often the page of a file that a worker is at looks again by itself.
REFRESH_SECONDS = "5"


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
def addresses(request: HttpRequest) -> HttpResponse:
    """The list by street, and the form for a new file."""
    is_post = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_post else UploadForm()
    if form.is_valid():
        content = form.cleaned_data["bestand"].read()
        try:
            batch = imports.store(form.name, content, by=user_of(request), now=timezone.now())
        except Refused as refusal:
            form.add_error("bestand", str(refusal))
        else:
            return redirect("address_import", batch.pk)
    search = ListFilterForm(request.GET if "zoek" in request.GET else None)
    part = search.cleaned_data["zoek"] if search.is_valid() else ""
    page = list_page(part=part, after=asked_key(request))
    context = {"form": form, "search": search, "part": part, "page": page}
    return render(request, "groups/places/platform/addresses.html", context)


@coordinator_only
@require_safe
def address_import(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a file is, and what it would change."""
    return _import_page(request, pk, ConfirmForm())


@coordinator_only
@require_POST
@refused_leads_to("address_import", "pk")
def address_import_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a file checked with the columns that were pointed out."""
    batch = get_object_or_404(AddressImport.objects.without_content(), pk=pk)
    form = _columns_form(batch, request.POST)
    if not form.is_valid():
        return _import_page(request, pk, ConfirmForm(), form)
    columns = form.cleaned_data
    imports.choose_columns(batch, columns, by=user_of(request), now=timezone.now())
    return redirect("address_import", pk)


@coordinator_only
@require_POST
@refused_leads_to("address_import", "pk")
def address_import_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a file taken over that was looked at."""
    batch = get_object_or_404(AddressImport.objects.without_content(), pk=pk)
    form = ConfirmForm(request.POST, asks=address_list.loses_much(batch))
    if not form.is_valid():
        return _import_page(request, pk, form)
    may_go = form.cleaned_data["mag_weg"]
    imports.confirm(batch, may_go=may_go, by=user_of(request), now=timezone.now())
    return redirect("address_import", pk)


@coordinator_only
@require_POST
@refused_leads_to("address_import", "pk")
def address_import_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a file: nothing of it comes into the list."""
    batch = get_object_or_404(AddressImport.objects.without_content(), pk=pk)
    imports.drop(batch, by=user_of(request), now=timezone.now())
    messages.success(request, _("Het bestand is weg. De lijst bleef zoals die was."))
    return redirect("addresses")


def _columns_form(batch: AddressImport, *data: QueryDict) -> ColumnsForm:
    headers, guess = batch.counts.get("headers", []), batch.counts.get("guess", {})
    return ColumnsForm(*data, headers=headers, guess=guess)


def _import_page(
    request: HttpRequest, pk: int, form: ConfirmForm, columns: ColumnsForm | None = None
) -> HttpResponse:
    batches = AddressImport.objects.without_content().select_related("by")
    batch = get_object_or_404(batches, pk=pk)
    page = import_page(batch, kind=request.GET.get("soort", ""), after=asked_key(request))
    context = {
        "page": page,
        "batch": batch,
        "form": form,
        "columns": columns or _columns_form(batch),
    }
    response = render(request, "groups/places/platform/address_import.html", context)
    if page.is_busy and request.method != "POST":
        # Only while nothing on the page can be read or pressed but how far it is.
        response.headers["Refresh"] = REFRESH_SECONDS
    return response
