"""The list of what was moved, the latest first, and what of it can be undone. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_noop, ngettext, override

from dorst_portal.kit.rows.keyset import MOMENT, NUMBER, Keyset, Page
from dorst_portal.languages.current import DUTCH
from dorst_portal.languages.stored import said_again
from groups.models import CoverageChange, CoverageRule
from groups.models.streets import NUMBERS_IN_WORDS

UNDO_DAYS: Final = 7

PAGE: Final = 25
_LATEST_FIRST: Final = Keyset({"-at": MOMENT, "-pk": NUMBER})
# What went where, as it is kept (`groups/coverage/services/moving.py`).
_SENTENCES: Final = (
    gettext_noop("{what}, van groep {left} naar groep {joined}."),
    gettext_noop("{what}, van groep {left} naar geen groep."),
    gettext_noop("{what}, zonder groep naar groep {joined}."),
)
_OF_WHAT: Final = (
    gettext_noop("{street} (hele straat)"),
    gettext_noop("alles"),
    gettext_noop("en meer"),
)


@dataclass(frozen=True)
class Row:
    """One change; `may_undo` while it is fresh and its rules stand."""

    change: CoverageChange
    may_undo: bool

    @property
    def title(self) -> str:
        """What was done."""
        return self.change.get_kind_display().capitalize()

    @property
    def sentence(self) -> str:
        """What went where, in the language of who reads it."""
        return said_again(self.change.sentence, _SENTENCES, {"what": _what_again})

    @property
    def counts(self) -> str:
        """How many people and requests went along."""
        members, requests = self.change.members, self.change.requests
        people = ngettext("{n} lid", "{n} leden", members).format(n=members)
        asked = ngettext("{n} aanvraag", "{n} aanvragen", requests).format(n=requests)
        return f"{people}, {asked}"


def page_of(*, after: str, now: datetime) -> Page[Row]:
    """Twenty-five changes."""
    went_on = CoverageRule.objects.filter(made_by_changes=OuterRef("pk"), ended_at__isnull=False)
    changes: Any = CoverageChange.objects.select_related(
        "by", "from_group", "to_group", "undone_by"
    )
    changes = changes.annotate(went_on=Exists(went_on))
    found = _LATEST_FIRST.page(changes, after=after, size=PAGE)
    return found.each(lambda one: Row(one, in_time(one, now) and not one.went_on))


def _what_again(what: str) -> str:
    """ "Spoorstraat even nummers 40 t/m 48, Leijweg nummer 3": what comes before is the street."""
    return ", ".join(map(_part_again, what.split(", ")))


def _part_again(part: str) -> str:
    words = part.split(" ")
    for start in range(len(words)):
        kept = " ".join(words[start:])
        if (said := said_again(kept, _known())) != kept:
            return " ".join([*words[:start], said])
    return part


@cache
def _known() -> Sequence[str]:
    with override(DUTCH):
        return (*_OF_WHAT, *map(str, NUMBERS_IN_WORDS))


@dataclass(frozen=True)
class Undone:
    """What went back, and how much stays because somebody acted on it."""

    members_back: int
    requests_back: int
    left: int


def in_time(change: CoverageChange, now: datetime) -> bool:
    """Whether it was made in the last 7 days and not undone."""
    return change.undone_at is None and now < change.at + timedelta(days=UNDO_DAYS)
