"""Leaving a group: why, for who wants to tell."""

from django import forms
from django.utils.translation import gettext_lazy

from groups.models import LeaveReason


class LeaveForm(forms.Form):
    """A reason may be told, and never has to be."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Waarom stop je?"),
        required=False,
        choices=[
            (LeaveReason.MOVED_HOUSE.value, gettext_lazy("Ik verhuis")),
            (LeaveReason.TOO_MANY.value, gettext_lazy("Te veel berichten")),
            (LeaveReason.NO_SMARTPHONE.value, gettext_lazy("Geen smartphone meer")),
            (LeaveReason.OTHER.value, gettext_lazy("Iets anders")),
            (LeaveReason.NOT_TOLD.value, gettext_lazy("Zeg ik liever niet")),
        ],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Kies een antwoord uit de lijst.")},
    )

    def chosen(self) -> LeaveReason:
        """The reason, of a form that is valid."""
        return LeaveReason(self.cleaned_data["reason"] or LeaveReason.NOT_TOLD)
