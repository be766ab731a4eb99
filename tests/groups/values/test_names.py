"""How somebody is called, of whom the name was typed in one box."""

import pytest

from groups.values.names import called, first_name_of


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Rika Resident", "Rika"),
        ("  Mo ", "Mo"),
        ("Đorđe 't Voorbeeld", "Đorđe"),
        ("mevr. R. Resident", "mevr. R. Resident"),
        ("Mevrouw Resident", "Mevrouw Resident"),
        ("de heer Voorbeeld", "de heer Voorbeeld"),
        ("R. Resident", "R. Resident"),
        ("R Resident", "R Resident"),
        ("Fam. De Proef", "Fam. De Proef"),
        ("Pani Anna Przykład", "Pani Anna Przykład"),
        ("", ""),
    ],
)
def test_nobody_is_called_by_a_title_or_an_initial(name: str, says: str) -> None:
    assert called(name) == says


def test_only_the_first_word_where_that_was_promised() -> None:
    assert first_name_of("R. Resident") == "R."
    assert first_name_of(" ") == ""
