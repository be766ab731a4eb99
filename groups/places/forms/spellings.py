"""The name and the other spellings of a street or a hamlet, as a coordinator types them."""

from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dorst_portal.languages.words import lazy_text
from groups.models import Hamlet, Street
from groups.places.services.spellings import (
    MOST_SPELLINGS,
    Named,
    is_writable,
    taken_by_others,
)

_LONGEST: Final = 80
_NO_LETTERS: Final = lazy_text("Schrijf de naam met letters of cijfers, en niet te lang.")


def read_name(name: str) -> str:
    """A name by which it can be found. Raises ValidationError."""
    if not is_writable(name):
        raise ValidationError(_NO_LETTERS)
    return name


def read_spellings(
    text: str, kind: type[Street] | type[Hamlet], *, own: Named | None, is_taken: str
) -> list[str]:
    """The spellings, one on a line, each once; `is_taken` says whose one is, with places for
    `spelling` and `other`. Raises ValidationError.
    """
    aliases = list(dict.fromkeys(line for line in text.split("\n") if line))
    if len(aliases) > MOST_SPELLINGS:
        told = _("Schrijf hoogstens {most} spellingen op.").format(most=MOST_SPELLINGS)
        raise ValidationError(told)
    for alias in aliases:
        if len(alias) > _LONGEST or not is_writable(alias):
            told = _("‘{spelling}’ kan niet.").format(spelling=alias[:30])
            raise ValidationError(f"{told} {_NO_LETTERS}")
    taken = taken_by_others(aliases, kind, own=own)
    if taken:
        raise ValidationError(
            [is_taken.format(spelling=alias, other=name) for alias, name in taken.items()]
        )
    return aliases
