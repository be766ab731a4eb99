"""What Telegram sends, read strictly into one of a few typed things; all else is nothing. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError

from dorst_portal.kit.inputs.text import clean_line, printable

NAME_LENGTH: Final = 100
UNREADABLE: Final = "Iemand zonder leesbare naam"
# No numbers of Telegram's are longer (52 significant bits).
_LARGEST: Final = 2**53
_COMMAND: Final = re.compile(r"/koppel(?:@[A-Za-z0-9_]{1,64})?\s+([A-Za-z0-9-]{4,20})\s*")
_GONE: Final = ("left", "kicked")


@dataclass(frozen=True)
class CodeSent:
    """Somebody sent a code to the bot in a chat."""

    chat: int
    is_group: bool
    code: str


@dataclass(frozen=True)
class Knocked:
    """Somebody asked to come into a chat by an invite link."""

    chat: int
    user: int
    name: str


@dataclass(frozen=True)
class BotRemoved:
    """The bot was taken out of a chat."""

    chat: int


@dataclass(frozen=True)
class ChatMoved:
    """A group became a supergroup, under another number."""

    chat: int
    to: int


Event = CodeSent | Knocked | BotRemoved | ChatMoved


def number_of(update: Any) -> int | None:
    """The number of an update; None for what is no update."""
    return _number(update.get("update_id")) if isinstance(update, Mapping) else None


def read_update(update: Mapping[str, Any]) -> Event | None:
    """What an update tells, or None when it is nothing to us."""
    if (asked := _part(update, "chat_join_request")) and (chat := _chat(asked)) is not None:
        person = _part(asked, "from")
        user = _number(person.get("id"))
        return Knocked(chat, user, _name(person)) if user is not None else None
    if (member := _part(update, "my_chat_member")) and (chat := _chat(member)) is not None:
        is_gone = _part(member, "new_chat_member").get("status") in _GONE
        return BotRemoved(chat) if is_gone else None
    if (message := _part(update, "message")) and (chat := _chat(message)) is not None:
        return _message(message, chat)
    return None


def _message(message: Mapping[str, Any], chat: int) -> Event | None:
    to = _number(message.get("migrate_to_chat_id"))
    if to is not None:
        return ChatMoved(chat, to)
    text = message.get("text")
    found = _COMMAND.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None:
        return None
    is_group = _part(message, "chat").get("type") in ("group", "supergroup")
    return CodeSent(chat, is_group, found[1].replace("-", "").upper())


def _part(whole: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = whole.get(name)
    return part if isinstance(part, Mapping) else {}


def _chat(part: Mapping[str, Any]) -> int | None:
    return _number(_part(part, "chat").get("id"))


def _number(value: Any) -> int | None:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and abs(value) < _LARGEST else None


def _name(person: Mapping[str, Any]) -> str:
    """The name as it was given, without what no page may show."""
    parts = [person.get("first_name"), person.get("last_name")]
    given = " ".join(part for part in parts if isinstance(part, str))
    one_line = " ".join(printable(given).split())[:NAME_LENGTH]
    try:
        return clean_line(one_line, max_length=NAME_LENGTH) or UNREADABLE
    except ValidationError:
        return UNREADABLE
