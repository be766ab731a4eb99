"""All that is kept of a member, made by a beheerder or coordinator for somebody without e-mail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dorst_portal.accounts.current_user import user_of
from dorst_portal.accounts.freshness import fresh_login_required
from dorst_portal.kit.access import logged_in
from groups.audit_log.services.looks import note_all_shown
from groups.members.views.access import visible_member
from groups.mine.pages.own_data import as_taken, data_of_member
from groups.mine.views.own_data import file_of
from groups.models import Membership, ResidentRequest
from groups.privacy.services.erasing import find_person


@logged_in
@require_http_methods(["GET", "HEAD", "POST"])
@fresh_login_required
def member_data(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """To read and print, and by its button as a file; that leaves a line, which the member reads.
    Of the requests of this person those that the reader may see: never a complaint about the group.
    """
    user, now = user_of(request), timezone.now()
    member = visible_member(user, slug, pk)
    person = find_person(email="", memberships=Membership.objects.filter(pk=member.pk))
    visible = ResidentRequest.objects.visible_to(user)
    requests = visible.filter(pk__in=[row.pk for row in person.requests])
    data = data_of_member(member, requests, sees_handovers=user.is_platform, now=now)
    note_all_shown(member, by=user, now=now)
    if request.method == "POST":
        return file_of(as_taken(data, now=now))
    context = {"member": member, "group": member.group, "data": data}
    return render(request, "groups/mine/beheer/member_data.html", context)
