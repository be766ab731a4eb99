"""Telling a resident something: by mail, or, without a working address, by a task to call."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from dorst_portal.accounts.models import User
from dorst_portal.outbox.models import Mail
from dorst_portal.outbox.services import MailDraft, queue
from groups.models import CallAbout, CallTask, RequestMessage, ResidentRequest
from groups.refusals import AlreadyHandled
from groups.requests import emails
from groups.requests.services.due_dates import CALL_DAYS
from groups.requests.services.request_events import record_request_event
from groups.values.states import State
from groups.values.village_time import days_after

FAILED_KEPT_DAYS = 7


def tell(
    about: str,
    request: ResidentRequest,
    drafts: Sequence[MailDraft],
    *,
    now: datetime,
    event: str = "",
    message: RequestMessage | None = None,
) -> None:
    """Queue the mails to the resident; without an address the owner gets a task to call, which
    starts when the decision can't be undone any more.
    """
    if drafts:
        queue(drafts, now=now)
        return
    from_at = _starts(request, now=now)
    if not event and request.decided_at:
        event = f"{request.decided_at.timestamp():.6f}"
    CallTask.objects.bulk_create(
        [
            CallTask(
                request=request,
                key=f"request-{request.pk}-{about}-{event}",
                about=about,
                occasion=event,
                message=message,
                from_at=from_at,
                due_at=days_after(from_at, CALL_DAYS),
            )
        ],
        ignore_conflicts=True,
    )


def take_back(request: ResidentRequest, *, now: datetime) -> bool:
    """Remove the call about a decision that is undone; False when it started already."""
    about = (CallAbout.DECLINED, CallAbout.APPROVED)
    calls = CallTask.objects.filter(request=request, about__in=about)
    if calls.filter(from_at__gt=request.decided_at, from_at__lte=now).exists():
        return False
    calls.filter(from_at__gt=now).delete()
    return True


def close_calls(request: ResidentRequest, *, now: datetime) -> None:
    """Nobody needs to be called any more. The tasks stay, so that none comes back for a mail that
    failed.
    """
    request.calls.filter(done_at__isnull=True).update(done_at=now, reached=False)


def finish_call(task: CallTask, *, reached: bool, by: User, now: datetime) -> None:
    """Somebody called; `reached` says whether the resident was spoken to. The owner's, or after
    its days the coordinators' as well. Raises AlreadyHandled.
    """
    mine = CallTask.objects.own(by, now)
    if by.is_platform:
        mine |= CallTask.objects.for_coordinators(by, now)
    with transaction.atomic():
        to_do = CallTask.objects.to_do(now).filter(pk=task.pk, pk__in=mine.values("pk"))
        changed = to_do.update(done_at=now, done_by=by, reached=reached)
        if not changed:
            raise AlreadyHandled
        record_request_event(
            "request.called",
            task.request,
            by=by,
            now=now,
            facts={"about": task.about, "reached": reached},
        )


def call_where_mail_failed(*, now: datetime) -> int:
    """A mail to a resident that was given up becomes a task to call; tells how many."""
    failed = Mail.objects.failed().filter(
        about__startswith="request:",
        link_path__in=emails.TO_RESIDENT,
        due__gt=days_after(now, -FAILED_KEPT_DAYS),
        calls=None,
    )
    of = {mail: int(mail.about.partition(":")[2]) for mail in failed}
    # Who took the request back, or is forgotten, needs no call.
    to_call = ResidentRequest.objects.exclude(state=State.WITHDRAWN)
    there = to_call.filter(anonymised_at__isnull=True).in_bulk(set(of.values()))
    tasks = [
        CallTask(
            request=there[pk],
            key=f"mail-{mail.pk}",
            about=_about(mail),
            mail=mail,
            from_at=now,
            due_at=days_after(now, CALL_DAYS),
        )
        for mail, pk in of.items()
        if pk in there
    ]
    CallTask.objects.bulk_create(tasks, ignore_conflicts=True)
    return len(tasks)


def call_instead(request: ResidentRequest, mails: Sequence[Mail], *, now: datetime) -> None:
    """Mails that were called back because the address proved wrong become tasks to call."""
    from_at = _starts(request, now=now)
    tasks = [
        CallTask(
            request=request,
            key=f"instead-{mail.key}",
            about=_about(mail),
            from_at=from_at,
            due_at=days_after(from_at, CALL_DAYS),
        )
        for mail in mails
        if _about(mail) != CallAbout.BOUNCED
    ]
    CallTask.objects.bulk_create(tasks, ignore_conflicts=True)


def _starts(request: ResidentRequest, *, now: datetime) -> datetime:
    """Now, or when what has to be told can't be undone any more."""
    held = request.undo_until
    return held if held and held > now else now


def _about(mail: Mail) -> str:
    """What a mail was about; a receipt tells nothing that needs a call."""
    return mail.event if mail.event in CallAbout.values else CallAbout.BOUNCED
