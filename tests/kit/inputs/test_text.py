"""What people type: real names pass, what cannot be seen or trusted does not (PF-07)."""

import unicodedata

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from dorst_portal.kit.inputs.fields import LineField, TextField
from dorst_portal.kit.inputs.text import clean_line, clean_text, printable

NAMES = ["O'Brien", "'t Hart", "Ðorđević", "محمد", "李小龙", "J", "Nguyễn", "علی‌رضا", "Zoë 👩‍👩‍👧"]


class Typed(forms.Form):
    name = LineField(max_length=20)
    message = TextField(max_length=40, required=False)


@pytest.mark.parametrize("name", NAMES)
def test_pf_07_real_names_pass(name: str) -> None:
    assert clean_line(name, max_length=80) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize(
    "strange",
    [
        "Jan\x00", "Ja\x07n", "Jan\x1b[31m", "J\x85n\x9f", "Jan\u202egro.live", "\u2066Jan\u2069",
        "Ja\u200en", "Jan\ud800", "Jan\ue000", "Jan\uffff", "Jan\U000e0041",
        "Jan\r\nBcc: iemand@example.org", "Jan\u2028Piet", "a" + "\u0301" * 9, "e" + "\u0301" * 200,
    ],
)  # fmt: skip
def test_pf_07_signs_that_deceive_are_refused(strange: str) -> None:
    with pytest.raises(ValidationError):
        clean_line(strange, max_length=80)


@pytest.mark.parametrize(
    "nothing", ["\u200b", " \u200d\u200c ", "\u3164", "\ufeff", "\u0301\u0301"]
)
def test_pf_07_a_name_of_invisible_signs_is_refused(nothing: str) -> None:
    with pytest.raises(ValidationError, match="alleen tekens die je niet ziet"):
        clean_line(nothing, max_length=80)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Jan   Jansen ", "Jan Jansen"),
        ("Jan\tJansen", "Jan Jansen"),
        ("Jan\u00a0Jansen", "Jan Jansen"),
        ("Jan\ufeff\u200b Jansen\n", "Jan Jansen"),
        ("Zoe\u0308", "Zoë"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_a_line_gets_one_form(typed: str, kept: str) -> None:
    assert clean_line(typed, max_length=80) == kept


def test_a_text_keeps_its_lines() -> None:
    typed = " Dag,\r\n\r\n\r\n\r\nik kom   later.\u2028Groet \n"
    assert clean_text(typed, max_length=80) == "Dag,\n\nik kom later.\nGroet"


def test_length_is_counted_after_cleaning() -> None:
    assert clean_line("e\u0308" * 20 + "   ", max_length=20) == "ë" * 20
    with pytest.raises(ValidationError, match="hoogstens 20 tekens"):
        clean_line("a" * 21, max_length=20)


def test_a_megabyte_of_marks_is_refused_before_it_costs_time() -> None:
    with pytest.raises(ValidationError):
        clean_text("a" + "\u0300\u0316" * 500_000, max_length=2000)


@given(st.text(st.characters(), max_size=60))
def test_whatever_is_typed_gets_an_answer_and_stays_as_it_is_when_cleaned_again(typed: str) -> None:
    try:
        cleaned = clean_line(typed, max_length=40)
    except ValidationError:
        return
    assert clean_line(cleaned, max_length=40) == cleaned
    assert len(cleaned) <= 40
    assert cleaned.encode() == printable(cleaned).encode()


def test_a_form_says_what_is_wrong_and_keeps_what_was_typed() -> None:
    form = Typed({"name": "Jan\x00 \u202eJansen", "message": "een\r\ntwee"})
    assert not form.is_valid()
    assert "teken" in form.errors["name"][0]
    assert form["name"].value() == "Jan Jansen"
    assert form.cleaned_data["message"] == "een\ntwee"


def test_a_form_with_a_lone_surrogate_can_be_shown_again() -> None:
    form = Typed({"name": "Jan\ud800"})
    assert not form.is_valid()
    assert form.as_p().encode()


def test_an_empty_box_asks_to_be_filled_and_has_no_silent_cut() -> None:
    form = Typed({"name": "  "})
    assert form.errors["name"] == ["Vul dit in."]
    assert "maxlength" not in str(form["name"])
