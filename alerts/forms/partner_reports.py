"""To which partner, of which month, and the number of a case."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django import forms
from django.utils.formats import date_format

from alerts.models.partner_reports import MOST_REFERENCE
from alerts.pages.partner_reports import months, partner_contacts
from alerts.values.case_numbers import read_case_number
from dorst_portal.kit.inputs.fields import LineField
from dorst_portal.languages.words import lazy_text
from groups.api import PartnerContact

_WRONG: Final = lazy_text("Kies uit de lijst.")


class _ContactForm(forms.Form):
    """One of some contacts."""

    contact = forms.ChoiceField(
        label=lazy_text("Aan wie?"),
        error_messages={
            "required": lazy_text("Kies een contactpersoon."),
            "invalid_choice": _WRONG,
        },
    )

    def __init__(self, data: Any, contacts: Sequence[PartnerContact]) -> None:
        super().__init__(data)
        self._contacts = {str(one.pk): one for one in contacts}
        _offer(self, "contact", {pk: _label(one) for pk, one in self._contacts.items()})

    @property
    def chosen_contact(self) -> PartnerContact:
        """The contact, of a form that is right."""
        return self._contacts[self.cleaned_data["contact"]]


class OverviewForm(_ContactForm):
    """A month for a contact; `gezien` is which text was seen before sending."""

    maand = forms.ChoiceField(
        label=lazy_text("Welke maand?"),
        error_messages={"required": lazy_text("Kies een maand."), "invalid_choice": _WRONG},
    )
    gezien = LineField(max_length=32, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, now: datetime) -> None:
        super().__init__(data, partner_contacts())
        self._months = {f"{first:%Y-%m}": first for first in months(now=now)}
        _offer(
            self, "maand", {key: date_format(first, "F Y") for key, first in self._months.items()}
        )

    @property
    def month(self) -> date:
        """The first day of the month, of a form that is right."""
        return self._months[self.cleaned_data["maand"]]


class OfficerForm(_ContactForm):
    """Who at the police."""


class PoliceRequestForm(forms.Form):
    """The number of the case: no place for words."""

    reference = LineField(
        label=lazy_text("Zaaknummer van de politie"),
        max_length=MOST_REFERENCE,
        help_text=lazy_text("Alleen het nummer, zoals PL2000-2026123456. Schrijf geen naam op."),
        widget=forms.TextInput({"autocomplete": "off", "class": "dp-w-phone"}),
    )

    def clean_reference(self) -> str:
        """The number as it was typed, read."""
        return read_case_number(self.cleaned_data["reference"])


def _offer(form: forms.Form, name: str, choices: Mapping[str, str]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = list(choices.items())


def _label(contact: PartnerContact) -> str:
    role = f", {contact.role}" if contact.role else ""
    return f"{contact.name}{role} ({contact.partner.name})"
