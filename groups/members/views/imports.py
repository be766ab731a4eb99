"""A beheerder takes over the list of people who are in the own group already."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import logged_in
from groups.members.forms.imports import SendForm
from groups.members.views import list_pages
from groups.members.views.access import own_group
from groups.members.views.list_pages import Door
from groups.models import MemberImport
from groups.refusals import refused_leads_to


def _door(request: HttpRequest, slug: str) -> Door:
    group = own_group(user_of(request), slug)
    return Door("list_import", [slug], MemberImport.objects.of_group(group), group)


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
def list_import_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a file or paste lines."""
    door = _door(request, slug)
    form = SendForm(request.POST, request.FILES) if request.method == "POST" else SendForm()
    response: HttpResponse = list_pages.send_page(request, door, form, door.group)
    return response


@logged_in
@require_safe
def list_import(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One list."""
    door = _door(request, slug)
    return list_pages.show_list(request, door, door.list(pk))


@logged_in
@require_POST
@refused_leads_to("list_import", "slug", "pk")
def list_import_columns(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Which column is what."""
    return list_pages.choose_parts(request, _door(request, slug), pk)


@logged_in
@require_POST
@refused_leads_to("list_import", "slug", "pk")
def list_import_confirm(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take it over."""
    return list_pages.confirm(request, _door(request, slug), pk)


@logged_in
@require_POST
@refused_leads_to("list_import", "slug", "pk")
def list_import_drop(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Leave it."""
    return list_pages.drop(request, _door(request, slug), pk)


@logged_in
@require_POST
@refused_leads_to("list_import", "slug", "pk")
def list_import_undo(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take it back."""
    return list_pages.undo(request, _door(request, slug), pk)


@logged_in
@require_safe
def list_import_left(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What was not taken over, as a file."""
    return list_pages.left_file(request, _door(request, slug), pk)


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
@refused_leads_to("list_import", "slug", "pk")
def list_import_row(request: HttpRequest, slug: str, pk: int, row: int) -> HttpResponse:
    """Put a row right."""
    return list_pages.row_page(request, _door(request, slug), pk, row)


@logged_in
@require_POST
@refused_leads_to("list_import", "slug", "pk")
def list_import_settle(request: HttpRequest, slug: str, pk: int, row: int) -> HttpResponse:
    """Take a row all the same, or leave it out."""
    return list_pages.settle(request, _door(request, slug), pk, row)
