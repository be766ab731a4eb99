"""DP-08, TK-06: whoever has everything wiped has no own page any more, open or by a mailed link."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from dorst_portal.accounts.models import User
from dorst_portal.kit.models import Link
from dorst_portal.outbox.models import Mail
from groups.members.services.acting import Actor
from groups.members.services.own_links import own_link
from groups.mine import emails
from groups.mine.services import new_email
from groups.models import EmailChange, Membership, OwnPage
from groups.privacy.services.erasing import erase_person
from groups.privacy.services.repeating import repeat_erasures

MAIL = "rika@example.org"
DAY = timedelta(days=1)
MakeMember = Callable[..., Membership]


class Restored(Exception):
    """Raised to put the database back as it was."""


def open_page(email: str, now: datetime) -> None:
    """One that is open, and a link to the next."""
    link = own_link(email, now=now)
    OwnPage.objects.filter(pk=link.subject_id).update(opened_at=now)
    own_link(email, now=now)


def all_of(email: str, now: datetime) -> None:
    mine = Membership.objects.filter(email=email)
    erase_person(email=email, memberships=mine, by=Actor(mine, word="member"), now=now)


def on_behalf(member: Membership, user: User, now: datetime) -> None:
    this = Membership.objects.filter(pk=member.pk)
    erase_person(memberships=this, by=Actor(this, user=user), now=now)


def test_dp_08_own_pages_and_their_links_go(make_member: MakeMember, now: datetime) -> None:
    make_member(email=MAIL, since=now - DAY, email_confirmed_at=now)
    for email in (MAIL, "other@example.org"):
        open_page(email, now)
    all_of(MAIL, now)
    left = OwnPage.objects.values_list("email", "pk")
    assert {email for email, _ in left} == {"other@example.org"}
    assert {link.subject_id for link in Link.objects.all()} == {pk for _, pk in left}


def test_dp_08_done_on_behalf_the_page_stays_for_who_else_reads_that_mail(
    make_member: MakeMember, own_beheerder: User, now: datetime
) -> None:
    one, two = (make_member(email=MAIL, since=now - DAY) for _ in range(2))
    open_page(MAIL, now)
    on_behalf(one, own_beheerder, now)
    assert OwnPage.objects.count() == 2
    on_behalf(two, own_beheerder, now)
    assert not OwnPage.objects.exists()
    assert not Link.objects.exists()


def test_dp_08_a_mail_about_a_membership_is_emptied_whoever_asks(
    make_member: MakeMember, own_beheerder: User, now: datetime
) -> None:
    member = make_member(email=MAIL, since=now - DAY, email_confirmed_at=now)
    draft = emails.left(member, now=now)
    Mail.objects.create(
        to=draft.to, subject=draft.subject, text=draft.text, key=draft.key, about=draft.about,
        due=now + DAY, created=now,
    )  # fmt: skip
    on_behalf(member, own_beheerder, now)
    mail = Mail.objects.get(key=draft.key)
    assert (mail.to, mail.text, mail.state) == ("", "", "cancelled")


def test_dp_08_an_address_that_waits_to_take_the_place_of_this_one_goes_too(
    make_member: MakeMember, now: datetime
) -> None:
    make_member(email=MAIL, since=now - DAY, email_confirmed_at=now)
    make_member(email="other@example.org", since=now - DAY, email_confirmed_at=now)
    new_email.ask(MAIL, "nieuw@example.org", client="1", now=now)
    EmailChange.objects.create(old="other@example.org", new=MAIL, asked_at=now)
    all_of(MAIL, now)
    assert not EmailChange.objects.exists()
    assert not Mail.objects.exclude(to="").filter(event="new_email").exists()


def test_br_03_a_page_of_a_backup_goes_again(
    erasures: object, make_member: MakeMember, now: datetime
) -> None:
    make_member(email=MAIL, since=now - DAY, email_confirmed_at=now)
    open_page(MAIL, now)
    try:
        with transaction.atomic():
            all_of(MAIL, now)
            raise Restored
    except Restored:
        assert OwnPage.objects.exists()
    assert repeat_erasures(now=now) == 1
    assert not OwnPage.objects.exists()
