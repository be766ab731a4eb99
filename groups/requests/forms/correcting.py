"""The right number of somebody who asks."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from dorst_portal.kit.inputs.fields import LineField, PhoneField
from groups.members.forms.numbers import landline_question
from groups.members.pages.numbers import written_number
from groups.models import ResidentRequest
from groups.values.states import Kind

BUTTON = gettext_noop("Opslaan")


class NumberForm(forms.Form):
    """The number of `resident_request`, as it stands there; who wants to join is asked about a
    landline once.
    """

    mobile = PhoneField(
        label=gettext_lazy("Telefoonnummer"),
        attrs={"autocomplete": "off"},
        error_messages={"required": gettext_lazy("Vul het telefoonnummer in.")},
    )
    mobile_is_right = LineField(max_length=40, required=False, widget=forms.HiddenInput)
    seen = LineField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, resident_request: ResidentRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.resident_request = resident_request
        number = resident_request.mobile
        self.initial = {"mobile": written_number(number), "seen": number, **self.initial}

    def clean_mobile(self) -> str:
        """The number as it is stored."""
        number = self.cleaned_data["mobile"]
        request = self.resident_request
        if number.e164 == request.mobile:
            raise ValidationError(_("Dit nummer staat er al. Vul het goede nummer in."))
        wants_chat = request.kind == Kind.JOIN and not request.organisation
        if wants_chat and number.is_landline and number.e164 != self.data.get("mobile_is_right"):
            self.data = dict(self.data.items()) | {"mobile_is_right": number.e164}
            raise ValidationError(
                landline_question(number, needed=_("is een mobiel nummer nodig"), button=_(BUTTON))
            )
        return str(number.e164)
