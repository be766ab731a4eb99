"""The waiting list: its streets, and who waits in one of them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import coordinator_only
from dorst_portal.kit.dutch import day
from dorst_portal.kit.rows.keyset import asked_key
from groups.desk.pages import piles
from groups.desk.services.waiting_list import (
    NO_STREET,
    UnknownStreet,
    keep_waiting,
    street_page,
    streets_with_waiting,
)
from groups.refusals import Refused
from groups.requests.views.access import request_to_handle, told_no


@coordinator_only
@require_safe
def waiting_list(request: HttpRequest) -> HttpResponse:
    """Every street with somebody on the waiting list."""
    streets = streets_with_waiting(user_of(request), now=timezone.now())
    context = {
        "streets": streets,
        "pile": piles.WAITING,
        "piles": piles.PILES,
    }
    return render(request, "groups/desk/platform/waiting_list.html", context)


@coordinator_only
@require_safe
def waiting_street(request: HttpRequest, slug: str) -> HttpResponse:
    """Who waits in one street, a page by key."""
    after = asked_key(request)
    try:
        page = street_page(slug, user=user_of(request), after=after, now=timezone.now())
    except UnknownStreet as error:
        raise Http404 from error
    return render(request, "groups/desk/platform/waiting_street.html", {"page": page})


@coordinator_only
@require_POST
def request_keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody looked: this person waits on."""
    user = user_of(request)
    found = request_to_handle(user, pk)
    try:
        keep_waiting(found, by=user, now=timezone.now())
    except Refused as refusal:
        return told_no(request, pk, refusal)
    until = day(found.due_at)
    said = _("{name} blijft wachten. Kijk weer op {day}.").format(name=found.name, day=until)
    messages.success(request, said)
    slug = found.street.slug if found.street else NO_STREET
    return redirect("waiting_street", slug)
