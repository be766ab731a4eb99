"""Mails that were given up: seen, tried once more, or let go; and the call that stands for one."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.kit.links import end_links, new_link
from dorst_portal.outbox.models import Mail, MailState
from groups.desk.services import failed_mails
from groups.models import CallTask, ResidentRequest, WatchGroup
from groups.requests.emails import CONFIRM, CONFIRM_PATH
from groups.requests.services import conversation, deciding
from groups.requests.services.calls import call_where_mail_failed, finish_call
from groups.requests.services.confirming import refuse_email
from tests.groups.conftest import MakeRequest, appoint, log_in
from tests.groups.pages import forms_of, words_of

PAGE = "failed_mails"
FailedMail = Callable[..., Mail]


@pytest.fixture
def staff(client: Client, coordinator: User) -> Client:
    return log_in(client, coordinator)


@pytest.fixture
def failed_mail(now: datetime) -> FailedMail:
    """A mail to the resident of a request that was given up an hour ago; any field can be given."""

    def make(about: ResidentRequest, **given: Any) -> Mail:
        made = Mail.objects.count()
        facts: dict[str, Any] = {
            "to": about.email,
            "subject": f"Over je aanvraag ({about.reference})",
            "text": "Hallo, geheime tekst.",
            "key": f"request-{about.pk}-takes_longer-{made}",
            "message_id": f"<{made}@example.org>",
            "state": MailState.FAILED,
            "attempts": 8,
            "due": now - timedelta(hours=1),
            "created": now - timedelta(days=1),
            "last_error": "SMTPRecipientsRefused 550",
        }
        facts |= given
        kind, number, event, *rest = facts["key"].split("-")
        known = {"about": f"{kind}:{number}", "event": event, "occasion": "-".join(rest)}
        return Mail.objects.create(**(known | facts))

    return make


def test_a_stranger_and_a_beheerder_see_nothing(
    client: Client, own_beheerder: User, join_request: ResidentRequest, failed_mail: FailedMail
) -> None:
    mail = failed_mail(join_request)
    assert client.get(reverse(PAGE)).status_code == 302
    log_in(client, own_beheerder)
    assert client.get(reverse(PAGE)).status_code == 404
    for name in ("failed_mail_retry", "failed_mail_let_go"):
        assert client.post(reverse(name, args=[mail.pk])).status_code == 404
    mail.refresh_from_db()
    assert mail.state == MailState.FAILED


def test_the_list_tells_what_it_was_about_and_not_to_whom(
    staff: Client, join_request: ResidentRequest, failed_mail: FailedMail
) -> None:
    failed_mail(join_request)
    answer = staff.get(reverse(PAGE))
    page = words_of(answer)
    assert f"Over je aanvraag ({join_request.reference})" in page
    assert "Dit adres neemt geen e-mail aan (550)." in page
    assert reverse("request", args=[join_request.pk]) in answer.content.decode()
    assert "rika@example.org" not in answer.content.decode()
    assert "geheime tekst" not in page


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("SMTPRecipientsRefused 550", "Dit adres neemt geen e-mail aan (550)."),
        ("SMTPRecipientsRefused 451", "De mailserver nam de e-mail niet aan (451)."),
        ("SMTPDataError 554", "De mailserver nam de e-mail niet aan (554)."),
        ("TimeoutError", "Het versturen lukte niet (TimeoutError)."),
        ("", "Het versturen lukte niet (onbekend)."),
    ],
)
def test_what_went_wrong_is_told_in_words(
    staff: Client,
    join_request: ResidentRequest,
    failed_mail: FailedMail,
    error: str,
    words: str,
) -> None:
    failed_mail(join_request, last_error=error)
    assert words in words_of(staff.get(reverse(PAGE)))


def test_trying_again_sends_it_and_takes_the_call_away(
    staff: Client,
    coordinator: User,
    join_request: ResidentRequest,
    failed_mail: FailedMail,
    now: datetime,
) -> None:
    mail = failed_mail(join_request)
    assert call_where_mail_failed(now=now) == 1
    page = staff.get(reverse(PAGE))
    assert "Er staat een telefoontje voor klaar." in words_of(page)
    retry = next(form for form in forms_of(page) if "opnieuw" in form.action)
    answer = staff.post(retry.action, retry.sends, follow=True)
    assert "De e-mail gaat nu opnieuw weg." in words_of(answer)
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.last_error) == (MailState.QUEUED, 0, "")
    assert not CallTask.objects.exists()
    line = Entry.objects.get(verb="request.mail_retried")
    assert (line.by, line.scope) == (coordinator, f"group:{join_request.group_id}")
    # It fails once more: then there is a call again.
    Mail.objects.filter(pk=mail.pk).update(state=MailState.FAILED)
    assert call_where_mail_failed(now=now) == 1


def test_two_who_try_again_at_once_send_it_once(
    coordinator: User, join_request: ResidentRequest, failed_mail: FailedMail, now: datetime
) -> None:
    mail = failed_mail(join_request)
    seen_too = Mail.objects.get(pk=mail.pk)
    failed_mails.try_again(mail, by=coordinator, now=now)
    with pytest.raises(failed_mails.CannotSendAgain):
        failed_mails.try_again(seen_too, by=coordinator, now=now)
    assert Entry.objects.filter(verb="request.mail_retried").count() == 1


@pytest.mark.parametrize(
    "gone",
    [
        {"state": MailState.SENT, "sent_at": datetime.fromisoformat("2026-01-01T12:00+00:00")},
        {"state": MailState.CANCELLED},
        {"text": ""},
        {"to": ""},
        {"sensitive": True},
        {"link_path": CONFIRM_PATH},
        {"to": "vroeger@example.org"},
    ],
    ids=lambda gone: ",".join(gone),
)
def test_what_cannot_go_again_does_not(
    coordinator: User,
    join_request: ResidentRequest,
    failed_mail: FailedMail,
    now: datetime,
    gone: dict[str, Any],
) -> None:
    mail = failed_mail(join_request, **gone)
    with pytest.raises(failed_mails.CannotSendAgain):
        failed_mails.try_again(mail, by=coordinator, now=now)
    assert not Mail.objects.filter(state=MailState.QUEUED).exists()
    assert not Entry.objects.filter(verb="request.mail_retried").exists()


def test_a_mail_with_a_link_goes_only_while_the_link_works(
    staff: Client,
    coordinator: User,
    join_request: ResidentRequest,
    failed_mail: FailedMail,
    now: datetime,
) -> None:
    link = new_link(CONFIRM, join_request.pk, now=now, days=7)
    mail = failed_mail(join_request, link=link, link_path=CONFIRM_PATH)
    assert "Probeer opnieuw" in words_of(staff.get(reverse(PAGE)))
    for late, ends in ((now + timedelta(days=8), False), (now, True)):
        if ends:
            end_links(CONFIRM, join_request.pk, now=now)
        with pytest.raises(failed_mails.CannotSendAgain):
            failed_mails.try_again(mail, by=coordinator, now=late)
    page = words_of(staff.get(reverse(PAGE)))
    assert "Opnieuw sturen kan niet meer." in page
    assert "Probeer opnieuw" not in page


def test_who_said_this_is_not_me_gets_nothing_more(
    coordinator: User, join_request: ResidentRequest, failed_mail: FailedMail, now: datetime
) -> None:
    mail = failed_mail(join_request)
    refuse_email(new_link(CONFIRM, join_request.pk, now=now), now=now)
    with pytest.raises(failed_mails.CannotSendAgain):
        failed_mails.try_again(mail, by=coordinator, now=now)


def test_letting_go_leaves_the_call(
    staff: Client,
    coordinator: User,
    join_request: ResidentRequest,
    failed_mail: FailedMail,
    now: datetime,
) -> None:
    mail = failed_mail(join_request)
    call_where_mail_failed(now=now)
    path = reverse("failed_mail_let_go", args=[mail.pk])
    assert "gaat niet meer weg" in words_of(staff.post(path, follow=True))
    mail.refresh_from_db()
    assert mail.state == MailState.CANCELLED
    assert CallTask.objects.filter(done_at__isnull=True).count() == 1
    assert Entry.objects.get(verb="request.mail_let_go").by == coordinator
    assert staff.post(path).status_code == 404
    with pytest.raises(failed_mails.AlreadyGone):
        failed_mails.let_go(mail, by=coordinator, now=now)


def test_who_was_spoken_to_since_needs_no_mail(
    staff: Client,
    own_beheerder: User,
    join_request: ResidentRequest,
    failed_mail: FailedMail,
    now: datetime,
) -> None:
    failed_mail(join_request)
    call_where_mail_failed(now=now)
    finish_call(CallTask.objects.get(), reached=True, by=own_beheerder, now=now)
    assert "Alle e-mails zijn aangekomen of onderweg." in words_of(staff.get(reverse(PAGE)))


def test_a_mail_about_a_complaint_is_invisible_to_who_runs_that_group(
    staff: Client,
    coordinator: User,
    make_request: MakeRequest,
    failed_mail: FailedMail,
    spoorstraat: WatchGroup,
) -> None:
    complaint = make_request(
        kind="question",
        subject="complaint",
        owner="coordinators",
        group=None,
        about_group=spoorstraat,
    )
    # The key of another request begins with the same digits.
    other = make_request(pk=complaint.pk * 10)
    mail = failed_mail(complaint)
    failed_mail(other)
    assert complaint.reference in words_of(staff.get(reverse(PAGE)))
    appoint(coordinator, spoorstraat)
    page = words_of(staff.get(reverse(PAGE)))
    assert complaint.reference not in page
    assert other.reference in page
    for name in ("failed_mail_retry", "failed_mail_let_go"):
        assert staff.post(reverse(name, args=[mail.pk])).status_code == 404


def test_a_mail_about_no_request_can_go_again_too(
    staff: Client, join_request: ResidentRequest, failed_mail: FailedMail, coordinator: User
) -> None:
    mail = failed_mail(join_request, key="digest-1-2026-01-01", to="els@example.org")
    staff.post(reverse("failed_mail_retry", args=[mail.pk]))
    mail.refresh_from_db()
    assert mail.state == MailState.QUEUED
    assert Entry.objects.get(verb="mail.retried").subject == f"mail:{mail.pk}"


def test_the_list_asks_the_same_at_1_and_at_30_rows(
    staff: Client, make_request: MakeRequest, failed_mail: FailedMail
) -> None:
    counts = []
    for rows in (1, 29):
        for _ in range(rows):
            failed_mail(make_request())
        with CaptureQueriesContext(connection) as queries:
            staff.get(reverse(PAGE))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_the_list_pages_by_key_and_shows_everything_once(
    staff: Client, make_request: MakeRequest, failed_mail: FailedMail
) -> None:
    about = make_request()
    made = {failed_mail(about).pk for _ in range(60)}
    seen: list[int] = []
    query = "?na="
    while query:
        page = staff.get(reverse(PAGE) + query).context["page"]
        seen += [row.mail.pk for row in page.rows]
        query = f"?na={page.next_key}" if page.next_key else ""
    assert len(seen) == 60
    assert set(seen) == made


@pytest.mark.parametrize("then", ["reopened", "withdrawn"])
def test_a_decision_that_stands_no_more_is_not_told_any_more(
    staff: Client,
    own_beheerder: User,
    coordinator: User,
    make_request: MakeRequest,
    now: datetime,
    then: str,
) -> None:
    """Whose refusal was taken back must not read it the day after."""
    row, later = make_request(email_confirmed_at=now), now + timedelta(minutes=10)
    if then == "reopened":
        deciding.decline(row, reason="other", note="Niet nu.", by=own_beheerder, now=now)
    else:
        deciding.approve(row, by=own_beheerder, now=now)
    told = Mail.objects.filter(to=row.email)
    told.update(state=MailState.FAILED, attempts=8)
    mail = told.get()
    assert reverse("failed_mail_retry", args=[mail.pk]) in staff.get(reverse(PAGE)).content.decode()
    if then == "reopened":
        conversation.reopen(row, by=coordinator, now=later)
    else:
        conversation.withdraw(row, now=later)
    retry = reverse("failed_mail_retry", args=[mail.pk])
    assert retry not in staff.get(reverse(PAGE)).content.decode()
    staff.post(retry)
    mail.refresh_from_db()
    assert mail.state == MailState.FAILED
