"""What a browser gives when somebody switches messages on, with what they call the device."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from dorst_portal.kit.inputs.fields import LineField
from dorst_portal.push.subscriptions import LONGEST_ENDPOINT, Subscription

NOT_GOOD: Final = gettext_lazy("Dit apparaat gaf geen goed adres. Probeer het nog een keer.")


class DeviceForm(forms.Form):
    """The three hidden boxes are filled in by static/push.js."""

    label = LineField(
        label=gettext_lazy("Hoe noem je dit apparaat?"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Zoals: mijn telefoon. Alleen jij ziet dit."),
    )
    endpoint = forms.CharField(
        required=False, max_length=LONGEST_ENDPOINT, widget=forms.HiddenInput
    )
    p256dh = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    auth = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Not one of the three by itself: nobody typed them."""
        data = super().clean() or self.cleaned_data
        for name in ("endpoint", "p256dh", "auth"):
            self.errors.pop(name, None)
        if not self._found(data).is_good():
            raise ValidationError(NOT_GOOD)
        return data

    def subscription(self) -> Subscription:
        """What the browser gave."""
        return self._found(self.cleaned_data)

    def _found(self, data: dict[str, Any]) -> Subscription:
        return Subscription(
            endpoint=data.get("endpoint", ""),
            p256dh=data.get("p256dh", ""),
            auth=data.get("auth", ""),
        )
