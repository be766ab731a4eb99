"""The address of the person who writes, where it may be left open."""

from typing import Any

from groups.places.forms.address_box import (
    AddressForm,
    address_field,
    number_field,
    postcode_field,
)
from groups.places.pages.finder import Found
from groups.places.routing import Address


class OwnAddressForm(AddressForm):
    """Street and number: both or none. `found`: the address as it was read, if any."""

    needs_address = False

    street = address_field()
    house_number = number_field()
    postcode = postcode_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found: Found | None = None

    @property
    def own_address(self) -> Address | None:
        """The address, once the form is valid and holds one."""
        return self.found.address if self.found else None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.holds_address():
            self.found = self.read()
        return data
