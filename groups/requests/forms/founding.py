"""Which group came of an idea."""

from django import forms
from django.utils.translation import gettext_lazy

from groups.group_field import BEGUN, GroupNameField


class FoundedForm(forms.Form):
    """The group that was started, or is being started."""

    group = GroupNameField(
        BEGUN,
        by_pk=True,
        label=gettext_lazy("Welke groep is het geworden?"),
        error_messages={"required": gettext_lazy("Kies een groep.")},
    )
