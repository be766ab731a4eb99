"""The right number of somebody who asks."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dorst_portal.kit.inputs.fields import LineField, PhoneField, send_along
from dorst_portal.kit.inputs.phones import PhoneNumber
from groups.members.forms.numbers import ask_about_landline
from groups.members.pages.numbers import written_number
from groups.models import ResidentRequest
from groups.values.states import Kind


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

    def clean_mobile(self) -> PhoneNumber:
        """Another number than the one that is there."""
        number: PhoneNumber = self.cleaned_data["mobile"]
        if number.e164 == self.resident_request.mobile:
            raise ValidationError(_("Dit nummer staat er al. Vul het goede nummer in."))
        return number

    def clean(self) -> dict[str, Any]:
        request = self.resident_request
        if request.kind == Kind.JOIN and not request.organisation:
            needed = _("is een mobiel nummer nodig")
            if asked := ask_about_landline(self, needed=needed, button=_("Opslaan")):
                send_along(self, "mobile_is_right", asked)
        return self.cleaned_data
