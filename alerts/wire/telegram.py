"""Telegram's official Bot API: a message into a chat, an answer to who knocks, and where Telegram
sends what happens. The token stands in the address of each call, so no address is ever logged.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings

from alerts.values.connections import Broken
from alerts.wire.results import (
    Outcome,
    Result,
    not_sent,
    read_object,
    seconds_to_wait,
    uncertain,
)
from dorst_portal.kit.wire.calls import Answer, NoAnswer, NotSent, post

LONGEST_TEXT: Final = 4096
# Only what is read: the rest of what happens in a chat never comes here.
WANTED: Final = ("message", "chat_join_request", "my_chat_member")
# Already done, by us or by somebody in the app: what was asked for is so.
_DONE_BEFORE: Final = ("HIDE_REQUESTER_MISSING", "USER_ALREADY_PARTICIPANT")
_BROKEN_400: Final = {
    "chat not found": Broken.NOT_FOUND,
    "not enough rights": Broken.NO_RIGHTS,
    "CHAT_ADMIN_REQUIRED": Broken.NO_RIGHTS,
    "have no rights": Broken.NO_RIGHTS,
}


def send_message(chat: int, text: str, *, reply_to: str = "") -> Result:
    """A message, as a reply when that it answers is known; the reply goes on without it when that
    was removed.
    """
    facts: dict[str, Any] = {
        "chat_id": chat,
        "text": text[:LONGEST_TEXT],
        "link_preview_options": {"is_disabled": True},
    }
    if reply_to.isdigit():
        facts["reply_parameters"] = {
            "message_id": int(reply_to),
            "allow_sending_without_reply": True,
        }
    return _call("sendMessage", facts)


def answer_knock(chat: int, user: int, *, admit: bool) -> Result:
    """Let somebody in who asked for it, or not."""
    method = "approveChatJoinRequest" if admit else "declineChatJoinRequest"
    return _call(method, {"chat_id": chat, "user_id": user})


def set_webhook(url: str, *, secret: str) -> Result:
    """Have Telegram send here what happens, with this secret in a header."""
    facts = {"url": url, "secret_token": secret, "allowed_updates": list(WANTED)}
    return _call("setWebhook", facts)


def _call(method: str, facts: Mapping[str, Any]) -> Result:
    url = f"{settings.TELEGRAM_API_URL}/bot{settings.TELEGRAM_BOT_TOKEN}/{method}"
    try:
        answer = post(url, content=json.dumps(facts).encode(), headers={}, open_only=False)
    except NotSent:
        return not_sent()
    except NoAnswer:
        return uncertain()
    return _read(answer)


def _read(answer: Answer) -> Result:
    """Only an answer of the Bot API itself (with `ok`) says whether it was done; one of something
    in between does not. 429 and 503 mean that nothing was done, whoever says so.
    """
    said = read_object(answer.body)
    if answer.status == 200 and said.get("ok") is True:
        done = said.get("result")
        number = done.get("message_id") if isinstance(done, dict) else None
        return Result(Outcome.DONE, remote_id=str(number) if isinstance(number, int) else "")
    more = said.get("parameters")
    parameters = more if isinstance(more, dict) else {}
    error = f"antwoord {answer.status}"
    if answer.status == 429:
        wait = seconds_to_wait(answer, parameters.get("retry_after"))
        return Result(Outcome.LATER, error=error, wait=wait)
    if answer.status == 503 or (answer.status >= 500 and said.get("ok") is False):
        return not_sent(error)
    if answer.status in (401, 404) and said.get("ok") is False:
        # About our token, not about this chat: the message waits until somebody mends it.
        return Result(Outcome.LATER, error=error, server=True, broken=Broken.NO_BOT)
    if said.get("ok") is not False:
        return uncertain(error)
    return _refused(answer.status, str(said.get("description", "")), parameters, error)


def _refused(status: int, description: str, parameters: Mapping[str, Any], error: str) -> Result:
    """The Bot API said no to this one."""
    moved_to = parameters.get("migrate_to_chat_id")
    if isinstance(moved_to, int) and not isinstance(moved_to, bool):
        return Result(Outcome.LATER, error=error, moved_to=moved_to)
    if any(words in description for words in _DONE_BEFORE):
        return Result(Outcome.DONE)
    if status == 403:
        return Result(Outcome.FAILED, error=error, broken=Broken.REMOVED)
    found = [broken for words, broken in _BROKEN_400.items() if words in description]
    return Result(Outcome.FAILED, error=error, broken=found[0] if found else "")
