"""Streets, their spellings and which group covers them."""

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from dorst_portal.identity.current import here
from groups.models import Hamlet, Spelling, SpellingPart, Street
from groups.refusals import Refused
from groups.values.addresses import fold_street, parts_of_key
from groups.values.house_ranges import normal


def add_street(
    name: str,
    *,
    area: str,
    place: str = "",
    outside: bool = False,
    aliases: tuple[str, ...] = (),
    remark: str = "",
) -> Street:
    """Make a street with every spelling by which it is found; without a `place` it lies in the
    village. Raises Refused when a spelling means another street already.
    """
    try:
        with transaction.atomic():
            street = Street.objects.create(
                name=name,
                slug=slugify(name),
                area=area,
                place=place or here().village,
                outside=outside,
                remark=remark,
            )
            for text in (name, *aliases):
                _add_spelling(text, street=street)
            return street
    except IntegrityError as error:
        raise Refused(f"{name} of een andere spelling ervan bestaat al.") from error


def normal_range(first: int, last: int, side: str) -> tuple[int, int, str]:
    """One way of writing a range: 10-15 even is 10-14 even, and 7-7 is odd."""
    found = normal(first, last, side)
    if found is None:
        raise Refused(_("In dit bereik ligt geen huisnummer."))
    return found.first, found.last, found.side


def _add_spelling(text: str, *, street: Street | None = None, hamlet: Hamlet | None = None) -> None:
    key = fold_street(text)
    if Spelling.objects.filter(key=key, street=street, hamlet=hamlet).exists():
        return  # "Vijftigbunderweg" folds like "Vijftig Bunderweg"
    spelling = Spelling.objects.create(text=text, key=key, street=street, hamlet=hamlet)
    SpellingPart.objects.bulk_create(
        SpellingPart(spelling=spelling, part=part) for part in sorted(parts_of_key(key))
    )
