"""Mails that were given up: what they were about, sending them once more, or letting them go."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from dorst_portal.outbox import services as outbox
from dorst_portal.outbox.models import Mail
from groups.desk.pages.failed_mails import _request_id, _still_theirs, _still_true
from groups.models import CallTask, ResidentRequest
from groups.refusals import Refused
from groups.requests.services.request_events import record_request_event


class CannotSendAgain(Refused):
    """Somebody was first, or the mail has nothing left to send."""

    def __init__(self) -> None:
        super().__init__(_("Deze e-mail kan niet opnieuw weg. Bel zo nodig zelf."))


class AlreadyGone(Refused):
    """The mail is not one of those that were given up any more."""

    def __init__(self) -> None:
        super().__init__(_("Deze e-mail staat niet meer in de lijst. Er is niets veranderd."))


def try_again(mail: Mail, *, by: User, now: datetime) -> None:
    """Send a mail once more. The task to call instead goes: should it fail again, a new one
    comes. Raises CannotSendAgain.
    """
    with transaction.atomic():
        # Locked, so that a resident who says "dit ben ik niet" at this moment gets no mail more.
        rows = ResidentRequest.objects.select_for_update().filter(pk=_request_id(mail) or 0)
        request = rows.first()
        good = _still_theirs(mail, request) and _still_true(mail, request)
        if not good or not outbox.retry(mail, now=now):
            raise CannotSendAgain
        CallTask.objects.filter(mail=mail, done_at__isnull=True).delete()
        _line("mail.retried", mail, request, by=by, now=now)


def let_go(mail: Mail, *, by: User, now: datetime) -> None:
    """Leave a mail unsent; a task to call about it stays. Raises AlreadyGone."""
    with transaction.atomic():
        if not outbox.let_go(mail):
            raise AlreadyGone
        request = ResidentRequest.objects.filter(pk=_request_id(mail) or 0).first()
        _line("mail.let_go", mail, request, by=by, now=now)


def _line(
    verb: str, mail: Mail, request: ResidentRequest | None, *, by: User, now: datetime
) -> None:
    facts = {"mail": mail.pk}
    if request:
        record_request_event(
            f"request.{verb.replace('.', '_')}", request, by=by, now=now, facts=facts
        )
    else:
        record(verb, by=by, subject=f"mail:{mail.pk}", now=now)
