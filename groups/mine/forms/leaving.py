"""Leaving a group: why, for who wants to tell."""

from django import forms

from groups.models import LeaveReason


class LeaveForm(forms.Form):
    """A reason may be told, and never has to be."""

    reason = forms.ChoiceField(
        label="Waarom stop je?",
        required=False,
        choices=[
            (LeaveReason.MOVED_HOUSE.value, "Ik verhuis"),
            (LeaveReason.TOO_MANY.value, "Te veel berichten"),
            (LeaveReason.NO_SMARTPHONE.value, "Geen smartphone meer"),
            (LeaveReason.OTHER.value, "Iets anders"),
            (LeaveReason.NOT_TOLD.value, "Zeg ik liever niet"),
        ],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Kies een antwoord uit de lijst."},
    )

    def chosen(self) -> LeaveReason:
        """The reason, of a form that is valid."""
        return LeaveReason(self.cleaned_data["reason"] or LeaveReason.NOT_TOLD)
