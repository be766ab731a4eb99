"""The search for the group of an address, and the filter of the list of streets."""

from django import forms

from dorst_portal.kit.inputs.fields import LineField
from dorst_portal.languages.words import lazy_text
from groups.places.forms.address_box import (
    AddressForm,
    address_field,
    number_field,
    postcode_field,
)


class FinderForm(AddressForm):
    """The address, as it stands in the address of the page; links may hold the number apart."""

    street_name = "straat"
    number_name = "huisnummer"

    straat = address_field()
    huisnummer = number_field()
    postcode = postcode_field()


class StreetFilterForm(forms.Form):
    """A part of a street's name."""

    zoek = LineField(
        max_length=80,
        required=False,
        label=lazy_text("Zoek een straat"),
        # Left empty it shows all streets; a search box is no question that may stay open.
        widget=forms.TextInput({"aria-required": "true"}),
    )
