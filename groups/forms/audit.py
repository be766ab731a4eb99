"""The filter of the audit trail, as a sentence, and the note of who read a week."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from dorst_portal.accounts.models import User
from dorst_portal.kit.fields import LineField
from groups.forms.group_names import GroupNameField
from groups.services.audit_page import Filter
from groups.services.audit_words import KINDS, kind_named

_MOST_NAMESAKES: Final = 20
_NO_DAY: Final = "Kies een dag uit de kalender. Of schrijf hem zo: 2026-05-12."


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d-%m-%Y"],
        error_messages={"invalid": _NO_DAY},
    )


class AuditForm(forms.Form):
    """Who, what, in which group and when; each part may stay open."""

    wie = LineField(
        label="Wie", max_length=254, required=False, help_text="Hele naam of e-mailadres."
    )
    wat = forms.ChoiceField(
        label="Deed wat",
        required=False,
        choices=[("", "Alles"), *((kind.code, kind.label.capitalize()) for kind in KINDS)],
        error_messages={"invalid_choice": "Kies een soort uit de lijst."},
    )
    groep = GroupNameField(label="In groep", required=False)
    van = _day("Van")
    tot = _day("Tot en met")

    def clean_wie(self) -> Sequence[User] | None:
        """The accounts with this address or name; None when nobody was asked for."""
        typed: str = self.cleaned_data["wie"]
        if not typed:
            return None
        found = list(User.objects.with_email(typed)) if "@" in typed else []
        found = found or list(User.objects.filter(name__iexact=typed)[:_MOST_NAMESAKES])
        if not found:
            near = User.objects.exclude(name="").filter(name__icontains=typed.split()[0])
            names = list(near.order_by("name").values_list("name", flat=True).distinct()[:3])
            meant = f" Bedoel je {' of '.join(names)}?" if names else ""
            raise ValidationError(f"We kennen niemand die zo heet.{meant}")
        return found

    def clean(self) -> dict[str, Any]:
        """The first day comes before the last."""
        data = super().clean() or self.cleaned_data
        if data.get("van") and data.get("tot") and data["van"] > data["tot"]:
            self.add_error("tot", "Deze dag ligt voor de eerste dag. Kies een latere dag.")
        return data

    def wanted(self) -> Filter:
        """What was asked for; nothing in particular while something is wrong."""
        if not self.is_valid():
            return Filter()
        data = self.cleaned_data
        return Filter(
            by=data["wie"],
            kind=kind_named(data["wat"]),
            group=data["groep"],
            since=data["van"],
            until=data["tot"],
        )


class ReviewNoteForm(forms.Form):
    """What somebody wants to say when they tick a week off."""

    note = LineField(
        label="Opmerking",
        max_length=300,
        required=False,
        help_text="Bijvoorbeeld: nagevraagd bij Cora, dit klopt. Noem geen bewoners.",
    )
