"""Hand one message to the server that it is for: which interface, and what it is told."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_noop

from alerts.models import OutgoingMessage
from alerts.values.connections import Broken, ConnectionKind, What
from alerts.wire import signal, telegram, webhooks
from alerts.wire.results import Outcome, Result
from dorst_portal.accounts.sealing import unseal_or_nothing

NO_KEY = gettext_noop("de sleutel is weg")
OFF = gettext_noop("staat uit op deze site")


def send(message: OutgoingMessage, *, now: datetime) -> Result:
    """Hand it over, and tell what came of it."""
    way = message.connection
    if way.kind == ConnectionKind.TELEGRAM:
        return _to_telegram(message) if settings.TELEGRAM_BOT_TOKEN else _off()
    address = unseal_or_nothing(way.address_sealed)
    if not address:
        return Result(Outcome.FAILED, error=NO_KEY, broken=Broken.NO_BOT)
    if way.kind == ConnectionKind.SIGNAL:
        return signal.send_message(address, message.text) if settings.SIGNAL_API_URL else _off()
    secret = unseal_or_nothing(way.secret_sealed)
    if not secret:
        return Result(Outcome.FAILED, error=NO_KEY, broken=Broken.NO_BOT)
    number = f"msg_{message.number.hex}"
    return webhooks.send(address, secret, message_id=number, body=message.text.encode(), now=now)


def _to_telegram(message: OutgoingMessage) -> Result:
    chat, knock = message.connection.chat, message.knock
    if chat is None:
        return Result(Outcome.FAILED, broken=Broken.NOT_FOUND)
    if message.what in (What.ADMIT, What.REFUSE):
        if knock is None or knock.person is None:
            return Result(Outcome.FAILED, error=gettext_noop("de vraag is al gewist"))
        return telegram.answer_knock(chat, knock.person, admit=message.what == What.ADMIT)
    return telegram.send_message(chat, message.text, reply_to=_begun_by(message))


def _begun_by(message: OutgoingMessage) -> str:
    """Telegram's number of the message that told of the alert first; "" when it is not known."""
    if message.alert_id is None or message.what == What.ALERT:
        return ""
    first = OutgoingMessage.objects.filter(
        connection=message.connection_id, alert=message.alert_id, what=What.ALERT
    )
    return first.values_list("remote_id", flat=True).first() or ""


def _off() -> Result:
    return Result(Outcome.LATER, error=OFF, server=True, broken=Broken.NO_BOT)
