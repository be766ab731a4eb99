"""Who heard that they stand on the list."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from groups.members.services.telling import Way
from groups.models import Membership, WatchGroup

FIELD = "wie"


class _Ticks(forms.MultipleChoiceField):
    """Somebody whom another person told meanwhile is no mistake of who ticks."""

    def valid_value(self, value: Any) -> bool:
        return True


class ToldForm(forms.Form):
    """A tick for each person who was told; `hoe` says that it was by letter."""

    wie = _Ticks(
        label=gettext_lazy("Wie heb je het verteld?"),
        help_text=gettext_lazy("Vink iedereen aan die het weet."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Vink eerst aan wie je het vertelde."),
            "invalid_list": gettext_lazy("Vink eerst aan wie je het vertelde."),
        },
    )
    hoe = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, group: WatchGroup, people: Sequence[Membership]
    ) -> None:
        super().__init__(data)
        self.known = {str(one.pk): one.pk for one in people}
        self.fields["wie"].choices = [(one.pk, _label(one, group)) for one in people]  # type: ignore[attr-defined]

    def chosen(self) -> list[int]:
        """The members who were ticked and are to be told still."""
        ticked: list[str] = self.cleaned_data["wie"]
        return [self.known[value] for value in dict.fromkeys(ticked) if value in self.known]

    def way(self) -> Way:
        """By a letter, or by somebody who said it."""
        return "letter" if self.cleaned_data["hoe"] == "brief" else "person"


def _label(member: Membership, group: WatchGroup) -> str:
    page = reverse("member", args=[group.slug, member.pk])
    return format_html('<a href="{}">{}</a>, {}', page, member.name, member.address)
