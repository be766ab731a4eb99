"""The list of members of a group, and one member."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dorst_portal.kit.access import logged_in
from groups.models import Membership, WatchGroup
from groups.permissions import manages_group
from groups.querysets.keys import read_id_key
from groups.services.looks import note_list_seen, note_member_seen
from groups.services.member_checks import checks_of
from groups.views.who import user_of

PAGE = 50


@logged_in
@require_safe
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Names and addresses, by street and number; telephone numbers stand on the member's page."""
    user = user_of(request)
    group = get_object_or_404(WatchGroup.objects.visible_to(user), slug=slug)
    everybody = Membership.objects.filter(group=group)
    key = read_id_key(request.GET.get("na", ""))
    after = everybody.filter(pk=key).first() if key else None
    rows = list(everybody.current().by_address().after(after)[: PAGE + 1])
    is_own = manages_group(user, group)
    if not is_own:
        note_list_seen(group, by=user, now=timezone.now())
    context = {
        "group": group,
        "is_own": is_own,
        # What is to be done stands above the list, so on its first page only.
        "checks": None if after else checks_of(group),
        "members": rows[:PAGE],
        "count": everybody.current().count(),
        "next_key": rows[PAGE - 1].pk if len(rows) > PAGE else None,
    }
    return render(request, "groups/beheer/members.html", context)


@logged_in
@require_safe
def member(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One member with number and e-mail address; looking leaves a line."""
    user = user_of(request)
    visible = Membership.objects.visible_to(user).current().select_related("group")
    found = get_object_or_404(visible, pk=pk, group__slug=slug)
    note_member_seen(found, by=user, now=timezone.now())
    return render(request, "groups/beheer/member.html", {"member": found, "group": found.group})
