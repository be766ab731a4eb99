"""The first page of a beheerder: who wants to join, who asks something, and whom to call."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from dorst_portal.accounts.current_user import user_of
from dorst_portal.kit.access import logged_in
from dorst_portal.kit.rows.keyset import asked_key
from groups.requests.pages.inbox import UnknownGroup, inbox_of
from groups.requests.pages.inbox_members import tasks_of
from groups.requests.pages.inbox_more import more_of


@logged_in
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The requests of the own groups, longest due first, a page by key."""
    user, now = user_of(request), timezone.now()
    try:
        page = inbox_of(
            user,
            group_slug=request.GET.get("groep", ""),
            after=asked_key(request),
            show=request.GET.get("toon", ""),
            now=now,
        )
    except UnknownGroup as error:
        raise Http404 from error
    several = len(page.groups) > 1
    more = more_of(
        user, piles=page.piles, chosen=page.chosen, show=page.show, several=several, now=now
    )
    is_empty = not (page.waiting or page.to_finish or more)
    connections = import_string(settings.MORE_IN_INBOX)(user) if page.is_connected else ()
    tasks = tasks_of(page, is_empty=is_empty, now=now)
    context = {"inbox": page, "more": more, "tasks": tasks, "connections": connections}
    return render(request, "groups/requests/beheer/inbox.html", context)
