"""Somebody who was approved comes into the chat by the own page."""

from datetime import datetime

from django.db import transaction

from dorst_portal.audit.services import record
from groups.mine.pages.own_page import requests_of
from groups.models import ResidentRequest
from groups.refusals import AlreadyHandled
from groups.requests.emails import comes_in_by_own_page
from groups.requests.services import deciding
from groups.welcome import invite_link_of


def show_invite_link(request: ResidentRequest, *, email: str, now: datetime) -> str:
    """The link of the group, for this person alone, once the approval stands; that leaves a line.
    Raises AlreadyHandled when there is none to give.
    """
    with transaction.atomic():
        may = requests_of(email).allowed_in(now=now).filter(pk=request.pk)
        asked = may.select_related("group").first()
        if asked is None or asked.group is None or not comes_in_by_own_page(asked):
            raise AlreadyHandled
        record(
            "own_page.link_shown",
            by=None,
            actor="resident",
            scope=f"group:{asked.group.pk}",
            subject=f"request:{asked.pk}",
            now=now,
        )
        return invite_link_of(asked.group)


def say_in_the_group(request: ResidentRequest, *, email: str, now: datetime) -> None:
    """ "Ik zit in de groep": the approved person is on the list of members from now on. Raises
    AlreadyHandled.
    """
    asked = requests_of(email).allowed_in(now=now).filter(pk=request.pk).first()
    if asked is None:
        raise AlreadyHandled
    deciding.came_in(asked, now=now)
