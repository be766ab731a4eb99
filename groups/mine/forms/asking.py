"""Asking for the link of the own page."""

from django import forms
from django.utils.translation import gettext_lazy

from dorst_portal.kit.inputs.fields import AddressField


class AskForm(forms.Form):
    """The address to which the link goes."""

    email = AddressField(
        label=gettext_lazy("E-mailadres"),
        help_text=gettext_lazy("Het adres dat je bij je aanmelding gaf."),
        error_messages={"required": gettext_lazy("Vul je e-mailadres in.")},
    )
