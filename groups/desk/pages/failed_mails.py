"""Mails that were given up: what they were about, never their text, and to whom only in a role."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.kit.rows.keyset import MOMENT, NUMBER, Keyset, Page
from dorst_portal.outbox.models import Mail, MailQuerySet
from groups.members.emails import TOLD
from groups.models import CallAbout, CallTask, ResidentRequest
from groups.requests import emails as request_emails
from groups.values.states import State

PAGE = 25
# In the order in which they were given up.
_LONGEST_FAILED_FIRST: Final = Keyset({"due": MOMENT, "pk": NUMBER})


@dataclass(frozen=True)
class Row:
    """One failed mail: never its text, and to whom only in what role."""

    mail: Mail
    to_whom: str
    trouble: str
    request: ResidentRequest | None
    may_retry: bool
    has_call: bool


def failed_mails(user: User, *, now: datetime) -> MailQuerySet:
    """What a coordinator may see of the mails that were given up: without those about complaints
    about a group that they run, and without those whose receiver was spoken to since.
    """
    hidden = (
        ResidentRequest.objects.filter(subject="complaint")
        .filter(about_group__in=user.appointments.active(now).values("group"))
        .annotate(subject_of_mails=Concat(Value("request:"), Cast("pk", CharField())))
    )
    spoken_to = CallTask.objects.filter(mail=OuterRef("pk"), reached=True)
    return (
        Mail.objects.failed()
        .exclude(Exists(hidden.filter(subject_of_mails=OuterRef("about"))))
        .exclude(Exists(spoken_to))
    )


def page_of(user: User, *, after: str, now: datetime) -> Page[Row]:
    """Twenty-five failed mails, the longest ago first."""
    page = _LONGEST_FAILED_FIRST.page(failed_mails(user, now=now), after=after, size=PAGE)
    shown = page.rows
    requests = ResidentRequest.objects.in_bulk([pk for mail in shown if (pk := _request_id(mail))])
    sendable = Mail.objects.sendable_again(now).filter(pk__in=[mail.pk for mail in shown])
    calls = CallTask.objects.filter(mail__in=shown, done_at__isnull=True)
    known = (
        set(sendable.values_list("pk", flat=True)),
        {call.mail_id for call in calls},
    )
    return page.each(lambda mail: _row(mail, requests, *known))


def _row(
    mail: Mail, requests: Mapping[int, ResidentRequest], sendable: set[int], calls: set[int | None]
) -> Row:
    request = requests.get(_request_id(mail) or 0)
    return Row(
        mail=mail,
        to_whom=_("de bewoner") if _is_to_resident(mail) else _("een beheerder of coördinator"),
        trouble=_in_words(mail.last_error),
        request=request,
        may_retry=mail.pk in sendable
        and _still_theirs(mail, request)
        and _still_true(mail, request),
        has_call=mail.pk in calls,
    )


def _request_id(mail: Mail) -> int | None:
    """The request that a mail is about."""
    kind, _colon, number = mail.about.partition(":")
    return int(number) if kind == "request" else None


def _is_to_resident(mail: Mail) -> bool:
    if mail.event == TOLD:
        return True
    return _request_id(mail) is not None and mail.link_path in request_emails.TO_RESIDENT


def _still_theirs(mail: Mail, request: ResidentRequest | None) -> bool:
    """Whether the address is still the one of the request: it may have been taken off since. Who
    could not be told of a list gets a letter or a call, so no mail once more.
    """
    if not _is_to_resident(mail):
        return True
    return request is not None and request.email == mail.to


def _still_true(mail: Mail, request: ResidentRequest | None) -> bool:
    """Whether a decision that the mail tells still stands: it may have been opened again or
    withdrawn since.
    """
    if request is None or mail.event not in (CallAbout.APPROVED, CallAbout.DECLINED):
        return True
    decided = request.state in (State.APPROVED, State.ADDED, State.DECLINED)
    return decided and mail.occasion == request_emails.occasion_of_decision(request)


def _in_words(error: str) -> str:
    """What went wrong, for somebody who knows no mail servers."""
    kind, _space, code = error.partition(" ")
    if code.startswith("5") and kind == "SMTPRecipientsRefused":
        return _("Dit adres neemt geen e-mail aan ({code}).").format(code=code)
    if code:
        return _("De mailserver nam de e-mail niet aan ({code}).").format(code=code)
    return _("Het versturen lukte niet ({error}).").format(error=kind or _("onbekend"))
