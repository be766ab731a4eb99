"""What is done by a short cut for most texts comes out as it would the long way."""

import pytest

from dorst_portal.kit import dutch
from dorst_portal.kit.inputs.phones import keyboard_signs, plain_sign, without_ink
from dorst_portal.kit.inputs.text import printable, search_key

SIGNS = [chr(number) for number in range(128)]


@pytest.mark.parametrize("sign", SIGNS)
def test_plain_texts_are_read_like_all_others(sign: str) -> None:
    text = f"Ab{sign}C1 "
    # A sign of another script behind it, and the long way is taken.
    assert f"{search_key(text)} e".strip() == search_key(f"{text} é")
    assert printable(text) == printable(f"{text}\t")[:-1]
    assert keyboard_signs(text) == "".join(map(plain_sign, without_ink(text)))


def test_a_dutch_mobile_number_is_masked_like_any_other() -> None:
    assert dutch.masked_phone("+31612345678") == dutch.masked_phone("+31 6 12345678")
    assert dutch.masked_phone("+31612345678") == "06 •• •• 56 78"
