"""The search for the group of an address, and the filter of the list of streets."""

from typing import Any

from django import forms

from dorst_portal.kit.fields import LineField
from groups.addresses import AddressError, parse_postcode, split_street_and_number

NO_STREET = "Vul je straat in."
ONLY_POSTCODE = (
    "Met alleen een postcode vinden we je groep niet. Vul je straat in en je huisnummer."
)


def street_field() -> LineField:
    """Where somebody types a street, or a street and number in one box."""
    return LineField(
        max_length=80,
        label="Straat",
        widget=forms.TextInput({"autocomplete": "address-line1", "spellcheck": "false"}),
        error_messages={"required": NO_STREET},
    )


def house_number_field() -> LineField:
    """A house number in one box; letters are allowed, so no number pad."""
    return LineField(
        max_length=20,
        required=False,
        label="Huisnummer",
        help_text="Zoals 12 of 12a",
        widget=forms.TextInput(
            {"class": "dp-w-number", "spellcheck": "false", "aria-required": "true"}
        ),
    )


def is_postcode(text: str) -> bool:
    """Whether a postcode stands where a street should, alone or with a number behind it."""
    for part in (text, split_street_and_number(text)[0]):
        try:
            parse_postcode(part)
        except AddressError:
            continue
        return True
    return False


class FinderForm(forms.Form):
    """Street and house number, as they stand in the address of the page."""

    straat = street_field()
    huisnummer = house_number_field()
    postcode = LineField(max_length=12, required=False, widget=forms.HiddenInput)

    def clean_straat(self) -> str:
        street: str = self.cleaned_data["straat"]
        if is_postcode(street):
            raise forms.ValidationError(ONLY_POSTCODE)
        return street

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("postcode") and self.has_error("straat", "required"):
            del self.errors["straat"]
            self.add_error("straat", ONLY_POSTCODE)
        return self.cleaned_data


class StreetFilterForm(forms.Form):
    """A part of a street's name."""

    zoek = LineField(
        max_length=80,
        required=False,
        label="Zoek een straat",
        # Left empty it shows all streets; a search box is no question that may stay open.
        widget=forms.TextInput({"aria-required": "true"}),
    )
