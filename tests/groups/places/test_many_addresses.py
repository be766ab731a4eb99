"""Thousands of addresses at once are read as each of them by itself."""

from datetime import datetime

import pytest

from groups.models import OfficialAddress
from groups.places.pages.many import ManyAddresses
from groups.places.pages.typed import read_typed
from groups.places.routing import Address, route
from groups.values.addresses import AddressError, parse_house_number
from tests.groups.conftest import Village
from tests.groups.pages import at_most

TEXTS = [
    "Spoorstraat 12", "spoorstr. 12a", "Spoorstraat 12, Dorst", "Spoorstraat 12, 4849 AB, Dorst",
    "Spoorstraat 12, 4849AB", "Spoorstraat 12, Oosterhout", "Spoorstraat 12 bis", "Spoorstraat",
    "Spoorstraat 12-14", "Spoorstraat 999", "Spoorstraat 0", "50 Bunderweg 3", "Vijftigbunderweg 3",
    "Weth. v. Dijklaan 4", "Baarschot 3", "Steenoven 3", "Ketenbaan 3", "Nergenslaan 3", "12", "",
    "Dennenlaan 62", "Dennenlaan 64", "Dennenlaan 40", "Leijweg 4", "Spoorstraat 12 14", "x, y, z",
    "Oude Tilburgsebaan 7", "Tilburgsebaan 7", "Spoorstraat 12, Dorst, Nederland", "4849 AB 12",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_each_is_read_as_by_itself(village: Village, text: str) -> None:
    OfficialAddress.objects.create(street=village.street("spoorstraat"), house_number=90)
    try:
        alone = read_typed(text, "", "")
    except AddressError as error:
        with pytest.raises(AddressError, match=str(error)[:20]):
            ManyAddresses().read(text)
    else:
        assert ManyAddresses().read(text) == alone


def test_each_has_the_group_that_it_has_by_itself(village: Village, now: datetime) -> None:
    many = ManyAddresses()
    for street in village.streets.values():
        for number in (1, 2, 38, 39, 40, 62, 63, 64, 81, 999):
            address = Address(street, street.name, parse_house_number(str(number)))
            assert many.group_of(address) == route(address, now=now).group, address
    nowhere = Address(None, "Nergenslaan", parse_house_number("3"))
    assert many.group_of(nowhere) is None


def test_what_is_plain_asks_the_database_nothing(village: Village) -> None:
    with at_most(3):
        many = ManyAddresses()
    with at_most(0):
        for number in range(1, 100):
            many.read(f"Spoorstraat {number}, 4849 AB, Dorst")
