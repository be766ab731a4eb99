"""The address of the person who writes, where it may be left open."""

from typing import Any, Final

from django import forms

from dorst_portal.kit.fields import LineField
from groups.addresses import AddressError
from groups.forms.finder import is_postcode
from groups.routing import Address
from groups.services.finder import Found, read_address
from groups.services.postcodes import street_behind

NO_NUMBER: Final = "Vul ook je huisnummer in. Of laat je straat leeg."
NO_STREET: Final = "Vul ook je straat in. Of laat je huisnummer leeg."
ONLY_POSTCODE: Final = "Vul je straat in, geen postcode. Of laat dit leeg."


class OwnAddressForm(forms.Form):
    """Street and house number: both or none. `found`: the address as it was read, if any."""

    street = LineField(
        max_length=80,
        required=False,
        label="Straat",
        widget=forms.TextInput({"autocomplete": "address-line1", "spellcheck": "false"}),
    )
    house_number = LineField(
        max_length=20,
        required=False,
        label="Huisnummer",
        widget=forms.TextInput({"class": "dp-w-number", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found: Found | None = None

    @property
    def own_address(self) -> Address | None:
        """The address, once the form is valid and holds one."""
        return self.found.address if self.found else None

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if "street" in data and "house_number" in data:
            self._read(data["street"], data["house_number"])
        return data

    def _read(self, street: str, number: str) -> None:
        if not street:
            if number:
                self.add_error("street", NO_STREET)
            return
        if is_postcode(street):
            behind = street_behind(street, number)
            if behind is None:
                self.add_error("street", ONLY_POSTCODE)
                return
            street, number = behind
        try:
            found = read_address(street, number)
        except AddressError as error:
            self.add_error("house_number", str(error))
            return
        if found.number is None:
            self.add_error("house_number", NO_NUMBER)
            return
        self.found = found
