"""Links that open a chat app with the text in it; the sender chooses the group there."""

from urllib.parse import quote


def whatsapp_link(text: str) -> str:
    """A draft in WhatsApp; nothing is sent."""
    return f"https://wa.me/?text={_encoded(text)}"


def telegram_link(text: str) -> str:
    """A draft in Telegram. The text stands in `url`: Telegram Desktop opens nothing when that is
    empty, and what stands in `text` is selected, so that the next key would wipe it.
    """
    return f"https://t.me/share/url?url={_encoded(text)}"


def _encoded(text: str) -> str:
    return quote(text, safe="")
