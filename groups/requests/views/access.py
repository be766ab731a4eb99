"""Who asks, for what, and what they are told when it cannot be done."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from dorst_portal.accounts.current_user import user_of
from dorst_portal.accounts.models import User
from dorst_portal.identity.current import here_text
from dorst_portal.kit.rows.prepared import Prepared
from dorst_portal.languages.words import lazy_text
from groups.models import Handover, NumberBlock, RequestMessage, ResidentRequest
from groups.permissions import decide_request, handle_request
from groups.querysets.number_blocks import NumberBlockQuerySet
from groups.querysets.requests import RequestQuerySet
from groups.refusals import Refused
from groups.requests.pages.request import decided_in_words
from groups.requests.pages.verdicts import with_findings
from groups.values.states import State

ONLY_A_BEHEERDER = lazy_text("Alleen een beheerder kan goedkeuren. Benoem eerst iemand.")
NOT_YOURS_YET = here_text(
    "De beheerder van de groep beslist hierover. Na 7 dagen kan {organisation} het overnemen."
)


def visible_request(user: User, pk: int) -> ResidentRequest:
    """A request through the user's eyes; 404 for what is another group's or is not there."""
    if user.is_platform:
        return get_object_or_404(_with_all(ResidentRequest.objects.visible_to(user)), pk=pk)
    found = _OWN.first(user=user.pk, pk=pk, now=timezone.now())
    if found is None:
        raise Http404
    return found


def _with_all(rows: RequestQuerySet) -> RequestQuerySet:
    """With what the pages of a request show, and what they need not ask for any more."""
    return (
        with_findings(rows)
        .select_related("decided_by", "membership", "address_letter")
        .annotate(
            has_messages=Exists(RequestMessage.objects.filter(request=OuterRef("pk"))),
            has_handovers=Exists(Handover.objects.filter(request=OuterRef("pk"))),
            has_blocks=Exists(_blocks_here()),
            has_joined=Exists(ResidentRequest.objects.filter(same_as=OuterRef("pk"))),
        )
    )


def _blocks_here() -> NumberBlockQuerySet:
    """Whether the group keeps any number out: of most none, and then none is looked for."""
    return NumberBlock.objects.filter(group=OuterRef("group"))


def _own(user: int, pk: int, now: datetime) -> RequestQuerySet:
    """What a beheerder may see is exactly what is decidable: the requests of the own groups."""
    return _with_all(ResidentRequest.objects.own(User(pk=user), now=now).filter(pk=pk))


_OWN = Prepared(_own, user=int, pk=int, now=datetime)


def request_to_decide(user: User, pk: int) -> ResidentRequest:
    """A request that the user may approve or add; 403 for staff, who may look but not admit."""
    found = visible_request(user, pk)
    if user.is_platform and not decide_request(user, found):
        raise PermissionDenied(ONLY_A_BEHEERDER)
    return found


def request_to_handle(user: User, pk: int) -> ResidentRequest:
    """A request that the user may decline or forward; 403 for staff when it is not theirs."""
    found = visible_request(user, pk)
    if user.is_platform and not handle_request(user, found):
        raise PermissionDenied(NOT_YOURS_YET)
    return found


def request_to_undo(user: User, pk: int) -> ResidentRequest:
    """A request whose decision the user may take back: the right that the decision asked for."""
    found = visible_request(user, pk)
    is_admission = found.state == State.APPROVED or found.same_as_id is not None
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
    return render(request, "groups/requests/beheer/refused.html", context, status=409)
