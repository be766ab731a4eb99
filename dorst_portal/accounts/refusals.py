"""One line in the log for each proof of who somebody is that was refused (LG-01)."""

import structlog

log = structlog.get_logger("portal.refused")


def note_refused(way: str, *, user: int | None = None) -> None:
    """Write down in which way somebody did not get in, and of which account where that is known.

    What was typed stands nowhere: a wrong password is often a right one of elsewhere.
    """
    log.warning("login_refused", way=way, user=user)
