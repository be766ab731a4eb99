"""How long something rests that did not go well: twice as long each time. Pure."""

from datetime import timedelta


def doubled(first: timedelta, *, attempts: int, longest: timedelta) -> timedelta:
    """The rest after this many attempts (1 and more), never more than `longest`."""
    return min(first * 2 ** min(max(attempts, 1) - 1, 20), longest)
