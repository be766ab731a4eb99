"""Form fields for what people type: text by the rules of kit.text, and the telephone numbers and
e-mail addresses that kit.phones and kit.emails read.
"""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from dorst_portal.kit.inputs.emails import meant_email, read_email, without_marks
from dorst_portal.kit.inputs.phones import PhoneNumber, read_phone_number, without_ink
from dorst_portal.kit.inputs.text import clean_line, clean_text, printable
from dorst_portal.languages.words import lazy_text

MEANT: Final = lazy_text("Bedoel je %(address)s? Klopt het, druk dan nog een keer.")


class LineField(forms.CharField):
    """One line of text of at most `max_length` signs.

    The box gets no maxlength: a browser would cut off in silence what somebody pastes.
    """

    default_error_messages = {"required": lazy_text("Vul dit in.")}

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)
        self.most = max_length

    def to_python(self, value: Any) -> str:
        return self.clean_value(str(value)) if value not in self.empty_values else ""

    def clean_value(self, value: str) -> str:
        return clean_line(value, max_length=self.most)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Put back what was typed, without the signs that no page may show."""
        kept = super().bound_data(data, initial)
        return printable(kept) if isinstance(kept, str) else kept


class TextField(LineField):
    """Several lines of text of at most `max_length` signs."""

    widget = forms.Textarea

    def clean_value(self, value: str) -> str:
        return clean_text(value, max_length=self.most)


class PhoneField(LineField):
    """A telephone number; gives a PhoneNumber, or None where it may be left open."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"type": "tel", "autocomplete": "tel", "class": "dp-w-phone"}
        attrs |= kwargs.pop("attrs", {})
        super().__init__(max_length=100, widget=forms.TextInput(attrs), **kwargs)

    def clean_value(self, value: str) -> str:
        return super().clean_value(without_ink(value))

    def clean(self, value: Any) -> PhoneNumber | None:
        text: str = super().clean(value)
        return read_phone_number(text) if text else None


class AddressField(LineField):
    """An e-mail address in its one spelling; may be left open where the form says so.

    Where a mistake leaves no doubt about what was meant, that stands in the box when the form
    comes back, with the question whether it is right: sent once more it is taken. With
    `offers=False` nothing is put in the box, for the pages where an address is only looked up.
    """

    def __init__(self, *, offers: bool = True, **kwargs: Any) -> None:
        self.offers = offers
        attrs = {"autocomplete": "email", "spellcheck": "false"} | kwargs.pop("attrs", {})
        super().__init__(max_length=320, widget=forms.EmailInput(attrs), **kwargs)

    def clean_value(self, value: str) -> str:
        """Judged as any line, but given on as it was typed: making one form of every letter turns
        the sign for kelvin into a K, and that is another mailbox.
        """
        text = without_marks(value)
        super().clean_value(text)
        return text

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if not text:
            return ""
        try:
            return read_email(text)
        except ValidationError as error:
            meant = self._meant(text)
            if not meant:
                raise
            raise ValidationError(MEANT, code="meant", params={"address": meant}) from error

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What was typed, or what was meant by it: never an address that was not shown."""
        kept = super().bound_data(data, initial)
        try:
            text = self.to_python(data)
        except ValidationError:
            return kept
        return self._meant(text) or kept

    def _meant(self, text: str) -> str:
        return meant_email(text) if self.offers else ""


def send_along(form: forms.Form, name: str, value: str) -> None:
    """Put this value into the page that comes back, beside what was typed."""
    typed: Any = form.data
    typed = typed.copy()
    typed[name] = value
    form.data = typed
