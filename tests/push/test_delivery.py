"""Messages leave once, whatever the service does, and say nothing of a resident."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import http_ece
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from dorst_portal import env
from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.identity.current import here
from dorst_portal.outbox.services import MailDraft
from dorst_portal.push import delivery
from dorst_portal.push.delivery import deliver_due, pause_after
from dorst_portal.push.keys import public_key
from dorst_portal.push.models import Device, Message, MessageState
from dorst_portal.push.services import (
    ALARM_HOURS,
    NEWS_HOURS,
    Words,
    drop_about,
    queue_beside,
    queue_test,
)
from tests.push.conftest import SwitchOn
from tests.push.service import PushService, hangs, says

MINUTE = timedelta(minutes=1)
WORDS = Words("Nieuwe aanmelding", "In groep Spoorstraat")
pytestmark = pytest.mark.django_db


def mail(user: User, **given: Any) -> MailDraft:
    facts: dict[str, Any] = {
        "to": user.email, "subject": "S", "text": "{link}", "key": f"request-1-new-{user.pk}",
        "about": "request:1", "link_path": "/beheer/aanvraag/1/", "account": user.pk,
    }  # fmt: skip
    return MailDraft(**(facts | given))


def only() -> Message:
    (message,) = Message.objects.all()
    return message


@pytest.fixture
def waiting(on: SwitchOn, own_beheerder: User, now: datetime) -> Message:
    """One message for the telephone of the beheerder."""
    on(own_beheerder)
    queue_beside([mail(own_beheerder)], WORDS, now=now)
    return only()


# --- As it arrives ----------------------------------------------------------------------------


def test_a_message_is_read_by_its_browser_alone_and_signed_by_the_site(
    on: SwitchOn, service: PushService, own_beheerder: User, now: datetime
) -> None:
    _, browser = on(own_beheerder)
    _, other = on(own_beheerder, "twee")
    queue_beside([mail(own_beheerder)], WORDS, now=now)
    assert not service.calls  # nothing is called while somebody waits for a page
    assert deliver_due(now=now) == 2
    call = next(one for one in service.calls if one.path == "/wpush/een")
    assert browser.opens(call.body) == {
        "title": "Nieuwe aanmelding",
        "body": "In groep Spoorstraat",
        "path": "/beheer/aanvraag/1/",
        "tag": f"request-1-new-{own_beheerder.pk}:{Device.objects.order_by('pk')[0].pk}",
    }
    with pytest.raises(http_ece.ECEException):
        other.opens(call.body)
    claims = call.claims()
    assert claims["aud"] == service.url
    assert claims["sub"] == f"mailto:{here().help_email}"
    assert 0 < claims["exp"] - now.timestamp() <= 24 * 3600
    assert call.public_key() == public_key()
    assert call.headers["content-encoding"] == "aes128gcm"
    assert call.headers["urgency"] == "normal"
    assert 0 < int(call.headers["ttl"]) <= NEWS_HOURS * 3600
    assert len(call.headers["topic"]) == 32
    assert b"Spoorstraat" not in call.body


def test_what_happens_now_is_urgent_and_soon_old(
    on: SwitchOn, service: PushService, own_beheerder: User, now: datetime
) -> None:
    on(own_beheerder)
    in_the_morning = mail(own_beheerder, due=now + timedelta(hours=9))
    queue_beside(
        [in_the_morning], Words("Er gebeurt iets", "", is_urgent=True), at_once=True, now=now
    )
    deliver_due(now=now)
    (call,) = service.calls
    assert call.headers["urgency"] == "high"
    assert int(call.headers["ttl"]) <= ALARM_HOURS * 3600


def test_a_message_arrives_once_and_its_mail_queued_twice_makes_one(
    waiting: Message, service: PushService, own_beheerder: User, now: datetime
) -> None:
    queue_beside([mail(own_beheerder)], WORDS, now=now)
    assert deliver_due(now=now) == 1
    assert deliver_due(now=now + timedelta(hours=1)) == 0
    assert len(service.calls) == 1
    assert only().state == MessageState.SENT
    assert Device.objects.get().last_ok_at is not None


def test_mails_to_who_has_no_account_or_no_device_tell_no_telephone(
    on: SwitchOn, own_beheerder: User, other_beheerder: User, now: datetime
) -> None:
    on(own_beheerder)
    resident = mail(own_beheerder, account=None, link_path="", text="t", to="rika@example.org")
    queue_beside([resident, mail(other_beheerder)], WORDS, now=now)
    assert not Message.objects.exists()


def test_a_site_without_a_key_queues_and_sends_nothing(
    waiting: Message, service: PushService, own_beheerder: User, now: datetime, settings: Any
) -> None:
    settings.VAPID_PRIVATE_KEY = ""
    queue_beside([mail(own_beheerder, key="other")], WORDS, now=now)
    assert Message.objects.count() == 1
    assert deliver_due(now=now) == 0
    assert not service.calls


# --- When the service says something else -----------------------------------------------------


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_no_more_ends(
    waiting: Message, service: PushService, own_beheerder: User, now: datetime, status: int
) -> None:
    service.then(says(status))
    assert deliver_due(now=now) == 0
    assert not Device.objects.exists()
    assert not Message.objects.exists()
    (line,) = Entry.objects.filter(verb="push.ended")
    assert (line.by, line.subject) == (None, f"user:{own_beheerder.pk}")


def test_a_service_that_asks_to_wait_is_waited_for(
    waiting: Message, service: PushService, now: datetime
) -> None:
    service.then(says(429, Retry_After="600"))
    deliver_due(now=now)
    assert deliver_due(now=now + 9 * MINUTE) == 0
    assert len(service.calls) == 1
    assert deliver_due(now=now + 11 * MINUTE) == 1


@pytest.mark.parametrize("status", [500, 503])
def test_a_service_in_trouble_is_tried_again_with_longer_pauses(
    waiting: Message, service: PushService, now: datetime, status: int
) -> None:
    service.then(*[says(status)] * 3)
    for minute in range(20):
        deliver_due(now=now + minute * MINUTE)
    assert (only().state, only().attempts) == (MessageState.SENT, 4)
    assert pause_after(1) < pause_after(2) < pause_after(3)
    assert pause_after(50) == delivery.LONGEST_PAUSE


def test_a_service_that_hangs_holds_up_neither_the_run_nor_other_services(
    on: SwitchOn, service: PushService, own_beheerder: User, now: datetime, settings: Any,
) -> None:  # fmt: skip
    settings.CALL_SECONDS = 0.3
    for name in ("een", "twee", "drie"):
        on(own_beheerder, name)
    queue_beside([mail(own_beheerder)], WORDS, now=now)
    service.then(hangs)
    started = time.monotonic()
    assert deliver_due(now=now) == 0
    assert time.monotonic() - started < 2
    assert len(service.calls) == 1  # the other two rest, and were not tried in vain
    assert sorted(Message.objects.values_list("attempts", flat=True)) == [0, 0, 1]
    assert deliver_due(now=now + 2 * MINUTE) == 3


@pytest.mark.parametrize("status", [301, 400, 401, 403, 413])
def test_what_a_service_will_never_take_is_let_go_and_shown_to_who_owns_the_device(
    waiting: Message, service: PushService, now: datetime, status: int
) -> None:
    service.then(says(status, Location="http://127.0.0.1:1/"))
    deliver_due(now=now)
    assert only().state == MessageState.DROPPED
    assert Device.objects.get().last_error == f"antwoord {status}"
    assert len(service.calls) == 1


def test_what_is_no_news_any_more_does_not_leave(
    waiting: Message, service: PushService, now: datetime
) -> None:
    assert deliver_due(now=now + timedelta(hours=NEWS_HOURS)) == 0
    assert only().state == MessageState.DROPPED
    assert not service.calls


def test_what_nobody_needs_to_hear_any_more_is_called_back(
    waiting: Message, service: PushService, now: datetime
) -> None:
    assert drop_about("request:2") == 0
    assert drop_about("request:1") == 1
    assert deliver_due(now=now) == 0
    assert not service.calls


def test_ex_11_an_address_that_became_private_is_never_called(
    waiting: Message, service: PushService, now: datetime, settings: Any
) -> None:
    settings.PUSH_LOCAL = False
    deliver_due(now=now)
    assert (only().state, only().last_error) == (MessageState.DROPPED, "verboden adres")
    assert not service.calls


def test_a_device_that_cannot_be_unsealed_holds_up_no_other_one(
    on: SwitchOn, service: PushService, own_beheerder: User, now: datetime
) -> None:
    broken, _ = on(own_beheerder, "een")
    on(own_beheerder, "twee")
    Device.objects.filter(pk=broken.pk).update(sealed="gAAAAA")
    queue_beside([mail(own_beheerder)], WORDS, now=now)
    assert deliver_due(now=now) == 1
    assert Device.objects.get(pk=broken.pk).last_error == delivery.NO_KEY


# --- Two senders, and one that dies -----------------------------------------------------------


def test_two_senders_send_one_message(
    waiting: Message, service: PushService, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = delivery._claim

    def slower(message: Message, moment: datetime) -> bool:
        """Another sender is there between looking and claiming."""
        monkeypatch.setattr(delivery, "_claim", claim)
        assert deliver_due(now=now) == 1
        return claim(message, moment)

    monkeypatch.setattr(delivery, "_claim", slower)
    assert deliver_due(now=now) == 0
    assert len(service.calls) == 1


def test_a_sender_that_dies_after_sending_repeats_it_under_the_same_topic(
    on: SwitchOn, service: PushService, own_beheerder: User, now: datetime,
    monkeypatch: pytest.MonkeyPatch, settings: Any,
) -> None:  # fmt: skip
    """The only way to a double, which service and telephone replace by their topic and tag."""
    _, browser = on(own_beheerder)
    queue_beside([mail(own_beheerder)], WORDS, now=now)

    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_write_down", killed)
        with pytest.raises(KeyboardInterrupt):
            deliver_due(now=now)
    lease = timedelta(seconds=settings.CALL_LEASE_SECONDS)
    assert deliver_due(now=now + lease - timedelta(seconds=5)) == 0
    assert deliver_due(now=now + lease + MINUTE) == 1
    first, second = service.calls
    assert first.headers["topic"] == second.headers["topic"]
    assert browser.opens(first.body)["tag"] == browser.opens(second.body)["tag"]


def test_a_test_message_goes_once_a_minute(
    on: SwitchOn, service: PushService, own_beheerder: User, now: datetime
) -> None:
    device, browser = on(own_beheerder)
    for _ in range(3):
        queue_test(device, path="/beheer/", now=now)
    assert deliver_due(now=now) == 1
    assert browser.opens(service.calls[0].body)["title"] == "Proefmelding"


def test_a_hundred_messages_take_no_statement_more_each_than_claiming_and_writing_down(
    on: SwitchOn, service: PushService, own_beheerder: User, now: datetime,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:  # fmt: skip
    on(own_beheerder)
    for n in range(10):
        queue_beside([mail(own_beheerder, key=f"k{n}")], WORDS, now=now)
    # Looking, and for each: claim, savepoint, message, device, release.
    with django_assert_max_num_queries(2 + 5 * 10, connection=connection):
        assert deliver_due(now=now) == 10


# --- The key of the operator ------------------------------------------------------------------


@pytest.mark.parametrize(
    "value", ["x", "A" * 43, "_" * 43, "5D-7Rqfvtsl-dIrtnZ6Z_OdrZos6LnFWteCeilkcPW "]
)
def test_a_key_that_is_none_stops_the_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("VAPID_PRIVATE_KEY", value)
    with pytest.raises(ImproperlyConfigured):
        env.vapid_key("VAPID_PRIVATE_KEY")
