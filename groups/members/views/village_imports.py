"""Platform Dorst takes over who is in groups already, for the beheerders to confirm."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dorst_portal.kit.access import coordinator_only
from groups.members.forms.imports import VillageSendForm
from groups.members.views import list_pages
from groups.members.views.list_pages import Door
from groups.models import MemberImport
from groups.refusals import refused_leads_to


def _door() -> Door:
    return Door("village_import", [], MemberImport.objects.of_platform())


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
def village_import_new(request: HttpRequest) -> HttpResponse:
    """Send a file or paste lines."""
    door = _door()
    form = (
        VillageSendForm(request.POST, request.FILES)
        if request.method == "POST"
        else VillageSendForm()
    )
    group = form.group if form.is_valid() else None
    response: HttpResponse = list_pages.send_page(request, door, form, group)
    return response


@coordinator_only
@require_safe
def village_import(request: HttpRequest, pk: int) -> HttpResponse:
    """One list."""
    door = _door()
    return list_pages.show_list(request, door, door.list(pk))


@coordinator_only
@require_POST
@refused_leads_to("village_import", "pk")
def village_import_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Which column is what."""
    return list_pages.choose_parts(request, _door(), pk)


@coordinator_only
@require_POST
@refused_leads_to("village_import", "pk")
def village_import_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it over."""
    return list_pages.confirm(request, _door(), pk)


@coordinator_only
@require_POST
@refused_leads_to("village_import", "pk")
def village_import_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave it."""
    return list_pages.drop(request, _door(), pk)


@coordinator_only
@require_POST
@refused_leads_to("village_import", "pk")
def village_import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back."""
    return list_pages.undo(request, _door(), pk)


@coordinator_only
@require_safe
def village_import_left(request: HttpRequest, pk: int) -> HttpResponse:
    """What was not taken over, as a file."""
    return list_pages.left_file(request, _door(), pk)


@coordinator_only
@require_http_methods(["GET", "HEAD", "POST"])
@refused_leads_to("village_import", "pk")
def village_import_row(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Put a row right."""
    return list_pages.row_page(request, _door(), pk, row)


@coordinator_only
@require_POST
@refused_leads_to("village_import", "pk")
def village_import_settle(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Take a row all the same, or leave it out."""
    return list_pages.settle(request, _door(), pk, row)
