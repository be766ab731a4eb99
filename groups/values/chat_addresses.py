"""Addresses that open a chat: secrets of a group, which no text that is mailed may hold. Pure."""

import re
from typing import Final

_CHAT_ADDRESS: Final = re.compile(
    r"whatsapp\.com|signal\.(group|me)\b|\bt\.me\b|telegram\.me|\bwa\.me\b", re.IGNORECASE
)


def holds_chat_address(text: str) -> bool:
    """Whether an address of WhatsApp, Signal or Telegram stands somewhere in a text."""
    return bool(_CHAT_ADDRESS.search(text))
