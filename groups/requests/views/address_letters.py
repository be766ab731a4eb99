"""The letter by which somebody without e-mail confirms an address: made, delivered, read out."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dorst_portal.accounts.current_user import user_of
from dorst_portal.accounts.models import User
from dorst_portal.kit.access import logged_in
from groups.models import ResidentRequest
from groups.refusals import AlreadyHandled
from groups.requests.forms.letter_code import LetterCodeForm
from groups.requests.pages import address_letters as pages
from groups.requests.services import address_letters as service
from groups.requests.services import deciding
from groups.requests.views.access import told_no, visible_request
from groups.values.states import Kind
from groups.values.village_time import days_after


@logged_in
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """Letters to deliver, and those whose code we wait for."""
    user, now = user_of(request), timezone.now()
    context = {
        "to_deliver": pages.letters_to_deliver(user, now=now),
        "delivered": pages.letters_delivered(user, now=now),
    }
    return render(request, "groups/requests/beheer/letters.html", context)


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
def request_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter of one request, and the box for its code. Looking leaves a line."""
    user, now = user_of(request), timezone.now()
    found = _join_request(user, pk)
    form = LetterCodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            service.confirm_address(found, form.cleaned_data["code"], by=user, now=now)
        except service.CodeRefused as refusal:
            form.add_error("code", str(refusal))
        except AlreadyHandled as refusal:
            return told_no(request, pk, refusal)
        else:
            messages.success(request, _("De code klopt. Het adres is bevestigd."))
            return redirect("request", pk)
    if not pages.asks_with_address(found) or found.address_confirmed_at:
        return redirect("request", pk)
    context = {
        "resident_request": found,
        "letter": pages.working_letter(found, now=now),
        "form": form,
        "days": service.CODE_DAYS,
    }
    response = render(request, "groups/requests/beheer/letter.html", context)
    deciding.note_view(found, by=user, now=now)
    return response


@logged_in
@require_POST
def request_letter_make(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter with a new code, to print now: the answer itself is the letter, and nothing can show
    its code again.
    """
    user, now = user_of(request), timezone.now()
    found = _join_request(user, pk)
    try:
        code = service.make_letter(found, by=user, now=now)
    except AlreadyHandled as refusal:
        return told_no(request, pk, refusal)
    until = days_after(now, service.CODE_DAYS)
    context = {
        "resident_request": found,
        "paper": pages.paper_of(found, code=code, until=until),
        "now": now,
        "privacy_page": f"{settings.SITE_URL}{reverse('privacy')}",
    }
    return render(request, "groups/requests/beheer/letter_paper.html", context)


@logged_in
@require_POST
def request_letter_delivered(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody put the letter through the letterbox."""
    user = user_of(request)
    found = _join_request(user, pk)
    try:
        service.say_delivered(found, by=user, now=timezone.now())
    except AlreadyHandled as refusal:
        return told_no(request, pk, refusal)
    messages.success(request, _("Genoteerd. Nu wachten we op de code."))
    return redirect("request_letter", pk)


def _join_request(user: User, pk: int) -> ResidentRequest:
    """A request to join through the user's eyes; nothing else has a letter."""
    found = visible_request(user, pk)
    if found.kind != Kind.JOIN:
        raise Http404
    return found
