"""The ways people write a street or a hamlet, its name among them: read, looked for among those of
others, and written.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _

from groups.models import Hamlet, Spelling, SpellingPart, Street
from groups.refusals import Refused
from groups.values.addresses import fold_street, parts_of_key

MOST_SPELLINGS: Final = 50
_LONGEST_KEY: Final = 120

Named = Street | Hamlet


class SpellingTaken(Refused):
    """Somebody else gave this name or spelling to another one at this very moment."""

    def __init__(self) -> None:
        super().__init__(
            _("Deze naam of een van de spellingen bestaat intussen al. Kijk nog eens.")
        )


def is_writable(text: str) -> bool:
    """Whether a street or a hamlet can be found by this text at all."""
    return 0 < len(fold_street(text)) <= _LONGEST_KEY


def aliases_of(named: Named) -> Sequence[str]:
    """The other ways of writing it; its name goes without saying."""
    spellings = named.spellings.exclude(key=fold_street(named.name)).order_by("text", "pk")
    return list(spellings.values_list("text", flat=True))


def taken_by_others(
    texts: Iterable[str], kind: type[Street] | type[Hamlet], *, own: Named | None
) -> Mapping[str, str]:
    """Of these spellings those that mean another street (or hamlet) already, with its name. One
    query.
    """
    field = _field_of(kind)
    keys = {fold_street(text): text for text in texts}
    others = Spelling.objects.filter(key__in=keys, **{f"{field}__isnull": False})
    if own:
        others = others.exclude(**{field: own})
    return {keys[one.key]: str(getattr(one, field)) for one in others.select_related(field)}


def write_spellings(named: Named, texts: Iterable[str]) -> None:
    """Its spellings become these, the name first; what stays is left alone."""
    owner = {_field_of(type(named)): named}
    wanted: dict[str, str] = {}
    for text in texts:
        wanted.setdefault(fold_street(text), text)
    own = Spelling.objects.filter(**owner)
    known = {one.key: one for one in own}
    own.exclude(key__in=wanted).delete()
    for key, text in wanted.items():
        if key not in known:
            spelling = Spelling.objects.create(text=text, key=key, **owner)
            SpellingPart.objects.bulk_create(
                SpellingPart(spelling=spelling, part=part) for part in sorted(parts_of_key(key))
            )
        elif known[key].text != text:
            Spelling.objects.filter(pk=known[key].pk).update(text=text)


def _field_of(kind: type[Street] | type[Hamlet]) -> str:
    return "street" if issubclass(kind, Street) else "hamlet"
