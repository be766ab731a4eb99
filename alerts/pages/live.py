"""What everybody with the link of an alert sees: facts, and who calls 112. Reads only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from alerts.models import Alert
from alerts.pages.alert import text_to_share
from alerts.pages.sharing import way_into_chat
from alerts.values.calls import CLAIM_LAPSES, Call, Claim, headline, how_it_stands
from dorst_portal.kit import dutch
from dorst_portal.kit.links import number_of, read_signed_number, signed_number

WORKS: Final = timedelta(days=7)
WORKS_AFTER_CLOSING: Final = timedelta(hours=24)


@dataclass(frozen=True)
class LivePage:
    """An alert as the browser with one code sees it at one moment."""

    alert: Alert
    token: str
    call: Call
    headline: str
    where: str
    # After how many seconds the claim lapses; 0 when none runs.
    seconds: int
    # Whether this browser claimed it, also when that lapsed.
    is_mine: bool

    @property
    def title(self) -> str:
        """What it is about; a drill says so before anything else."""
        what = f"{self.alert.get_category_display()}, {self.where}"
        return _("OEFENING: {what}").format(what=what) if self.alert.is_drill else what

    @property
    def is_closed(self) -> bool:
        return self.call in (Call.OVER, Call.FALSE_ALARM)

    @property
    def may_call(self) -> bool:
        """Whether it is up to this browser: it has the turn, or nobody has."""
        return self.call in (Call.NOBODY, Call.LAPSED, Call.MINE)

    @property
    def kind(self) -> str:
        """Of the note: a warning while nobody calls."""
        return "warning" if self.call in (Call.NOBODY, Call.LAPSED) else "info"

    @property
    def etag(self) -> str:
        """Another one as soon as anything that is shown of the call changes."""
        alert = self.alert
        shown = (self.call, self.is_mine, self.headline, alert.police, alert.call_claimed_at,
                 alert.outcome)  # fmt: skip
        return f'"{sha256(repr(shown).encode()).hexdigest()[:22]}"'


@dataclass(frozen=True)
class LiveBlock:
    """For the beheerder: the link, a text with it to put in the chat, and who calls."""

    headline: str
    url: str
    text: str
    whatsapp: str
    other_app: str


def live_token(alert: Alert) -> str:
    """The part of the address that proves the link; made when it is shown, never stored."""
    return signed_number(_purpose(alert.live_nonce), alert.pk)


def find_live(token: str) -> Alert | None:
    """The alert of a link of ours, whether it works still or not: one query."""
    number = number_of(token)
    if number is None:
        return None
    alert = Alert.objects.select_related("group", "street").filter(pk=number).first()
    # Without a row the same work is done, so that the time does not tell which alerts exist.
    nonce = alert.live_nonce if alert else ""
    return alert if read_signed_number(_purpose(nonce), token) == number else None


def works(alert: Alert, *, now: datetime) -> bool:
    """Seven days at most, and a day after the end; not before it was made."""
    if not alert.created_at <= now < alert.created_at + WORKS:
        return False
    return alert.closed_at is None or now < alert.closed_at + WORKS_AFTER_CLOSING


def live_page(alert: Alert, *, code: str, now: datetime) -> LivePage:
    """How it stands for the browser with this code ("" for any other)."""
    claim = Claim(code=alert.call_code, at=alert.call_claimed_at)
    call = how_it_stands(state=alert.state, police=alert.police, claim=claim, code=code, now=now)
    left = alert.call_claimed_at + CLAIM_LAPSES - now if alert.call_claimed_at else timedelta()
    runs = call in (Call.MINE, Call.SOMEBODY)
    return LivePage(
        alert,
        live_token(alert),
        call,
        _headline(alert, call),
        alert.where,
        int(left.total_seconds()) + 1 if runs else 0,
        claim.is_of(code),
    )


def live_block(alert: Alert, *, now: datetime) -> LiveBlock | None:
    """What the beheerder shares while it runs; None when the link does not work, or it is over."""
    if alert.closed_at or not works(alert, now=now):
        return None
    url = settings.SITE_URL + reverse("alert_live", args=[live_token(alert)])
    text = f"{text_to_share(alert)}\nKijk hier wie er belt:\n{url}"
    call = live_page(alert, code="", now=now).headline
    return LiveBlock(call, url, text, *way_into_chat(alert.group, text))


def _headline(alert: Alert, call: Call) -> str:
    at = alert.called_at if call == Call.CALLED else alert.call_claimed_at
    return headline(call, since=dutch.clock(at) if at else "", police=alert.police)


def _purpose(nonce: str) -> str:
    return f"alert-live|{nonce}"
