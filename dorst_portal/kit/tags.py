"""A finding in a few words, with the sign and colour that tell how it is meant."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["ok", "warn", "danger", "neutral"]


@dataclass(frozen=True)
class Tag:
    """A finding in a few words; `kind` gives its sign and colour."""

    text: str
    kind: Kind
