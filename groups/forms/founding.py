"""Which group came of an idea."""

from django import forms

from groups.models import GroupStatus, WatchGroup


class FoundedForm(forms.Form):
    """The group that was started, or is being started."""

    group = forms.ModelChoiceField(
        label="Welke groep is het geworden?",
        queryset=WatchGroup.objects.filter(
            status__in=(GroupStatus.STARTING, GroupStatus.ACTIVE)
        ).order_by("name"),
        empty_label="Kies een groep",
        error_messages={
            "required": "Kies een groep.",
            "invalid_choice": "Deze groep is er niet. Kies een groep uit de lijst.",
        },
    )
