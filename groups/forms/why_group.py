"""The address of which a coordinator wants to know why it has its group."""

from django import forms

from dorst_portal.kit.fields import LineField
from groups.addresses import AddressError, parse_house_number, split_street_and_number
from groups.forms.finder import ONLY_POSTCODE, house_number_field, is_postcode, street_field

NO_NUMBER = "Vul ook een huisnummer in."


class WhyForm(forms.Form):
    """Street and house number, or both in the box of the street."""

    straat: LineField = street_field()
    huisnummer: LineField = house_number_field()

    def clean_straat(self) -> str:
        """Routing goes by street and number, so a postcode explains nothing."""
        street: str = self.cleaned_data["straat"]
        if is_postcode(street):
            raise forms.ValidationError(ONLY_POSTCODE)
        return street

    def clean_huisnummer(self) -> str:
        """The number, which may stand behind the street as well."""
        number: str = self.cleaned_data["huisnummer"]
        if number:
            try:
                parse_house_number(number)
            except AddressError as error:
                raise forms.ValidationError(str(error)) from error
        elif not split_street_and_number(self.cleaned_data.get("straat", ""))[1]:
            raise forms.ValidationError(NO_NUMBER)
        return number
