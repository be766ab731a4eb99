"""Who is described objects; the coordinators answer within three days, and can take all of it away
with one button.
"""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from alerts import emails
from alerts.models import Alert, AlertObjection
from alerts.services.wiping import Why, wipe_details
from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from dorst_portal.kit.rows.batches import Due, deleted
from dorst_portal.languages.words import lazy_text
from dorst_portal.outbox.services import queue
from groups.api import Refused, coordinators, days_after, leaves_at

ANSWER_DAYS: Final = 3
KEPT_DAYS: Final = 30
_HANDLED: Final = lazy_text("Dit bezwaar is al afgehandeld.")


def make_objection(
    what: str, *, contact: str, alert: Alert | None, key: str, now: datetime
) -> AlertObjection:
    """Keep an objection and tell the coordinators; the same form sent again is the same one."""
    with transaction.atomic():
        facts = {
            "what": what,
            "contact": contact,
            "alert": alert,
            "made_at": now,
            "due_at": days_after(now, ANSWER_DAYS),
        }
        objection, is_new = AlertObjection.objects.get_or_create(key=key, defaults=facts)
        if is_new:
            _line("objection.made", objection, by=None, now=now)
            told = [
                emails.objection_came(objection, to=user, due=leaves_at(user, now=now))
                for user in coordinators()
            ]
            queue(told, now=now)
        return objection


def take_down(objection: AlertObjection, alert: Alert, *, by: User, now: datetime) -> None:
    """Everything that is kept of this alert but its facts goes at once, with the links to it, and
    cannot come back. The objection itself still asks an answer. Raises Refused.
    """
    with transaction.atomic():
        waiting = AlertObjection.objects.open().filter(pk=objection.pk, taken_down_at__isnull=True)
        if not waiting.update(alert=alert, taken_down_at=now):
            raise Refused(_("Dit is al weggehaald."))
        wipe_details(alert, why=Why.OBJECTION, by=by, now=now)
        _line("objection.taken_down", objection, by=by, now=now)


def answer(objection: AlertObjection, text: str, *, by: User, now: datetime) -> None:
    """Note what was answered, and close it. Raises Refused."""
    with transaction.atomic():
        waiting = AlertObjection.objects.open().filter(pk=objection.pk)
        if not waiting.update(answer=text, handled_at=now, handled_by=by):
            raise Refused(_HANDLED)
        _line("objection.answered", objection, by=by, now=now)


def remind_overdue(*, now: datetime) -> int:
    """Once, when its date has come: a mail to each coordinator. Tells of how many objections."""
    late = AlertObjection.objects.overdue(now).filter(reminded_at__isnull=True).order_by("pk")
    return sum(_remind(objection, now=now) for objection in late)


def old_objections(*, now: datetime) -> list[Due]:
    """Retention: what was answered long enough ago."""
    before = days_after(now, -KEPT_DAYS)
    old = AlertObjection.objects.filter(handled_at__isnull=False, handled_at__lte=before)
    return [Due(old.order_by("handled_at", "id"), deleted)]


def _remind(objection: AlertObjection, *, now: datetime) -> int:
    with transaction.atomic():
        mine = AlertObjection.objects.open().filter(pk=objection.pk, reminded_at__isnull=True)
        if not mine.update(reminded_at=now):
            return 0
        queue(
            [
                emails.objection_late(objection, to=user, due=leaves_at(user, now=now))
                for user in coordinators()
            ],
            now=now,
        )
        return 1


def _line(verb: str, objection: AlertObjection, *, by: User | None, now: datetime) -> None:
    record(
        verb,
        by=by,
        actor="" if by else "resident",
        subject=f"objection:{objection.pk}",
        now=now,
    )
