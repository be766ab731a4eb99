"""What a coordinator plans."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from alerts.services.drills import DrillFacts
from alerts.values.choices import Category
from alerts.values.times import read_time
from dorst_portal.kit.inputs.fields import LineField, TextField
from dorst_portal.languages.words import lazy_text
from groups.api import VILLAGE, read_date, village_day

MOST_DAYS: Final = 365


class DrillForm(forms.Form):
    """When the whole village practises, and what."""

    day = LineField(
        label=lazy_text("Op welke dag?"),
        max_length=20,
        help_text=lazy_text("Morgen of later."),
        widget=forms.TextInput({"type": "date", "class": "dp-w-phone"}),
        error_messages={"required": lazy_text("Kies een dag.")},
    )
    at = LineField(
        label=lazy_text("Hoe laat?"),
        max_length=20,
        help_text=lazy_text("Zoals 19:30."),
        widget=forms.TextInput({"class": "dp-w-postcode", "autocomplete": "off"}),
        error_messages={"required": lazy_text("Schrijf op hoe laat het begint.")},
    )
    category = forms.ChoiceField(
        choices=Category.choices,
        label=lazy_text("Wat oefenen we?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": lazy_text("Kies wat we oefenen."),
            "invalid_choice": lazy_text("Kies uit de lijst."),
        },
    )
    text = TextField(
        label=lazy_text("Uitleg voor de beheerders"),
        max_length=500,
        help_text=lazy_text(
            "Dit staat in de e-mail. Schrijf geen namen op. Er mogen 500 tekens in."
        ),
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": lazy_text("Schrijf op wat de groepen gaan doen.")},
    )

    def __init__(self, data: Any = None, *, now: datetime, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._today = village_day(now)

    def clean_day(self) -> date:
        """A day that comes: everybody is told in advance."""
        day = read_date(self.cleaned_data["day"])
        if day <= self._today:
            raise forms.ValidationError(_("Kies morgen of een dag daarna."))
        if day > self._today + timedelta(days=MOST_DAYS):
            raise forms.ValidationError(_("Kies een dag binnen een jaar."))
        return day

    def clean_at(self) -> time:
        """The time as it was typed, read."""
        return read_time(self.cleaned_data["at"])

    def facts(self) -> DrillFacts:
        """What was filled in."""
        data = self.cleaned_data
        at = datetime.combine(data["day"], data["at"], tzinfo=VILLAGE)
        return DrillFacts(at=at, category=data["category"], text=data["text"])
