"""The name and the other spellings of a street or a hamlet, as a coordinator types them."""

from typing import Final

from django.core.exceptions import ValidationError

from groups.models import Hamlet, Street
from groups.places.services.spellings import (
    MOST_SPELLINGS,
    Named,
    is_writable,
    taken_by_others,
)

_LONGEST: Final = 80
_NO_LETTERS: Final = "Schrijf de naam met letters of cijfers, en niet te lang."


def read_name(name: str) -> str:
    """A name by which it can be found. Raises ValidationError."""
    if not is_writable(name):
        raise ValidationError(_NO_LETTERS)
    return name


def read_spellings(
    text: str, kind: type[Street] | type[Hamlet], *, own: Named | None, is_taken: str
) -> list[str]:
    """The spellings, one on a line, each once; `is_taken` says whose one is, between its words and
    the name. Raises ValidationError.
    """
    aliases = list(dict.fromkeys(line for line in text.split("\n") if line))
    if len(aliases) > MOST_SPELLINGS:
        raise ValidationError(f"Schrijf hoogstens {MOST_SPELLINGS} spellingen op.")
    for alias in aliases:
        if len(alias) > _LONGEST or not is_writable(alias):
            raise ValidationError(f"‘{alias[:30]}’ kan niet. {_NO_LETTERS}")
    taken = taken_by_others(aliases, kind, own=own)
    if taken:
        raise ValidationError([f"{alias} {is_taken} {name}." for alias, name in taken.items()])
    return aliases
