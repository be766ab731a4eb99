"""Send the mails that are due, each by one sender, also after a kill at any moment.

A sender claims a row by compare-and-swap for a lease longer than talking to the mail server takes,
sends it, and marks it. Killed between sending and marking, or with a database that cannot write all
that time, the lease runs out and the mail leaves once more under the same Message-ID; that is the
only way to a duplicate.
"""

import smtplib
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime, formataddr, parseaddr

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import InterfaceError, OperationalError, connection
from django.db.models import F

from dorst_portal.identity.current import here
from dorst_portal.kit.rows.pauses import doubled
from dorst_portal.outbox.models import Mail, MailState

log = structlog.get_logger(__name__)

LONGEST_PAUSE = timedelta(hours=3)
# Well before the worker ends a task that hangs: each mail is finished, and the next run goes on.
LONGEST_RUN = timedelta(minutes=5)
SERVER_IS_CLOSING = 421
WRITE_AGAIN_SECONDS = 0.5


@dataclass(frozen=True)
class Trouble:
    """Why a mail did not leave: told in words without an address, as rows and logs keep it."""

    error: str
    final: bool = False  # the mail server will never take this mail
    server: bool = False  # the server has trouble, not this mail: the others wait as well


def deliver_due(*, now: datetime, limit: int = 1000) -> int:
    """Send what is due and tell how many left. Not within a transaction: claims must be seen."""
    started = time.monotonic()
    server = get_connection()
    sent = 0
    try:
        for mail in Mail.objects.due(now).select_related("link")[:limit]:
            # Before the claim: a mail server that cannot be reached costs no mail an attempt.
            if not _reachable(server):
                break
            claimed = time.monotonic()
            moment = now + timedelta(seconds=claimed - started)
            if not _claim(mail, moment):
                continue
            trouble = _send(mail, server)
            if trouble is None:
                _mark_sent(mail, moment, until=claimed + settings.OUTBOX_LEASE_SECONDS)
                sent += 1
            else:
                _put_off(mail, trouble, moment)
                if trouble.server:
                    break
            if moment - now >= LONGEST_RUN:
                break
    finally:
        with suppress(OSError):  # smtplib's errors are OSErrors too
            server.close()
    return sent


def message_of(mail: Mail, server: BaseEmailBackend | None = None) -> EmailMessage:
    """The mail as it leaves: plain text, one recipient, the same Message-ID at every attempt."""
    return EmailMessage(
        subject=mail.subject,
        body=mail.rendered_text(),
        from_email=formataddr((here().watch, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        to=[mail.to],
        reply_to=[mail.reply_to or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]],
        headers={
            "Message-ID": mail.message_id,
            "Date": format_datetime(mail.created),
            "Auto-Submitted": "auto-generated",
            "Content-Language": "nl",
        },
        connection=server,
    )


def pause_after(attempts: int) -> timedelta:
    """How long a mail rests after this many attempts: twice as long each time."""
    first = timedelta(seconds=settings.OUTBOX_RETRY_SECONDS)
    return doubled(first, attempts=attempts, longest=LONGEST_PAUSE)


def _reachable(server: BaseEmailBackend) -> bool:
    try:
        server.open()
    except OSError as error:
        log.warning("outbox.server_unreachable", error=_name(error))
        return False
    return True


def _claim(mail: Mail, moment: datetime) -> bool:
    """Take the row for as long as a lease, unless another sender was first."""
    until = moment + timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)
    unchanged = Mail.objects.queued().filter(pk=mail.pk, due=mail.due, attempts=mail.attempts)
    if not unchanged.update(due=until, attempts=F("attempts") + 1):
        return False
    mail.attempts += 1
    return True


def _send(mail: Mail, server: BaseEmailBackend) -> Trouble | None:
    try:
        message_of(mail, server).send()
    except smtplib.SMTPRecipientsRefused as error:
        code = next((code for code, _ in error.recipients.values()), 0)
        return _refused(error, code)
    except smtplib.SMTPSenderRefused as error:
        # About us, not about this mail: give none up over it before its last attempt.
        return Trouble(f"{_name(error)} {error.smtp_code}", server=True)
    except smtplib.SMTPResponseException as error:
        return _refused(error, error.smtp_code)
    except smtplib.SMTPNotSupportedError as error:
        return Trouble(_name(error))
    except OSError as error:
        return Trouble(_name(error), server=True)
    except Exception as error:  # noqa: BLE001 - one bad mail must not hold up the others
        return Trouble(_name(error))
    return None


def _refused(error: smtplib.SMTPException, code: int) -> Trouble:
    return Trouble(
        f"{_name(error)} {code}", final=500 <= code < 600, server=code == SERVER_IS_CLOSING
    )


def _mark_sent(mail: Mail, moment: datetime, *, until: float) -> None:
    """The server has it, so nobody needs to send it, also when the lease has run out. A database
    that cannot write that down now (a full disk, a restart) is asked again until then (a moment of
    time.monotonic): meanwhile nobody else sends it, and we send no other one.
    """
    facts = {"state": MailState.SENT, "sent_at": moment, "last_error": ""}
    if mail.sensitive and not settings.DEMO:
        facts["text"] = ""
    while True:
        try:
            Mail.objects.queued().filter(pk=mail.pk).update(**facts)
            break
        except (OperationalError, InterfaceError) as error:
            if connection.in_atomic_block or time.monotonic() >= until:
                raise
            log.warning("outbox.sent_not_written", mail=mail.pk, error=_name(error))
            connection.close()
            time.sleep(WRITE_AGAIN_SECONDS)
    log.info("outbox.sent", mail=mail.pk, category=mail.category, attempts=mail.attempts)


def _put_off(mail: Mail, trouble: Trouble, moment: datetime) -> None:
    """Try again later, or give up: at a final refusal and after the last attempt."""
    given_up = trouble.final or mail.attempts >= settings.OUTBOX_MAX_ATTEMPTS
    facts = {"due": moment + pause_after(mail.attempts), "last_error": trouble.error}
    if given_up:
        facts |= {"due": moment, "state": MailState.FAILED}
        if mail.sensitive and not settings.DEMO:
            facts["text"] = ""
    Mail.objects.queued().filter(pk=mail.pk, attempts=mail.attempts).update(**facts)
    line = log.bind(mail=mail.pk, category=mail.category, attempts=mail.attempts)
    if given_up:
        line.error("outbox.failed", error=trouble.error)
    else:
        line.warning("outbox.put_off", error=trouble.error)


def _name(error: Exception) -> str:
    """The kind of an error; its words may hold an address."""
    return type(error).__name__
