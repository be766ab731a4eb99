"""Fields that name one or several of many things: a group, a street, somebody.

Up to so many things the page holds all their names to choose from: a select, or boxes to tick.
Beyond that it is a box with suggestions while somebody types. Both need no script
(`static/combobox.js` makes them quicker). In either a name may be sent as it was typed: an unclear
one comes back with the names that it may be, as buttons that send the form with that name in it.
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.http import HttpResponse, JsonResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dorst_portal.kit.inputs.fields import LineField, TextField
from dorst_portal.kit.search import key_of
from dorst_portal.languages.script_words import suggestion_words
from dorst_portal.languages.words import either, lazy_text

Thing = TypeVar("Thing")

MOST_LISTED: Final = 200  # names in a select
MOST_TICKED: Final = 40  # boxes to tick
MOST_OFFERED: Final = 8  # names that somebody may have meant
_MOST_UNKNOWN: Final = 3  # a pasted page is not gone through whole
# In the media of a form; base_staff.html loads those once.
SCRIPT: Final = forms.Script("combobox.js", defer=True)
_LOOK: Final = "btn-outline-primary"
# Enter presses the first button of a form. That may not be a name that somebody did not choose.
_ENTER: Final = (
    '<button type="submit" class="visually-hidden" tabindex="-1" aria-hidden="true">{}</button>'
)


@dataclass(frozen=True)
class Choice:
    """One thing: what is sent, the name that is read, and a word in grey behind it."""

    value: str
    label: str
    hint: str = ""


class Things(ABC, Generic[Thing]):
    """Things of one kind from which somebody chooses. Each method asks the database once."""

    typing_hint = lazy_text("Typ een deel van de naam.")

    @abstractmethod
    def listed(self, most: int) -> Sequence[Choice]:
        """The first so many, in the order in which people look for them."""

    @abstractmethod
    def named(self, typed: str) -> Thing | None:
        """The one thing of a value or of a name as it was typed; never a guess."""

    @abstractmethod
    def like(self, typed: str, *, most: int) -> Sequence[Choice]:
        """What may be meant, the likest first."""

    @abstractmethod
    def unknown(self, typed: str) -> str:
        """The sentence about a name that no thing has."""

    def choice_of(self, thing: Thing) -> Choice:
        """The line of a thing."""
        return Choice(str(thing), str(thing))

    def is_readable(self, typed: str) -> bool:
        """Whether somebody typed it: a number that a list sent says nothing to who reads it."""
        return True

    def suggestions_url(self) -> str:
        """Where `suggestions` of these come from, if anywhere."""
        return ""


def suggestions(found: Sequence[Choice]) -> HttpResponse:
    """What a box is offered while somebody types (static/combobox.js)."""
    return JsonResponse([vars(one) for one in found], safe=False)


def pick_name(name: str) -> str:
    """Under this name comes what was pressed instead of what stands in the box."""
    return f"{name}_pick"


class _Drawn(forms.Widget):
    """What both boxes have in common: the things, and what is offered beside an error."""

    template_name = ""  # kit.inputs.controls draws nothing of it itself
    offered: Sequence[tuple[str, str]] = ()
    unknown: Sequence[str] = ()

    def __init__(self, things: Things[Any], *, attrs: dict[str, Any]) -> None:
        super().__init__({"autocomplete": "off", "spellcheck": "false"} | attrs)
        self.things = things

    class Media:
        js = (SCRIPT,)

    def _with_unknown(self, listed: Sequence[Choice]) -> Sequence[Choice]:
        """What nothing is called stays to be seen until something else is chosen."""
        return [
            *listed,
            *(Choice(text, _("{name} (onbekend)").format(name=text)) for text in self.unknown),
        ]

    def _picks(self, name: str) -> SafeString:
        if not self.offered:
            return SafeString("")
        line = '<button class="btn {}" type="submit" name="{}" value="{}">{}</button>\n'
        pick = pick_name(name)
        buttons = format_html_join("", line, ((_LOOK, pick, *one) for one in self.offered))
        around = '{}<div class="dp-picks" role="group" aria-label="{}">\n{}</div>\n'
        enter = format_html(_ENTER, _("Verder"))
        return format_html(around, enter, _("Bedoel je"), buttons)

    def _how_to(self) -> str:
        return self.things.typing_hint

    def _typed(self, tag: str, attrs: dict[str, Any], text: str | None) -> SafeString:
        """The box to type in, with how to."""
        hint_id = f"{attrs.get('id')}_typ"
        described = " ".join(filter(None, [attrs.get("aria-describedby"), hint_id]))
        hint = format_html('<p class="dp-hint" id="{}">{}</p>\n', hint_id, self._how_to())
        drawn = flatatt(attrs | {"aria-describedby": described})
        if text is None:
            return format_html("{}<{}{}>", hint, tag, drawn)
        return format_html("{}<{}{}>\n{}</{}>", hint, tag, drawn, text, tag)


def _is_meant(choice: Choice, text: str) -> bool:
    """Whether this one was sent, or typed as it is called."""
    return choice.value == text or key_of(choice.label) == key_of(text) != ""


class ChoosingInput(_Drawn, forms.TextInput):
    """The select or box of one thing. `empty`: the line that chooses none."""

    # What was read from what was sent, however it was written.
    chosen: Choice | None = None

    def __init__(self, things: Things[Any], *, empty: str, attrs: dict[str, Any]) -> None:
        super().__init__(things, attrs=attrs)
        self.empty = empty

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """What was pressed goes before what stands in the box."""
        return data.get(pick_name(name)) or super().value_from_datadict(data, files, name)

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        text = "" if value is None else str(value)
        given = {"name": name} | self.build_attrs(self.attrs, attrs)
        listed = self.things.listed(MOST_LISTED + 1)
        if len(listed) <= MOST_LISTED:
            return self._picks(name) + self._select(given, text, self._with_unknown(listed))
        url = {"data-suggestions": self.things.suggestions_url() or False} | suggestion_words()
        box = {"type": "text", "value": text or False} | given | url
        return self._picks(name) + self._typed("input", box, None)

    def _select(self, attrs: dict[str, Any], text: str, listed: Sequence[Choice]) -> SafeString:
        if self.chosen:
            text = self.chosen.value
            if all(one.value != text for one in listed):
                listed = [*listed, self.chosen]
        meant = next((one for one in listed if one.value == text), None)
        meant = meant or next((one for one in listed if _is_meant(one, text)), None)
        options = format_html_join(
            "",
            "<option{}>{}</option>\n",
            (
                (flatatt({"value": one.value, "selected": one == meant}), one.label)
                for one in (Choice("", self.empty), *listed)
            ),
        )
        own = {name: attrs[name] for name in attrs if name not in ("autocomplete", "spellcheck")}
        own["class"] = str(attrs.get("class", "")).replace("form-control", "form-select")
        drawn = flatatt(own | {"data-combobox": ""} | suggestion_words())
        return format_html("<select{}>\n{}</select>", drawn, options)


class ChoosingField(LineField):
    """One of many things; gives the thing, or None where it may be left open."""

    widget: ChoosingInput

    # Not drawn once for everybody (kit.inputs.controls): what there is to choose from changes.
    choices = ()

    def __init__(
        self,
        things: Things[Any],
        *,
        empty: str,
        max_length: int,
        attrs: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        widget = ChoosingInput(things, empty=empty, attrs=attrs or {})
        super().__init__(max_length=max_length, widget=widget, **kwargs)

    def choose_from(self, things: Things[Any]) -> None:
        """Only these things may be chosen in this form."""
        self.widget.things = things

    def prepare_value(self, value: Any) -> Any:
        """A thing that the form begins with, as it is sent."""
        if value is None or isinstance(value, (str, int)):
            return value
        return self.widget.things.choice_of(value).value

    def clean(self, value: Any) -> Any:
        text: str = super().clean(value)
        if not text:
            return None
        things = self.widget.things
        found = things.named(text)
        if found is None:
            alike = things.like(text, most=MOST_OFFERED)
            self.widget.offered = [(one.value, one.label) for one in alike]
            self.widget.unknown = [text] if things.is_readable(text) else []
            raise ValidationError(told_unknown(things, text, alike))
        self.widget.chosen = things.choice_of(found)
        return found


class SeveralThings(Things[Thing]):
    """Things of which somebody chooses several."""

    @abstractmethod
    def read(self, text: str) -> tuple[Sequence[Thing], Sequence[str]]:
        """The things of these names, one a line or with commas between, and unknown names."""


class SeveralInput(_Drawn, forms.Textarea):
    """Boxes to tick, or a box of lines."""

    _found: Sequence[Choice] | None = None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """One line for each thing; what was pressed stands where the unknown name stood."""
        sent = data.getlist(name) if hasattr(data, "getlist") else data.get(name)
        lines = "\n".join(sent) if isinstance(sent, list) else sent or ""
        return _put_in(lines, data.get(pick_name(name)) or "")

    @property
    def use_fieldset(self) -> bool:  # type: ignore[override]
        """Boxes to tick are a group of their own; asked only when it is drawn."""
        return self._boxes() is not None

    def _how_to(self) -> str:
        return _("Typ elke naam op een eigen regel. Of zet er een komma tussen.")

    def _boxes(self) -> Sequence[Choice] | None:
        if self._found is None:
            self._found = self.things.listed(MOST_TICKED + 1)
        return self._found if len(self._found) <= MOST_TICKED else None

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        given = {"name": name} | self.build_attrs(self.attrs, attrs)
        text = "" if value is None else str(value)
        boxes = self._boxes()
        if boxes is None:
            return self._picks(name) + self._typed("textarea", given, text)
        boxes = self._with_unknown(boxes)
        return self._picks(name) + _ticks(name, str(given["id"]), boxes, text.splitlines())


def _ticks(name: str, id: str, boxes: Sequence[Choice], lines: Sequence[str]) -> SafeString:
    """The first one carries the field's own id, so that a link to the field leads to it."""
    line = (
        '<div class="form-check"><input{}><label class="form-check-label" for="{}">{}</label>'
        "</div>\n"
    )
    sent = {key_of(part) for line in lines for part in (line, *line.split(","))} - {""}
    drawn = []
    for place, one in enumerate(boxes):
        own = id if place == 0 else f"{id}_{place}"
        chosen = one.value in lines or key_of(one.value) in sent or key_of(one.label) in sent
        given = {"type": "checkbox", "name": name, "value": one.value, "id": own}
        given |= {"class": "form-check-input"}
        drawn.append((flatatt(given | {"checked": chosen}), own, one.label))
    return format_html('<div class="dp-ticks">\n{}</div>', format_html_join("", line, drawn))


def _put_in(lines: str, picked: str) -> str:
    """What was typed, with the name that was pressed for one of its names."""
    try:
        typed, meant = map(str, json.loads(picked))
    except (ValueError, TypeError):
        return lines
    kept: list[str] = []
    for line in lines.split("\n"):
        parts = [part.strip() for part in line.split(",")]
        kept += [meant if part == typed else part for part in parts] if typed in parts else [line]
    return "\n".join(kept if meant in kept else [*kept, meant])


class SeveralField(TextField):
    """Several of many things; gives the things."""

    widget: SeveralInput  # type: ignore[assignment]
    choices = ()

    def __init__(
        self,
        things: SeveralThings[Any],
        *,
        most: int,
        too_many: str,
        attrs: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        widget = SeveralInput(things, attrs={"rows": 4} | (attrs or {}))
        super().__init__(max_length=5000, widget=widget, **kwargs)
        self.most_things, self.too_many = most, too_many

    def choose_from(self, things: SeveralThings[Any]) -> None:
        """Only these things may be chosen in this form."""
        self.widget.things = things

    def clean(self, value: Any) -> Any:
        text: str = super().clean(value)
        if not text:
            return []
        things: Any = self.widget.things
        found, unknown = things.read(text)
        if unknown:
            self._refuse(things, unknown[:_MOST_UNKNOWN])
        if len(found) > self.most_things:
            raise ValidationError(self.too_many)
        return found

    def _refuse(self, things: SeveralThings[Any], unknown: Sequence[str]) -> None:
        offered, told = [], []
        for typed in unknown:
            alike = things.like(typed, most=MOST_OFFERED)
            offered += [(json.dumps([typed, one.value]), one.label) for one in alike]
            told.append(told_unknown(things, typed, alike))
        self.widget.offered, self.widget.unknown = offered, unknown
        raise ValidationError(told)


def told_unknown(things: Things[Any], typed: str, alike: Sequence[Choice]) -> str:
    """That no thing is called so, and what may be meant."""
    names = [one.label for one in alike]
    if not names:
        return things.unknown(typed)
    hint = _("Bedoel je {names}?").format(names=either(names))
    return f"{things.unknown(typed)} {hint}"
