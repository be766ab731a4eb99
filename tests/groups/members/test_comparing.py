"""Reading a paste of participants, and comparing it with the list."""

import pytest

from dorst_portal.kit.inputs.text import search_key
from groups.members.comparing import Known, compare, looks_alike, trace_of
from groups.members.participants import MOST_PEOPLE, Participants, read_participants
from tests.groups.members.participant_samples import KNOWN, ONE, PASTES, SAMPLES, TWO


def read(text: str) -> tuple[list[str], bool, bool]:
    found = read_participants(text)
    return [f"{one.name}|{one.number}" for one in found.people], found.has_you, found.is_cut


@pytest.mark.parametrize("name", SAMPLES)
def test_what_apps_show_is_read(name: str) -> None:
    text, people, has_you, is_cut = SAMPLES[name]
    assert read(text) == (people, has_you, is_cut)


def test_what_was_read_is_read_back() -> None:
    for text, *_ in SAMPLES.values():
        for person in read_participants(text).people:
            (again,) = read_participants(person.shown).people
            assert (search_key(again.name), again.number) == (
                search_key(person.name), person.number,
            )  # fmt: skip


def test_much_is_read_up_to_a_point() -> None:
    found = read_participants("\n".join(f"Buur {number} A" for number in range(2000)))
    assert len(found.people) == MOST_PEOPLE
    assert found.is_cut


def compared(
    text: str, known: list[Known] = KNOWN
) -> tuple[set[int], dict[int, list[str]], list[str]]:
    found = compare(read_participants(text), known)
    alike = {pk: [one.shown for one in people] for pk, people in found.alike.items()}
    return set(found.there), alike, [one.shown for one in found.strangers]


@pytest.mark.parametrize(("text", "there", "alike", "strangers"), PASTES)
def test_by_number_then_by_name_then_what_is_close(
    text: str, there: set[int], alike: dict[int, list[str]], strangers: list[str]
) -> None:
    assert compared(text) == (there, alike, strangers)


def test_of_two_with_one_name_nobody_can_tell_which_is_missing() -> None:
    twins = [Known.of(1, "Jan Smit", ONE), Known.of(2, "Jan Smit", TWO)]
    assert compared("Jan Smit", twins) == (set(), {1: ["Jan Smit"], 2: ["Jan Smit"]}, [])
    assert compared("Jan Smit, 06 00000001", twins) == ({1, 2}, {}, [])
    assert compared("06 00000001, 06 00000002, Jan Smit", twins) == ({1, 2}, {}, [])


def test_a_close_name_is_of_nobody_else() -> None:
    anja = KNOWN[0]
    for name in ("Anja", "A. Jansen", "Jansen", "Anja Maria Jansen", "anja jansem", "Anja nr 12a"):
        assert looks_alike(name, anja) or name == "Anja nr 12a"
    for name in ("A", "A J", "Jan", "Piet", "Spoorstraat 12a", "Anton Jacobs", "Anja de Boer", ""):
        assert not looks_alike(name, anja)


def test_a_trace_is_known_again_and_not_read() -> None:
    assert trace_of("+31600001234") == "1234-" + str(31600001234 % 97)
    assert trace_of("") == trace_of("geen") == ""


def test_nothing_pasted_says_that_nobody_is_there() -> None:
    assert compare(Participants([]), KNOWN).there == frozenset()
