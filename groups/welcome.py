"""What a new member of the chat is sent: invite link and welcome text. For beheerders only."""

import re
from urllib.parse import quote

from django.utils.translation import gettext

from groups.models import ChatApp, WatchGroup
from groups.models.watchgroups import DEFAULT_WELCOME
from groups.values.secrets import unseal

# What makes an app see an address: a dot or colon inside a word, a slash, a sign before a name.
_IN_A_LINK = re.compile(r"(?<=\S)([.:/@]+)(?=\S)|([@/]+)(?=\S)")


def invite_link_of(group: WatchGroup) -> str:
    """The group's invite link, for its own beheerders only; empty when there is none."""
    return unseal(group.invite_link_encrypted)


def welcome_message(group: WatchGroup, *, to_name: str, by_name: str) -> str:
    """The welcome text filled in for one person, with the invite link where there is one; in the
    language that is spoken now when it is the text that the portal ships.
    """
    values = {
        "{voornaam}": _no_link(to_name),
        "{groep}": _no_link(group.name),
        "{beheerder}": _no_link(by_name),
        "{link}": invite_link_of(group),
    }
    # In one go: somebody who calls himself "{link}" gets no link out of it.
    placeholders = "|".join(map(re.escape, values))
    text = group.welcome_text
    if text == DEFAULT_WELCOME:
        text = gettext(text)
    return re.sub(placeholders, lambda found: values[found[0]], text).strip()


def app_link(app: str, mobile: str, message: str = "") -> str:
    """Opens a chat with the person; only WhatsApp takes the text along."""
    if app == ChatApp.SIGNAL:
        return f"https://signal.me/#p/{mobile}"
    if app == ChatApp.TELEGRAM:
        return f"https://t.me/{mobile}"
    text = f"?text={quote(message, safe='')}" if message else ""
    return f"https://wa.me/{mobile.removeprefix('+')}{text}"


def _no_link(name: str) -> str:
    """A name as it is read, but nothing that a chat app makes a link of: "www.example.org" becomes
    "www. example. org". The message is the beheerder's, so what stands in it is believed.
    """
    return " ".join(_IN_A_LINK.sub(lambda found: f"{found[0]} ", name).split())
