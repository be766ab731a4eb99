"""Having everything wiped."""

from django import forms
from django.utils.translation import gettext_lazy


class EraseForm(forms.Form):
    """The tick on the first of two pages."""

    sure = forms.BooleanField(
        label=gettext_lazy("Ik wil dat jullie al deze gegevens wissen"),
        error_messages={"required": gettext_lazy("Zet een vinkje als je dit wilt.")},
    )
