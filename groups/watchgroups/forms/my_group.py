"""What a beheerder sets for the own group."""

import re
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dorst_portal.kit.inputs.fields import LineField, TextField, send_along
from dorst_portal.languages.words import lazy_text
from groups.models import ChatApp, GroupStatus, WatchGroup, WayOfAdding
from groups.values.chat_addresses import holds_chat_address
from groups.watchgroups.services.settings import GroupSettings, seen_settings
from groups.welcome import invite_link_of

PLACEHOLDERS: Final = ("{voornaam}", "{groep}", "{beheerder}", "{link}")
_LINKS: Final = {
    ChatApp.WHATSAPP: re.compile(r"https://chat\.whatsapp\.com/[A-Za-z0-9]{8,64}(\?[!-~]{1,200})?"),
    ChatApp.SIGNAL: re.compile(r"https://signal\.group/#[A-Za-z0-9_-]{8,200}"),
    ChatApp.TELEGRAM: re.compile(r"https://t\.me/\+[A-Za-z0-9_-]{8,64}"),
}
_BEGINNINGS: Final = {
    ChatApp.WHATSAPP: "https://chat.whatsapp.com/",
    ChatApp.SIGNAL: "https://signal.group/#",
    ChatApp.TELEGRAM: "https://t.me/+",
}
NO_LINK: Final = lazy_text("Zet {link} in de tekst. Daar komt de link te staan.")
_PLACEHOLDER: Final = re.compile(r"\{[^{}]*\}")


def invite_link_hint(group: WatchGroup) -> str:
    """Who sees the link, and what it looks like."""
    beginning = _BEGINNINGS[ChatApp(group.app)]
    words = _("Alleen beheerders van deze groep zien de link. Hij begint met {beginning}")
    return words.format(beginning=beginning)


def check_invite_link(link: str, group: WatchGroup) -> str:
    """The link, when it opens a group of this app."""
    app = ChatApp(group.app)
    if not _LINKS[app].fullmatch(link):
        told = _("Dit is geen link van een groep in {app}. Zo'n link begint met {beginning}")
        raise ValidationError(told.format(app=app.label, beginning=_BEGINNINGS[app]))
    return link


def check_welcome_text(text: str) -> str:
    """The text, when it holds no address of a chat and no places that we do not know."""
    if holds_chat_address(text):
        raise ValidationError(
            _("Zet de link niet in de tekst. Schrijf {link}, dan vullen wij hem in.")
        )
    unknown = [found for found in _PLACEHOLDER.findall(text) if found not in PLACEHOLDERS]
    if unknown:
        told = _("{unknown} kennen we niet. Gebruik alleen {places}.")
        raise ValidationError(told.format(unknown=unknown[0], places=", ".join(PLACEHOLDERS)))
    return text


class MyGroupForm(forms.Form):
    """The settings of one group."""

    seen = LineField(max_length=40, required=False, widget=forms.HiddenInput)
    way_of_adding = forms.ChoiceField(
        label=gettext_lazy("Hoe komt iemand in de groep?"),
        choices=WayOfAdding,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Kies een manier."),
            "invalid_choice": gettext_lazy("Kies een manier."),
        },
    )
    invite_link = LineField(
        label=gettext_lazy("Link van de groep"),
        max_length=300,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    welcome_text = TextField(
        label=gettext_lazy("Welkomsttekst"),
        max_length=600,
        widget=forms.Textarea({"rows": 7}),
        error_messages={"required": gettext_lazy("Schrijf een welkomsttekst.")},
    )
    paused = forms.BooleanField(
        label=gettext_lazy("Pauze: nieuwe aanvragen wachten tot ik de groep weer open"),
        required=False,
    )

    def __init__(self, *args: Any, group: WatchGroup, **kwargs: Any) -> None:
        self.group = group
        self.link_now = invite_link_of(group)
        super().__init__(*args, **kwargs)
        self.initial = {
            "seen": seen_settings(group),
            "way_of_adding": group.way_of_adding,
            "invite_link": self.link_now,
            "welcome_text": group.welcome_text,
            "paused": group.status == GroupStatus.PAUSED,
        }
        self.fields["invite_link"].help_text = invite_link_hint(group)
        filled_in = _("Wij vullen dit voor je in: {places}.").format(places=", ".join(PLACEHOLDERS))
        self.fields["welcome_text"].help_text = filled_in
        if not group.is_shown_to_everybody:
            del self.fields["paused"]

    def clean_invite_link(self) -> str:
        """Only a link that opens a group of this app."""
        link: str = self.cleaned_data["invite_link"]
        return check_invite_link(link, self.group) if link else ""

    def clean_welcome_text(self) -> str:
        """The link is a secret: the text holds its place, never the link itself."""
        return check_welcome_text(self.cleaned_data["welcome_text"])

    def clean(self) -> dict[str, Any]:
        """A welcome message without the link leads nowhere."""
        data = super().clean() or self.cleaned_data
        way = data.get("way_of_adding")
        if way == WayOfAdding.OWN_PAGE and data.get("invite_link") == "":
            told = _("Zet hier de link. Die komt op de eigen pagina te staan.")
            self.add_error("invite_link", told)
        by_message = way == WayOfAdding.WELCOME_MESSAGE
        text = data.get("welcome_text")
        if by_message and text and "{link}" not in text:
            self.add_error("welcome_text", NO_LINK)
        return data

    def settings(self) -> GroupSettings:
        """What was filled in; a link that did not change keeps its age."""
        data = self.cleaned_data
        changed = data["invite_link"] != self.link_now
        return GroupSettings(
            way_of_adding=data["way_of_adding"],
            welcome_text=data["welcome_text"],
            paused=data.get("paused", False),
            invite_link=data["invite_link"] if changed else None,
            seen=data["seen"],
        )

    def carry_on_from(self, group: WatchGroup) -> list[tuple[str, str]]:
        """What was typed stands on the page again, now on top of what somebody else made; gives
        what the group holds where something else was typed: the label, and its words.
        """
        send_along(self, "seen", seen_settings(group))
        paused = _("ja") if group.status == GroupStatus.PAUSED else _("nee")
        data = self.cleaned_data
        facts = (
            ("way_of_adding", data["way_of_adding"], group.get_way_of_adding_display()),
            ("invite_link", data["invite_link"], invite_link_of(group) or _("geen link")),
            ("welcome_text", data["welcome_text"], group.welcome_text),
            ("paused", _("ja") if data.get("paused") else _("nee"), paused),
        )
        now: dict[str, str] = {
            "way_of_adding": group.way_of_adding,
            "invite_link": invite_link_of(group),
        }
        return [
            (str(self.fields[name].label), words)
            for name, said, words in facts
            if name in self.fields and said != now.get(name, words)
        ]
