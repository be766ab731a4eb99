"""Asking for the link of the own page."""

from django import forms

from dorst_portal.kit.inputs.fields import AddressField


class AskForm(forms.Form):
    """The address to which the link goes."""

    email = AddressField(
        label="E-mailadres",
        help_text="Het adres dat je bij je aanmelding gaf.",
        error_messages={"required": "Vul je e-mailadres in."},
    )
