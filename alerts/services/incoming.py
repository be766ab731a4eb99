"""What Telegram tells becomes rows, once however often it is sent; nothing is called from here."""

from datetime import datetime

from django.db import IntegrityError, transaction

from alerts.models import Connection, JoinKnock, SeenUpdate, TyingCode
from alerts.services.connecting import digest_of, move_chat, set_up
from alerts.services.outgoing import queue, tied_message
from alerts.values.connections import Broken, CodeProblem, ConnectionKind
from alerts.values.telegram_updates import BotRemoved, ChatMoved, CodeSent, Event, Knocked
from groups.api import Refused


def take_update(number: int, event: Event | None, *, now: datetime) -> bool:
    """Do what an update asks; False when it came before. One that cannot be done is done."""
    seen = SeenUpdate(update=number, at=now)
    with transaction.atomic():
        if SeenUpdate.objects.filter(update=number).exists():
            return False
        try:
            with transaction.atomic():
                seen.save(force_insert=True)
        except IntegrityError:
            return False
        match event:
            case CodeSent():
                _tie(event, now=now)
            case Knocked():
                _note_knock(event, now=now)
            case BotRemoved():
                Connection.objects.of_chat(event.chat).update(broken=Broken.REMOVED)
            case ChatMoved():
                _move(event)
            case None:
                pass
    return True


def _tie(sent: CodeSent, *, now: datetime) -> None:
    """A code that is right and in time ties this chat to its group, once."""
    good = TyingCode.objects.filter(
        digest=digest_of(sent.code), used_at__isnull=True, expires_at__gt=now
    )
    code = good.select_related("group", "by").first()
    if code is None:
        return
    if not sent.is_group:
        good.update(problem=CodeProblem.NOT_A_GROUP)
        return
    if Connection.objects.of_chat(sent.chat).exclude(group=code.group_id).exists():
        good.update(problem=CodeProblem.TAKEN)
        return
    if not good.update(used_at=now, problem=""):
        return
    try:
        with transaction.atomic():
            way = set_up(code.group, ConnectionKind.TELEGRAM, by=code.by, now=now, chat=sent.chat)
            queue([tied_message(way, now=now)], now=now)
    except IntegrityError:
        TyingCode.objects.filter(pk=code.pk).update(used_at=None, problem=CodeProblem.TAKEN)
    except Refused:
        return  # who made the code does not run the group any more


def _note_knock(knocked: Knocked, *, now: datetime) -> None:
    """Who waits already does not wait twice; the name is the one that was given last."""
    way = Connection.objects.of_chat(knocked.chat).first()
    if way is None:
        return
    waiting = JoinKnock.objects.waiting().filter(connection=way, person=knocked.user)
    if not waiting.update(name=knocked.name, at=now):
        one = JoinKnock(connection=way, person=knocked.user, name=knocked.name, at=now)
        JoinKnock.objects.bulk_create([one], ignore_conflicts=True)


def _move(moved: ChatMoved) -> None:
    way = Connection.objects.of_chat(moved.chat).first()
    if way is not None:
        move_chat(way, to=moved.to)
