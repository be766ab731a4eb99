"""From an approved request into the chat, and the way to the page of a request."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groups.mine.services import coming_in
from groups.mine.views.access import own_request, with_own_page
from groups.mine.views.visits import back_to_own_page
from groups.models import OwnPage
from groups.refusals import Refused
from groups.requests.emails import confirm_link
from groups.requests.views.confirm import CONFIRMS


@with_own_page
@require_POST
def own_request_page(request: HttpRequest, page: OwnPage, pk: int) -> HttpResponse:
    """To the page of the request, on which it is answered, withdrawn or objected to."""
    link = confirm_link(own_request(page, pk), now=timezone.now())
    return CONFIRMS.opened(redirect(CONFIRMS.page), link)


@with_own_page
@require_POST
def own_invite(request: HttpRequest, page: OwnPage, pk: int) -> HttpResponse:
    """The link of the group, for an approved person who pressed the button. It is shown and not
    led on to: the page may send nobody to another site by itself.
    """
    asked = own_request(page, pk)
    try:
        link = coming_in.show_invite_link(asked, email=page.email, now=timezone.now())
    except Refused:
        return back_to_own_page("niet")
    context = {"asked": asked, "group": asked.group, "link": link}
    return render(request, "groups/mine/public/invite.html", context)


@with_own_page
@require_POST
def own_in_group(request: HttpRequest, page: OwnPage, pk: int) -> HttpResponse:
    """ "Ik zit in de groep": onto the list of members."""
    asked = own_request(page, pk)
    try:
        coming_in.say_in_the_group(asked, email=page.email, now=timezone.now())
    except Refused:
        return back_to_own_page("niet")
    return back_to_own_page("in-de-groep")
