"""Another e-mail address."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dorst_portal.kit.inputs.fields import AddressField


class NewEmailForm(forms.Form):
    """The address to use from now on, instead of `old`."""

    email = AddressField(
        label=gettext_lazy("Nieuw e-mailadres"),
        error_messages={"required": gettext_lazy("Vul je nieuwe e-mailadres in.")},
    )

    def __init__(self, *args: Any, old: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.old = old

    def clean_email(self) -> str:
        new: str = self.cleaned_data["email"]
        if new == self.old:
            raise ValidationError(_("Dit adres gebruik je nu al. Vul een ander adres in."))
        return new
