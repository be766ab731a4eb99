"""A link that opens Telegram with a text in it; that of WhatsApp comes from groups.api."""

from urllib.parse import quote


def telegram_link(text: str) -> str:
    """A draft; the sender chooses the group there. The text stands in `url`: Telegram Desktop opens
    nothing when that is empty, and what stands in `text` is selected, so that the next key would
    wipe it.
    """
    return f"https://t.me/share/url?url={quote(text, safe='')}"
