"""Set up the ways out of a group, and switch them off and on: by its beheerders alone."""

import secrets
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from alerts.models import Connection, JoinKnock, OutgoingMessage, TyingCode
from alerts.services.outgoing import (
    OFF,
    cancel_queued,
    knock_answer,
    note,
    queue,
    test_message,
)
from alerts.values.connections import ConnectionKind, KnockState, What
from dorst_portal.accounts.models import User
from dorst_portal.accounts.sealing import seal, unseal_or_nothing
from dorst_portal.audit.services import record
from dorst_portal.languages.words import lazy_text
from groups.api import Refused, WatchGroup, manages_group

CODE_LASTS: Final = timedelta(minutes=15)
# No vowels, and none that look alike: eight of 20 are 25 thousand million codes.
_SIGNS: Final = "3467CDFGHJKMNPQRTVWX"
_CODE_LENGTH: Final = 8
ONLY_OWN: Final = lazy_text("Alleen een beheerder van de groep regelt de koppelingen.")
ANSWERED: Final = lazy_text("Iemand anders heeft al geantwoord. Er is niets veranderd.")
TAKEN: Final = lazy_text("Deze chat hoort nu bij een andere groep. Koppel de groep opnieuw.")


def new_code(group: WatchGroup, *, by: User, now: datetime) -> str:
    """A code that ties a chat to this group; those made before it end. Kept as a hash only."""
    code = "".join(secrets.choice(_SIGNS) for _ in range(_CODE_LENGTH))
    with transaction.atomic():
        _only_own(group, by=by)
        TyingCode.objects.filter(group=group).delete()
        TyingCode.objects.create(
            group=group, digest=digest_of(code), by=by, expires_at=now + CODE_LASTS
        )
        about = f"group:{group.pk}"
        record("connection.code_made", by=by, scope=about, subject=about, now=now)
    return code


def digest_of(code: str) -> str:
    """Under which a code is kept."""
    return salted_hmac("alerts.tying-code", code, algorithm="sha256").hexdigest()


def set_webhook(group: WatchGroup, *, url: str, secret: str, by: User, now: datetime) -> Connection:
    """Have messages of this group sent to an address, signed with a new secret."""
    sealed = {"address_sealed": seal(url), "secret_sealed": seal(secret)}
    return set_up(group, ConnectionKind.WEBHOOK, by=by, now=now, **sealed)


def set_signal(group: WatchGroup, *, address: str, by: User, now: datetime) -> Connection:
    """Have messages of this group sent to a Signal group. Raises Refused where there is none."""
    if not settings.SIGNAL_API_URL:
        raise Refused(_("Signal staat uit op deze site."))
    return set_up(group, ConnectionKind.SIGNAL, by=by, now=now, address_sealed=seal(address))


def set_up(
    group: WatchGroup, kind: ConnectionKind, *, by: User, now: datetime, **facts: Any
) -> Connection:
    """Make a connection, or lead the one of this kind elsewhere; what waited for the old place
    does not leave any more. Raises Refused for who does not run the group.
    """
    fresh = {"is_on": True, "broken": "", "paused_until": None, "made_by": by, "made_at": now}
    with transaction.atomic():
        _only_own(group, by=by)
        before = Connection.objects.filter(group=group, kind=kind).first()
        way, _ = Connection.objects.update_or_create(
            group=group, kind=kind, defaults=fresh | {"last_ok_at": None} | facts
        )
        # Tied anew to the same chat, as it is told to after a removal: what waits there stays.
        if before and _place(before) != _place(way):
            leave_old_place(way)
        note(way, "connection.set", by=by, now=now)
    return way


def _place(connection: Connection) -> tuple[int | None, str]:
    address = connection.address_sealed
    return connection.chat, unseal_or_nothing(address) if address else ""


def leave_old_place(connection: Connection) -> None:
    """What was meant for the chat or address that it led to: it does not leave any more, is not
    replied to, and who knocked there is not let in elsewhere.
    """
    cancel_queued(connection)
    connection.messages.update(remote_id="")
    connection.knocks.filter(state=KnockState.WAITING).delete()


def move_chat(connection: Connection, *, to: int) -> bool:
    """The chat of a group is known by another number; False when that is another group's."""
    try:
        with transaction.atomic():
            same = Connection.objects.filter(pk=connection.pk, chat=connection.chat)
            same.update(chat=to)
            # Messages count from one again there: a reply would hang under another one.
            OutgoingMessage.objects.filter(connection=connection.pk).update(remote_id="")
    except IntegrityError:
        return False
    connection.chat = to
    return True


def switch(connection: Connection, *, on: bool, by: User, now: datetime) -> None:
    """Let messages go this way, or not any more. Raises Refused."""
    other = Connection.objects.filter(pk=connection.pk, is_on=not on)
    try:
        with transaction.atomic():
            _only_own(connection.group, by=by)
            if not other.update(is_on=on, broken="", paused_until=None):
                return
            if not on:
                cancel_queued(connection)
            verb = "connection.switched_on" if on else "connection.switched_off"
            note(connection, verb, by=by, now=now)
    except IntegrityError as error:
        raise Refused(TAKEN) from error


def try_out(connection: Connection, *, by: User, now: datetime) -> None:
    """Send a message that says that it is a test; one a minute. Raises Refused."""
    with transaction.atomic():
        _only_own(connection.group, by=by)
        if not Connection.objects.on().filter(pk=connection.pk).exists():
            raise Refused(OFF)
        key = f"{connection.pk}:{now:%Y%m%d%H%M}"
        queue([test_message(connection, key=key, now=now)], now=now)
        note(connection, "connection.tried", by=by, now=now)


def answer_knock(knock: JoinKnock, *, admit: bool, by: User, now: datetime) -> None:
    """Let somebody into the chat, or not: only a beheerder of its group does, once. Raises
    Refused.
    """
    what = What.ADMIT if admit else What.REFUSE
    state = KnockState.ADMITTED if admit else KnockState.REFUSED
    way = knock.connection
    with transaction.atomic():
        _only_own(way.group, by=by)
        if not Connection.objects.on().filter(pk=way.pk).exists():
            raise Refused(OFF)
        waiting = JoinKnock.objects.filter(pk=knock.pk, state=KnockState.WAITING)
        if not waiting.update(state=state, decided_at=now, decided_by=by):
            raise Refused(ANSWERED)
        queue([knock_answer(knock, what, now=now)], now=now)
        note(way, "knock.admitted" if admit else "knock.refused", by=by, now=now)


def _only_own(group: WatchGroup, *, by: User) -> None:
    if not manages_group(by, group):
        raise Refused(ONLY_OWN)
