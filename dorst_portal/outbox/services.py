"""Queue mails, call them back, and queue them again. Sending them is the work of `delivery`."""

import hashlib
import unicodedata
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, QuerySet

from dorst_portal.kit.models import Link
from dorst_portal.kit.rows.batches import Due, carry_out
from dorst_portal.kit.rows.prepared import Prepared
from dorst_portal.kit.running.nudge import nudge
from dorst_portal.outbox.models import (
    HAS_BODY,
    LINK_PLACEHOLDER,
    UNSENT,
    Mail,
    MailQuerySet,
    MailState,
)

DELIVERING = "dorst_portal.outbox.tasks.deliver"
BODY_DAYS = 7
# Nobody can be flooded with mail through our forms: most mails, within this time.
PER_ADDRESS = ((2, timedelta(hours=1)), (5, timedelta(days=1)))


@dataclass(frozen=True, kw_only=True)
class MailDraft:
    """A mail to queue. The same `key` never leaves twice, not even after it was cancelled, so what
    may happen twice has the number of the event in its key. `about`, `event` and `occasion` are
    for who looks for the mail later: what it is about, what happened, and which time that was.

    `text` holds `{link}` once when `link_path` is given; `link_path` is a path such as
    "/beheer/", or one with "{token}" in it, such as "/bevestig/{token}/", and then `link` is too.
    With `account` (its number) the link leads by way of the log-in, which knows the address then.
    """

    to: str
    subject: str
    text: str
    key: str
    about: str = ""
    event: str = ""
    occasion: str = ""
    due: datetime | None = None
    link: Link | None = None
    link_path: str = ""
    account: int | None = None
    reply_to: str = ""
    category: str = "notice"
    sensitive: bool = False

    def __post_init__(self) -> None:
        if self.link_path and self.text.count(LINK_PLACEHOLDER) != 1:
            raise ValueError(f"the text must hold {LINK_PLACEHOLDER} once")
        if not self.link_path and self.link is not None:
            raise ValueError("a link needs the path that it stands in")
        if self.account is not None and (self.link is not None or not self.link_path):
            raise ValueError("only a page behind log-in is of an account")
        for field in Mail._meta.concrete_fields:
            value = getattr(self, field.name, None)
            if isinstance(value, str) and field.max_length and len(value) > field.max_length:
                raise ValueError(f"{field.name} is longer than {field.max_length}")


def queue(drafts: Sequence[MailDraft], *, now: datetime) -> None:
    """Queue mails within the caller's transaction; a key that was queued before is skipped."""
    if not drafts:
        return
    domain = urlsplit(settings.SITE_URL).hostname or "localhost"
    mails = [
        Mail(
            to=draft.to,
            subject=_one_line(draft.subject),
            text=_storable(draft.text),
            key=draft.key,
            about=draft.about,
            event=draft.event,
            occasion=draft.occasion,
            message_id=f"<{uuid4().hex}@{domain}>",
            due=draft.due or now,
            created=now,
            link=draft.link,
            link_path=draft.link_path,
            account=draft.account,
            reply_to=draft.reply_to,
            category=draft.category,
            sensitive=draft.sensitive,
        )
        for draft in drafts
    ]
    Mail.objects.bulk_create(mails, ignore_conflicts=True)
    if any(mail.due <= now for mail in mails):
        transaction.on_commit(_nudge, robust=True)


def cancel(keys: Sequence[str]) -> bool:
    """Call mails back: True when all of them could be; otherwise the caller rolls back."""
    return drop(Mail.objects.filter(key__in=keys)) == len(set(keys))


def drop(mails: MailQuerySet) -> int:
    """Call back those of these mails that no sender has claimed yet; tell how many."""
    return mails.untried().update(state=MailState.CANCELLED)


def send_after_all(mails: MailQuerySet) -> int:
    """Let those of these mails leave that were called back before a sender claimed them; tell how
    many.
    """
    called_back = mails.filter(state=MailState.CANCELLED, attempts=0).exclude(text="")
    return called_back.update(state=MailState.QUEUED)


def cancel_queued(mails: QuerySet[Mail]) -> int:
    """Let none of these leave (any more), also what a sender tried in vain; tell how many."""
    return mails.filter(state=MailState.QUEUED).update(state=MailState.CANCELLED)


def readdress(mails: MailQuerySet, *, to: str, link: Link | None = None) -> int:
    """Send those of these mails that no sender has claimed yet to another mailbox of the same
    person, with this link instead of their own where one is given; tell how many.
    """
    facts: dict[str, object] = {"to": to} | ({"link": link} if link else {})
    return mails.untried().update(**facts)


def retry(mail: Mail, *, now: datetime) -> bool:
    """Send a mail that was given up once more, from its first attempt on; False when that is not
    to be done (any more): it is on its way, was let go, or its text or link is gone.
    """
    changed = (
        Mail.objects.sendable_again(now)
        .filter(pk=mail.pk)
        .update(state=MailState.QUEUED, attempts=0, due=now, last_error="")
    )
    if changed:
        transaction.on_commit(_nudge, robust=True)
    return bool(changed)


def let_go(mail: Mail) -> bool:
    """Leave a mail that was given up unsent; False when somebody was first."""
    given_up = Mail.objects.failed().filter(pk=mail.pk)
    return bool(given_up.update(state=MailState.CANCELLED))


def next_slot(to: str, *, now: datetime) -> datetime:
    """When a form may mail this address again: twice an hour and five times a day, never dropped.

    Call it in the transaction that queues the mail.
    """
    _one_at_a_time(to)
    longest = max(span for _, span in PER_ADDRESS)
    taken = sorted(sent_at or due for sent_at, due in _TAKEN(to=to, since=now - longest))
    later = (moment + span for moment in taken for _, span in PER_ADDRESS)
    # Only what is near counts: a queue of a thousand mails must not cost a million comparisons.
    return next(
        moment
        for moment in sorted({now, *(t for t in later if t > now)})
        if _fits(taken[bisect(taken, moment - longest) : bisect(taken, moment + longest)], moment)
    )


def spread(event: str, *, number: int, per_hour: int, now: datetime) -> Sequence[datetime]:
    """When so many mails of one event may leave: at most so many an hour, behind those of that
    event that have to leave already. Call it in the transaction that queues them.
    """
    _one_at_a_time(f"spread:{event}")
    pause = timedelta(hours=1) / per_hour
    last = Mail.objects.queued().filter(event=event).aggregate(last=Max("due"))["last"]
    first = max(now, last + pause) if last else now
    return [first + pause * place for place in range(number)]


def oldest_waiting(*, now: datetime) -> datetime | None:
    """Since when the oldest mail that should have left is waiting; None when nothing waits."""
    return Mail.objects.due(now).values_list("due", flat=True).first()


def wipe_bodies(*, now: datetime) -> int:
    """Retention: a week after the end of a mail only the fact that it was sent is kept."""
    return carry_out(bodies_to_wipe(now=now))


def bodies_to_wipe(*, now: datetime) -> Sequence[Due]:
    """The mails that ended a week ago and still have their text."""
    before = now - timedelta(days=BODY_DAYS)
    kept = Mail.objects.filter(HAS_BODY)
    sent = kept.filter(state=MailState.SENT, sent_at__lt=before).order_by("sent_at", "pk")
    unsent = kept.filter(UNSENT, due__lt=before).order_by("due", "pk")
    return [Due(mails, wiped) for mails in (sent, unsent)]


def wiped(mails: QuerySet[Mail]) -> int:
    """Take everything out of these mails that says to whom they went and what they said."""
    return mails.update(text="", to="", reply_to="", link=None, account=None)


def _nudge() -> None:
    nudge(DELIVERING)


def _one_at_a_time(to: str) -> None:
    """Let transactions that plan mails to one address wait for each other.

    SQLite does so by itself: an IMMEDIATE transaction is the only writer.
    """
    if connection.vendor == "postgresql":
        digest = hashlib.blake2b(f"outbox:{to}".encode(), digest_size=8).digest()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(digest, "big", signed=True)]
            )


_TAKEN = Prepared(
    lambda to, since: (
        Mail.objects.filter(to=to, due__gt=since)
        .exclude(state=MailState.CANCELLED)
        .values_list("sent_at", "due")
    ),
    to=str,
    since=datetime,
)


def _fits(taken: list[datetime], moment: datetime) -> bool:
    """Whether one more mail at this moment keeps every stretch of time within its limit."""
    moments = [*taken, moment]
    return all(
        sum(start <= other < start + span for other in moments) <= most
        for most, span in PER_ADDRESS
        for start in moments
        if start <= moment < start + span
    )


def _one_line(subject: str) -> str:
    """A subject that cannot break out of its header: control characters become blanks."""
    readable = "".join(
        " " if unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") else letter
        for letter in subject
    )
    return " ".join(readable.split())


def _storable(text: str) -> str:
    """A text that both databases and every mail server take: without NUL and half characters."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
