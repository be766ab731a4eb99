"""The box for an address: one for street and number, one for a postcode; the same in every form.

The number may come apart as well, from a link or a script: then it counts as before, and stands in
the one box when the form comes back. What is wrong with an address is said at the one box.
"""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import BaseRenderer
from django.urls import reverse_lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dorst_portal.kit.inputs.choosing import SCRIPT
from dorst_portal.kit.inputs.fields import LineField
from dorst_portal.languages.words import lazy_text
from groups.places.pages.examples import example
from groups.places.pages.finder import Found
from groups.places.pages.postcodes import Behind, only_street
from groups.places.pages.typed import (
    NO_NUMBER,
    NO_STREET,
    NOTHING,
    SEVERAL_STREETS,
    PostcodeError,
    UnknownPostcodeError,
    read_typed,
    together,
)
from groups.values.addresses import AddressError, WhichNumberError, plain_signs

# A whole signature may be pasted.
_LONGEST: Final = 400
_LONGEST_NUMBER: Final = 40
OR_NOTHING: Final = lazy_text("Of laat dit leeg.")
_OF_SOMEBODY_ELSE: Final = (
    (NOTHING, lazy_text("Vul de straat en het huisnummer in.")),
    (NO_STREET, lazy_text("Vul ook de straat in.")),
    (NO_NUMBER, lazy_text("Vul ook het huisnummer in.")),
)
SUGGESTIONS: Final = reverse_lazy("street_suggestions")


class AddressInput(forms.TextInput):
    """The box itself, with suggestions. Where it is not clear which number is meant, `offer` puts
    the answers under it: one that is chosen is sent as the number, and counts.
    """

    _choices: Sequence[tuple[str, str]] = ()
    _number_name = ""

    class Media:
        js = (SCRIPT,)

    @property
    def offers(self) -> bool:
        """Whether it asks which number is meant."""
        return bool(self._choices)

    def offer(self, choices: Sequence[tuple[str, str]], *, number_name: str) -> None:
        """Ask which of these is meant."""
        self._choices, self._number_name = choices, number_name
        self.template_name = ""  # no longer one plain tag

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        box = forms.TextInput(self.attrs).render(name, value, attrs, renderer)
        if not self._choices:
            return box
        id = (attrs or {}).get("id", f"id_{name}")
        answers = format_html_join(
            "",
            '<div class="form-check"><input type="radio" name="{}" value="{}" id="{}"'
            ' class="form-check-input"><label class="form-check-label" for="{}">{}</label></div>',
            (
                (self._number_name, choice, f"{id}_{place}", f"{id}_{place}", words)
                for place, (choice, words) in enumerate(self._choices, 1)
            ),
        )
        around = '{}<fieldset><legend class="dp-label">{}</legend>{}</fieldset>'
        return format_html(around, box, _("Welk nummer bedoel je?"), answers)


class AddressLineField(LineField):
    """A line of an address: digits and dashes of every kind are read, and lines that were pasted
    become one.
    """

    def clean_value(self, value: str) -> str:
        if len(value) <= self.most * 4:
            lines = (line.strip(" ,") for line in plain_signs(value).splitlines())
            # What holds nothing else is refused as it was typed.
            value = ", ".join(line for line in lines if line) or value
        return super().clean_value(value)


class _Box(BoundField):
    """Shows a number that came apart behind its street."""

    def value(self) -> Any:
        typed = super().value()
        number_name = getattr(self.form, "number_name", "")
        if number_name not in self.form.fields:
            return typed
        number = self.form[number_name].value()
        return together(str(typed or ""), str(number or "")) or typed


class StreetBoxField(AddressLineField):
    """Street and number, or a whole address."""

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        return _Box(form, self, field_name)


def address_field() -> StreetBoxField:
    """The one box; `AddressForm` gives it its example."""
    attrs = {
        "autocomplete": "address-line1",
        "spellcheck": "false",
        "data-suggestions": SUGGESTIONS,
    }
    label = lazy_text("Straat en huisnummer")
    return StreetBoxField(
        max_length=_LONGEST, required=False, label=label, widget=AddressInput(attrs)
    )


def number_field() -> AddressLineField:
    """The number that came apart. It has no box: what it holds is shown in the one box."""
    return AddressLineField(
        max_length=_LONGEST_NUMBER,
        required=False,
        label=lazy_text("Huisnummer"),
        widget=forms.HiddenInput,
    )


def postcode_field() -> AddressLineField:
    """The postcode, which nobody has to know."""
    attrs = {
        "class": "dp-w-postcode",
        "autocomplete": "postal-code",
        "autocapitalize": "characters",
        "spellcheck": "false",
    }
    return AddressLineField(
        max_length=_LONGEST_NUMBER,
        required=False,
        label=lazy_text("Postcode"),
        widget=forms.TextInput(attrs),
    )


class AddressForm(forms.Form):
    """A form that asks an address. Who makes one gives it the fields `address_field()` and
    `number_field()` under these names, and `postcode = postcode_field()`; its page draws them with
    groups/places/address_box.html.
    """

    street_name: ClassVar[str] = "street"
    number_name: ClassVar[str] = "house_number"
    needs_address: ClassVar[bool] = True
    # Somebody types it in for somebody else: the browser's own address is the wrong one.
    is_for_others: ClassVar[bool] = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here, street = example(), self.fields[self.street_name]
        street.help_text = here.hint
        if self.needs_address:
            street.widget.attrs["aria-required"] = "true"
        if self.is_for_others:
            for name in (self.street_name, "postcode"):
                self.fields[name].widget.attrs["autocomplete"] = "off"
        self._has_postcodes = bool(here.by_postcode)

    @property
    def address_fields(self) -> list[BoundField]:
        """The boxes; that of the postcode only where the list has any, or one was typed, and not
        beside the question which number is meant.
        """
        boxes = [self[self.street_name], self["postcode"]]
        asks = getattr(self.fields[self.street_name].widget, "offers", False)
        has_use = self._has_postcodes and not asks
        return boxes if has_use or boxes[1].value() else boxes[:1]

    def holds_address(self) -> bool:
        """Whether any of the boxes was filled in."""
        names = (self.street_name, self.number_name, "postcode")
        return any(self.cleaned_data.get(name) for name in names)

    def clean(self) -> dict[str, Any]:
        """What is wrong with a number that came apart is said at the box."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if wrong := self.errors.pop(self.number_name, None):
            self.add_error(self.street_name, ValidationError(wrong.as_data()))
        return data

    def read_or_choose(self) -> Found | Behind | None:
        """The address as it was typed, or the addresses behind a postcode to choose from; None when
        the form now has an error for it.
        """
        data = self.cleaned_data
        names = (self.street_name, self.number_name, "postcode")
        if any(name not in data for name in names):
            return None
        try:
            return read_typed(*(data[name] for name in names))
        except UnknownPostcodeError as error:
            self._shows(error.number, postcode=error.postcode)
            self.add_error(self.street_name, str(error))
        except PostcodeError as error:
            self.add_error("postcode", str(error))
        except AddressError as error:
            self.tell(error)
        return None

    def read(self, *, number_needed: bool = True) -> Found | None:
        """The address; None when the form now has an error for it. Who may choose from addresses
        uses `read_or_choose`.
        """
        found = self.read_or_choose()
        if isinstance(found, Behind):
            if len(found.streets) > 1:
                self.add_error(self.street_name, SEVERAL_STREETS)
                return None
            found = only_street(found.streets, found.number)
        if found and found.number is None and number_needed:
            self.tell(AddressError(NO_NUMBER))
            return None
        return found

    def tell(self, error: AddressError) -> None:
        """Say at the box what is wrong with an address, with answers to choose from where it is a
        question.
        """
        is_half = str(error) in (NO_NUMBER, NO_STREET) and not self.needs_address
        words = str(error)
        if self.is_for_others:
            words = next((other for own, other in _OF_SOMEBODY_ELSE if own == words), words)
        self.add_error(self.street_name, f"{words} {OR_NOTHING}" if is_half else words)
        widget = self.fields[self.street_name].widget
        if isinstance(error, WhichNumberError) and isinstance(widget, AddressInput):
            widget.offer(error.choices, number_name=self.number_name)

    def _shows(self, street: str, *, postcode: str) -> None:
        """Put this in the boxes of the page that comes back."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.street_name], data[self.number_name], data["postcode"] = street, "", postcode
        self.data = data
