"""What the first screen knows of the group somebody comes from. Reads only."""

import re

from groups.api import WatchGroup


def group_by_slug(slug: str) -> WatchGroup | None:
    """A group that everybody may know, by the last part of its address; else nothing is asked."""
    if not re.fullmatch(r"[a-z0-9-]{1,60}", slug):
        return None
    return WatchGroup.objects.shown_to_everybody().filter(slug=slug).first()
