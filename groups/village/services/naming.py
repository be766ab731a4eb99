"""A coordinator sets the names of the village."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from dorst_portal.identity.current import NOT_SET
from dorst_portal.identity.models import THE_ROW, Identity
from dorst_portal.identity.services import Names, change_names
from groups.models import Street
from groups.refusals import Refused

_FIELDS: Final = tuple(Names.__dataclass_fields__)

_LABELS: Final = {one.name: str(one.verbose_name) for one in Identity._meta.fields}


class NamesChanged(Refused):
    """Somebody else saved other names since the page was opened."""

    def __init__(self) -> None:
        super().__init__(_("Iemand anders veranderde de namen net. Er is niets opgeslagen."))


def save_names(names: Names, *, seen: int, by: User, now: datetime) -> int:
    """Put these names in force for who saw version `seen` (0: there were none); tells how many of
    them are other ones. Streets that lie in the village go along when it gets another name. Raises
    NamesChanged.
    """
    with transaction.atomic():
        row = Identity.objects.select_for_update().filter(pk=THE_ROW).first()
        changed = [name for name in _FIELDS if _before(row, name) != getattr(names, name)]
        if row is not None and not changed:
            return 0
        if not change_names(names, seen=seen, now=now):
            raise NamesChanged
        before = NOT_SET.village if row is None else row.village
        if before != names.village:
            _take_streets_along(before, names.village)
        # Names of a village and of who runs it: no personal data.
        words = [_LABELS[name] for name in changed]
        facts = {"changed": ", ".join(words), "village": names.village}
        record("village.named", by=by, facts=facts, now=now)
        return len(changed)


def _before(row: Identity | None, name: str) -> str:
    return "" if row is None else str(getattr(row, name))


def _take_streets_along(before: str, after: str) -> None:
    """A street lies in the village by its name: one that changes may leave none behind."""
    ours = Street.objects.filter(outside=False)
    ours.filter(place=before).update(place=after)
    ours.filter(area=before).update(area=after)


def names_now() -> tuple[Names | None, int]:
    """The names in force and the version that they are; nothing and 0 before anybody set them."""
    row = Identity.objects.filter(pk=THE_ROW).first()
    if row is None:
        return None, 0
    return Names(**{name: getattr(row, name) for name in _FIELDS}), row.version
