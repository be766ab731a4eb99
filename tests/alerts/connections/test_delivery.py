"""Messages to chats and webhooks leave once, whatever the other side does: CF-19."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from alerts.models import Alert, Connection, JoinKnock, OutgoingMessage
from alerts.services import connecting, delivery, outgoing
from alerts.services.calls import claim_call, say_called
from alerts.services.delivery import deliver_due, pause_after
from alerts.services.logging import AlertFacts, change_alert, close_alert, log_alert, reopen_alert
from alerts.values.choices import AlertState
from alerts.values.connections import What
from alerts.values.signing import new_secret, signature
from dorst_portal.accounts.models import User
from dorst_portal.accounts.sealing import seal
from groups.api import Refused
from groups.models import WatchGroup
from tests.alerts.conftest import MakeAlert
from tests.alerts.connections.chat_server import (
    TOKEN,
    ChatServer,
    Fault,
    breaks_off,
    chat_server,
    drips,
    half_an_answer,
    hangs,
    refuses,
    says,
    too_many,
)
from tests.groups.conftest import Village
from tests.outbox.servers import black_hole, free_port

CHAT, NEW_CHAT = -4000000001, -1002000000001
MINUTE = timedelta(minutes=1)
Connect = Callable[..., Connection]


@pytest.fixture
def chats(settings: Any) -> Iterator[ChatServer]:
    with chat_server() as server:
        settings.TELEGRAM_API_URL = settings.SIGNAL_API_URL = server.url
        settings.TELEGRAM_BOT_TOKEN, settings.TELEGRAM_BOT_NAME = TOKEN, "dorst_bot"
        settings.SIGNAL_NUMBER = "+31600000001"
        settings.WEBHOOK_LOCAL = True
        yield server


@pytest.fixture
def impatient(settings: Any) -> None:
    """Whoever says nothing is given up in half a second; what answers may take longer on a busy
    machine.
    """
    settings.CALL_SECONDS = 0.5


@pytest.fixture
def connect(spoorstraat: WatchGroup, own_beheerder: User, now: datetime) -> Connect:
    """`connect("webhook", server)`: a connection of Spoorstraat to this server."""

    def make(kind: str, server: ChatServer | None = None, **given: Any) -> Connection:
        facts: dict[str, Any] = {"chat": CHAT} if kind == "telegram" else {}
        if kind == "webhook":
            assert server is not None
            facts = {"address_sealed": seal(f"{server.url}/hook?key=geheim")}
            facts["secret_sealed"] = seal(new_secret())
        if kind == "signal":
            facts = {"address_sealed": seal("group.YWJjZGVmZ2hpamtsbW5vcA==")}
        facts |= {"group": spoorstraat, "kind": kind, "made_by": own_beheerder, "made_at": now}
        return Connection.objects.create(**(facts | given))

    return make


def logged(group: WatchGroup, by: User, now: datetime, **given: Any) -> Alert:
    facts = {"category": "burglary", "street": None, "happened_at": now, "police": "112"}
    return log_alert(group, AlertFacts(**(facts | given)), by=by, now=now)


def states() -> list[str]:
    return list(OutgoingMessage.objects.order_by("pk").values_list("state", flat=True))


def only() -> OutgoingMessage:
    (message,) = OutgoingMessage.objects.select_related("connection")
    return message


def run_for(start: datetime, spell: timedelta, step: timedelta = MINUTE) -> datetime:
    """The timetable's minutes, one after another; gives the moment after them."""
    moment = start
    while moment < start + spell:
        deliver_due(now=moment)
        moment += step
    return moment


# --- An alert of a group ----------------------------------------------------------------------


def test_cf_19_an_alert_goes_to_the_chat_and_its_end_as_a_reply(
    chats: ChatServer, connect: Connect, village: Village, spoorstraat: WatchGroup,
    own_beheerder: User, now: datetime,
) -> None:  # fmt: skip
    connect("telegram")
    street = village.street("spoorstraat")
    alert = logged(spoorstraat, own_beheerder, now, street=street)
    assert not chats.calls  # nothing is called while somebody waits for a page
    assert deliver_due(now=now) == 1
    close_alert(alert, state=AlertState.OVER, outcome="police_came", by=own_beheerder, now=now)
    assert deliver_due(now=now + MINUTE) == 1
    assert deliver_due(now=now + 2 * MINUTE) == 0
    first, second = chats.shown
    assert (first["chat_id"], "reply_parameters" in first) == (CHAT, False)
    assert first["text"].startswith("MELDING – Spoorstraat\n112 is gebeld.")
    assert "Wat: inbraak of poging" in first["text"]
    assert second["text"].startswith("VOORBIJ – Spoorstraat")
    assert second["reply_parameters"] == {"message_id": 101, "allow_sending_without_reply": True}
    assert states() == ["sent", "sent"]
    assert Connection.objects.get().last_ok_at is not None


def test_a_drill_says_so_and_what_is_kept_afterwards_stays_in_the_log(
    chats: ChatServer, connect: Connect, spoorstraat: WatchGroup, own_beheerder: User,
    now: datetime,
) -> None:  # fmt: skip
    connect("telegram")
    logged(spoorstraat, own_beheerder, now, is_drill=True)
    old = logged(spoorstraat, own_beheerder, now, happened_at=now - timedelta(hours=2))
    close_alert(old, state=AlertState.FALSE_ALARM, by=own_beheerder, now=now)
    deliver_due(now=now)
    (text,) = chats.texts()
    assert text.startswith("OEFENING\nMELDING – groep Spoorstraat\nDit is een oefening.")


def test_an_update_hangs_under_its_alert_and_comes_once(
    chats: ChatServer, connect: Connect, make_alert: MakeAlert, now: datetime
) -> None:
    connect("telegram")
    alert = make_alert(happened_at=now)
    outgoing.tell_connections(alert, What.ALERT, now=now)
    deliver_due(now=now)
    for _twice in range(2):
        outgoing.tell_connections(alert, What.UPDATE, occasion="1", now=now)
    deliver_due(now=now)
    assert [text.split()[0] for text in chats.texts()] == ["MELDING", "UPDATE"]
    assert chats.shown[1]["reply_parameters"]["message_id"] == 101


def test_a_chat_hears_that_112_was_called(
    chats: ChatServer, connect: Connect, spoorstraat: WatchGroup, own_beheerder: User,
    now: datetime,
) -> None:  # fmt: skip
    connect("telegram")
    alert = logged(spoorstraat, own_beheerder, now, police="not_yet")
    assert claim_call(alert, code="x", now=now)
    assert say_called(alert, code="x", now=now)
    run_for(now, 3 * MINUTE)
    assert [text.split("\n")[1] for text in chats.texts()] == [
        "De politie is nog niet gebeld.", "112 is gebeld. Bel alleen als je iets nieuws weet.",
    ]  # fmt: skip


def test_a_correction_is_told_and_an_end_can_be_called_back_until_it_left(
    chats: ChatServer, connect: Connect, spoorstraat: WatchGroup, own_beheerder: User,
    now: datetime,
) -> None:  # fmt: skip
    connect("telegram")
    alert = logged(spoorstraat, own_beheerder, now)
    deliver_due(now=now)
    facts = AlertFacts(category="vandalism", street=None, happened_at=now, police="112")
    change_alert(alert, facts, version=alert.version, by=own_beheerder, now=now)
    deliver_due(now=now)
    assert "Wat: vernieling" in chats.texts()[1]
    end: dict[str, Any] = {"by": own_beheerder, "now": now}
    close_alert(alert, state=AlertState.FALSE_ALARM, **end)
    reopen_alert(alert, **end)
    assert deliver_due(now=now) == 0
    close_alert(alert, state=AlertState.OVER, **end)
    assert deliver_due(now=now) == 1
    with pytest.raises(Refused):
        reopen_alert(alert, **end)
    assert [text.split()[0] for text in chats.texts()] == ["MELDING", "UPDATE", "VOORBIJ"]


def test_a_group_without_a_connection_and_one_that_is_off_send_nothing(
    chats: ChatServer, connect: Connect, make_alert: MakeAlert, own_beheerder: User, now: datetime
) -> None:
    alert = make_alert(happened_at=now)
    assert outgoing.tell_connections(alert, What.ALERT, now=now) == 0
    way = connect("telegram")
    assert outgoing.tell_connections(alert, What.ALERT, now=now) == 1
    connecting.switch(way, on=False, by=own_beheerder, now=now)
    deliver_due(now=now)
    assert (states(), chats.calls) == (["cancelled"], [])


# --- Telegram goes wrong ----------------------------------------------------------------------


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("fault", [hangs, breaks_off, half_an_answer, drips, says(502, b"<html>")])
def test_cf_19_without_a_whole_answer_it_is_uncertain_and_not_repeated(
    chats: ChatServer, connect: Connect, own_beheerder: User, now: datetime, fault: Fault
) -> None:
    connecting.try_out(connect("telegram"), by=own_beheerder, now=now)
    chats.then(fault)
    begun = time.monotonic()
    deliver_due(now=now)
    assert time.monotonic() - begun < 2
    run_for(now + MINUTE, timedelta(hours=2), step=timedelta(minutes=20))
    assert (len(chats.calls), states()) == (1, ["uncertain"])
    # The beheerder looks in the chat, and says what is so.
    outgoing.confirm_arrived(only(), by=own_beheerder, now=now)
    assert states() == ["sent"]
    with pytest.raises(Refused):
        outgoing.send_again(only(), by=own_beheerder, now=now)


def test_what_is_uncertain_goes_again_when_somebody_says_so(
    chats: ChatServer, connect: Connect, own_beheerder: User, now: datetime
) -> None:
    connecting.try_out(connect("telegram"), by=own_beheerder, now=now)
    chats.then(half_an_answer)
    deliver_due(now=now)
    outgoing.send_again(only(), by=own_beheerder, now=now)
    deliver_due(now=now)
    assert (len(chats.calls), states()) == (2, ["sent"])


def test_cf_19_an_hour_of_500_and_each_message_arrives_once(
    chats: ChatServer, connect: Connect, own_beheerder: User, now: datetime
) -> None:
    way = connect("telegram")
    for minutes in range(3):
        connecting.try_out(way, by=own_beheerder, now=now + minutes * MINUTE)
    chats.always = refuses(500, "Internal Server Error")
    later = run_for(now, timedelta(hours=1))
    assert states() == ["queued"] * 3
    assert len(chats.calls) < 30  # it rests longer each time, and one call a run finds out
    chats.always = None
    run_for(later, timedelta(hours=2), step=timedelta(minutes=10))
    assert (states(), len(chats.shown)) == (["sent"] * 3, 3)


def test_cf_19_an_hour_of_429_is_waited_out_as_long_as_it_says(
    chats: ChatServer, connect: Connect, own_beheerder: User, now: datetime
) -> None:
    connecting.try_out(connect("telegram"), by=own_beheerder, now=now)
    chats.always = too_many(600)
    later = run_for(now, timedelta(hours=1))
    assert (len(chats.calls), states()) == (6, ["queued"])
    chats.always = None
    run_for(later, timedelta(minutes=11))
    assert (states(), len(chats.shown)) == (["sent"], 1)


def test_a_server_that_refuses_for_a_day_is_given_up_and_shown(
    chats: ChatServer, connect: Connect, own_beheerder: User, now: datetime,
    settings: Any,
) -> None:  # fmt: skip
    way = connect("telegram")
    connecting.try_out(way, by=own_beheerder, now=now)
    settings.TELEGRAM_API_URL = f"http://127.0.0.1:{free_port()}"
    run_for(now, timedelta(hours=25), step=timedelta(minutes=30))
    way.refresh_from_db()
    assert (states(), way.broken, only().last_error) == (["failed"], "silent", "geen verbinding")
    # It can be sent again, and a success mends the connection.
    settings.TELEGRAM_API_URL = chats.url
    outgoing.send_again(only(), by=own_beheerder, now=now)
    deliver_due(now=now)
    way.refresh_from_db()
    assert (states(), way.broken) == (["sent"], "")


@pytest.mark.parametrize(
    ("fault", "broken"),
    [
        (refuses(403, "Forbidden: bot was kicked from the group chat"), "removed"),
        (refuses(400, "Bad Request: chat not found"), "not_found"),
        (refuses(400, "Bad Request: not enough rights to send text messages"), "no_rights"),
        (refuses(400, "Bad Request: message text is empty"), ""),
    ],
)
def test_cf_19_what_telegram_refuses_for_good_fails_at_once_and_says_why(
    chats: ChatServer, connect: Connect, own_beheerder: User, now: datetime, fault: Fault,
    broken: str,
) -> None:  # fmt: skip
    way = connect("telegram")
    connecting.try_out(way, by=own_beheerder, now=now)
    chats.then(fault)
    run_for(now, timedelta(minutes=3))
    way.refresh_from_db()
    assert (states(), len(chats.calls), way.broken) == (["failed"], 1, broken)


def test_a_group_that_became_a_supergroup_gets_it_under_its_new_number(
    chats: ChatServer, connect: Connect, spoorstraat: WatchGroup, own_beheerder: User,
    now: datetime,
) -> None:  # fmt: skip
    way = connect("telegram")
    alert = logged(spoorstraat, own_beheerder, now)
    deliver_due(now=now)
    close_alert(alert, state=AlertState.FALSE_ALARM, by=own_beheerder, now=now)
    upgraded = "Bad Request: group chat was upgraded to a supergroup chat"
    chats.then(refuses(400, upgraded, migrate_to_chat_id=NEW_CHAT))
    deliver_due(now=now)
    way.refresh_from_db()
    assert (states(), way.chat) == (["sent", "sent"], NEW_CHAT)
    assert [message["chat_id"] for message in chats.shown] == [CHAT, NEW_CHAT]


def test_a_supergroup_of_another_group_is_not_taken_over(
    chats: ChatServer, connect: Connect, dennenlaan: WatchGroup, own_beheerder: User,
    now: datetime,
) -> None:  # fmt: skip
    connect("telegram", group=dennenlaan, chat=NEW_CHAT)
    way = connect("telegram")
    connecting.try_out(way, by=own_beheerder, now=now)
    chats.then(refuses(400, "upgraded", migrate_to_chat_id=NEW_CHAT))
    deliver_due(now=now)
    way.refresh_from_db()
    assert (states(), way.chat, way.broken) == (["failed"], CHAT, "not_found")


def test_a_wrong_token_is_about_the_site_and_its_messages_wait(
    chats: ChatServer, connect: Connect, own_beheerder: User, now: datetime,
    settings: Any,
) -> None:  # fmt: skip
    way = connect("telegram")
    connecting.try_out(way, by=own_beheerder, now=now)
    settings.TELEGRAM_BOT_TOKEN = "1:wrong"
    deliver_due(now=now)
    way.refresh_from_db()
    assert (states(), way.broken) == (["queued"], "no_bot")
    settings.TELEGRAM_BOT_TOKEN = TOKEN
    deliver_due(now=now + 2 * MINUTE)
    way.refresh_from_db()
    assert (states(), way.broken) == (["sent"], "")


@pytest.mark.usefixtures("impatient")
def test_a_silent_server_costs_one_call_a_run_and_holds_up_no_webhook(
    chats: ChatServer, connect: Connect, own_beheerder: User, now: datetime,
    settings: Any,
) -> None:  # fmt: skip
    ways = connect("telegram"), connect("signal"), connect("webhook", chats)
    for way in ways:
        for minutes in range(4):
            connecting.try_out(way, by=own_beheerder, now=now + minutes * MINUTE)
    with black_hole() as port:
        settings.TELEGRAM_API_URL = settings.SIGNAL_API_URL = f"http://127.0.0.1:{port}"
        begun = time.monotonic()
        assert deliver_due(now=now + 4 * MINUTE) == 4
        assert time.monotonic() - begun < 4
    assert states() == [*["uncertain", *["queued"] * 3] * 2, *["sent"] * 4]


def test_no_chat_gets_more_than_fifteen_a_minute(
    chats: ChatServer, connect: Connect, own_beheerder: User, now: datetime
) -> None:
    way = connect("telegram")
    for minutes in range(20):
        connecting.try_out(way, by=own_beheerder, now=now - minutes * MINUTE)
    assert deliver_due(now=now) == 15
    assert deliver_due(now=now + timedelta(minutes=2)) == 5


def test_an_end_waits_for_its_alert_and_is_not_told_to_who_never_heard_it(
    chats: ChatServer, connect: Connect, spoorstraat: WatchGroup, own_beheerder: User,
    now: datetime,
) -> None:  # fmt: skip
    connect("telegram")
    alert = logged(spoorstraat, own_beheerder, now)
    chats.then(refuses(500, "Internal Server Error"))
    deliver_due(now=now)
    close_alert(alert, state=AlertState.FALSE_ALARM, by=own_beheerder, now=now)
    assert deliver_due(now=now) == 0  # not before the alert
    chats.then(refuses(403, "Forbidden: bot was kicked from the group chat"))
    run_for(now + MINUTE, timedelta(minutes=3))
    assert (states(), chats.shown) == (["failed", "cancelled"], [])


# --- The worker dies --------------------------------------------------------------------------


def abandon(now: datetime) -> None:
    """As a sender leaves a row that is killed in the middle."""
    OutgoingMessage.objects.update(state="sending", busy_until=now, attempts=1)


@pytest.mark.parametrize(("kind", "after"), [("telegram", "uncertain"), ("signal", "uncertain")])
def test_cf_19_a_sender_killed_in_the_middle_leaves_it_uncertain(
    chats: ChatServer, connect: Connect, own_beheerder: User, now: datetime, kind: str, after: str
) -> None:
    connecting.try_out(connect(kind), by=own_beheerder, now=now)
    abandon(now + MINUTE)
    deliver_due(now=now)
    assert states() == ["sending"]  # its sender may still be busy
    deliver_due(now=now + MINUTE)
    assert (states(), chats.calls) == ([after], [])


@pytest.mark.usefixtures("impatient")
def test_cf_19_a_webhook_goes_again_under_the_same_id(
    chats: ChatServer, connect: Connect, own_beheerder: User, now: datetime
) -> None:
    connecting.try_out(connect("webhook", chats), by=own_beheerder, now=now)
    chats.then(hangs)
    deliver_due(now=now)
    abandon(now + MINUTE)
    deliver_due(now=now + MINUTE)
    first, second = chats.calls
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert (first.body, states()) == (second.body, ["sent"])


def test_of_two_senders_that_saw_it_one_gets_it(
    chats: ChatServer, connect: Connect, own_beheerder: User, now: datetime
) -> None:
    connecting.try_out(connect("telegram"), by=own_beheerder, now=now)
    due = OutgoingMessage.objects.due(now).select_related("connection")
    first, second = [*due, *due.all()]
    assert [delivery._claim(first, now), delivery._claim(second, now)] == [True, False]
    assert deliver_due(now=now) == 0


# --- Webhooks ---------------------------------------------------------------------------------


def test_a_webhook_is_signed_as_the_standard_says(
    chats: ChatServer, connect: Connect, spoorstraat: WatchGroup, own_beheerder: User,
    now: datetime,
) -> None:  # fmt: skip
    secret = new_secret()
    connect("webhook", chats, secret_sealed=seal(secret))
    alert = logged(spoorstraat, own_beheerder, now)
    deliver_due(now=now)
    (call,) = chats.calls
    number, stamp = call.headers["webhook-id"], int(call.headers["webhook-timestamp"])
    assert stamp == int(now.timestamp())
    signed = signature(secret, message_id=number, timestamp=stamp, body=call.body)
    assert call.headers["webhook-signature"] == signed
    assert (call.said["type"], call.said["data"]["alert"]) == ("alert.started", alert.pk)
    assert set(call.said["data"]) == {
        "group", "group_name", "alert", "category", "street", "happened_at", "police", "state",
        "outcome", "is_drill", "closed_at",
    }  # fmt: skip


def test_the_signature_of_the_standards_own_example() -> None:
    secret, number = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek"
    body = b'{"test": 2432232314}'
    signed = signature(secret, message_id=number, timestamp=1614265330, body=body)
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    "fault", [hangs, breaks_off, drips, says(500), says(404), says(302, Location="http://x/")]
)
def test_a_webhook_that_fails_is_tried_again_and_no_redirect_is_followed(
    chats: ChatServer, connect: Connect, own_beheerder: User, now: datetime, fault: Fault
) -> None:
    connecting.try_out(connect("webhook", chats), by=own_beheerder, now=now)
    chats.then(fault)
    run_for(now, 3 * MINUTE)
    assert (states(), len(chats.calls)) == (["sent"], 2)
    assert len({call.headers["webhook-id"] for call in chats.calls}) == 1


def test_a_webhook_asks_to_wait_or_wants_no_more(
    chats: ChatServer, connect: Connect, own_beheerder: User, now: datetime
) -> None:
    way = connect("webhook", chats)
    connecting.try_out(way, by=own_beheerder, now=now)
    chats.then(says(429, Retry_After="300"), says(410))
    run_for(now, 5 * MINUTE)
    assert len(chats.calls) == 1
    deliver_due(now=now + 6 * MINUTE)
    way.refresh_from_db()
    assert (states(), way.broken, way.is_on) == (["failed"], "gone", False)


def test_a_receiver_that_is_gone_gets_nothing_of_before_when_it_is_back(
    chats: ChatServer, connect: Connect, spoorstraat: WatchGroup, own_beheerder: User,
    now: datetime,
) -> None:  # fmt: skip
    way = connect("webhook", chats)
    connecting.try_out(way, by=own_beheerder, now=now)
    logged(spoorstraat, own_beheerder, now)
    chats.then(says(410))
    deliver_due(now=now)
    assert states() == ["failed", "cancelled"]


def test_what_waited_too_long_is_no_news_any_more(
    chats: ChatServer, connect: Connect, spoorstraat: WatchGroup, own_beheerder: User,
    now: datetime,
) -> None:  # fmt: skip
    """The worker was away for a weekend."""
    connect("telegram")
    alert = logged(spoorstraat, own_beheerder, now)
    close_alert(alert, state=AlertState.OVER, by=own_beheerder, now=now + timedelta(hours=1))
    assert deliver_due(now=now + timedelta(days=3)) == 0
    assert (states(), chats.calls) == (["failed", "cancelled"], [])


def test_a_chat_that_is_tied_anew_keeps_who_knocked(
    chats: ChatServer, connect: Connect, spoorstraat: WatchGroup, own_beheerder: User,
    now: datetime,
) -> None:  # fmt: skip
    way = connect("telegram")
    knock = JoinKnock.objects.create(connection=way, person=7, name="Rika", at=now)
    connecting.set_up(spoorstraat, way.kind, chat=CHAT, by=own_beheerder, now=now)
    assert JoinKnock.objects.filter(pk=knock.pk).exists()
    # Let in, and switched off before Telegram heard it: somebody answers again.
    connecting.answer_knock(knock, admit=True, by=own_beheerder, now=now)
    connecting.switch(way, on=False, by=own_beheerder, now=now)
    assert JoinKnock.objects.get().state == "waiting"


def test_who_knocked_at_another_chat_is_not_let_in_here(
    chats: ChatServer, connect: Connect, spoorstraat: WatchGroup, own_beheerder: User,
    now: datetime,
) -> None:  # fmt: skip
    way = connect("telegram")
    JoinKnock.objects.create(connection=way, person=7, name="Rika", at=now)
    connecting.set_up(spoorstraat, way.kind, chat=NEW_CHAT, by=own_beheerder, now=now)
    assert not JoinKnock.objects.exists()


def test_a_large_packed_or_endless_answer_is_read_no_further(
    chats: ChatServer, connect: Connect, own_beheerder: User, now: datetime
) -> None:
    way = connect("webhook", chats)
    big = says(200, b"x" * 3_000_000)
    packed = says(200, b"\x1f\x8b\x08broken", Content_Encoding="gzip")
    for minutes, fault in enumerate((big, packed)):
        connecting.try_out(way, by=own_beheerder, now=now + minutes * MINUTE)
        chats.then(fault)
        deliver_due(now=now + minutes * MINUTE)
    assert states() == ["sent", "sent"]


def test_what_a_webhook_had_already_can_be_sent_again(
    chats: ChatServer, connect: Connect, own_beheerder: User, now: datetime
) -> None:
    connecting.try_out(connect("webhook", chats), by=own_beheerder, now=now)
    deliver_due(now=now)
    outgoing.send_again(only(), by=own_beheerder, now=now)
    deliver_due(now=now)
    assert len({call.headers["webhook-id"] for call in chats.calls}) == 1
    assert len(chats.calls) == 2


# --- Signal -----------------------------------------------------------------------------------


def test_signal_sends_to_the_group_and_tells_its_errors(
    chats: ChatServer, connect: Connect, own_beheerder: User, now: datetime,
    settings: Any,
) -> None:  # fmt: skip
    way = connect("signal")
    faults = (None, says(400, {"error": "Invalid group id"}), says(429, {"error": "limit"}))
    for minutes, fault in enumerate(faults):
        connecting.try_out(way, by=own_beheerder, now=now + minutes * MINUTE)
        chats.then(*([fault] if fault else []))
        deliver_due(now=now + minutes * MINUTE)
    assert states() == ["sent", "failed", "queued"]
    assert chats.calls[0].said["recipients"] == ["group.YWJjZGVmZ2hpamtsbW5vcA=="]
    settings.SIGNAL_API_URL = ""
    deliver_due(now=now + timedelta(hours=1))
    way.refresh_from_db()
    assert (len(chats.calls), way.broken) == (3, "no_bot")


# --- Who knocks -------------------------------------------------------------------------------


def test_an_answer_to_who_knocks_is_repeated_until_telegram_heard_it(
    chats: ChatServer, connect: Connect, own_beheerder: User, now: datetime
) -> None:
    way = connect("telegram")
    knock = JoinKnock.objects.create(connection=way, person=42, name="Rika", at=now)
    connecting.answer_knock(knock, admit=True, by=own_beheerder, now=now)
    with pytest.raises(Refused):
        connecting.answer_knock(knock, admit=False, by=own_beheerder, now=now)
    chats.then(half_an_answer)
    run_for(now, 3 * MINUTE)
    assert [call.method for call in chats.calls] == ["approveChatJoinRequest"] * 2
    knock.refresh_from_db()
    assert (states(), knock.name, knock.person, knock.state) == (["sent"], "", None, "admitted")


def test_pauses_grow_to_three_hours() -> None:
    minutes = [pause_after(attempts) / MINUTE for attempts in (0, 1, 2, 3, 9, 99)]
    assert minutes == [1, 1, 2, 4, 180, 180]
