"""The mails about the own page, and to the beheerders of who leaves or changes something."""

from datetime import datetime
from typing import Final

from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.kit.models import Link
from dorst_portal.languages.current import language_now
from dorst_portal.outbox.services import MailDraft
from groups.members.emails import OWN_PAGE_PATH
from groups.models import Membership, ResidentRequest, WatchGroup
from groups.wording.drafting import draft

NEW_EMAIL: Final = "new-email"
NEW_EMAIL_PATH: Final = "/mijn/e-mail/bevestigen/{token}/"


def own_page(email: str, *, link: Link, due: datetime) -> MailDraft:
    """To who asked for the link of the own page, in the language of who asks."""
    return draft(
        "own_page",
        to=email,
        language=language_now(),
        key=f"own-page-{link.pk}",
        about=f"own-page:{link.subject_id}",
        event="own_page",
        link=link,
        link_path=OWN_PAGE_PATH,
        due=due,
    )


def left(member: Membership, *, now: datetime) -> MailDraft:
    """To who left a group: what is still to be done, and when we forget them."""
    return draft(
        "left",
        to=member.email,
        language=member.language,
        key=f"left-{member.pk}-{now.timestamp():.0f}",
        about=f"membership:{member.pk}",
        event="left",
        due=now,
        group=member.group,
    )


def member_left(member: Membership, *, to: User, now: datetime, due: datetime) -> MailDraft:
    """To a beheerder: somebody left; who, stands on the page behind log-in."""
    return draft(
        "member_left",
        to=to,
        key=f"member-left-{member.pk}-{now.timestamp():.0f}-{to.pk}",
        about=f"membership:{member.pk}",
        event="member_left",
        link_path=reverse("members", args=[member.group.slug]),
        due=due,
        group=member.group,
    )


def moving_house(
    request: ResidentRequest, *, old: WatchGroup, left: bool, link: Link, due: datetime
) -> MailDraft:
    """To who moves house, with the link of the own page. `left`: whether the old group is left
    already.
    """
    return draft(
        "moving_house",
        to=request.email,
        key=f"moving-house-{request.pk}",
        about=f"request:{request.pk}",
        event="moving_house",
        link=link,
        link_path=OWN_PAGE_PATH,
        due=due,
        request=request,
        old=old,
        left=left,
    )


def number_changed(member: Membership, *, version: int, to: User, due: datetime) -> MailDraft:
    """To a beheerder: somebody has another number; who, stands on the page behind log-in.
    `version`: what it was changed from.
    """
    return draft(
        "number_changed",
        to=to,
        key=f"number-changed-{member.pk}-{version}-{to.pk}",
        about=f"membership:{member.pk}",
        event="number_changed",
        link_path=reverse("member", args=[member.group.slug, member.pk]),
        due=due,
        group=member.group,
    )


def new_email(email: str, *, link: Link, due: datetime) -> MailDraft:
    """To the address that somebody wants to use from now on. It may be a stranger's: nothing of who
    asks is in it but their language.
    """
    return draft(
        "new_email",
        to=email,
        language=language_now(),
        key=f"new-email-{link.pk}",
        about=about_change(link.subject_id),
        event="new_email",
        link=link,
        link_path=NEW_EMAIL_PATH,
        due=due,
    )


def email_changed(old: str, *, language: str, link: Link, due: datetime) -> MailDraft:
    """To the address that was used until now, and is no longer. `link`: the one of the new address
    that did it.
    """
    return draft(
        "email_changed",
        to=old,
        language=language,
        key=f"email-changed-{link.pk}",
        about="",
        event="email_changed",
        due=due,
    )


def about_change(pk: int) -> str:
    """What the mails about an address that waits to be confirmed are about."""
    return f"email-change:{pk}"
