"""Limits on trying, counted in rows: exact with many workers, and without Redis.

A cache per process would give every worker a count of its own, and database caches lose counts.
One upsert counts all keys of a try; the number that comes back decides. Call it outside a
transaction: a rollback would forget the try, and the row would stay locked meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

import structlog
from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from dorst_portal.kit.models import RateHit
from dorst_portal.kit.rows.batches import Due, carry_out, deleted

UNKNOWN_ADDRESS = "unknown"

log = structlog.get_logger("portal.refused")


@dataclass(frozen=True)
class Limit:
    """At most `most` tries in `seconds` seconds for one key (an address, a telephone number)."""

    name: str
    key: str
    most: int
    seconds: int

    @property
    def stored_key(self) -> str:
        """The key as a keyed hash: the table tells nobody who tried."""
        text = f"{self.name}|{self.seconds}|{self.key}"
        return salted_hmac("dorst_portal.kit.ratelimit", text, algorithm="sha256").hexdigest()


def hit(limits: Sequence[Limit], *, now: datetime | None = None) -> Limit | None:
    """Count one try under every limit; None when allowed, else the limit that is exceeded.

    The window starts at the first try and is not made longer by refused ones. When a limit is
    full already, the other keys are not counted: a refused try uses up nothing of somebody else.
    """
    if not limits:
        return None
    now = now or timezone.now()
    asked = {limit.stored_key: limit for limit in limits}
    counted = _count(asked, now)
    if counted:
        over = next((limit for key, limit in asked.items() if counted[key] > limit.most), None)
    else:
        over = _full(asked, now)
    if over is not None:
        log.warning("rate_limited", limit=over.name)
    return over


def forget_old(*, now: datetime) -> int:
    """Delete the windows that are over; tells how many."""
    return carry_out(windows_over(now=now))


def windows_over(*, now: datetime) -> Sequence[Due]:
    """Retention: the windows that are over, and how they go."""
    return [Due(RateHit.objects.filter(until__lte=now).order_by("until"), deleted)]


def forget(limits: Sequence[Limit]) -> None:
    """Delete what was counted for these keys."""
    RateHit.objects.filter(key__in=[limit.stored_key for limit in limits]).delete()


def client_address(request: HttpRequest) -> str:
    """Return the address that asks, IPv6 folded to its /64; strangers' headers are not believed.

    With N trusted proxies the N-th address from the right of X-Forwarded-For is the one that our
    outermost proxy saw; everything left of it was written by the client.
    """
    hops: int = settings.TRUSTED_PROXIES
    written = request.headers.get("X-Forwarded-For", "").split(",")
    forwarded = [part.strip() for part in written if part.strip()]
    if 0 < hops <= len(forwarded):
        return _folded(forwarded[-hops]) or UNKNOWN_ADDRESS
    return _folded(request.META.get("REMOTE_ADDR", "")) or UNKNOWN_ADDRESS


def _folded(text: str) -> str | None:
    try:
        address = ip_address(text.split("%", 1)[0])
    except ValueError:
        return None
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((address, 64), strict=False))


def _count(asked: dict[str, Limit], now: datetime) -> dict[str, int]:
    """Add one to every key in one statement, or to none when one of them is full."""
    moment = connection.ops.adapt_datetimefield_value(now)
    rows: list[str | int | datetime | None] = []
    for key in sorted(asked):  # one order for everybody: no deadlocks
        limit = asked[key]
        end = connection.ops.adapt_datetimefield_value(now + timedelta(seconds=limit.seconds))
        rows += [key, limit.most, end]
    # The only thing put into the text is the table's name and a row of placeholders.
    statement = _UPSERT.format(
        table=RateHit._meta.db_table, rows=", ".join(["(%s, %s, %s)"] * len(asked))
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*rows, moment, moment, moment])
        return dict(cursor.fetchall())


def _full(asked: dict[str, Limit], now: datetime) -> Limit:
    hits = dict(RateHit.objects.filter(key__in=asked, until__gt=now).values_list("key", "hits"))
    full = (limit for key, limit in asked.items() if hits.get(key, 0) >= limit.most)
    # A window may have ended between the two questions; the try was refused all the same.
    return next(full, next(iter(asked.values())))


_UPSERT = """
WITH asked (key, most, until) AS (VALUES {rows})
INSERT INTO {table} (key, hits, until)
SELECT key, 1, until FROM asked
WHERE NOT EXISTS (
    SELECT 1 FROM {table} AS running JOIN asked AS wanted ON wanted.key = running.key
    WHERE running.until > %s AND running.hits >= wanted.most
)
ORDER BY key
ON CONFLICT (key) DO UPDATE SET
    hits = CASE WHEN {table}.until <= %s THEN 1 ELSE {table}.hits + 1 END,
    until = CASE WHEN {table}.until <= %s THEN excluded.until ELSE {table}.until END
RETURNING key, hits
"""
