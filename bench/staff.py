"""A member of staff of the portal with a browser that is logged in."""

from django.test import Client
from django.utils import timezone

from dorst_portal.accounts import sessions
from dorst_portal.accounts.models import User


def logged_in(user: User) -> Client:
    """The test client of somebody who did all that a log-in asks, and opened a first page."""
    client = Client()
    client.force_login(user)
    session = client.session
    sessions.begin(session, user, second_factor=user.is_platform, now=timezone.now())
    session.save()
    client.get("/beheer/")  # the session notes that it was used
    return client
