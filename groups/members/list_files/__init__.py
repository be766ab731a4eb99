"""Lists of people who are in a group already, as telephones, mail programs, sheets and chat apps
give them: from bytes or pasted text to persons. Pure.

`read_list` or `read_pasted` gives a `Sheet`, or raises `Unreadable` with a sentence for who sent
it; `guess_parts` says which column is what, which a person may change; `person_of` takes the texts
of one row together; `read_number` says what a telephone number is, or what to ask about it.
"""

from dorst_portal.kit.tables.limits import Unreadable
from groups.members.list_files.guessing import guess_parts
from groups.members.list_files.limits import LIMITS
from groups.members.list_files.numbers import ReadNumber, read_number
from groups.members.list_files.parts import Part, Sheet
from groups.members.list_files.pasted import read_pasted
from groups.members.list_files.persons import RawPerson, person_of
from groups.members.list_files.reading import read_list

__all__ = [
    "LIMITS",
    "Part",
    "RawPerson",
    "ReadNumber",
    "Sheet",
    "Unreadable",
    "guess_parts",
    "person_of",
    "read_list",
    "read_number",
    "read_pasted",
]
