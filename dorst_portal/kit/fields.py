"""Form fields for text that people type, cleaned by the rules of kit.text."""

from typing import Any

from django import forms

from dorst_portal.kit.text import clean_line, clean_text, printable


class LineField(forms.CharField):
    """One line of text of at most `max_length` signs.

    The box gets no maxlength: a browser would cut off in silence what somebody pastes.
    """

    default_error_messages = {"required": "Vul dit in."}

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
