"""What was changed is kept in Dutch in the audit trail, and read in any language."""

from collections.abc import Mapping
from itertools import combinations
from typing import Final

import pytest

from dorst_portal.languages import stored, words
from dorst_portal.languages.stored import listed_again
from groups.members.pages.enumerated import in_words
from groups.members.services.facts import _WORDS

PARTS: Final = tuple(dict.fromkeys(_WORDS.values()))
ENGLISH: Final[Mapping[str, str]] = {
    "{parts} en {last}": "{parts} and {last}",
    "de naam": "name",
    "het bedrijf of de club": "business or club",
    "het nummer": "number",
    "het e-mailadres": "e-mail address",
    "het adres": "address",
}


@pytest.mark.parametrize("many", range(1, len(PARTS) + 1))
def test_the_words_of_a_change_are_read_back_as_they_were(many: int) -> None:
    for parts in combinations(PARTS, many):
        kept = in_words(parts)
        assert listed_again(kept) == kept


def test_each_part_is_said_in_the_language_of_who_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (stored, words):
        monkeypatch.setattr(module, "gettext", ENGLISH.__getitem__)
    assert listed_again("het nummer") == "number"
    said = "name, business or club, number, e-mail address and address"
    kept = "de naam, het bedrijf of de club, het nummer, het e-mailadres en het adres"
    assert listed_again(kept) == said


def test_nothing_is_read_where_nothing_was_kept() -> None:
    assert listed_again("") == ""
