"""To which groups, and which way it goes."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django import forms

from dorst_portal.languages.words import lazy_text
from groups.api import StreetField, WatchGroup

DIRECTION: Final = "kant"


class DirectionForm(forms.Form):
    """Which way it goes: a street. It only puts groups first; it is kept nowhere."""

    kant = StreetField(
        required=False,
        inside=True,
        label=lazy_text("Welke kant op?"),
        empty=lazy_text("Weet ik niet"),
        help_text=lazy_text("Kies de straat waar het heen gaat."),
    )


class GroupsForm(forms.Form):
    """Which of the groups that lie beside this one."""

    groepen = forms.MultipleChoiceField(
        label=lazy_text("Aan welke groepen?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": lazy_text("Kies een of meer groepen."),
            "invalid_choice": lazy_text("Kies uit de lijst."),
            "invalid_list": lazy_text("Kies uit de lijst."),
        },
    )

    def __init__(self, data: Any, beside: Iterable[WatchGroup]) -> None:
        super().__init__(data)
        self._beside = {str(group.pk): group for group in beside}
        self._list(self._beside.values())

    def offer(self, groups: Iterable[WatchGroup], *, ticked: Iterable[WatchGroup]) -> None:
        """Which of them to show, in this order, and which are ticked before anybody did."""
        self._list(groups)
        self.initial["groepen"] = [str(group.pk) for group in ticked]

    def _list(self, groups: Iterable[WatchGroup]) -> None:
        field = self.fields["groepen"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(str(group.pk), group.name) for group in groups]

    @property
    def chosen(self) -> Sequence[WatchGroup]:
        """The groups, of a form that is right."""
        return [self._beside[pk] for pk in self.cleaned_data["groepen"]]
