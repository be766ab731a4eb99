"""Which group came of an idea."""

from django import forms

from groups.group_field import BEGUN, GroupNameField


class FoundedForm(forms.Form):
    """The group that was started, or is being started."""

    group = GroupNameField(
        BEGUN,
        by_pk=True,
        label="Welke groep is het geworden?",
        error_messages={"required": "Kies een groep."},
    )
