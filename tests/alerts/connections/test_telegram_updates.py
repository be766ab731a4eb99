"""What Telegram sends: only with the secret, once, and only what is asked of it becomes a row."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from alerts.models import Connection, JoinKnock, OutgoingMessage, SeenUpdate, TyingCode
from alerts.services import connecting
from alerts.services.incoming import take_update
from alerts.values.telegram_updates import UNREADABLE, CodeSent, Knocked, read_update
from dorst_portal.accounts.models import User
from groups.models import Appointment, Membership, ResidentRequest, WatchGroup
from tests.alerts.connections.chat_server import TOKEN
from tests.groups.pages import at_most

SECRET = "s3cret-" * 6
CHAT = -1001234567890
Send = Callable[..., int]


@pytest.fixture
def bot(settings: Any) -> None:
    settings.TELEGRAM_BOT_TOKEN, settings.TELEGRAM_BOT_NAME = TOKEN, "dorst_bot"
    settings.TELEGRAM_WEBHOOK_SECRET = SECRET


@pytest.fixture
def send(bot: None) -> Send:
    """`send(update)` as Telegram does; tells the status. CSRF is on, as in real life."""
    client = Client(enforce_csrf_checks=True)

    def post(update: Any, *, secret: str | None = SECRET, **more: Any) -> int:
        headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
        body = update if isinstance(update, bytes) else json.dumps(update).encode()
        path, kind = reverse("telegram_update"), "application/json"
        answer = client.post(path, body, content_type=kind, headers=headers, **more)
        return answer.status_code

    return post


def message(text: str, *, number: int = 1, chat: int = CHAT, kind: str = "supergroup") -> Any:
    return {
        "update_id": number,
        "message": {"message_id": 5, "text": text, "chat": {"id": chat, "type": kind}},
    }


def knock(number: int = 1, *, chat: int = CHAT, user: int = 42, **names: Any) -> Any:
    person = {"id": user, "is_bot": False, "first_name": "Rika"} | names
    chat_facts = {"id": chat, "type": "supergroup"}
    return {"update_id": number, "chat_join_request": {"chat": chat_facts, "from": person}}


@pytest.fixture
def tied(spoorstraat: WatchGroup, own_beheerder: User, now: datetime) -> Connection:
    return Connection.objects.create(
        group=spoorstraat, kind="telegram", chat=CHAT, made_by=own_beheerder, made_at=now
    )


# --- The door ---------------------------------------------------------------------------------


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], SECRET + "x", "é"])
def test_a_wrong_secret_does_nothing(send: Send, tied: Connection, secret: str | None) -> None:
    assert send(knock(), secret=secret) == 403
    assert not SeenUpdate.objects.exists()
    assert not JoinKnock.objects.exists()


def test_without_a_bot_there_is_no_door(send: Send, settings: Any) -> None:
    settings.TELEGRAM_BOT_TOKEN = ""
    assert send(knock()) == 404
    settings.TELEGRAM_BOT_TOKEN, settings.TELEGRAM_WEBHOOK_SECRET = TOKEN, ""
    assert send(knock(), secret="") == 404


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b"1", b'"x"', b"\xff\xfe", b"[" * 100_000, b"{}",
        b'{"update_id": "1"}', b'{"update_id": true}', b'{"update_id": 1e400}',
        b'{"update_id": 99999999999999999999999}', b'{"update_id": 1, "message": []}',
        b'{"update_id": 1, "message": {"chat": {"id": "x"}, "text": {}}}',
        b'{"update_id": 1, "chat_join_request": {"chat": {"id": 1}, "from": 3}}',
        b'{"update_id": 1, "message": {"chat": {"id": 1}, "text": "/koppel \\u0000AAAA"}}',
        b'{"update_id": 1, "x": "' + b"x" * 100_000 + b'"}',
    ],
)  # fmt: skip
def test_what_is_no_update_is_answered_and_nothing_else(send: Send, db: None, body: bytes) -> None:
    assert send(body) == 200
    assert SeenUpdate.objects.count() <= 1
    assert not JoinKnock.objects.exists()


def test_only_a_post_is_heard(client: Client, bot: None, db: None) -> None:
    assert client.get(reverse("telegram_update")).status_code == 405


# --- Tying a chat -----------------------------------------------------------------------------


def test_a_code_ties_the_chat_once_and_the_chat_is_told(
    send: Send, spoorstraat: WatchGroup, own_beheerder: User, now: datetime
) -> None:
    code = connecting.new_code(spoorstraat, by=own_beheerder, now=now)
    assert code not in str(list(TyingCode.objects.values()))
    with at_most(30):
        assert send(message(f"/koppel@dorst_bot {code[:4]}-{code[4:].lower()}")) == 200
    way = Connection.objects.get()
    assert (way.group, way.chat, way.made_by) == (spoorstraat, CHAT, own_beheerder)
    assert OutgoingMessage.objects.get().text.startswith("Deze chat hoort nu bij groep Spoorstraat")
    send(message(f"/koppel {code}", number=2, chat=CHAT - 1))
    assert Connection.objects.get().chat == CHAT


def test_a_code_works_a_quarter_of_an_hour_in_a_group_and_only_the_last_one(
    send: Send, spoorstraat: WatchGroup, own_beheerder: User, now: datetime
) -> None:
    first = connecting.new_code(spoorstraat, by=own_beheerder, now=now)
    code = connecting.new_code(spoorstraat, by=own_beheerder, now=now)
    for number, (text, kind) in enumerate(
        [(first, "group"), ("AAAA-AAAA", "group"), ("", "group"), (code, "private")]
    ):
        send(message(f"/koppel {text}", number=number, kind=kind))
    assert not Connection.objects.exists()
    assert TyingCode.objects.get().problem == "not_a_group"
    event = CodeSent(CHAT, True, code)
    take_update(90, event, now=now + timedelta(minutes=16))
    assert not Connection.objects.exists()
    take_update(91, event, now=now + timedelta(minutes=14))
    assert Connection.objects.exists()


def test_a_chat_of_another_group_is_not_taken(
    send: Send, tied: Connection, dennenlaan: WatchGroup, other_beheerder: User, now: datetime
) -> None:
    code = connecting.new_code(dennenlaan, by=other_beheerder, now=now)
    send(message(f"/koppel {code}"))
    assert Connection.objects.get().group == tied.group
    assert TyingCode.objects.get().problem == "taken"


def test_who_does_not_run_the_group_any_more_ties_nothing(
    send: Send, spoorstraat: WatchGroup, own_beheerder: User, now: datetime
) -> None:
    code = connecting.new_code(spoorstraat, by=own_beheerder, now=now)
    Appointment.objects.filter(user=own_beheerder).update(until=now - timedelta(seconds=1))
    assert send(message(f"/koppel {code}")) == 200
    assert not Connection.objects.exists()


def test_another_chat_starts_anew(
    send: Send, tied: Connection, spoorstraat: WatchGroup, own_beheerder: User, now: datetime
) -> None:
    """What waited for the old chat does not go to the new one."""
    send(knock(1))
    connecting.try_out(tied, by=own_beheerder, now=now)
    code = connecting.new_code(spoorstraat, by=own_beheerder, now=now)
    send(message(f"/koppel {code}", number=2, chat=CHAT - 7))
    assert Connection.objects.get().chat == CHAT - 7
    assert not JoinKnock.objects.exists()
    states = OutgoingMessage.objects.order_by("pk").values_list("what", "state")
    assert list(states) == [("test", "cancelled"), ("tied", "queued")]


# --- Who knocks -------------------------------------------------------------------------------


def test_the_same_update_twice_and_the_same_person_twice_are_one(
    send: Send, tied: Connection
) -> None:
    for number in (1, 1, 2):
        assert send(knock(number)) == 200
    assert JoinKnock.objects.get().name == "Rika"
    assert SeenUpdate.objects.count() == 2
    send(knock(3, user=43))
    assert JoinKnock.objects.count() == 2


def test_a_knock_admits_nobody_and_of_an_unknown_chat_is_nothing(
    send: Send, tied: Connection
) -> None:
    send(knock(1))
    send(knock(2, chat=CHAT - 1))
    assert JoinKnock.objects.get().state == "waiting"
    assert not OutgoingMessage.objects.exists()
    assert not ResidentRequest.objects.exists()
    assert not Membership.objects.exists()


@pytest.mark.parametrize(
    ("names", "kept"),
    [
        ({"last_name": "de Vries"}, "Rika de Vries"),
        ({"first_name": "\u202eakiR\u2066", "last_name": "\x00\r\nBcc: x"}, "akiR Bcc: x"),
        ({"first_name": "<script>alert(1)</script>"}, "<script>alert(1)</script>"),
        ({"first_name": "x" * 5000}, "x" * 100),
        ({"first_name": "a" + "\u0301" * 50}, UNREADABLE),
        ({"first_name": "\u200b\u3164"}, UNREADABLE),
        ({"first_name": 7, "last_name": None}, UNREADABLE),
    ],
)
def test_a_hostile_name_is_shown_as_far_as_it_can_be(names: dict[str, Any], kept: str) -> None:
    assert read_update(knock(**names)) == Knocked(CHAT, 42, kept)


def test_a_bot_that_is_removed_and_a_chat_that_moves_are_seen_at_once(
    send: Send, tied: Connection
) -> None:
    chat = {"id": CHAT, "type": "group"}
    send({"update_id": 1, "message": {"chat": chat, "migrate_to_chat_id": CHAT - 5}})
    tied.refresh_from_db()
    assert (tied.chat, tied.broken) == (CHAT - 5, "")
    gone = {"chat": chat | {"id": CHAT - 5}, "new_chat_member": {"status": "kicked"}}
    send({"update_id": 2, "my_chat_member": gone})
    tied.refresh_from_db()
    assert tied.broken == "removed"
