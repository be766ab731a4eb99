"""A webhook after Standard Webhooks 1.0: signed with the secret of its receiver, and the same id at
each try, by which the receiver knows what it had.
"""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_noop

from alerts.values.connections import Broken
from alerts.values.signing import signature
from alerts.wire.results import Outcome, Result, not_sent, seconds_to_wait
from dorst_portal.kit.wire.addresses import wrong_with
from dorst_portal.kit.wire.calls import NoAnswer, NotOpen, NotSent, post


def send(url: str, secret: str, *, message_id: str, body: bytes, now: datetime) -> Result:
    """Hand it over: 2xx is a yes, 410 never again, all else is tried again under the same id."""
    if wrong_with(url, local=settings.WEBHOOK_LOCAL):
        return Result(Outcome.FAILED, error=gettext_noop("verboden adres"), broken=Broken.PRIVATE)
    timestamp = int(now.timestamp())
    headers = {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(
            secret, message_id=message_id, timestamp=timestamp, body=body
        ),
        "User-Agent": "dorst-portal",
    }
    try:
        answer = post(url, content=body, headers=headers, open_only=not settings.WEBHOOK_LOCAL)
    except NotOpen:
        return Result(Outcome.FAILED, error=gettext_noop("verboden adres"), broken=Broken.PRIVATE)
    except NotSent:
        return not_sent()
    except NoAnswer:
        return not_sent(gettext_noop("geen heel antwoord"))
    if 200 <= answer.status < 300:
        return Result(Outcome.DONE)
    error = f"antwoord {answer.status}"
    if answer.status == 410:
        return Result(Outcome.FAILED, error=error, broken=Broken.GONE)
    wait = seconds_to_wait(answer) if answer.status in (429, 503) else 0
    return Result(Outcome.LATER, error=error, wait=wait, server=not wait)
