"""The form with which a coordinator asks somebody to be beheerder."""

from django import forms
from django.core.exceptions import ValidationError

from dorst_portal.accounts.addresses import canonical_email
from dorst_portal.kit.fields import LineField
from groups.models import AppointmentRole, WatchGroup


class AppointForm(forms.Form):
    """Who, for which group, and as what."""

    group = forms.ModelChoiceField(
        label="Groep",
        queryset=WatchGroup.objects.not_archived().order_by("name"),
        empty_label="Kies een groep",
        error_messages={
            "required": "Kies een groep.",
            "invalid_choice": "Deze groep is er niet. Kies een groep uit de lijst.",
        },
    )
    name = LineField(
        label="Voor- en achternaam",
        max_length=100,
        error_messages={"required": "Vul een voor- en achternaam in."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    email = forms.CharField(
        label="E-mailadres",
        max_length=254,
        help_text="Met dit adres logt deze persoon straks in.",
        error_messages={
            "required": "Vul een e-mailadres in.",
            "max_length": "Dit e-mailadres is te lang.",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(
        label="Taak",
        choices=[(role.value, role.label.capitalize()) for role in AppointmentRole],
        initial=AppointmentRole.BEHEERDER,
        widget=forms.RadioSelect,
        help_text="Een plaatsvervanger mag hetzelfde en neemt over als de beheerder weg is.",
        error_messages={"required": "Kies een taak.", "invalid_choice": "Kies een taak."},
    )

    def clean_email(self) -> str:
        """The address in its one spelling, so that nobody gets a second account."""
        try:
            return canonical_email(self.cleaned_data["email"])
        except ValidationError as error:
            raise ValidationError(
                "Controleer het e-mailadres. Er mist iets, bijvoorbeeld een @."
            ) from error
