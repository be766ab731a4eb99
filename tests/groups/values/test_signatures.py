"""An address amid other words: what may be it, and what shows that it is none of ours."""

import pytest

from groups.values.signatures import in_a_signature


def readings(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.street, one.number, one.places) for one in in_a_signature(text)]


@pytest.mark.parametrize(
    ("text", "street", "number", "place"),
    [
        ("Jan Jansen Spoorstraat 12 4849 XA Dorst Tel 06-12345678", "Spoorstraat", "12", "Dorst"),
        ("Spoorstraat 12a 06 12345678 jan@example.org", "Spoorstraat", "12a", None),
        ("Spoorstraat 12 T 06-12345678", "Spoorstraat", "12", None),
        ("Spoorstraat 12 M: +31 6 12345678", "Spoorstraat", "12", None),
        ("Jan | Spoorstraat 12 bis | 4849XA Dorst", "Spoorstraat", "12 bis", "Dorst"),
        ("Fam. X, Vijftig Bunderweg 3, Dorst, tel. 0161 123456", "Vijftig Bunderweg", "3", "Dorst"),
        ("0161-123456 / Spoorstraat 12 / Den Hout", "Spoorstraat", "12", "Den Hout"),
    ],
)  # fmt: skip
def test_it_is_among_the_readings(text: str, street: str, number: str, place: str | None) -> None:
    found = [places for name, at, places in readings(text) if (name, at) == (street, number)]
    assert found
    assert place in found[0] if place else found[0] == ()


@pytest.mark.parametrize(
    "text",
    ["Spoorstraat 12", "Spoorstraat 12 Breda", "12 Spoorstraat", "Jan Spoorstraat 12", "", "06"],
)
def test_an_address_alone_is_not_looked_for_here(text: str) -> None:
    assert readings(text) == []


def test_a_word_of_a_name_before_it_makes_it_another_street() -> None:
    names = [name for name, _, _ in readings("Jan Oude Spoorstraat 12 4849 XA Dorst")]
    assert "Spoorstraat" not in names
    assert "Oude Spoorstraat" in names
