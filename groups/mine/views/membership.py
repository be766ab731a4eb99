"""What a member does with a membership: say that it is theirs or not, and leave."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups.members.pages.blocks import blocks_of_members
from groups.members.services.ending import UNDO_MINUTES
from groups.mine.forms.leaving import LeaveForm
from groups.mine.services import membership as services
from groups.mine.views.access import own_membership, with_own_page
from groups.mine.views.visits import back_to_own_page
from groups.models import LeaveReason, Membership, OwnPage
from groups.privacy.terms import MEMBER_DAYS
from groups.refusals import Refused


@with_own_page
@require_POST
def own_proof(request: HttpRequest, page: OwnPage, pk: int) -> HttpResponse:
    """ "Ja, dat ben ik", or "Nee, dat ben ik niet"."""
    found = Membership.objects.filter(email=page.email, pk=pk).first()
    if found is None:
        raise Http404
    is_me = request.POST.get("antwoord") == "ja"
    act = services.prove if is_me else services.refuse
    try:
        act(found, email=page.email, now=timezone.now())
    except Refused:
        return back_to_own_page("niet")
    return back_to_own_page("ben-ik" if is_me else "ben-ik-niet")


@with_own_page
@require_http_methods(["GET", "HEAD", "POST"])
def own_leave(request: HttpRequest, page: OwnPage, pk: int) -> HttpResponse:
    """Leave a group: at once, and without having to say why."""
    member = own_membership(page, pk)
    if member.until is not None:
        return redirect("own_left", pk)
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.leave(member, reason=form.chosen(), email=page.email, now=timezone.now())
        except Refused:
            return back_to_own_page("niet")
        return redirect("own_left", pk)
    context = {"form": form, "member": member, "group": member.group, "days": MEMBER_DAYS}
    return render(request, "groups/mine/public/leave.html", context)


@with_own_page
@require_safe
def own_left(request: HttpRequest, page: OwnPage, pk: int) -> HttpResponse:
    """What is still to be done by who left: leaving the chat itself."""
    member = own_membership(page, pk)
    if member.until is None:
        return redirect("own_page")
    context = {
        "member": member,
        "group": member.group,
        "was_taken_out": member.end_reason == LeaveReason.REMOVED,
        "block": blocks_of_members([member], now=timezone.now()).get(member.pk),
        "minutes": UNDO_MINUTES,
        "days": MEMBER_DAYS,
    }
    return render(request, "groups/mine/public/left.html", context)


@with_own_page
@require_POST
def own_stay(request: HttpRequest, page: OwnPage, pk: int) -> HttpResponse:
    """Not leave after all."""
    member = own_membership(page, pk)
    try:
        services.stay(member, email=page.email, now=timezone.now())
    except Refused:
        return back_to_own_page("niet")
    return back_to_own_page("blijft")
