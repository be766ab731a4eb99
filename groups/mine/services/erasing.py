"""Somebody has everything of their address wiped, on the own page."""

from datetime import datetime

from groups.mine.services.membership import member
from groups.models import OwnPage
from groups.privacy.services.erasing import erase_person


def erase_own(page: OwnPage, *, now: datetime) -> None:
    """Wipe it, at once and together with every own page of this address, open or not, and with the
    links that lead to them. Raises NothingToErase.
    """
    who = member(page.email)
    erase_person(email=page.email, memberships=who.memberships, by=who, now=now)
