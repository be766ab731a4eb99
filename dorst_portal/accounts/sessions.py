"""How long a session lasts and what it has proved, kept in the session itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase

from dorst_portal.accounts.models import User

_WISH = "wants_to_be_remembered"
_REMEMBERED = "remembered"
_STARTED = "started_at"
_SEEN = "seen_at"
_SECOND_FACTOR = "second_factor"
_FRESH = "fresh_at"

FRESH_FOR = timedelta(minutes=10)
# How exactly "seen" is kept: a write per request would be a waste.
_SEEN_STEP = timedelta(minutes=1)
# Two servers' clocks may differ a little; more means that a clock was set back.
_CLOCK_SLACK = timedelta(minutes=1)


@dataclass(frozen=True)
class Lifetime:
    """How long a session lasts at most, and how long without a request."""

    longest: timedelta
    idle: timedelta | None = None


PLATFORM = Lifetime(longest=timedelta(hours=12), idle=timedelta(minutes=30))
REMEMBERED = Lifetime(longest=timedelta(days=30))
ORDINARY = Lifetime(longest=timedelta(hours=8))


def wish_to_be_remembered(session: SessionBase, wish: bool) -> None:
    """Keep what the log-in form's box said until the log-in is complete."""
    session[_WISH] = wish


def begin(session: SessionBase, user: User, *, second_factor: bool, now: datetime) -> None:
    """Start counting at log-in, which is also a fresh one."""
    session[_REMEMBERED] = bool(session.pop(_WISH, False))
    session[_STARTED] = session[_SEEN] = now.timestamp()
    session[_SECOND_FACTOR] = second_factor
    mark_fresh(session, now=now)
    session.set_expiry(lifetime(session, user).longest)


def lifetime(session: SessionBase, user: User) -> Lifetime:
    """Staff of the platform log in daily; a beheerder's own telephone may be remembered."""
    if user.is_platform:
        return PLATFORM
    return REMEMBERED if session.get(_REMEMBERED) else ORDINARY


def is_over(session: SessionBase, user: User, *, now: datetime) -> bool:
    """Tell whether a session is too old, idle too long, or newer than the clock says it can be."""
    limits = lifetime(session, user)
    started = session.setdefault(_STARTED, now.timestamp())
    seen = session.setdefault(_SEEN, started)
    moment = now.timestamp()
    if moment < seen - _CLOCK_SLACK.total_seconds():
        return True
    if moment - started >= limits.longest.total_seconds():
        return True
    return limits.idle is not None and moment - seen >= limits.idle.total_seconds()


def see(session: SessionBase, *, now: datetime) -> None:
    """Note that the session was used."""
    if now.timestamp() - session.get(_SEEN, 0.0) >= _SEEN_STEP.total_seconds():
        session[_SEEN] = now.timestamp()


def has_second_factor(session: SessionBase) -> bool:
    """Tell whether this session itself proved a second factor."""
    return bool(session.get(_SECOND_FACTOR))


def mark_second_factor(session: SessionBase, *, proved: bool) -> None:
    """Note that the second factor was proved, or that there is none any more."""
    session[_SECOND_FACTOR] = proved


def is_fresh(session: SessionBase, *, now: datetime) -> bool:
    """Tell whether the person proved in the last ten minutes who they are."""
    age = now.timestamp() - session.get(_FRESH, 0.0)
    return 0 <= age < FRESH_FOR.total_seconds()


def mark_fresh(session: SessionBase, *, now: datetime) -> None:
    """Note that the person proved just now who they are."""
    session[_FRESH] = now.timestamp()
