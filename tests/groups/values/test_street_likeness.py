"""Which names of streets look like each other, and which only share how they end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.values.addresses import fold_street
from groups.values.street_likeness import likeness, own_part


def alike(typed: str, name: str) -> bool:
    return likeness(fold_street(typed), fold_street(name)) is not None


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        # A slip in the street's own part.
        ("Gerstraat", "Geerstraat"),
        ("Geertstraat", "Geerstraat"),
        ("Geesrtraat", "Geerstraat"),
        ("Egerstraat", "Geerstraat"),
        ("Sporstraat", "Spoorstraat"),
        ("Spoortraat", "Spoorstraat"),
        ("Spporstraat", "Spoorstraat"),
        ("Denenlaan", "Dennenlaan"),
        ("Dennelaan", "Dennenlaan"),
        ("Setersweg", "Seterseweg"),
        ("Galubstraat", "Galubastraat"),
        ("Lijsterbestraat", "Lijsterbesstraat"),
        ("Lysterbestraat", "Lijsterbesstraat"),
        ("Molenschotstraat", "Molenschotsestraat"),
        ("Tilbursgebaan", "Oude Tilburgsebaan"),
        ("Pastor Rondenstraat", "Pastoor den Rondenstraat"),
        ("Berkenlaan", "Beukenlaan"),
        # In the generic ending.
        ("Spoorstaat", "Spoorstraat"),
        ("Spoorstraar", "Spoorstraat"),
        ("Dennenlan", "Dennenlaan"),
        # Another ending, or another word in front.
        ("Spoorlaan", "Spoorstraat"),
        ("Spoorweg", "Spoorstraat"),
        ("Geerlaan", "Geerstraat"),
        ("Dennenweg", "Dennenlaan"),
        ("Spoor", "Spoorstraat"),
        ("Oude Spoorstraat", "Spoorstraat"),
        ("Nieuwe Spoorstraat", "Spoorstraat"),
        ("Tilburgsebaan", "Oude Tilburgsebaan"),
        ("Tilburgseweg", "Oude Tilburgsebaan"),
        ("Rondenstraat", "Pastoor den Rondenstraat"),
        ("Burgemeester van Dijklaan", "Wethouder van Dijklaan"),
        # A piece of the name.
        ("Dijklaan", "Wethouder van Dijklaan"),
        ("Pastoor", "Pastoor den Rondenstraat"),
        ("Bunderweg", "Vijftig Bunderweg"),
        ("Eikenweg", "Vijf Eikenweg"),
        ("Kerkstraat", "Oude Kerkstraat"),
    ],
)
def test_these_are_close(typed: str, name: str) -> None:
    assert alike(typed, name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Kerkstraat", "Geerstraat"),
        ("Beekstraat", "Geerstraat"),
        ("Beekstraat", "Broekstraat"),
        ("Kerkstraat", "Broekstraat"),
        ("Dorpsstraat", "Spoorstraat"),
        ("Molenstraat", "Molikstraat"),
        ("Molenstraat", "Molenschotsestraat"),
        ("Schoolstraat", "Spoorstraat"),
        ("Stationsstraat", "Baarschotsestraat"),
        ("Hoofdstraat", "Broekstraat"),
        ("Lindenlaan", "Dennenlaan"),
        ("Eikenlaan", "Dennenlaan"),
        ("Beukenlaan", "Eikenlaan"),
        ("Spoorlaan", "Sparrenlaan"),
        ("Berglaan", "Boslaan"),
        ("Kerkweg", "Rijksweg"),
        ("Heidelaan", "Leijweg"),
        ("Parklaan", "Parallelweg"),
        ("Burgemeester Maaslaan", "Burgemeester Boslaan"),
        ("Pastoor Smitsstraat", "Pastoor den Rondenstraat"),
        ("Wethouder Jansenlaan", "Wethouder van Dijklaan"),
        ("Oude Bredasebaan", "Oude Tilburgsebaan"),
        ("Nieuwe Dijk", "Nieuwe Weg"),
        ("laan", "Dennenlaan"),
        ("straat", "Spoorstraat"),
        ("Ei", "Ee"),
        ("A1", "A2"),
        ("Qxzzyk", "Spoorstraat"),
        ("", "Spoorstraat"),
    ],
)
def test_these_are_not(typed: str, name: str) -> None:
    assert not alike(typed, name)


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("Spoorstraat", "spoor"),
        ("Oude Spoorstraat", "spoor"),
        ("Wethouder van Dijklaan", "dijk"),
        ("Burgemeester van der Oudelaan", "oudelaan"),
        ("De Vliert", "vliert"),
        ("Boslaan", "bos"),
        ("Eilaan", "ei"),
        ("Laan", "laan"),
        ("Dijkweg", "dijk"),
    ],
)
def test_what_a_street_has_for_itself(name: str, own: str) -> None:
    assert own_part(fold_street(name)) == own


@pytest.mark.parametrize(
    ("typed", "best", "other"),
    [
        ("Spoorlaan", "Sporlaan", "Spoorstraat"),
        ("Spoorlaan", "Spoorstraat", "Spoortstraat"),
        ("Kerkstraat", "Kerkstraatje", "Kerklaan"),
        ("Gerstraat", "Geerstraat", "Geerlaan"),
        ("Dijklaan", "Van Dijklaan", "Dijkweg"),
    ],
)
def test_the_closest_comes_first(typed: str, best: str, other: str) -> None:
    fits = [likeness(fold_street(typed), fold_street(name)) for name in (best, other)]
    assert None not in fits
    assert fits[0] < fits[1]  # type: ignore[operator]


NAMES = st.text("abcdeorst", min_size=4, max_size=12)


@given(NAMES, st.integers(0, 11), st.sampled_from("xyz"))
def test_one_slip_in_the_own_part_is_close(own: str, at: int, letter: str) -> None:
    name, place = f"{own}straat", at % len(own)
    if own_part(name) != own:
        return
    for typed in (
        own[:place] + letter + own[place:],
        own[:place] + letter + own[place + 1 :],
    ):
        assert likeness(f"{typed}straat", name) is not None
        assert likeness(name, f"{typed}straat") is not None


@given(st.text("abcdklmn", min_size=4, max_size=4), st.text("opqrstuv", min_size=4, max_size=4))
def test_names_that_share_no_letter_but_their_ending_are_not(one: str, other: str) -> None:
    if own_part(f"{one}laan") == one and own_part(f"{other}laan") == other:
        assert likeness(f"{one}laan", f"{other}laan") is None
