"""The groups that something is for: all of them, or those whose names are typed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from dorst_portal.kit.fields import LineField, TextField
from groups.models import WatchGroup
from groups.services.group_names import MOST_NAMES, group_named, names_like, read_group_names

NOBODY = "Zet een vinkje bij alle groepen, of schrijf de namen van groepen op."


def no_such_group(name: str) -> str:
    """What is told about a name that no group has, with names that look like it."""
    alike = names_like(name)
    hint = f" Bedoel je {' of '.join(alike)}?" if alike else ""
    return f"Groep ‘{name}’ kennen we niet.{hint}"


class GroupNamesField(TextField):
    """Names of groups, one a line or with commas between; gives the groups."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"rows": 4, "spellcheck": "false"}
        super().__init__(max_length=5000, widget=forms.Textarea(attrs), **kwargs)

    def clean(self, value: Any) -> Sequence[WatchGroup]:
        text: str = super().clean(value)
        named = read_group_names(text) if text else None
        if named is None:
            return []
        if named.unknown:
            # Each unknown name is looked for once more: a pasted page is not gone through whole.
            raise ValidationError([no_such_group(name) for name in named.unknown[:3]])
        if len(named.groups) > MOST_NAMES:
            raise ValidationError(f"Noem hoogstens {MOST_NAMES} groepen. Of kies alle groepen.")
        return named.groups


class GroupNameField(LineField):
    """The name of one group; gives the group, or None where it may be left open."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"spellcheck": "false", "autocomplete": "off"})
        super().__init__(max_length=60, widget=widget, **kwargs)

    def clean(self, value: Any) -> WatchGroup | None:
        text: str = super().clean(value)
        if not text:
            return None
        group = group_named(text)
        if group is None:
            raise ValidationError(no_such_group(text))
        return group


def check_serves(form: forms.Form) -> None:
    """All groups, or at least one name."""
    data = form.cleaned_data
    if not data.get("serves_all") and "groups" in data and not data["groups"]:
        form.add_error("groups", NOBODY)
