"""The site that a coordinator adds to those that may show our search."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from dorst_portal.kit.inputs.fields import LineField
from dorst_portal.languages.words import lazy_text
from groups.values.origins import OriginError, read_origin

OWN_SITE = lazy_text("Dit is ons eigen adres. Vul het adres van de andere site in.")


class FramingSiteForm(forms.Form):
    """The begin of the address of the other site."""

    site = LineField(
        max_length=300,
        label=gettext_lazy("Adres van de site"),
        help_text=gettext_lazy("Alleen het begin, zoals https://www.voorbeeld.nl"),
        widget=forms.TextInput({"type": "url", "spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Vul het adres van de site in.")},
    )

    def clean_site(self) -> str:
        """The address in its one spelling."""
        try:
            origin = read_origin(self.cleaned_data["site"])
        except OriginError as error:
            raise ValidationError(str(error)) from error
        if origin == settings.SITE_URL:
            raise ValidationError(OWN_SITE)
        return origin
