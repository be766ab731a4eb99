"""Having everything wiped."""

from django import forms


class EraseForm(forms.Form):
    """The tick on the first of two pages."""

    sure = forms.BooleanField(
        label="Ik wil dat jullie al deze gegevens wissen",
        error_messages={"required": "Zet een vinkje als je dit wilt."},
    )
