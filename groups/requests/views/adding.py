"""Putting an approved person into the chat, and saying that it is done."""

from io import BytesIO

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit import vcards
from dorst_portal.kit.access import logged_in
from groups.models import ResidentRequest
from groups.refusals import Refused
from groups.requests.pages.adding import add_page_of, card_name_of
from groups.requests.pages.inbox import next_to_decide
from groups.requests.services import deciding
from groups.requests.views.access import request_to_decide, told_no
from groups.values.states import State


@logged_in
@require_safe
def request_add(request: HttpRequest, pk: int) -> HttpResponse:
    """How to get the person into the chat, in the way that the group chose."""
    user, now = user_of(request), timezone.now()
    found = request_to_decide(user, pk)
    if found.state != State.APPROVED or found.group is None:
        return redirect("request", pk)
    page = add_page_of(found, found.group, by=user, now=now)
    deciding.note_view(found, by=user, now=now)
    context = {"resident_request": found, "page": page}
    return render(request, "groups/requests/beheer/add.html", context)


@logged_in
@require_POST
def request_added(request: HttpRequest, pk: int) -> HttpResponse:
    """The person is in the chat: onto the list of members, and on to the next request."""
    user = user_of(request)
    found = request_to_decide(user, pk)
    first_name = found.first_name or _("De persoon")
    if found.state != State.ADDED:  # else: pressed twice
        try:
            deciding.mark_added(found, by=user, now=timezone.now())
        except Refused as refusal:
            return told_no(request, pk, refusal)
    next_pk, waiting = next_to_decide(user)
    text = _("{name} staat op de ledenlijst.").format(name=first_name)
    if waiting:
        left = ngettext("Nog 1 aanvraag.", "Nog {n} aanvragen.", waiting.number)
        text = f"{text} {left.format(n=waiting)}"
    messages.success(request, text)
    return redirect("request", next_pk) if next_pk else redirect("inbox")


@logged_in
@require_safe
def request_vcard(request: HttpRequest, pk: int) -> HttpResponse:
    """The contact card of an approved person."""
    response = HttpResponse(_card(request, pk), content_type=vcards.CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="contactkaart.vcf"'
    return response


@logged_in
@require_safe
def request_qr(request: HttpRequest, pk: int) -> HttpResponse:
    """The same card as a QR code, to read from a computer's screen with a telephone."""
    picture = BytesIO()
    code = segno.make(_card(request, pk), error="m", micro=False)
    code.save(picture, kind="svg", omitsize=True, border=4, dark="#000", light="#fff")
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


def _card(request: HttpRequest, pk: int) -> str:
    user = user_of(request)
    found: ResidentRequest = request_to_decide(user, pk)
    if found.state != State.APPROVED:
        raise Http404
    deciding.note_view(found, by=user, now=timezone.now())
    return vcards.vcard(card_name_of(found), found.mobile)
