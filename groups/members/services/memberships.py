"""Memberships come from approved requests."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from dorst_portal.languages.current import DUTCH
from groups.models import (
    Membership,
    MembershipSource,
    RequestSource,
    ResidentRequest,
    WatchGroup,
)
from groups.refusals import AlreadyHandled


def membership_for(request: ResidentRequest, *, now: datetime) -> Membership:
    """The membership that an approved request becomes; the one that is there when this number is
    in the group already. Call it inside the transaction that marks the request as added.
    """
    if request.group is None:
        raise AlreadyHandled
    current = Membership.objects.current().filter(group=request.group, mobile=request.mobile)
    found = current.first()
    if found:
        if found.to_confirm:  # who adds somebody to the chat confirms that they are in it
            Membership.objects.filter(pk=found.pk).update(to_confirm=False)
        # Who asks for it themself knows of the list.
        Membership.objects.untold().filter(pk=found.pk).update(told_at=now)
        # Dutch is what a coordinator types in for who said nothing about it.
        is_said = request.source == RequestSource.FORM or request.language != DUTCH
        if is_said and found.language != request.language:
            Membership.objects.filter(pk=found.pk).update(language=request.language)
        if not found.email:
            Membership.objects.filter(pk=found.pk, email="").update(**_email_of(request))
        return found
    try:
        with transaction.atomic():
            return _make(request, request.group, now=now)
    except IntegrityError:
        # The same number was added at the same moment: the constraint let one through.
        return current.get()


def _make(request: ResidentRequest, group: WatchGroup, *, now: datetime) -> Membership:
    return Membership.objects.create(
        group=group,
        name=request.name,
        organisation=request.organisation,
        mobile=request.mobile,
        **_email_of(request),
        street=request.street,
        street_text=request.street_text,
        house_number=request.house_number,
        house_letter=request.house_letter,
        house_number_addition=request.house_number_addition,
        since=now,
        told_at=now,
        source=MembershipSource.REQUEST,
        house_rules=request.house_rules,
        language=request.language,
    )


def _email_of(request: ResidentRequest) -> dict[str, Any]:
    """The address that the resident proved to be theirs, and when."""
    proved = request.email_confirmed_at if request.email else None
    return {"email": request.email if proved else "", "email_confirmed_at": proved}
