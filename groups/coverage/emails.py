"""The mails about numbers that went to another group."""

from datetime import datetime

from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.kit.models import Link
from dorst_portal.outbox.models import Mail, MailQuerySet
from dorst_portal.outbox.services import MailDraft
from groups.members.emails import OWN_PAGE_PATH
from groups.models import CoverageChange, WatchGroup
from groups.wording.drafting import draft


def addresses_came(
    change: CoverageChange, *, to: User, group: WatchGroup, undone: bool, due: datetime
) -> MailDraft:
    """To a beheerder of the group that has the addresses now: how many members to confirm."""
    return _moved("came", change, to=to, group=group, undone=undone, due=due)


def addresses_left(
    change: CoverageChange, *, to: User, group: WatchGroup, undone: bool, due: datetime
) -> MailDraft:
    """To a beheerder of the group that had the addresses: how many members to take out."""
    return _moved("left", change, to=to, group=group, undone=undone, due=due)


def address_moved(
    change: CoverageChange, *, to: str, language: str, proved: bool, link: Link, due: datetime
) -> MailDraft:
    """To a member whose address went along. `proved`: whether somebody proved to read this mail."""
    return draft(
        "address_moved",
        to=to,
        language=language,
        key=f"coverage-{change.pk}-member-{link.pk}",
        about=_about(change),
        event="address_moved",
        link=link,
        link_path=OWN_PAGE_PATH,
        due=due,
        group=change.to_group,
        proved=proved,
    )


def to_members_about(change: CoverageChange) -> MailQuerySet:
    """The mails of `address_moved` about this change, in whatever state they are."""
    return Mail.objects.about(_about(change), "address_moved")


def _about(change: CoverageChange) -> str:
    return f"change:{change.pk}"


def _moved(
    what: str, change: CoverageChange, *, to: User, group: WatchGroup, undone: bool, due: datetime
) -> MailDraft:
    times = "-undone" if undone else ""
    return draft(
        f"addresses_{what}",
        to=to,
        key=f"coverage-{change.pk}-{what}-{to.pk}{times}",
        link_path=reverse("members", args=[group.slug]),
        due=due,
        change=change,
        group=group,
        undone=undone,
    )
