"""One message to the push service of a browser's maker, encrypted so that only that browser reads
it (RFC 8291) and signed so that the service knows who sends it (RFC 8292). The worker loads this
file, and no web process does: what pywebpush brings along is large. The call itself is our own,
since the address came from a browser.
"""

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from enum import Enum
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from py_vapid import Vapid02
from pywebpush import WebPusher

from dorst_portal.identity.current import here
from dorst_portal.kit.wire.addresses import wrong_with
from dorst_portal.kit.wire.calls import NoAnswer, NotOpen, NotSent, post, retry_after
from dorst_portal.push.keys import private_key
from dorst_portal.push.subscriptions import Subscription

# Half of what services allow.
_SIGNED_FOR: Final = timedelta(hours=12)


class Outcome(Enum):
    """The service has it; the device is no more; try again later; never."""

    SENT = "sent"
    GONE = "gone"
    LATER = "later"
    NEVER = "never"


@dataclass(frozen=True)
class Result:
    """`error` is for people and holds nothing that the other side wrote. `wait`: seconds that the
    service asks for. `server`: it has trouble, not this message.
    """

    outcome: Outcome
    error: str = ""
    wait: int = 0
    server: bool = False


def send(
    to: Subscription,
    payload: bytes,
    *,
    topic: str,
    keep_for: timedelta,
    is_urgent: bool,
    now: datetime,
) -> Result:
    """Hand a message over. A service replaces an earlier one of the same `topic` that waits still,
    and forgets it when the device was off for as long as `keep_for`.
    """
    if wrong_with(to.endpoint, local=settings.PUSH_LOCAL):
        return Result(Outcome.NEVER, "verboden adres")
    keys = {"p256dh": to.p256dh, "auth": to.auth}
    sealed = WebPusher({"endpoint": to.endpoint, "keys": keys}).encode(payload)["body"]
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(max(int(keep_for.total_seconds()), 0)),
        "Urgency": "high" if is_urgent else "normal",
        "Topic": _topic(topic),
        "Authorization": _authorization(to.endpoint, now),
    }
    try:
        answer = post(
            to.endpoint, content=sealed, headers=headers, open_only=not settings.PUSH_LOCAL
        )
    except NotOpen:
        return Result(Outcome.NEVER, "verboden adres")
    except NotSent:
        return Result(Outcome.LATER, "geen verbinding", server=True)
    except NoAnswer:
        # It may have arrived: the device replaces it by the next one, which has the same topic.
        return Result(Outcome.LATER, "geen heel antwoord", server=True)
    return _read(answer.status, retry_after(answer))


def _read(status: int, wait: int) -> Result:
    if 200 <= status < 300:
        return Result(Outcome.SENT)
    error = f"antwoord {status}"
    if status in (404, 410):
        return Result(Outcome.GONE, error)
    if status in (429, 503):
        return Result(Outcome.LATER, error, wait=wait, server=True)
    if status >= 500:
        return Result(Outcome.LATER, error, server=True)
    return Result(Outcome.NEVER, error)


def _authorization(endpoint: str, now: datetime) -> str:
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((now + _SIGNED_FOR).timestamp()),
        "sub": f"mailto:{parseaddr(here().help_email)[1]}",
    }
    # Not strict: its pattern of an address is narrower than what mail servers take.
    signer = Vapid02.from_raw(private_key().encode())
    signer.conf["no-strict"] = True
    return str(signer.sign(claims)["Authorization"])


def _topic(topic: str) -> str:
    """At most 32 signs of base64url."""
    return urlsafe_b64encode(hashlib.sha256(topic.encode()).digest()[:24]).decode("ascii")
