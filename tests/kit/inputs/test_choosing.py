"""A field that names one or several of many: a list, or a box; what is unclear is offered."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from django import forms
from django.http import QueryDict

from dorst_portal.kit.inputs.choosing import (
    MOST_LISTED,
    MOST_TICKED,
    Choice,
    ChoosingField,
    SeveralField,
    SeveralThings,
)
from dorst_portal.kit.inputs.controls import form_rows
from dorst_portal.kit.search import key_of

FRUIT = ("Appel", "Peer, gele", "Pruim", "Aalbes <rood>")


class Fruit(SeveralThings[str]):
    """Things that a test can count."""

    def __init__(self, names: Sequence[str] = FRUIT) -> None:
        self.names = names
        self.asked = 0

    def listed(self, most: int) -> Sequence[Choice]:
        self.asked += 1
        return [Choice(name, name) for name in self.names[:most]]

    def named(self, typed: str) -> str | None:
        return next((name for name in self.names if key_of(name) == key_of(typed)), None)

    def like(self, typed: str, *, most: int) -> Sequence[Choice]:
        alike = [name for name in self.names if name[0] == typed[0].upper()]
        return [Choice(name, name) for name in alike[:most]]

    def unknown(self, typed: str) -> str:
        return f"{typed} kennen we niet."

    def read(self, text: str) -> tuple[Sequence[str], Sequence[str]]:
        found = {line: self.named(line) for line in text.split("\n")}
        return [one for one in found.values() if one], [line for line in found if not found[line]]

    def suggestions_url(self) -> str:
        return "/fruit/"


def one(data: dict[str, str] | None = None, *, things: Fruit, **kwargs: Any) -> forms.Form:
    class OneForm(forms.Form):
        fruit = ChoosingField(things, empty="Kies fruit", max_length=60, label="Fruit", **kwargs)

    return OneForm(data)


def several(data: str | None = None, *, things: Fruit) -> forms.Form:
    class SeveralForm(forms.Form):
        fruit = SeveralField(things, most=2, too_many="Hoogstens 2.", label="Fruit")

    return SeveralForm(None if data is None else QueryDict(data))


def orchard(number: int) -> Fruit:
    return Fruit([f"Boom {place}" for place in range(number)])


def test_a_short_list_is_a_whole_select() -> None:
    things = Fruit()
    drawn = form_rows(one(things=things))
    assert (
        '<select aria-required="true" class="form-select" data-combobox="" id="id_fruit"'
        ' name="fruit">' in drawn
    )
    assert drawn.count("<option") == len(FRUIT) + 1
    assert '<option value="" selected>' not in drawn  # the first one is, without saying so
    assert "Aalbes &lt;rood&gt;" in drawn
    assert things.asked == 1


def test_a_long_list_is_a_box_with_suggestions() -> None:
    assert form_rows(one(things=orchard(MOST_LISTED))).count("<option") == MOST_LISTED + 1
    drawn = form_rows(one(things=orchard(MOST_LISTED + 1)))
    assert "<option" not in drawn
    assert 'data-suggestions="/fruit/"' in drawn
    assert 'aria-describedby="id_fruit_typ"' in drawn
    assert 'id="id_fruit_typ">Typ een deel van de naam.' in drawn


@pytest.mark.parametrize("typed", ["Peer, gele", "PEER gele", " peer - gele "])
def test_what_was_sent_is_read_and_stays_chosen(typed: str) -> None:
    form = one({"fruit": typed}, things=Fruit())
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"fruit": "Peer, gele"}
    assert '<option value="Peer, gele" selected>' in form_rows(form)


def test_an_unclear_name_is_kept_and_comes_back_with_what_may_be_meant() -> None:
    form = one({"fruit": "Per<b>"}, things=Fruit())
    assert form.errors == {"fruit": ["Per<b> kennen we niet. Bedoel je Peer, gele of Pruim?"]}
    drawn = form_rows(form)
    assert 'name="fruit_pick" value="Pruim">Pruim</button>' in drawn
    assert '<option value="Per&lt;b&gt;" selected>' in drawn
    # Enter presses the first button of a form, and that one chooses nothing.
    assert drawn.index('tabindex="-1" aria-hidden="true"') < drawn.index("fruit_pick")


def test_in_the_box_an_unclear_name_stays_too() -> None:
    drawn = form_rows(one({"fruit": "Bom"}, things=orchard(300)))
    assert 'value="Bom"' in drawn
    assert drawn.count('name="fruit_pick"') == 8


def test_what_was_pressed_goes_before_what_stands_in_the_box() -> None:
    form = one({"fruit": "Per", "fruit_pick": "Pruim"}, things=Fruit())
    assert form.is_valid()
    assert form.cleaned_data["fruit"] == "Pruim"


def test_left_open_it_is_nothing() -> None:
    form = one({"fruit": ""}, things=Fruit(), required=False)
    assert form.is_valid()
    assert form.cleaned_data["fruit"] is None


def test_what_is_valid_asks_for_no_list() -> None:
    things = Fruit()
    assert one({"fruit": "Appel"}, things=things).is_valid()
    assert several("fruit=Appel", things=things).is_valid()
    assert things.asked == 0


def test_one_form_tells_nothing_to_the_next() -> None:
    things = Fruit()

    class OneForm(forms.Form):
        fruit = ChoosingField(things, empty="Kies", max_length=60)

    assert not OneForm({"fruit": "Per"}).is_valid()
    drawn = form_rows(OneForm())
    assert "fruit_pick" not in drawn
    assert "onbekend" not in drawn


def test_a_few_are_boxes_to_tick() -> None:
    things = Fruit()
    form = several("fruit=Appel&fruit=Peer,+gele", things=things)
    assert form.is_valid()
    assert form.cleaned_data["fruit"] == ["Appel", "Peer, gele"]
    drawn = form_rows(form)
    assert drawn.count('type="checkbox"') == len(FRUIT)
    assert drawn.count(" checked") == 2
    assert '<legend class="dp-label">Fruit</legend>' in drawn
    assert 'id="id_fruit" ' in drawn
    assert things.asked == 1


def test_many_are_a_box_of_lines() -> None:
    assert "checkbox" in form_rows(several(things=orchard(MOST_TICKED)))
    drawn = form_rows(several("fruit=Boom+1%0ABoom+2", things=orchard(MOST_TICKED + 1)))
    assert "Boom 1\nBoom 2</textarea>" in drawn
    assert '<label class="dp-label" for="id_fruit">' in drawn
    assert 'id="id_fruit_typ">Typ elke naam op een eigen regel.' in drawn


def test_more_than_may_be_is_told() -> None:
    form = several("fruit=Appel%0APruim%0APeer+gele", things=Fruit())
    assert form.errors == {"fruit": ["Hoogstens 2."]}


def test_each_unclear_name_is_offered_and_pressing_one_keeps_the_others() -> None:
    form = several("fruit=Appel%0APrm", things=Fruit())
    assert form.errors == {"fruit": ["Prm kennen we niet. Bedoel je Peer, gele of Pruim?"]}
    drawn = form_rows(form)
    assert 'value="[&quot;Prm&quot;, &quot;Pruim&quot;]">Pruim</button>' in drawn
    assert 'type="checkbox" value="Prm" checked>' in drawn
    assert drawn.count(" checked") == 2
    picked = QueryDict(mutable=True)
    picked.setlist("fruit", ["Appel", "Prm"])
    picked["fruit_pick"] = json.dumps(["Prm", "Pruim"])
    form = several(picked.urlencode(), things=Fruit())
    assert form.is_valid(), form.errors
    assert form.cleaned_data["fruit"] == ["Appel", "Pruim"]


@pytest.mark.parametrize("pressed", ["", "Pruim", "[]", "[1]", "null", "{}", '["a","b","c"]'])
def test_a_made_up_press_counts_for_nothing(pressed: str) -> None:
    sent = QueryDict(mutable=True)
    sent.update({"fruit": "Appel", "fruit_pick": pressed})
    form = several(sent.urlencode(), things=Fruit())
    assert form.is_valid(), form.errors
    assert form.cleaned_data["fruit"] == ["Appel"]
