"""Queueing mails, calling them back, spreading and wiping them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from zeal import zeal_ignore

from dorst_portal.kit.links import new_link, token_for
from dorst_portal.outbox import services
from dorst_portal.outbox.models import Mail, MailState
from dorst_portal.outbox.services import MailDraft, cancel, drop, next_slot, queue, wipe_bodies

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.django_db


def draft(key: str = "receipt:1", **facts: Any) -> MailDraft:
    return MailDraft(
        **{
            "to": "sanne@example.org",
            "subject": "Je aanmelding",
            "text": "Hallo,\nGroet",
            "key": key,
            **facts,
        }
    )


def mail(key: str = "receipt:1") -> Mail:
    with zeal_ignore():  # looking is the test's own doing
        return Mail.objects.get(key=key)


def test_many_drafts_become_rows_in_one_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        queue([draft(f"receipt:{number}") for number in range(20)], now=NOW)

    assert Mail.objects.queued().count() == 20
    assert mail("receipt:0").due == NOW


def test_the_same_key_is_queued_once_also_within_one_call() -> None:
    queue([draft(text="first"), draft(text="twin"), draft("other")], now=NOW)
    queue([draft(text="second")], now=NOW)

    assert Mail.objects.count() == 2
    assert mail().text == "first"


def test_a_spent_key_stays_spent_after_the_mail_was_called_back() -> None:
    queue([draft()], now=NOW)
    assert cancel(["receipt:1"])
    queue([draft()], now=NOW)

    assert mail().state == MailState.CANCELLED


def test_mails_go_down_with_the_transaction_that_queued_them() -> None:
    with transaction.atomic():
        queue([draft()], now=NOW)
        transaction.set_rollback(True)

    assert not Mail.objects.exists()


def test_the_message_id_is_of_our_domain_and_of_this_mail(settings: Any) -> None:
    settings.SITE_URL = "https://portal.example.org:8443"
    queue([draft("a"), draft("b")], now=NOW)

    assert mail("a").message_id.endswith("@portal.example.org>")
    assert mail("a").message_id != mail("b").message_id


def test_the_link_is_made_from_the_configured_origin_when_it_is_read(settings: Any) -> None:
    settings.SITE_URL = "https://portal.example.org"
    link = new_link("confirm", 7, now=NOW)
    queue([draft(text="Open:\n{link}\n", link=link, link_path="/bevestig/{token}/")], now=NOW)

    assert token_for(link) not in mail().text
    assert mail().rendered_text() == (
        f"Open:\nhttps://portal.example.org/bevestig/{token_for(link)}/\n"
    )


def test_a_plain_path_needs_no_token(settings: Any) -> None:
    settings.SITE_URL = "https://portal.example.org"
    queue([draft(text="Bekijk:\n{link}", link_path="/beheer/aanvraag/7/")], now=NOW)

    assert mail().rendered_text() == "Bekijk:\nhttps://portal.example.org/beheer/aanvraag/7/"


def test_a_text_without_a_link_may_hold_the_word() -> None:
    queue([draft(text="Welkom {link}")], now=NOW)

    assert mail().rendered_text() == "Welkom {link}"


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "Hallo", "link_path": "/beheer/"},
        {"text": "{link} {link}", "link_path": "/beheer/"},
        {"subject": "x" * 201},
        {"key": "x" * 201},
        {"to": "x" * 255},
    ],
)
def test_a_draft_that_could_not_leave_whole_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"text must hold|is longer than"):
        draft(**wrong)


def test_ml_02_a_subject_cannot_break_out_of_its_line() -> None:
    queue([draft(subject="Groep\r\nBcc: x@example.org\x00\u2028Weg", text="a\x00b")], now=NOW)

    assert mail().subject == "Groep Bcc: x@example.org Weg"
    assert mail().text == "ab"


def test_mails_are_called_back_all_or_told_that_it_is_too_late() -> None:
    queue([draft("a"), draft("b"), draft("c")], now=NOW)
    Mail.objects.filter(key="c").update(attempts=1)

    assert cancel(["a", "b"])
    assert not cancel(["c"])
    assert not cancel(["never queued"])
    assert mail("a").state == mail("b").state == MailState.CANCELLED
    assert mail("c").state == MailState.QUEUED


def test_dropping_tells_how_many_still_could_be() -> None:
    queue([draft("a"), draft("b")], now=NOW)
    Mail.objects.filter(key="b").update(state=MailState.SENT, sent_at=NOW)

    assert drop(Mail.objects.filter(key__in=["a", "b"])) == 1
    assert mail("b").state == MailState.SENT


def failed(**facts: Any) -> Mail:
    queue([draft(**facts)], now=NOW - HOUR)
    Mail.objects.update(state=MailState.FAILED, attempts=8, last_error="SMTPDataError 554")
    return mail()


def test_a_mail_that_was_given_up_starts_again_once() -> None:
    given_up = failed()
    assert services.retry(given_up, now=NOW)
    assert not services.retry(given_up, now=NOW)

    again = mail()
    assert (again.state, again.attempts, again.due) == (MailState.QUEUED, 0, NOW)
    assert (again.last_error, again.message_id) == ("", given_up.message_id)


def test_what_has_nothing_left_to_send_stays_given_up() -> None:
    given_up = failed()
    for gone in ({"text": ""}, {"to": ""}, {"sensitive": True}, {"link_path": "/x/{token}/"}):
        kept = {name: getattr(given_up, name) for name in gone}
        Mail.objects.update(**gone)
        assert not services.retry(given_up, now=NOW), gone
        Mail.objects.update(**kept)
    assert services.retry(given_up, now=NOW)


def test_a_mail_leaves_again_only_while_its_link_works() -> None:
    link = new_link("confirm", 1, now=NOW - HOUR, days=7)
    given_up = failed(text="{link}", link=link, link_path="/bevestig/{token}/")

    assert not services.retry(given_up, now=NOW + timedelta(days=7))
    assert services.retry(given_up, now=NOW)


def test_only_a_mail_that_was_given_up_is_let_go() -> None:
    given_up = failed()
    assert services.let_go(given_up)
    assert not services.let_go(given_up)
    assert not services.retry(given_up, now=NOW)
    assert mail().state == MailState.CANCELLED


def test_pf_11_a_third_mail_within_the_hour_is_late_and_a_sixth_within_the_day_is_later() -> None:
    slots = []
    for number in range(7):
        slots.append(next_slot("sanne@example.org", now=NOW))
        queue([draft(str(number), due=slots[-1])], now=NOW)

    assert [slot - NOW for slot in slots] == [
        0 * HOUR, 0 * HOUR, 1 * HOUR, 1 * HOUR, 2 * HOUR, 24 * HOUR, 24 * HOUR,
    ]  # fmt: skip
    assert next_slot("joris@example.org", now=NOW) == NOW


def test_pf_11_what_was_sent_counts_when_it_left_and_what_was_called_back_does_not() -> None:
    queue([draft("a"), draft("b")], now=NOW - HOUR)
    Mail.objects.filter(key="a").update(state=MailState.SENT, sent_at=NOW - HOUR / 2)
    assert next_slot("sanne@example.org", now=NOW) == NOW

    queue([draft("c")], now=NOW)
    assert next_slot("sanne@example.org", now=NOW) == NOW + HOUR / 2

    drop(Mail.objects.filter(key="c"))
    assert next_slot("sanne@example.org", now=NOW) == NOW


def test_a_week_after_delivery_only_the_fact_is_left() -> None:
    week = timedelta(days=7)
    link = new_link("confirm", 7, now=NOW)
    facts = {"text": "Open {link}", "link": link, "link_path": "/x/{token}/", "reply_to": "a@b.nl"}
    queue([draft(key, **facts) for key in ("sent", "fresh", "failed", "queued")], now=NOW)
    Mail.objects.filter(key="sent").update(state=MailState.SENT, sent_at=NOW)
    Mail.objects.filter(key="fresh").update(state=MailState.SENT, sent_at=NOW + HOUR)
    Mail.objects.filter(key="failed").update(state=MailState.FAILED)

    assert wipe_bodies(now=NOW + week) == 0
    assert wipe_bodies(now=NOW + week + HOUR / 2) == 2
    assert wipe_bodies(now=NOW + week + HOUR / 2) == 0
    wiped = mail("sent")
    assert (wiped.to, wiped.text, wiped.reply_to, wiped.link) == ("", "", "", None)
    assert wiped.subject == "Je aanmelding"
    assert mail("fresh").text
    assert mail("queued").text


def test_the_oldest_waiting_mail_is_known() -> None:
    assert services.oldest_waiting(now=NOW) is None
    queue([draft("a", due=NOW - HOUR), draft("b", due=NOW + HOUR)], now=NOW - HOUR)

    assert services.oldest_waiting(now=NOW) == NOW - HOUR


@pytest.mark.parametrize("wrong", [{"state": "lost"}, {"state": "sent"}, {"sent_at": NOW}], ids=str)
def test_the_database_refuses_a_mail_that_tells_two_stories(wrong: dict[str, Any]) -> None:
    queue([draft()], now=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        Mail.objects.update(**wrong)


def test_the_worker_is_told_after_the_commit_when_something_is_due(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    rings: list[bool] = []
    monkeypatch.setattr(services, "nudge", lambda task: rings.append(task == services.DELIVERING))

    with django_capture_on_commit_callbacks(execute=True):
        queue([draft("later", due=NOW + HOUR)], now=NOW)
    assert rings == []

    with django_capture_on_commit_callbacks(execute=True):
        queue([draft("now")], now=NOW)
        assert rings == []
    assert rings == [True]
