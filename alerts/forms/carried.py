"""What was typed on the screens so far. It travels along in hidden fields and stands nowhere else:
no session, no row, no cookie, no address.
"""

import re
from collections.abc import Sequence
from dataclasses import fields
from hashlib import sha256
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.http import QueryDict

from alerts.forms.composing import GATE_FIELDS, LOOKS_FIELDS, WHAT_FIELDS
from alerts.values.choices import Police
from alerts.values.message import Facts
from dorst_portal.kit.inputs.text import clean_line, printable

# What no box asks: when the gate was passed, practising, the group somebody came from, and the text
# with a trace of what it was made of.
BESIDE: Final = ("called_at", "drill", "sure", "group", "place", "app", "kind", "made", "text")
CARRIED: Final = (*GATE_FIELDS, *WHAT_FIELDS, *LOOKS_FIELDS, *BESIDE)
_CLOCK: Final = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_FACTS: Final = frozenset(field.name for field in fields(Facts))


class Carried:
    """The fields of all screens, as they were sent."""

    def __init__(self, typed: QueryDict) -> None:
        self.typed = typed

    def get(self, name: str) -> str:
        """The last value of a field, as typed."""
        return str(self.typed.get(name, ""))

    def put(self, **values: str) -> None:
        """Carry these values on instead of what was sent."""
        for name, value in values.items():
            self.typed[name] = value

    @property
    def is_drill(self) -> bool:
        return bool(self.get("drill"))

    @property
    def place(self) -> str:
        """The name of the group somebody came from; nothing when it is no line of text."""
        try:
            return clean_line(self.get("place"), max_length=60)
        except ValidationError:
            return ""

    @property
    def called_at(self) -> str:
        """The time at which somebody said to have called."""
        return self.get("called_at") if _CLOCK.fullmatch(self.get("called_at")) else ""

    def passes_gate(self, clock: str) -> None:
        """Remember the time of the first moment at which somebody said to have called."""
        has_called = self.get("police") in (Police.EMERGENCY, Police.NO_URGENCY)
        self.put(called_at=(self.called_at or clock) if has_called else "")

    def initial(self, names: Sequence[str]) -> dict[str, str]:
        """What stood in these boxes, to fill them in again."""
        return {name: self.get(name) for name in names if self.get(name)}

    def hidden(self, shown: Sequence[str]) -> list[tuple[str, str]]:
        """The hidden fields of a page that shows these boxes itself."""
        names = [name for name in CARRIED if name not in shown and self.get(name)]
        return [(name, printable(self.get(name))) for name in names]

    def facts(self, cleaned: dict[str, Any]) -> Facts:
        """Everything that the forms read, as the message needs it."""
        known = {name: value for name, value in cleaned.items() if name in _FACTS and value}
        return Facts(**known, called_at=self.called_at, place=self.place, is_drill=self.is_drill)


def trace_of(text: str) -> str:
    """By this a page knows whether the facts changed since the text was made of them."""
    return sha256(text.encode()).hexdigest()[:16]
