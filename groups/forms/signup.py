"""The join form in its steps: the address, who it is, and the agreement."""

from typing import Any, Final

from django import forms
from django.conf import settings
from django.http import QueryDict

from dorst_portal.kit.fields import LineField, TextField
from groups.forms.contact import (
    LANDLINE,
    NO_MOBILE,
    AddressField,
    PhoneField,
    check_email_or_call,
)
from groups.forms.finder import ONLY_POSTCODE, house_number_field, is_postcode, street_field
from groups.models import CameFrom, HasApp
from groups.services.postcodes import street_behind


class StreetForm(forms.Form):
    """Street and house number, also in one box."""

    street = street_field()
    house_number = house_number_field()

    def clean(self) -> dict[str, Any]:
        """A postcode in the street's box is a street, where the official list has one there."""
        data = self.cleaned_data
        street = data.get("street", "")
        if street and is_postcode(street):
            found = street_behind(street, data.get("house_number", ""))
            if found is None:
                self.add_error("street", ONLY_POSTCODE)
            else:
                data["street"], data["house_number"] = found
        return data


class WhyForm(forms.Form):
    """Why somebody stays with a group that is not the one of the address."""

    why_this_group = LineField(
        max_length=200,
        label="Waarom wil je bij deze groep?",
        help_text="De beheerder leest dit.",
        error_messages={"required": "Schrijf op waarom je bij deze groep wilt."},
    )


class DetailsForm(forms.Form):
    """Who joins, and how to reach them. `app` is the name of the group's chat app, where known."""

    name = LineField(
        max_length=100,
        label="Voor- en achternaam",
        widget=forms.TextInput({"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": "Vul je voor- en achternaam in."},
    )
    mobile = PhoneField(
        label="Mobiel nummer",
        help_text="Met dit nummer kom je in de groep. Zoals 06 12 34 56 78",
        error_messages={"required": NO_MOBILE},
    )
    mobile_is_right = LineField(max_length=40, required=False, widget=forms.HiddenInput)
    has_app = forms.ChoiceField(
        choices=HasApp.choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Kies een antwoord."},
    )
    email = AddressField(
        required=False,
        label="E-mailadres",
        help_text="Hier sturen we de bevestiging naartoe",
        attrs={"aria-required": "true"},
    )
    no_email = forms.BooleanField(required=False, label="Ik heb geen e-mail. Bel me maar.")
    message = TextField(
        max_length=500,
        required=False,
        label="Wil je nog iets zeggen?",
        help_text="Er mogen 500 tekens in.",
        widget=forms.Textarea({"rows": 4}),
    )
    organisation = LineField(
        max_length=100,
        required=False,
        label="Naam van het bedrijf, de club of de boerderij",
        widget=forms.TextInput({"autocomplete": "organization", "spellcheck": "false"}),
    )
    helper_name = LineField(
        max_length=100,
        required=False,
        label="Jouw naam",
        widget=forms.TextInput({"spellcheck": "false"}),
    )
    helper_email = AddressField(required=False, label="Jouw e-mailadres")
    helper_knows = forms.BooleanField(required=False, label="Deze persoon weet ervan")

    def __init__(self, *args: Any, app: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The landline that was refused: sent once more it is taken.
        self.landline = ""
        if app:
            self.fields["has_app"].label = f"Heb je {app} op dit nummer?"
        else:
            del self.fields["has_app"]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        number = data.get("mobile")
        if number and number.is_landline and not data.get("organisation"):
            self._check_landline(number.e164)
        check_email_or_call(self)
        self._check_helper()
        return data

    def _check_landline(self, number: str) -> None:
        if self.cleaned_data.get("mobile_is_right") != number:
            self.add_error("mobile", LANDLINE)
            self.landline = number

    def _check_helper(self) -> None:
        data = self.cleaned_data
        if data.get("helper_email") and "helper_name" in data and not data["helper_name"]:
            self.add_error("helper_name", "Vul ook je naam in.")
        if data.get("helper_name") and not data.get("helper_knows"):
            self.add_error("helper_knows", "Vertel het eerst. Zet daarna een vinkje.")

    def opens(self, *names: str) -> bool:
        """Whether a folded part must be open: something in it was typed, or is wrong."""
        return any(self[name].value() or self.has_error(name) for name in names)

    @property
    def opens_organisation(self) -> bool:
        """Whether the part about a business is open."""
        return self.opens("organisation")

    @property
    def opens_helper(self) -> bool:
        """Whether the part for somebody who helps is open."""
        return self.opens("helper_name", "helper_email", "helper_knows")


class AgreeForm(forms.Form):
    """The agreement to the house rules and, where the village asks one, a minimum age."""

    agree = forms.BooleanField(
        label="Ik houd me aan de spelregels",
        error_messages={"required": "Zet een vinkje als je je aan de spelregels houdt."},
    )
    of_age = forms.BooleanField()

    def __init__(self, *args: Any, for_somebody_else: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        age = settings.MINIMUM_AGE
        if for_somebody_else:
            self.fields["agree"].label = "Deze persoon houdt zich aan de spelregels"
        if not age:
            del self.fields["of_age"]
            return
        who = "Deze persoon is" if for_somebody_else else "Ik ben"
        self.fields["of_age"].label = f"{who} {age} jaar of ouder"
        self.fields["of_age"].error_messages["required"] = (
            f"Zet een vinkje als {'deze persoon' if for_somebody_else else 'je'} {age} jaar of "
            f"ouder {'is' if for_somebody_else else 'bent'}."
        )


ADDRESS: Final = tuple(StreetForm.base_fields)
DETAILS: Final = tuple(DetailsForm.base_fields)
CARRIED: Final = (*ADDRESS, "street_is_new", "group_choice", "why_this_group", *DETAILS, "bron")
# What brought somebody here, by its name in the address of the page.
_CAME_FROM: Final = {
    "poster": CameFrom.POSTER,
    "zoek": CameFrom.SEARCH,
    "lijst": CameFrom.LIST,
}


def from_search(params: QueryDict) -> QueryDict:
    """The address with which the finder leads here; nothing else can come in by a link."""
    typed = QueryDict(mutable=True)
    street = params.get("straat", "")
    if street:
        typed["street"] = street
        typed["house_number"] = params.get("huisnummer", "")
    if "nieuw" in params:
        # The finder offered its matches already.
        typed["street_is_new"] = street
    came_from = str(params.get("bron", ""))
    if came_from_of(came_from):
        typed["bron"] = came_from
    return typed


def came_from_of(text: str) -> str:
    """What brought somebody here: one of the three that we know, or nothing."""
    return _CAME_FROM.get(text, "")
