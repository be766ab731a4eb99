"""The site that a coordinator adds to those that may show our search, and how it looks there."""

from typing import Final

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from dorst_portal.kit.inputs.fields import LineField
from dorst_portal.languages.current import DUTCH
from dorst_portal.languages.words import lazy_text
from groups.places.pages.framed import FrameLooks
from groups.values.origins import OriginError, read_origin

_OTHER_LANGUAGES: Final = [(code, name) for code, name in settings.LANGUAGES if code != DUTCH]
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


class FrameLooksForm(forms.Form):
    """As the other site is: its language, and whether it is always light or dark."""

    taal = forms.ChoiceField(
        label=lazy_text("Taal van de andere site"),
        choices=[("", "Nederlands"), *_OTHER_LANGUAGES],
        required=False,
        widget=forms.Select({"aria-required": "true"}),  # there is always one chosen
    )
    kleur = forms.ChoiceField(
        label=lazy_text("Kleur van de andere site"),
        choices=[
            ("", lazy_text("Zelfde als het apparaat")),
            ("licht", lazy_text("Licht")),
            ("donker", lazy_text("Donker")),
        ],
        required=False,
        widget=forms.Select({"aria-required": "true"}),
    )

    def looks(self) -> FrameLooks:
        """What was chosen; what the portal does not know is nothing."""
        self.is_valid()
        return FrameLooks(self.cleaned_data.get("taal", ""), self.cleaned_data.get("kleur", ""))
