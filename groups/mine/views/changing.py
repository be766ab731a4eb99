"""What a member changes of the own line on a list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from groups.members.services.acting import ChangedMeanwhile, NumberRefused
from groups.mine.forms.changing import ChangeForm
from groups.mine.services import membership as services
from groups.mine.views.access import own_membership, with_own_page
from groups.mine.views.visits import back_to_own_page
from groups.models import Membership, OwnPage
from groups.refusals import Refused


@with_own_page
@require_http_methods(["GET", "HEAD", "POST"])
def own_change(request: HttpRequest, page: OwnPage, pk: int) -> HttpResponse:
    """Change the name, the number or the organisation."""
    member = own_membership(page, pk)
    if member.until is not None:
        return back_to_own_page("niet")
    form = ChangeForm(request.POST if request.method == "POST" else None, member=member)
    there: Membership | None = None
    if form.is_valid():
        try:
            changed = services.change(
                member,
                form.facts(),
                version=form.made_from,
                email=page.email,
                now=timezone.now(),
            )
        except NumberRefused as refusal:
            form.add_error("mobile", str(refusal))
        except ChangedMeanwhile:
            there = own_membership(page, pk)
            form.changed_meanwhile(there)
        except Refused:
            return back_to_own_page("niet")
        else:
            return back_to_own_page("opgeslagen" if changed else "gelijk")
    context = {"form": form, "member": member, "group": member.group, "there": there}
    return render(request, "groups/mine/public/change.html", context)
