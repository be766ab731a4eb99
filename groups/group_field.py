"""The groups that something is for: chosen from all of them, or named (kit.inputs.choosing).

Which groups there are to choose from is one of three sets; a box with suggestions asks for those of
its own set only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dorst_portal.kit.inputs.choosing import Choice, ChoosingField, SeveralField, SeveralThings
from dorst_portal.kit.search import suggested
from dorst_portal.languages.words import lazy_text
from groups.group_names import MOST_NAMES, group_named, groups_like, read_group_names
from groups.models import GroupStatus, WatchGroup

NOBODY: Final = gettext_lazy("Zet een vinkje bij alle groepen, of kies een of meer groepen.")
_MOST_SUGGESTED: Final = 10
_BEGUN: Final = (GroupStatus.STARTING, GroupStatus.ACTIVE)


@dataclass(frozen=True)
class GroupSet:
    """Groups from which somebody chooses. `is_public`: everybody may know that they are there."""

    code: str
    rows: QuerySet[WatchGroup]
    is_public: bool = False


ALL: Final = GroupSet("alle", WatchGroup.objects.not_archived())
SHOWN: Final = GroupSet("zichtbaar", WatchGroup.objects.shown_to_everybody(), is_public=True)
BEGUN: Final = GroupSet("begonnen", WatchGroup.objects.filter(status__in=_BEGUN))
SETS: Final = {one.code: one for one in (ALL, SHOWN, BEGUN)}


class Groups(SeveralThings[WatchGroup]):
    """The groups of a set. What is sent is the name, or with `by_pk` the number; either is read.
    `without` is not there to choose; `unlisted` is not in the list, but known when it is named.
    """

    def __init__(
        self,
        of: GroupSet = ALL,
        *,
        by_pk: bool = False,
        without: int | None = None,
        unlisted: int | None = None,
    ) -> None:
        self._set, self._by_pk, self._unlisted = of, by_pk, unlisted
        self._rows = of.rows.exclude(pk=without) if without else of.rows

    def listed(self, most: int) -> Sequence[Choice]:
        rows = self._rows.exclude(pk=self._unlisted) if self._unlisted else self._rows
        found = rows.order_by("name").values_list("pk", "name")[:most]
        return [Choice(str(pk) if self._by_pk else name, name) for pk, name in found]

    def named(self, typed: str) -> WatchGroup | None:
        return group_named(typed, among=self._rows.all(), by_pk=self._by_pk)

    def like(self, typed: str, *, most: int) -> Sequence[Choice]:
        alike = groups_like(typed, most=most, among=self._rows.all())
        return [Choice(group.name, group.name) for group in alike]

    def is_readable(self, typed: str) -> bool:
        return not (self._by_pk and typed.isdecimal())

    def unknown(self, typed: str) -> str:
        if self.is_readable(typed):
            return _("Groep ‘{typed}’ kennen we niet.").format(typed=typed)
        return _("Deze groep is er niet. Kies een groep uit de lijst.")

    def choice_of(self, thing: WatchGroup) -> Choice:
        return Choice(str(thing.pk) if self._by_pk else thing.name, thing.name)

    def read(self, text: str) -> tuple[Sequence[WatchGroup], Sequence[str]]:
        named = read_group_names(text, among=self._rows.all())
        return named.groups, named.unknown

    def suggestions_url(self) -> str:
        return reverse("group_suggestions", args=[self._set.code])


def suggested_groups(typed: str, *, of: GroupSet) -> Sequence[Choice]:
    """Groups of a set to offer while somebody types. At most two queries."""
    rows = suggested(of.rows.only("name", "area"), typed, most=_MOST_SUGGESTED)
    return [Choice(group.name, group.name, group.area) for group in rows]


class GroupNameField(ChoosingField):
    """One group; gives the group, or None where it may be left open."""

    def __init__(
        self,
        of: GroupSet = ALL,
        *,
        by_pk: bool = False,
        empty: str = lazy_text("Kies een groep"),
        **kwargs: Any,
    ) -> None:
        super().__init__(Groups(of, by_pk=by_pk), empty=empty, max_length=60, **kwargs)


class GroupNamesField(SeveralField):
    """Several groups; gives them, none where nothing was chosen."""

    def __init__(self, **kwargs: Any) -> None:
        words = lazy_text("Noem hoogstens {most} groepen. Of kies alle groepen.")
        told = cast(str, format_lazy(words, most=MOST_NAMES))
        super().__init__(Groups(), most=MOST_NAMES, too_many=told, **kwargs)


def check_serves(form: forms.Form) -> None:
    """All groups, or at least one."""
    data = form.cleaned_data
    if not data.get("serves_all") and "groups" in data and not data["groups"]:
        form.add_error("groups", NOBODY)
