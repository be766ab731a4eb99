"""Codes of letters: typed as people type, and mistakes told from codes that are not right."""

from itertools import combinations

import pytest

from groups.values.letter_codes import ALPHABET, LENGTH, CodeProblem, new_code, read_code, shown

pytestmark = pytest.mark.once


def test_a_code_is_read_however_it_is_typed() -> None:
    code = new_code()
    printed = shown(code)
    assert len(code) == LENGTH
    assert printed == f"{code[:4]}-{code[4:]}"
    for typed in (
        printed,
        printed.lower(),
        f" {' '.join(code)}. ",
        printed.replace("-", " – "),
        code.lower(),
    ):
        assert read_code(typed) == code


def test_no_sign_looks_like_another_and_their_number_is_prime() -> None:
    assert not set(ALPHABET) & set("0O1IL2Z5S8BUVY")
    assert len(set(ALPHABET)) == len(ALPHABET) == 19


def test_every_wrong_sign_and_every_two_that_changed_places_are_found() -> None:
    code = new_code()
    wrong = {
        code[:place] + sign + code[place + 1 :]
        for place in range(LENGTH)
        for sign in ALPHABET
        if sign != code[place]
    }
    for one, other in combinations(range(LENGTH - 1), 2):
        signs = list(code)
        signs[one], signs[other] = signs[other], signs[one]
        wrong.add("".join(signs))
    wrong.discard(code)
    assert len(wrong) >= LENGTH * 18
    for typed in wrong:
        with pytest.raises(CodeProblem, match="typefout"):
            read_code(typed)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "8 tekens"),
        ("346-7CD", "8 tekens"),
        ("346-7CDFGH", "8 tekens"),
        ("0467-CDFG", "Het teken 0"),
        ("346é-CDFG", "Het teken É"),
        ("٣467-CDFG", "Het teken ٣"),
        ("ß467-CDF", "8 tekens|Het teken"),
    ],
)
def test_what_is_no_code_is_told(typed: str, said: str) -> None:
    with pytest.raises(CodeProblem, match=said):
        read_code(typed)


def test_two_codes_are_never_the_same() -> None:
    assert len({new_code() for _ in range(200)}) == 200
