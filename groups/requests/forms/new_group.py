"""An idea for a new group: which streets, and then who has the idea."""

import re
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from dorst_portal.kit.inputs.fields import AddressField, LineField, PhoneField, TextField
from dorst_portal.kit.inputs.text import clean_line
from dorst_portal.languages.words import lazy_text
from groups.models import WantsToManage
from groups.places.forms.own_address import OwnAddressForm
from groups.requests.forms.contact import NO_MOBILE, check_email_or_call

MOST_SIGNS: Final = 200
NO_STREETS: Final = lazy_text("Vul een of meer straten in.")
CHOOSE: Final = lazy_text("Kies of je zelf beheerder wilt worden.")
NOT_A_NUMBER: Final = lazy_text("Schrijf een getal, zoals 5.")
TOO_MANY: Final = lazy_text("Dit getal is te groot.")
MOST_NEIGHBOURS: Final = 999


class CountField(LineField):
    """How many; gives an int, or None where it is left open."""

    def clean(self, value: Any) -> int | None:
        text: str = super().clean(value)
        if not text:
            return None
        if not re.fullmatch(r"[0-9]+", text):
            raise ValidationError(NOT_A_NUMBER, code="digits")
        if int(text) > MOST_NEIGHBOURS:
            raise ValidationError(TOO_MANY, code="most")
        return int(text)


class IdeaForm(forms.Form):
    """For which streets, and who would run the group."""

    streets = TextField(
        max_length=MOST_SIGNS,
        label=gettext_lazy("Voor welke straten?"),
        help_text=gettext_lazy("Meer straten? Zet er een komma tussen."),
        widget=forms.Textarea({"rows": 2, "spellcheck": "false"}),
        error_messages={"required": NO_STREETS},
    )
    wants_to_manage = forms.ChoiceField(
        choices=WantsToManage.choices,
        label=gettext_lazy("Wil je zelf beheerder worden?"),
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    neighbours = CountField(
        max_length=20,
        required=False,
        label=gettext_lazy("Hoeveel buren doen al mee?"),
        widget=forms.TextInput({"class": "dp-w-number", "inputmode": "numeric"}),
    )

    def clean_streets(self) -> str:
        """On one line: each new line is another street."""
        lines = (line.strip(" ,;") for line in self.cleaned_data["streets"].splitlines())
        streets = ", ".join(line for line in lines if line)
        if not streets:
            raise ValidationError(NO_STREETS, code="required")
        return clean_line(streets, max_length=MOST_SIGNS)


class ProposerForm(OwnAddressForm):
    """Who has the idea, and how to reach them."""

    # As the page shows them, so that mistakes are told in that order.
    field_order = ("name", "mobile", "email", "no_email", "street", "house_number", "message")

    name = LineField(
        max_length=100,
        label=gettext_lazy("Voor- en achternaam"),
        widget=forms.TextInput({"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Vul je voor- en achternaam in.")},
    )
    mobile = PhoneField(
        label=gettext_lazy("Mobiel nummer"),
        help_text=gettext_lazy("We bellen je over je idee. Zoals 06 12 34 56 78"),
        error_messages={"required": NO_MOBILE},
    )
    email = AddressField(
        required=False,
        label=gettext_lazy("E-mailadres"),
        help_text=gettext_lazy("Hier sturen we de bevestiging naartoe"),
        attrs={"aria-required": "true"},
    )
    no_email = forms.BooleanField(
        required=False, label=gettext_lazy("Ik heb geen e-mail. Bel me maar.")
    )
    message = TextField(
        max_length=500,
        required=False,
        label=gettext_lazy("Wil je nog iets zeggen?"),
        help_text=gettext_lazy("Er mogen 500 tekens in."),
        widget=forms.Textarea({"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        check_email_or_call(self)
        return data


IDEA: Final = tuple(IdeaForm.base_fields)
DETAILS: Final = tuple(ProposerForm.base_fields)
CARRIED: Final = (*IDEA, "start_anyway", *DETAILS, "street_is_new", "number_is_right")


def from_finder(params: QueryDict) -> QueryDict:
    """The address with which the finder leads here; nothing else can come in by a link."""
    typed = QueryDict(mutable=True)
    street, number = params.get("straat", ""), params.get("huisnummer", "")
    if street and number:
        typed["street"], typed["house_number"] = street, number
    return typed
