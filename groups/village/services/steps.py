"""Ticking off what only a person can say is done, and trying whether mail arrives."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from dorst_portal.kit.ratelimit import Limit, hit
from dorst_portal.outbox.services import queue
from groups.models import VillageStep, VillageStepCode
from groups.refusals import Refused
from groups.village.emails import mail_tried

_AN_HOUR: Final = 60 * 60
_MOST_AN_HOUR: Final = 5


def tick(code: VillageStepCode, *, by: User, now: datetime) -> None:
    """Somebody did this step; pressed twice is once."""
    with transaction.atomic():
        facts = {"done_by": by, "done_at": now}
        _step, is_new = VillageStep.objects.get_or_create(code=code, defaults=facts)
        if is_new:
            record("village.step_done", by=by, subject=f"village_step:{code.value}", now=now)


def untick(code: VillageStepCode, *, by: User, now: datetime) -> None:
    """The step turned out to be left to do."""
    with transaction.atomic():
        gone, _each = VillageStep.objects.filter(code=code).delete()
        if gone:
            record("village.step_undone", by=by, subject=f"village_step:{code.value}", now=now)


def try_mail(*, to: User, now: datetime) -> None:
    """A mail to oneself, by the way of every other mail. Raises Refused after many of them."""
    if hit([Limit("village-mail", str(to.pk), _MOST_AN_HOUR, _AN_HOUR)], now=now):
        raise Refused(_("Je stuurde al veel proefmails. Probeer het over een uur weer."))
    with transaction.atomic():
        queue([mail_tried(to, now=now)], now=now)
        record("village.mail_tried", by=to, now=now)
