"""Objecting to the use of one's data."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy

from dorst_portal.kit.inputs.fields import TextField

# It is stored as the text of a question, behind words that say what it is.
MOST: Final = 450


class UseForm(forms.Form):
    """What should not be used, and why."""

    text = TextField(
        label=gettext_lazy("Wat wil je niet, en waarom?"),
        max_length=MOST,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": gettext_lazy("Schrijf op wat je niet wilt.")},
    )
