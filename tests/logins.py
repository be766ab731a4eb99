"""Getting in, for tests that are about something else than logging in."""

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.test import Client
from django.utils import timezone

from dorst_portal.accounts import sessions
from dorst_portal.accounts.models import User


def log_in(client: Client, user: User, *, second_factor: bool | None = None) -> Client:
    """Log somebody in as the log-in pages do, staff of the platform with their second factor."""
    client.force_login(user)
    session: SessionBase = client.session
    proved = user.is_platform if second_factor is None else second_factor
    sessions.begin(session, user, second_factor=proved, now=timezone.now())
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    return client
