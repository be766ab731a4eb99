"""How a text gets from the page into the chat."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from alerts.values.links import telegram_link
from groups.api import ChatApp, WatchGroup, whatsapp_link

_LINKS: Final = {ChatApp.WHATSAPP: whatsapp_link, ChatApp.TELEGRAM: telegram_link}


@dataclass(frozen=True, slots=True)
class Share:
    """A button that opens a chat app with the text; `key` is how the script knows it."""

    key: str
    label: str
    href: str
    is_first: bool


def ways_to_share(text: str, app: str = "") -> list[Share]:
    """The apps that take a text along, that of the group first. Signal takes none."""
    first = app if app in _LINKS else ChatApp.WHATSAPP
    order = sorted(_LINKS, key=lambda one: one != first)
    signal = app == ChatApp.SIGNAL  # its members copy; no button of another app stands out
    return [
        Share(
            one.value,
            _("Deel in {app}").format(app=one.label),
            _LINKS[one](text),
            one == first and not signal,
        )
        for one in order
    ]


def way_into_chat(group: WatchGroup, text: str) -> tuple[str, str]:
    """The link that opens WhatsApp with this text, or else the name of the group's own app."""
    app = ChatApp(group.app)
    return (whatsapp_link(text), "") if app == ChatApp.WHATSAPP else ("", str(app.label))
