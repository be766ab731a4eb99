"""Sending what is due, against a real mail server that takes, defers, refuses and hangs."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.header import decode_header, make_header
from typing import Any

import pytest
from django.db import connection
from structlog.testing import capture_logs

from dorst_portal.kit.links import new_link
from dorst_portal.outbox import delivery
from dorst_portal.outbox.delivery import deliver_due, pause_after
from dorst_portal.outbox.models import Mail, MailState
from dorst_portal.outbox.services import queue
from tests.outbox.servers import MailServer, black_hole, free_port, mail_server
from tests.outbox.test_services import draft, mail

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    """The mail server of the portal."""
    with mail_server() as running:
        use_server(settings, running.port)
        yield running


def use_server(settings: Any, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_TIMEOUT = 1


def test_ml_01_a_mail_has_its_headers_one_recipient_and_plain_text(
    server: MailServer, settings: Any
) -> None:
    settings.DEFAULT_FROM_EMAIL = "buurtpreventie@example.org"
    queue(
        [draft(subject="Één aanmelding", text="Hallo O'Brien,\n{link}\n", link_path="/beheer/")],
        now=NOW,
    )

    assert deliver_due(now=NOW + MINUTE) == 1

    (message,) = server.received
    assert server.envelopes == [["sanne@example.org"]]
    assert message["From"] == "Buurtpreventie Dorst <buurtpreventie@example.org>"
    assert message["Reply-To"] == "buurtpreventie@example.org"
    assert message["To"] == "sanne@example.org"
    assert message["Message-ID"] == mail().message_id
    assert message["Date"] == "Sun, 22 Nov 2026 12:00:00 +0000"
    assert message["Auto-Submitted"] == "auto-generated"
    assert str(make_header(decode_header(message["Subject"]))) == "Één aanmelding"
    assert message.get_content_type() == "text/plain"
    assert b"O'Brien" in message.get_payload(decode=True)
    assert mail().state == MailState.SENT
    assert mail().sent_at is not None
    assert NOW + MINUTE <= mail().sent_at < NOW + 2 * MINUTE


def test_a_mail_leaves_when_it_is_due_and_once(server: MailServer) -> None:
    queue([draft("now"), draft("later", due=NOW + 5 * MINUTE)], now=NOW)

    assert deliver_due(now=NOW) == 1
    assert deliver_due(now=NOW) == 0
    assert deliver_due(now=NOW + 5 * MINUTE) == 1
    assert set(server.ids().values()) == {1}


def test_replies_go_to_where_the_mail_says(server: MailServer) -> None:
    queue([draft(reply_to="vraag@example.org")], now=NOW)
    deliver_due(now=NOW)

    assert server.received[0]["Reply-To"] == "vraag@example.org"


def test_ml_05_deferred_mails_rest_longer_each_time_and_leave_once(server: MailServer) -> None:
    queue([draft("a"), draft("b", to="joris@example.org")], now=NOW)
    server.answers["sanne@example.org"] = "450 greylisted"

    assert deliver_due(now=NOW) == 1
    assert mail("a").last_error == "SMTPRecipientsRefused 450"
    assert deliver_due(now=NOW + MINUTE / 2) == 0
    assert mail("a").attempts == 1
    assert deliver_due(now=NOW + 2 * MINUTE) == 0
    assert mail("a").due > NOW + 4 * MINUTE

    server.answers.clear()
    assert deliver_due(now=NOW + 5 * MINUTE) == 1
    assert mail("a").attempts == 3
    assert set(server.ids().values()) == {1}


def test_ml_05_a_final_refusal_ends_the_mail_at_once_and_holds_up_no_other(
    server: MailServer,
) -> None:
    queue([draft("a"), draft("b", to="joris@example.org")], now=NOW)
    server.answers["sanne@example.org"] = "550 no such user sanne@example.org"

    with capture_logs() as lines:
        assert deliver_due(now=NOW) == 1

    assert mail("a").state == MailState.FAILED
    assert mail("a").last_error == "SMTPRecipientsRefused 550"
    assert list(Mail.objects.failed()) == [mail("a")]
    assert mail("b").state == MailState.SENT
    assert {line["event"] for line in lines} == {"outbox.failed", "outbox.sent"}
    assert "@" not in str(lines)


def test_a_mail_fails_after_its_last_attempt(server: MailServer, settings: Any) -> None:
    settings.OUTBOX_MAX_ATTEMPTS = 3
    queue([draft()], now=NOW)
    server.answer_to_all = "451 later"

    for hours in range(5):
        deliver_due(now=NOW + timedelta(hours=hours))

    assert mail().state == MailState.FAILED
    assert mail().attempts == 3


def test_a_text_that_is_refused_for_good_ends_the_mail(server: MailServer) -> None:
    server.answer_to_text = "554 no"
    queue([draft()], now=NOW)
    deliver_due(now=NOW)

    assert (mail().state, mail().last_error) == (MailState.FAILED, "SMTPDataError 554")


def test_a_server_that_is_closing_gets_no_more_mails_in_this_pass(server: MailServer) -> None:
    queue([draft("a"), draft("b")], now=NOW)
    server.answer_to_all = "421 closing"
    deliver_due(now=NOW)

    assert (mail("a").attempts, mail("b").attempts) == (1, 0)


def test_cf_13_a_mail_that_cannot_be_made_is_parked_and_the_others_leave(
    server: MailServer, settings: Any
) -> None:
    settings.OUTBOX_MAX_ATTEMPTS = 2
    link = new_link("confirm", 7, now=NOW)
    poison = draft("poison", text="{link}", link=link, link_path="/bevestig/{token}/")
    queue([poison, draft("a"), draft("b")], now=NOW)
    link.delete()

    assert deliver_due(now=NOW) == 2
    assert mail("poison").state == MailState.QUEUED
    assert deliver_due(now=NOW + timedelta(hours=1)) == 0
    assert mail("poison").state == MailState.FAILED
    assert mail("poison").last_error == "ValueError"


def test_a_server_that_cannot_be_reached_costs_no_mail_an_attempt(settings: Any) -> None:
    use_server(settings, free_port())
    queue([draft()], now=NOW)

    for hours in range(30):
        assert deliver_due(now=NOW + timedelta(hours=hours)) == 0

    assert (mail().state, mail().attempts) == (MailState.QUEUED, 0)


def test_a_server_that_stays_silent_holds_up_one_pass_for_one_timeout(settings: Any) -> None:
    with black_hole() as port:
        use_server(settings, port)
        queue([draft("a"), draft("b")], now=NOW)

        assert deliver_due(now=NOW) == 0

    assert mail("a").attempts == 0


def test_a_run_ends_in_time_between_two_mails(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue([draft(key=f"mail-{number}") for number in range(3)], now=NOW)
    monkeypatch.setattr(delivery, "LONGEST_RUN", timedelta(0))
    assert [deliver_due(now=NOW + MINUTE) for _ in range(4)] == [1, 1, 1, 0]
    assert len(server.received) == 3


def test_no_sender_takes_what_another_has_claimed(server: MailServer) -> None:
    queue([draft()], now=NOW)
    ours = mail()
    Mail.objects.update(due=NOW + MINUTE, attempts=1)

    assert deliver_due(now=NOW) == 0
    assert server.received == []
    # The other one was killed: its lease runs out and the mail leaves under the same id.
    assert deliver_due(now=NOW + MINUTE) == 1
    assert list(server.ids()) == [ours.message_id]


@pytest.mark.django_db(transaction=True)
def test_eight_senders_at_once_send_each_mail_once(server: MailServer) -> None:
    queue([draft(str(number)) for number in range(40)], now=NOW)
    sent = []

    def send() -> None:
        try:
            sent.append(deliver_due(now=NOW))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(sent) == 40
    assert len(server.ids()) == 40
    assert set(server.ids().values()) == {1}


@pytest.mark.parametrize(("demo", "kept"), [(False, ""), (True, "Code: 123 456")])
@pytest.mark.parametrize("answer", ["250 OK", "550 no"])
def test_a_log_in_code_is_wiped_when_its_mail_has_ended_but_shown_in_the_demo(
    server: MailServer, settings: Any, demo: bool, kept: str, answer: str
) -> None:
    settings.DEMO = demo
    server.answer_to_all = answer
    queue([draft("code", text="Code: 123 456", sensitive=True), draft("other")], now=NOW)
    deliver_due(now=NOW)

    assert mail("code").text == kept
    assert mail("other").text


def test_the_pause_doubles_up_to_three_hours() -> None:
    assert [pause_after(attempts) / MINUTE for attempts in (1, 2, 3, 8, 9, 50)] == [
        1, 2, 4, 128, 180, 180,
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_cf_10_cf_11_that_a_mail_left_is_written_down_as_soon_as_the_database_can(
    server: MailServer, settings: Any
) -> None:
    """A full disk, or a database that is started anew, must not mail somebody once more."""
    settings.EMAIL_BACKEND = "tests.outbox.breaking.BreaksOff"
    queue([draft()], now=NOW)
    try:
        assert deliver_due(now=NOW + MINUTE) == 1
    finally:
        connection.close()
    assert (mail().state, mail().attempts) == (MailState.SENT, 1)
    assert len(server.received) == 1
