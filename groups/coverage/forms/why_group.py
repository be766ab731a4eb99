"""The address of which a coordinator wants to know why it has its group."""

from groups.places.forms.address_box import (
    AddressForm,
    address_field,
    number_field,
    postcode_field,
)


class WhyForm(AddressForm):
    """The address; links may hold the number apart."""

    street_name = "straat"
    number_name = "huisnummer"
    is_for_others = True

    straat = address_field()
    huisnummer = number_field()
    postcode = postcode_field()
