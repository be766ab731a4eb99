"""The first page of a beheerder: who wants to join, who asks something, and whom to call."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dorst_portal.kit.access import logged_in
from groups.querysets.keys import read_date_key
from groups.services.inbox_more import more_of
from groups.services.inbox_page import UnknownGroup, inbox_of
from groups.views.who import user_of


@logged_in
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The requests of the own groups, longest due first, a page by key."""
    user, now = user_of(request), timezone.now()
    try:
        page = inbox_of(
            user,
            group_slug=request.GET.get("groep", ""),
            after=read_date_key(request.GET.get("na", "")),
            now=now,
        )
    except UnknownGroup as error:
        raise Http404 from error
    several = len(page.groups) > 1
    more = more_of(user, piles=page.piles, chosen=page.chosen, several=several, now=now)
    return render(request, "groups/beheer/inbox.html", {"inbox": page, "more": more})
