"""Mails that were given up: what they were about, sending them once more, or letting them go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Value
from django.db.models.functions import Cast, Concat

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from dorst_portal.outbox import services as outbox
from dorst_portal.outbox.models import Mail, MailQuerySet
from groups import emails
from groups.models import CallAbout, CallTask, ResidentRequest
from groups.querysets.keys import DateKey
from groups.services.refusals import Refused
from groups.services.trail import leave_line
from groups.states import State

PAGE = 25


class CannotSendAgain(Refused):
    """Somebody was first, or the mail has nothing left to send."""

    def __init__(self) -> None:
        super().__init__("Deze e-mail kan niet opnieuw weg. Bel zo nodig zelf.")


class AlreadyGone(Refused):
    """The mail is not one of those that were given up any more."""

    def __init__(self) -> None:
        super().__init__("Deze e-mail staat niet meer in de lijst. Er is niets veranderd.")


@dataclass(frozen=True)
class Row:
    """One failed mail: never its text, and to whom only in what role."""

    mail: Mail
    to_whom: str
    trouble: str
    request: ResidentRequest | None
    may_retry: bool
    has_call: bool


@dataclass(frozen=True)
class FailedPage:
    """A page of failed mails, and the key of the next one."""

    rows: Sequence[Row]
    next_key: DateKey | None


def failed_mails(user: User, *, now: datetime) -> MailQuerySet:
    """What a coordinator may see of the mails that were given up: without those about complaints
    about a group that they run, and without those whose receiver was spoken to since.
    """
    hidden = (
        ResidentRequest.objects.filter(subject="complaint")
        .filter(about_group__in=user.appointments.active(now).values("group"))
        .annotate(
            mail=ExpressionWrapper(OuterRef("key"), output_field=CharField()),
            beginning=_text("request-", "pk", "-"),
        )
    )
    spoken_to = CallTask.objects.filter(key=OuterRef("call_key"), reached=True)
    return (
        Mail.objects.failed()
        .annotate(call_key=_text("mail-", "pk", ""))
        .exclude(Exists(hidden.filter(mail__startswith=F("beginning"))))
        .exclude(Exists(spoken_to))
    )


def page_of(user: User, *, after: DateKey | None, now: datetime) -> FailedPage:
    """Twenty-five failed mails, the longest ago first."""
    found = failed_mails(user, now=now).longest_failed_first()
    if after:
        found = found.filter(due__gte=after.at).exclude(due=after.at, pk__lte=after.pk)
    mails = list(found[: PAGE + 1])
    last = mails[PAGE - 1] if len(mails) > PAGE else None
    shown = mails[:PAGE]
    requests = ResidentRequest.objects.in_bulk([pk for mail in shown if (pk := _request_id(mail))])
    sendable = Mail.objects.sendable_again(now).filter(pk__in=[mail.pk for mail in shown])
    calls = CallTask.objects.filter(
        key__in=[f"mail-{mail.pk}" for mail in shown], done_at__isnull=True
    )
    known = (
        set(sendable.values_list("pk", flat=True)),
        set(calls.values_list("key", flat=True)),
    )
    rows = [_row(mail, requests, *known) for mail in shown]
    return FailedPage(rows, DateKey(last.due, last.pk) if last else None)


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
        CallTask.objects.filter(key=f"mail-{mail.pk}", done_at__isnull=True).delete()
        _line("mail.retried", mail, request, by=by, now=now)


def let_go(mail: Mail, *, by: User, now: datetime) -> None:
    """Leave a mail unsent; a task to call about it stays. Raises AlreadyGone."""
    with transaction.atomic():
        if not outbox.let_go(mail):
            raise AlreadyGone
        request = ResidentRequest.objects.filter(pk=_request_id(mail) or 0).first()
        _line("mail.let_go", mail, request, by=by, now=now)


def _row(
    mail: Mail, requests: Mapping[int, ResidentRequest], sendable: set[int], calls: set[str]
) -> Row:
    request = requests.get(_request_id(mail) or 0)
    return Row(
        mail=mail,
        to_whom="de bewoner" if _is_to_resident(mail) else "een beheerder of coördinator",
        trouble=_in_words(mail.last_error),
        request=request,
        may_retry=mail.pk in sendable
        and _still_theirs(mail, request)
        and _still_true(mail, request),
        has_call=f"mail-{mail.pk}" in calls,
    )


def _request_id(mail: Mail) -> int | None:
    """The request that a mail is about, as its key says."""
    first, _, rest = mail.key.partition("-")
    number = rest.partition("-")[0]
    return int(number) if first == "request" and number.isdecimal() else None


def _is_to_resident(mail: Mail) -> bool:
    return _request_id(mail) is not None and mail.link_path in emails.TO_RESIDENT


def _still_theirs(mail: Mail, request: ResidentRequest | None) -> bool:
    """Whether the address is still the one of the request: it may have been taken off since."""
    if not _is_to_resident(mail):
        return True
    return request is not None and request.email == mail.to


def _still_true(mail: Mail, request: ResidentRequest | None) -> bool:
    """Whether a decision that the mail tells still stands: it may have been opened again or
    withdrawn since.
    """
    if request is None or mail.key.split("-")[2] not in (CallAbout.APPROVED, CallAbout.DECLINED):
        return True
    decided = request.state in (State.APPROVED, State.ADDED, State.DECLINED)
    return decided and mail.key in emails.decision_keys(request)


def _in_words(error: str) -> str:
    """What went wrong, for somebody who knows no mail servers."""
    kind, _, code = error.partition(" ")
    if code.startswith("5") and kind == "SMTPRecipientsRefused":
        return f"Dit adres neemt geen e-mail aan ({code})."
    if code:
        return f"De mailserver nam de e-mail niet aan ({code})."
    return f"Het versturen lukte niet ({kind or 'onbekend'})."


def _text(before: str, field: str, behind: str) -> Concat:
    return Concat(Value(before), Cast(field, CharField()), Value(behind))


def _line(
    verb: str, mail: Mail, request: ResidentRequest | None, *, by: User, now: datetime
) -> None:
    facts = {"mail": mail.pk}
    if request:
        leave_line(f"request.{verb.replace('.', '_')}", request, by=by, now=now, facts=facts)
    else:
        record(verb, by=by, subject=f"mail:{mail.pk}", now=now)
