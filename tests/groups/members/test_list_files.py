"""Lists as telephones, mail programs, sheets and chat apps give them become the people in them."""

import pytest

from groups.members.list_files import (
    Sheet,
    guess_parts,
    person_of,
    read_list,
    read_number,
    read_pasted,
)
from tests.groups.members.lists.books import BOOKS
from tests.groups.members.lists.cards import CARDS
from tests.groups.members.lists.pasted import PASTED
from tests.groups.members.lists.people import Who
from tests.groups.members.lists.separated import PROGRAMS, SEPARATED

FILES = SEPARATED | PROGRAMS | {f"book: {name}": one for name, one in BOOKS.items()} | CARDS


def people_in(sheet: Sheet) -> list[Who]:
    parts = guess_parts(sheet)
    people = []
    for line, cells in sheet.rows:
        one = person_of(line, cells, parts)
        people.append(
            Who(one.name, read_number(one.mobile).mobile, one.address, one.postcode, one.place,
                one.email, one.organisation, one.group)
        )  # fmt: skip
    return people


@pytest.mark.parametrize("name", FILES)
def test_a_file_gives_its_people_whatever_it_is_called(name: str) -> None:
    content, people = FILES[name]
    assert people_in(read_list(content, filename="foto.jpg")) == people


@pytest.mark.parametrize("name", PASTED)
def test_pasted_text_gives_its_people(name: str) -> None:
    text, people = PASTED[name]
    sheet = read_pasted(text)
    assert people_in(sheet) == people
    numbers = [number for number, _ in sheet.rows]
    assert sorted(set(numbers)) == numbers


def test_there_are_enough_kinds() -> None:
    assert len(FILES) + len(PASTED) >= 60
