"""What a beheerder sets for the own group."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from groups.models import GroupStatus, WatchGroup
from groups.refusals import Refused
from groups.requests.services.forwarding import hand_to_group
from groups.values.secrets import seal


@dataclass(frozen=True, kw_only=True)
class GroupSettings:
    """The settings page, read and found right. `invite_link` None leaves the link as it is. `seen`
    stands for what the page showed (`seen_settings`); without it nothing is compared.
    """

    way_of_adding: str
    welcome_text: str
    paused: bool
    invite_link: str | None = None
    seen: str = ""


class SettingsChanged(Refused):
    """Somebody changed the group since the page was opened; `now` is how it stands."""

    def __init__(self, now: WatchGroup) -> None:
        super().__init__(_("Iemand anders veranderde de groep intussen. Er is niets opgeslagen."))
        self.now = now


def seen_settings(group: WatchGroup) -> str:
    """What the settings page shows, in one short text; the link by its date, for it is a secret."""
    set_at = group.invite_link_set_at.timestamp() if group.invite_link_set_at else None
    shown = (str(group.way_of_adding), group.welcome_text, str(group.status), set_at)
    return hashlib.blake2b(repr(shown).encode(), digest_size=12).hexdigest()


def save_own_settings(
    group: WatchGroup, settings: GroupSettings, *, by: User, now: datetime
) -> int:
    """Store the settings; a group that opens again gets the requests that waited for that.
    Tells how many. An archived or starting group keeps its status. Raises SettingsChanged.
    """
    with transaction.atomic():
        row = WatchGroup.objects.select_for_update(no_key=True).get(pk=group.pk)
        if settings.seen and settings.seen != seen_settings(row):
            raise SettingsChanged(row)
        row.way_of_adding = settings.way_of_adding
        row.welcome_text = settings.welcome_text
        if settings.invite_link is not None:
            row.invite_link_encrypted = seal(settings.invite_link)
            row.invite_link_set_at = now if settings.invite_link else None
        reopened = row.status == GroupStatus.PAUSED and not settings.paused
        if row.status in (GroupStatus.ACTIVE, GroupStatus.PAUSED):
            row.status = GroupStatus.PAUSED if settings.paused else GroupStatus.ACTIVE
        if reopened:
            row.pause_reason = ""
        row.save()
        record(
            "group.settings_changed",
            by=by,
            scope=f"group:{group.pk}",
            subject=f"group:{group.pk}",
            facts={
                "way": row.way_of_adding,
                "status": row.status,
                "link_changed": settings.invite_link is not None,
            },
            now=now,
        )
        if not reopened:
            return 0
        return hand_to_group(row, by=by, now=now)


def set_invite_link(group: WatchGroup, *, link: str, by: User, now: datetime) -> None:
    """A coordinator sets the link of a group for its beheerders; reading it is for them alone."""
    with transaction.atomic():
        WatchGroup.objects.filter(pk=group.pk).update(
            invite_link_encrypted=seal(link), invite_link_set_at=now
        )
        about = f"group:{group.pk}"
        record("group.link_set", by=by, scope=about, subject=about, now=now)
