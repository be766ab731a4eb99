"""What a beheerder sees of the messages of Platform Dorst. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import quote

from dorst_portal.accounts.models import User
from dorst_portal.kit.rows.keyset import Page
from groups.bulletins.pages.bulletins import NEWEST_FIRST
from groups.models import Bulletin, BulletinCopy, ChatApp, WatchGroup

PAGE: Final = 20


@dataclass(frozen=True)
class OwnGroup:
    """One of the own groups, and whether the text is in it."""

    group: WatchGroup
    shared_by: str = ""
    shared_at: datetime | None = None
    by_me: bool = False


@dataclass(frozen=True)
class SharePage:
    """The text to share, the way to each chat app, and what is done."""

    bulletin: Bulletin
    whatsapp: str
    other_apps: Sequence[str]
    groups: Sequence[OwnGroup]

    @property
    def is_done(self) -> bool:
        """Whether it is in every own group."""
        return all(one.shared_at for one in self.groups)


@dataclass(frozen=True)
class OwnRow:
    """One message on the own list."""

    bulletin: Bulletin
    shared: int
    groups: int

    @property
    def is_done(self) -> bool:
        """Whether it is in every own group."""
        return self.shared == self.groups


def share_page_of(bulletin: Bulletin, *, user: User, now: datetime) -> SharePage | None:
    """The page of one message; None for who runs no group that got it."""
    groups = _own_groups([bulletin], user, now=now).get(bulletin.pk, [])
    if not groups:
        return None
    apps = {one.group.app for one in groups}
    return SharePage(
        bulletin=bulletin,
        whatsapp=whatsapp_link(bulletin.text) if ChatApp.WHATSAPP in apps else "",
        other_apps=[app.label for app in ChatApp if app in apps - {ChatApp.WHATSAPP}],
        groups=groups,
    )


def own_list(user: User, *, after: str, now: datetime) -> Page[OwnRow]:
    """The messages for the groups of this beheerder, the latest first."""
    own = BulletinCopy.objects.of_own_groups(user, now=now)
    bulletins = Bulletin.objects.filter(pk__in=own.values("bulletin"))
    page = NEWEST_FIRST.page(bulletins, after=after, size=PAGE)
    groups = _own_groups(page.rows, user, now=now)
    return page.each(
        lambda row: OwnRow(
            row, sum(bool(one.shared_at) for one in groups[row.pk]), len(groups[row.pk])
        )
    )


def whatsapp_link(text: str) -> str:
    """Opens WhatsApp with the text; the beheerder chooses the group there."""
    return f"https://wa.me/?text={quote(text, safe='')}"


def _own_groups(
    bulletins: Sequence[Bulletin], user: User, *, now: datetime
) -> Mapping[int, Sequence[OwnGroup]]:
    """Per message the own groups that got it, each with who shared it there: the first, unless
    this person did as well.
    """
    own = BulletinCopy.objects.of_own_groups(user, now=now).filter(bulletin__in=bulletins)
    copies = own.select_related("group", "user").order_by("group__name", "shared_at", "pk")
    found: dict[int, dict[int, OwnGroup]] = {}
    for copy in copies:
        here = found.setdefault(copy.bulletin_id, {})
        before = here.get(copy.group_id)
        mine = copy.user_id == user.pk
        if before is None or (copy.shared_at and (mine or before.shared_at is None)):
            here[copy.group_id] = OwnGroup(
                group=copy.group,
                shared_by=str(copy.user) if copy.shared_at else "",
                shared_at=copy.shared_at,
                by_me=mine and copy.shared_at is not None,
            )
    return {pk: list(here.values()) for pk, here in found.items()}
