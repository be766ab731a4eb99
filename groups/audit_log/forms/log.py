"""The filter of the audit trail, as a sentence, and the note of who read a week."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from dorst_portal.kit.inputs.fields import LineField
from dorst_portal.languages.words import lazy_text
from groups.audit_log.forms.people import PeopleField
from groups.audit_log.pages.log import Filter
from groups.audit_log.pages.sentences import KINDS, kind_named
from groups.group_field import GroupNameField

_NO_DAY: Final = lazy_text("Kies een dag uit de kalender. Of schrijf hem zo: 2026-05-12.")


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d-%m-%Y"],
        error_messages={"invalid": _NO_DAY},
    )


def _kinds() -> list[tuple[str, str]]:
    return [("", _("Alles")), *((kind.code, kind.label.capitalize()) for kind in KINDS)]


class AuditForm(forms.Form):
    """Who, what, in which group and when; each part may stay open."""

    wie = PeopleField(label=lazy_text("Wie"), required=False)
    wat = forms.ChoiceField(
        label=lazy_text("Deed wat"),
        required=False,
        choices=_kinds,
        widget=forms.Select({"data-combobox": ""}),
        error_messages={"invalid_choice": lazy_text("Kies een soort uit de lijst.")},
    )
    groep = GroupNameField(
        label=lazy_text("In groep"), required=False, empty=lazy_text("Alle groepen")
    )
    van = _day(lazy_text("Van"))
    tot = _day(lazy_text("Tot en met"))

    def clean(self) -> dict[str, Any]:
        """The first day comes before the last."""
        data = super().clean() or self.cleaned_data
        if data.get("van") and data.get("tot") and data["van"] > data["tot"]:
            self.add_error("tot", _("Deze dag ligt voor de eerste dag. Kies een latere dag."))
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
        label=lazy_text("Opmerking"),
        max_length=300,
        required=False,
        help_text=lazy_text("Bijvoorbeeld: nagevraagd bij Cora, dit klopt. Noem geen bewoners."),
    )
