"""Who asks, for what, and what they are told when it cannot be done."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from dorst_portal.accounts.models import User
from groups.models import ResidentRequest
from groups.permissions import decide_request, handle_request
from groups.services.refusals import Refused
from groups.services.request_page import decided_in_words
from groups.services.verdicts import with_findings
from groups.states import State

ONLY_A_BEHEERDER = "Alleen een beheerder kan goedkeuren. Benoem eerst iemand."
NOT_YOURS_YET = (
    "De beheerder van de groep beslist hierover. Na 7 dagen kan Platform Dorst het overnemen."
)


def user_of(request: HttpRequest) -> User:
    """The person who is logged in; the badge of the view lets nobody else in."""
    if not isinstance(request.user, User):
        raise TypeError("a page behind log-in without a user")
    return request.user


def visible_request(user: User, pk: int) -> ResidentRequest:
    """A request through the user's eyes; 404 for what is another group's or is not there."""
    visible = ResidentRequest.objects.visible_to(user).select_related("decided_by", "membership")
    return get_object_or_404(with_findings(visible), pk=pk)


def request_to_decide(user: User, pk: int) -> ResidentRequest:
    """A request that the user may approve or add; 403 for staff, who may look but not admit."""
    found = visible_request(user, pk)
    if not decide_request(user, found):
        raise PermissionDenied(ONLY_A_BEHEERDER)
    return found


def request_to_handle(user: User, pk: int) -> ResidentRequest:
    """A request that the user may decline or forward; 403 for staff when it is not theirs."""
    found = visible_request(user, pk)
    if not handle_request(user, found):
        raise PermissionDenied(NOT_YOURS_YET)
    return found


def request_to_undo(user: User, pk: int) -> ResidentRequest:
    """A request whose decision the user may take back: the right that the decision asked for."""
    found = visible_request(user, pk)
    is_admission = found.state == State.APPROVED
    if not (decide_request if is_admission else handle_request)(user, found):
        raise PermissionDenied(ONLY_A_BEHEERDER if is_admission else NOT_YOURS_YET)
    return found


def told_no(request: HttpRequest, pk: int, refusal: Refused) -> HttpResponse:
    """409: nothing was changed, how the request stands now, and who did that."""
    visible = ResidentRequest.objects.visible_to(user_of(request)).select_related("decided_by")
    found = visible.filter(pk=pk).first()
    context = {
        "refusal": refusal,
        "resident_request": found,
        "now_stands": decided_in_words(found) if found else "",
    }
    return render(request, "groups/beheer/refused.html", context, status=409)
