"""Routing against a reference that is worked out here, by hand, from the csv files alone.

The reference shares no code with the portal: it reads the files with its own few lines and knows
addresses as plain texts.
"""

import csv
import re
from pathlib import Path

import pytest
from django.utils import timezone

from groups.models import Appointment, Street, WatchGroup
from groups.places.pages.finder import Outcome, find_group, read_address
from groups.places.routing import Address, route
from groups.values.addresses import parse_house_number
from groups.values.states import Owner
from tests.groups.conftest import Village

EXAMPLE = Path(__file__).parents[3] / "groups" / "example"
NUMBERS = range(1, 211)


def rows(name: str) -> list[dict[str, str]]:
    with (EXAMPLE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


STREETS = rows("dorst-streets.csv")
INSIDE = [row["street"] for row in STREETS if row["area"] != "outside"]
OUTSIDE = [row["street"] for row in STREETS if row["area"] == "outside"]


def reference() -> dict[tuple[str, int], str]:
    """Each covered number of each street, one by one, and the group's name."""
    owner: dict[tuple[str, int], str] = {}
    for row in rows("dorst-groups.csv"):
        for piece in row["coverage"].split(";"):
            words = piece.split()
            wanted = list(NUMBERS)
            if words[-1] in ("even", "odd"):
                rest = 0 if words.pop() == "even" else 1
                wanted = [number for number in wanted if number % 2 == rest]
            if re.fullmatch(r"\d+-\d+", words[-1]):
                low, high = map(int, words.pop().split("-"))
                wanted = [number for number in wanted if low <= number <= high]
            for number in wanted:
                key = (" ".join(words), number)
                assert key not in owner, f"{key} has two groups in the file"
                owner[key] = row["group"]
    return owner


REFERENCE = reference()

# The design's own sentences, so that a wrong reading of the file here would show.
DESIGN = {
    ("Dennenlaan", 61): "Dennenlaan",
    ("Dennenlaan", 62): "Ribes-Lijsterbes",
    ("Dennenlaan", 66): "Ribes-Lijsterbes",
    ("Dennenlaan", 67): "Dennenlaan",
    ("Dennenlaan", 80): "Dennenlaan",
    ("Dennenlaan", 81): "Ribes-Lijsterbes",
    ("Dennenlaan", 89): "Ribes-Lijsterbes",
    ("Dennenlaan", 90): "Dennenlaan",
    ("Dennenlaan", 200): None,
    ("Pastoor den Rondenstraat", 9): "Geerstraat",
    ("Pastoor den Rondenstraat", 10): "Ribes-Lijsterbes",
    ("Pastoor den Rondenstraat", 11): "Geerstraat",
    ("Pastoor den Rondenstraat", 12): "Ribes-Lijsterbes",
    ("Pastoor den Rondenstraat", 13): "Geerstraat",
    ("Pastoor den Rondenstraat", 100): None,
    ("Spoorstraat", 210): "Spoorstraat",
    ("Leijweg", 1): None,
    ("Rijksweg", 14): "Rijksweg-Zuid",
}


@pytest.mark.parametrize(("address", "group"), DESIGN.items())
def test_the_reference_says_what_the_design_says(
    address: tuple[str, int], group: str | None
) -> None:
    assert REFERENCE.get(address) == group


# Streets that are cut over groups, where a number next door may have another group.
CUT = {name for name in INSIDE if len({REFERENCE.get((name, n)) for n in NUMBERS}) > 1}


def forms(name: str, number: int) -> list[str]:
    """The number bare, with a letter and with an addition, in styles that differ from number to
    number; of a street that is not cut one of the three each time.
    """
    letter = "abcdefgh"[number % 8]
    with_letter = (f"{number}{letter}", f"{number} {letter.upper()}", f"{number}-{letter}")
    addition = ("bis", "2", "hs", "a2")[number % 4]
    three = [str(number), with_letter[number % 3], f"{number}-{addition}"]
    return three if name in CUT else [three[(number + len(name)) % 3]]


def test_the_streets_that_the_design_cuts_are_cut() -> None:
    assert sorted(CUT) == ["Dennenlaan", "Pastoor den Rondenstraat"]


@pytest.mark.parametrize("name", INSIDE)
def test_every_number_goes_to_the_group_of_the_file(village: Village, name: str) -> None:
    now = timezone.now()
    street = Street.objects.get(name=name)
    expected = {typed: REFERENCE.get((name, n)) for n in NUMBERS for typed in forms(name, n)}
    found = {
        typed: route(Address(street, name, parse_house_number(typed)), now=now)
        for typed in expected
    }
    assert {typed: one.group and one.group.name for typed, one in found.items()} == expected
    # Nobody is beheerder yet: all of it is the coordinators', each with its reason in words.
    assert {one.owner for one in found.values()} == {Owner.COORDINATORS}
    for typed, group in expected.items():
        assert found[typed].reason == ("no_beheerder" if group else "no_group")
        assert found[typed].sentence.startswith(f"{name} " if group else f"Voor {name} ")


@pytest.mark.parametrize("name", OUTSIDE)
def test_streets_outside_have_no_group(village: Village, name: str) -> None:
    street = Street.objects.get(name=name)
    where = route(Address(street, name, parse_house_number("3")), now=timezone.now())
    assert (where.group, where.owner, where.reason) == (None, Owner.COORDINATORS, "outside")


ALIASES = [
    (alias, row["street"]) for row in STREETS for alias in row["aliases"].split("|") if alias
]
WRITTEN = [
    ("Vijftigbunderweg", "Vijftig Bunderweg"),
    ("50 Bunderweg", "Vijftig Bunderweg"),
    ("50bunderweg", "Vijftig Bunderweg"),
    ("Vliert", "De Vliert"),
    ("Oude Tilburgse baan", "Oude Tilburgsebaan"),
    ("Weth. v. Dijklaan", "Wethouder van Dijklaan"),
    ("Koeistraat", "Baarschotsestraat"),
    ("N282", "Rijksweg"),
    ("N631", "Vijf Eikenweg"),
    ("past. den rondenstr", "Pastoor den Rondenstraat"),
    *ALIASES,
    *((row["street"], row["street"]) for row in STREETS),
    *((row["street"].upper(), row["street"]) for row in STREETS),
    ("Oude-Tilburgsebaan", "Oude Tilburgsebaan"),
    ("Wethoudervandijklaan", "Wethouder van Dijklaan"),
    ("Spoor straat", "Spoorstraat"),
]


@pytest.mark.parametrize(("typed", "name"), WRITTEN)
def test_every_spelling_leads_to_its_street(village: Village, typed: str, name: str) -> None:
    apart = read_address(typed, "12a")
    assert apart.street is not None
    assert apart.street.name == name
    one_box = read_address(f"{typed} 12a", "")
    assert (one_box.street, one_box.number) == (apart.street, apart.number)
    where = find_group(one_box, as_hamlet=False, now=timezone.now())
    assert (where.group and where.group.name) == REFERENCE.get((name, 12))


@pytest.mark.parametrize(
    ("typed", "hamlet"),
    [
        (spelling, row["hamlet"])
        for row in rows("dorst-hamlets.csv")
        for spelling in (row["hamlet"], *row["spellings"].split("|"))
        if spelling
    ],
)
def test_every_hamlet_leads_to_its_streets(village: Village, typed: str, hamlet: str) -> None:
    streets = next(
        row["streets"].split(";") for row in rows("dorst-hamlets.csv") if row["hamlet"] == hamlet
    )
    answer = find_group(read_address(typed, "3"), as_hamlet=True, now=timezone.now())
    assert answer.outcome == Outcome.HAMLET
    assert sorted(answer.choices) == sorted(streets)


def test_where_a_hamlet_is_also_a_street_the_street_wins_and_both_are_offered(
    village: Village,
) -> None:
    found = read_address("Baarschot", "4")
    assert found.street is not None
    assert found.street.name == "Baarschot"
    assert found.hamlet is not None
    answer = find_group(found, as_hamlet=False, now=timezone.now())
    assert answer.group == WatchGroup.objects.get(name="Baarschot")


@pytest.mark.parametrize("typed", ["Kerkstraat", "Spoorweg", "Dennelaan", "", "12"])
def test_a_street_that_we_do_not_know_is_never_guessed(village: Village, typed: str) -> None:
    assert read_address(typed, "12").street is None


def test_with_a_beheerder_the_same_address_is_the_groups(
    village: Village, own_beheerder: object, other_beheerder: object
) -> None:
    now = timezone.now()
    manned = set(Appointment.objects.active(now).values_list("group__name", flat=True))
    assert manned == {"Spoorstraat", "Dennenlaan"}
    for typed in ("12", "12a", "64"):
        for slug in ("spoorstraat", "dennenlaan"):
            where = route(village.address(slug, typed), now=now)
            assert where.can_join_now == (where.group is not None and where.group.name in manned)
