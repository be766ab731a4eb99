"""What went over a connection, and who knocks: what a beheerder does about it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alerts.services import connecting, outgoing
from alerts.views.access import own_knock, own_message
from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import logged_in
from groups.api import refused_leads_to


@logged_in
@require_POST
@refused_leads_to("connections", "slug")
def outgoing_again(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Send it once more."""
    user = user_of(request)
    outgoing.send_again(own_message(user, slug, pk), by=user, now=timezone.now())
    messages.success(request, _("Het bericht gaat opnieuw weg."))
    return redirect("connections", slug)


@logged_in
@require_POST
@refused_leads_to("connections", "slug")
def outgoing_arrived(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Somebody saw it in the chat."""
    user = user_of(request)
    outgoing.confirm_arrived(own_message(user, slug, pk), by=user, now=timezone.now())
    messages.success(request, _("Dank je. Het bericht staat nu als aangekomen."))
    return redirect("connections", slug)


@logged_in
@require_POST
@refused_leads_to("connections", "slug")
def knock_admit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let somebody into the chat: only a beheerder of the group does."""
    return _answer(request, slug, pk, admit=True)


@logged_in
@require_POST
@refused_leads_to("connections", "slug")
def knock_refuse(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Do not let somebody in."""
    return _answer(request, slug, pk, admit=False)


def _answer(request: HttpRequest, slug: str, pk: int, *, admit: bool) -> HttpResponse:
    user = user_of(request)
    knock = own_knock(user, slug, pk)
    connecting.answer_knock(knock, admit=admit, by=user, now=timezone.now())
    said = _("{name} wordt geweigerd. Telegram krijgt dit zo te horen.")
    if admit:
        said = _("{name} wordt toegelaten. Telegram krijgt dit zo te horen.")
    messages.success(request, said.format(name=knock.name))
    return redirect("connections", slug)
