"""The search for the group of an address, and the filter of the list of streets."""

from typing import Any

from django import forms

from dorst_portal.kit.fields import LineField
from groups.services.postcodes import postcode_in

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
    return postcode_in(text) is not None


class FinderForm(forms.Form):
    """Street and house number, as they stand in the address of the page. `by_postcode`: the
    postcode and number to look up, where no street was typed.
    """

    straat = street_field()
    huisnummer = house_number_field()
    postcode = LineField(
        max_length=12,
        required=False,
        label="Postcode",
        help_text="Zoals 4849 AB. Dan hoef je geen straat in te vullen.",
        widget=forms.TextInput(
            {
                "class": "dp-w-postcode",
                "autocomplete": "postal-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )

    def __init__(self, *args: Any, asks_postcode: bool = False) -> None:
        super().__init__(*args)
        self.by_postcode: tuple[str, str] | None = None
        self.asks_postcode = asks_postcode or bool(self.data.get("postcode"))
        if not self.asks_postcode:
            self.fields["postcode"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """A postcode counts where no street was typed, also when it stands in the street's box."""
        data = self.cleaned_data
        street, postcode = data.get("straat", ""), data.get("postcode", "")
        if street and is_postcode(street):
            self._look_for(street, data.get("huisnummer", ""))
        elif postcode and self.has_error("straat", "required"):
            del self.errors["straat"]
            self._look_for(postcode, data.get("huisnummer", ""))
        return data

    def _look_for(self, postcode: str, number: str) -> None:
        found = postcode_in(postcode)
        if found is None:
            self.add_error("postcode", "Een postcode heeft 4 cijfers en 2 letters.")
        elif not (number or found[1]):
            self.add_error("straat", ONLY_POSTCODE)
        else:
            self.by_postcode = found[0], number or found[1]


class StreetFilterForm(forms.Form):
    """A part of a street's name."""

    zoek = LineField(
        max_length=80,
        required=False,
        label="Zoek een straat",
        # Left empty it shows all streets; a search box is no question that may stay open.
        widget=forms.TextInput({"aria-required": "true"}),
    )
