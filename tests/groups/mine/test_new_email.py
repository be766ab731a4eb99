"""Another e-mail address: asked for on the own page, done by whoever reads the new one."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.kit.links import new_link, token_for
from dorst_portal.kit.models import Link
from dorst_portal.outbox.models import Mail, MailState
from groups.mine.emails import NEW_EMAIL
from groups.mine.services import new_email as services
from groups.mine.services.new_email import PER_EMAIL
from groups.models import EmailChange, Membership, OwnPage
from groups.privacy.services.retention import run_retention
from groups.requests.emails import ANSWER, CONFIRM
from groups.requests.services import conversation, deciding
from groups.values.secrets import seal
from tests.groups.conftest import MakeRequest
from tests.groups.mine.conftest import ANJA, MakeMember, link_to, opens, path_of
from tests.groups.pages import forms_of, send, text_of, typed_in, words_of

pytestmark = pytest.mark.django_db
PAGE = "/mijn/e-mail/"
NEW = "anja.nieuw@example.org"
GONE = "Deze link werkt niet meer"
CHANGES = re.compile(r"\s*(INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)


def asks(client: Client, email: str = NEW) -> Any:
    return client.post(PAGE, {"email": email}, follow=True)


def mailed_link(email: str = NEW) -> str:
    """The path of the newest link that is mailed there."""
    mails = Mail.objects.filter(to=email, event="new_email").select_related("link")
    (mail,) = mails.order_by("-pk")[:1]
    assert mail.link is not None
    return f"/mijn/e-mail/bevestigen/{token_for(mail.link)}/"


def confirms(email: str = NEW) -> Any:
    """Whoever reads the new address presses the button, in a browser of their own."""
    browser = Client()
    page = browser.get(mailed_link(email), follow=True)
    form = forms_of(page)[-1]
    return browser.post(form.action, form.sends, follow=True)


def test_nothing_changes_before_the_button_in_the_new_mailbox(
    client: Client, own: Any, anja: Membership
) -> None:
    told = words_of(asks(client))
    assert f"We mailen een link naar {NEW}" in told
    (mail,) = Mail.objects.all()
    assert mail.to == NEW
    assert "Anja" not in mail.subject + mail.text
    assert ANJA not in mail.subject + mail.text
    with CaptureQueriesContext(connection) as queries:
        seen = Client().get(mailed_link(), follow=True)
    assert not [row["sql"] for row in queries if CHANGES.match(row["sql"])]
    assert seen.redirect_chain == [("/mijn/e-mail/bevestigen/", 302)]
    assert "Anja" not in text_of(seen)
    assert "anja" not in text_of(seen)
    assert "no-store" in seen["Cache-Control"]
    anja.refresh_from_db()
    assert anja.email == ANJA


def test_everything_that_was_proved_goes_along_and_the_old_address_is_told(
    client: Client, own: Any, anja: Membership, make_member: MakeMember, make_request: MakeRequest
) -> None:
    housemate = make_member(name="Huub", email=ANJA, email_confirmed_at=timezone.now())
    asked = make_request(email=ANJA, email_confirmed_at=timezone.now())
    unproved = make_member(email=ANJA)
    unconfirmed = make_request(email=ANJA)
    older = link_to(ANJA)
    confirm = new_link(CONFIRM, asked.pk, now=timezone.now())
    asks(client)
    assert "Je e-mailadres is veranderd" in words_of(confirms())
    for row in (anja, housemate, asked, unproved, unconfirmed):
        row.refresh_from_db()
    assert {anja.email, housemate.email, asked.email} == {NEW}
    assert {unproved.email, unconfirmed.email} == {ANJA}
    assert anja.version == 2
    assert anja.email_confirmed_at is not None
    assert Entry.objects.filter(verb="member.email_changed").count() == 2
    assert Entry.objects.get(verb="request.email_changed").subject == f"request:{asked.pk}"
    notice = Mail.objects.get(event="email_changed")
    assert (notice.to, notice.link_path) == (ANJA, "")
    assert NEW not in notice.subject + notice.text
    # TK-06: what was mailed or open before is worth nothing.
    assert client.get("/mijn/groep/1/wijzigen/").status_code == 302
    assert "Anja" not in text_of(client.get("/mijn/"))
    assert Client().get(path_of(older)).status_code == 404
    confirm.refresh_from_db()
    assert confirm.used_at is not None
    assert not EmailChange.objects.exists()
    assert "Anja Anders" in words_of(opens(Client(), NEW))


def test_an_address_that_we_know_gets_the_same_answer(
    client: Client, own: Any, anja: Membership, make_member: MakeMember
) -> None:
    """A household may share one; and who asks learns nothing."""
    make_member(name="Huub Huis", email="huub@example.org", email_confirmed_at=timezone.now())
    unknown = words_of(asks(client, "niemand@example.org"))
    known = words_of(asks(client, "huub@example.org"))
    assert known == unknown.replace("niemand@", "huub@")
    confirms("huub@example.org")
    words = words_of(opens(Client(), "huub@example.org"))
    assert "Anja Anders" in words
    assert "Huub Huis" in words


def test_the_button_works_once_and_a_newer_link_ends_the_older(
    client: Client, own: Any, anja: Membership
) -> None:
    asks(client, "eerst@example.org")
    older = mailed_link("eerst@example.org")
    asks(client)
    assert GONE in words_of(Client().get(older))
    assert Mail.objects.get(to="eerst@example.org").state == MailState.CANCELLED
    newer = mailed_link()
    page = Client().get(newer, follow=True)
    link = Link.objects.get(pk=forms_of(page)[-1].sends["link"])
    assert services.take_over(link, now=timezone.now())
    assert not services.take_over(link, now=timezone.now())
    assert Client().get(newer).status_code == 404
    assert Mail.objects.filter(event="email_changed").count() == 1


def test_it_works_a_week(client: Client, own: Any, anja: Membership) -> None:
    asks(client)
    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1), tick=False):
        assert Client().get(mailed_link()).status_code == 404
    run_retention(now=timezone.now() + timedelta(days=9))
    assert not EmailChange.objects.exists()


def test_a_link_of_another_purpose_or_number_changes_nothing(
    client: Client, own: Any, anja: Membership
) -> None:
    """TK-05"""
    asks(client)
    change = EmailChange.objects.get()
    other = token_for(new_link(CONFIRM, change.pk, now=timezone.now()))
    good = mailed_link()
    wrong = [good[:-3] + "/", f"/mijn/e-mail/bevestigen/{other}/"]
    assert {Client().get(path).status_code for path in wrong} == {404}
    assert Client().get("/mijn/e-mail/bevestigen/").status_code == 404
    assert Client().get("/mijn/e-mail/bevestigen/?klaar").status_code == 404
    browser = Client()
    browser.get(good)
    assert browser.post("/mijn/e-mail/bevestigen/", {"link": "0"}).status_code == 404
    assert EmailChange.objects.exists()


def test_not_after_all(client: Client, own: Any, anja: Membership) -> None:
    page = asks(client)
    (keep,) = [form for form in forms_of(page) if form.action.endswith("/laat-zo/")]
    told = client.post(keep.action, keep.sends, follow=True)
    assert "Je e-mailadres blijft zoals het is." in words_of(told)
    assert Client().get(mailed_link()).status_code == 404
    assert client.get("/mijn/e-mail/laat-zo/").status_code == 405


@pytest.mark.parametrize("typed", ["", "anja", ANJA, ANJA.upper()])
def test_what_is_wrong_stands_beside_the_field(
    client: Client, own: Any, anja: Membership, typed: str
) -> None:
    page = send(client, client.get(PAGE), email=typed)
    assert "Er ging iets niet goed" in words_of(page)
    assert typed_in(page, "email") == typed
    assert not EmailChange.objects.exists()


def test_nobody_asks_more_often_than_that(client: Client, own: Any, anja: Membership) -> None:
    codes = [asks(client, f"n{number}@example.org").status_code for number in range(PER_EMAIL + 1)]
    assert codes == [200] * PER_EMAIL + [429]


def test_only_who_opened_the_own_page_asks(anja: Membership) -> None:
    assert Client().get(PAGE).status_code == 302
    assert Client().post(PAGE, {"email": NEW}).status_code == 403
    assert not Mail.objects.exists()


def test_an_own_page_with_nothing_on_it_mails_nobody(
    client: Client, own: Any, anja: Membership
) -> None:
    Membership.objects.update(email="")
    assert "Dit kan niet meer." in words_of(asks(client))
    assert not Mail.objects.exists()


def test_mails_that_are_still_to_leave_go_to_the_new_address(
    client: Client, own: Any, anja: Membership, make_request: MakeRequest, own_beheerder: User
) -> None:
    now = timezone.now()
    group = anja.group
    group.way_of_adding, group.invite_link_encrypted = "own_page", seal("https://x.example/a")
    group.invite_link_set_at = now
    group.save()
    approved = make_request(email=ANJA, email_confirmed_at=now)
    deciding.approve(approved, by=own_beheerder, now=now)
    asked = make_request(email=ANJA, email_confirmed_at=now, house_number=14)
    conversation.ask_back(asked, text="Woon je hier?", by=own_beheerder, now=now)
    asks(client)
    confirms()
    held = Mail.objects.get(event="approved_own_page")
    assert held.to == NEW
    assert held.link is not None
    assert OwnPage.objects.get(pk=held.link.subject_id).email == NEW
    assert held.link.used_at is None
    question = Mail.objects.get(event="asked")
    assert question.to == NEW
    assert question.link is not None
    assert (question.link.purpose, question.link.used_at) == (ANSWER, None)
    assert NEW_EMAIL not in {question.link.purpose, held.link.purpose}
