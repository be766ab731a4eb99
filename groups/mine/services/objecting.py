"""Somebody objects to the use of their data: a question that stays with Platform Dorst."""

import hashlib
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from dorst_portal.kit.ratelimit import Limit, hit
from groups.mine.pages.own_page import memberships_of, requests_of
from groups.models import Membership, OwnPage, ResidentRequest, Subject
from groups.refusals import Refused
from groups.requests.services.form_limits import HOUR, PER_EMAIL, TooOften
from groups.requests.services.questions import QuestionData, submit_question

BEGINS: Final = "Bezwaar tegen het gebruik van gegevens: "


class NothingKept(Refused):
    """Nothing (any more) to object to."""

    def __init__(self) -> None:
        super().__init__(_("We bewaren niets meer van je."))


def object_to_use(page: OwnPage, *, text: str, now: datetime) -> ResidentRequest:
    """Store the objection, once for each text; its address is confirmed, since this page is open.
    Raises NothingKept, or TooOften.
    """
    with transaction.atomic():
        who = _who(page.email)
        if who is None:
            raise NothingKept
        asked = submit_question(
            QuestionData(
                submission_key=_key(page, text),
                subject=Subject.DECISION,
                text=f"{BEGINS}{text}",
                name=who.name,
                mobile=who.mobile,
                email=page.email,
            ),
            now=now,
        )
        if asked.created_at == now and hit(
            [Limit("form-email", page.email, PER_EMAIL, HOUR)], now=now
        ):
            raise TooOften
        unconfirmed = ResidentRequest.objects.filter(pk=asked.pk, email_confirmed_at=None)
        unconfirmed.update(email_confirmed_at=page.opened_at)
        return asked


def _who(email: str) -> Membership | ResidentRequest | None:
    """By which name and number Platform Dorst finds what it is about."""
    members = memberships_of(email).order_by(F("until").asc(nulls_first=True), "-since", "-pk")
    return members.first() or requests_of(email).order_by("-created_at", "-pk").first()


def _key(page: OwnPage, text: str) -> str:
    return hashlib.sha256(f"use|{page.pk}|{text}".encode()).hexdigest()
