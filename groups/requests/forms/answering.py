"""What a resident writes on the pages behind a mailed link."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy

from dorst_portal.kit.inputs.fields import AddressField, TextField

MOST: Final = 1000
MOST_OBJECTION: Final = 500  # it is stored as the text of a question


class ReplyForm(forms.Form):
    """The answer to what a beheerder or coordinator asked."""

    text = TextField(
        label=gettext_lazy("Jouw antwoord"),
        max_length=MOST,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": gettext_lazy("Schrijf je antwoord op.")},
    )


class ObjectionForm(forms.Form):
    """Why a resident does not agree with a refusal."""

    text = TextField(
        label=gettext_lazy("Waarom ben je het er niet mee eens?"),
        max_length=MOST_OBJECTION,
        widget=forms.Textarea({"rows": 6}),
        error_messages={
            "required": gettext_lazy("Schrijf op waarom je het er niet mee eens bent.")
        },
    )


class NewLinkForm(forms.Form):
    """The address to which a new link goes."""

    email = AddressField(
        label=gettext_lazy("E-mailadres"),
        error_messages={"required": gettext_lazy("Vul je e-mailadres in.")},
    )
