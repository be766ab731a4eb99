"""Where a webhook or a Signal group is, as somebody pastes it."""

import re
from typing import Final

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dorst_portal.kit.inputs.fields import LineField
from dorst_portal.kit.wire.addresses import LONGEST, wrong_with
from dorst_portal.languages.words import lazy_text

_SIGNAL_GROUP: Final = re.compile(r"group\.[A-Za-z0-9+/=_-]{20,200}", re.ASCII)


class WebhookForm(forms.Form):
    """The address of the receiver."""

    address = LineField(
        label=lazy_text("Adres van de ontvanger"),
        max_length=LONGEST,
        help_text=lazy_text("Begint met https://. Je krijgt het van wie de berichten ontvangt."),
        widget=forms.TextInput({"type": "url", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": lazy_text("Vul het adres van de ontvanger in.")},
    )

    def clean_address(self) -> str:
        """Only what may be called. No name is looked up here: that is done when it is called."""
        address: str = self.cleaned_data["address"]
        wrong = wrong_with(address, local=settings.WEBHOOK_LOCAL)
        if wrong:
            raise ValidationError(wrong, code="address")
        return address


class SignalForm(forms.Form):
    """The group as signal-cli names it."""

    address = LineField(
        label=lazy_text("Code van de Signal-groep"),
        max_length=220,
        help_text=lazy_text(
            "Begint met group. en staat in de lijst met groepen van de Signal-dienst."
        ),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": lazy_text("Vul de code van de groep in.")},
    )

    def clean_address(self) -> str:
        """Only what is a group, so that no message goes to one person."""
        address: str = self.cleaned_data["address"]
        if not _SIGNAL_GROUP.fullmatch(address):
            raise ValidationError(
                _("Dit is geen code van een Signal-groep. Kopieer hem opnieuw."), code="address"
            )
        return address
