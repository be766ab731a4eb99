"""What a beheerder or coordinator notes about a partner."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dorst_portal.identity.current import here_text
from dorst_portal.kit.inputs.fields import LineField, TextField
from groups.group_field import GroupNameField
from groups.models import PartnerContact, WatchGroup
from groups.values.village_time import read_date

MOST_DAYS: Final = 365
NOTE_HINT: Final = gettext_lazy(
    "Schrijf waar het over ging en wat jullie afspraken. "
    "Schrijf geen namen van bewoners of verdachten op. Er mogen 500 tekens in."
)
_ORGANISATION: Final = ""


class _AboutForm(forms.Form):
    """About the partner itself, or about one of its people."""

    contact = forms.ChoiceField(required=False, widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, organisation: str, people: Sequence[PartnerContact], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(one.pk): one for one in people}
        field = self.fields["contact"]
        if not isinstance(field, forms.ChoiceField) or not people:
            del self.fields["contact"]
            return
        people_by_name = [(pk, one.name) for pk, one in self._people.items()]
        field.choices = [(_ORGANISATION, organisation), *people_by_name]
        field.error_messages["invalid_choice"] = _("Kies uit de lijst.")
        field.widget.attrs["aria-required"] = "true"
        self.initial.setdefault("contact", _ORGANISATION)

    @property
    def person(self) -> PartnerContact | None:
        """Who it is about; None for the organisation."""
        return self._people.get(self.cleaned_data.get("contact", ""))


class _MomentForm(_AboutForm):
    on = LineField(
        label=gettext_lazy("Wanneer was het contact?"),
        max_length=20,
        widget=forms.TextInput({"type": "date", "class": "dp-w-phone"}),
        error_messages={"required": gettext_lazy("Kies een dag.")},
    )
    note = TextField(
        label=gettext_lazy("Waar ging het over?"),
        max_length=500,
        help_text=NOTE_HINT,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": gettext_lazy("Schrijf op waar het over ging.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial.setdefault("on", today.isoformat())
        if "contact" in self.fields:
            self.fields["contact"].label = _("Met wie?")

    def clean_on(self) -> date:
        """A day of the last year: older notes are wiped."""
        on = read_date(self.cleaned_data["on"])
        if on > self.today:
            raise ValidationError(_("Kies vandaag of een dag ervoor."))
        if on <= self.today - timedelta(days=MOST_DAYS):
            raise ValidationError(_("Kies een dag van het afgelopen jaar."))
        return on

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        data = self.cleaned_data
        return {
            "contact": self.person,
            "group": data.get("group"),
            "on": data["on"],
            "note": data["note"],
        }


class OwnMomentForm(_MomentForm):
    """A beheerder notes a contact, for one of the own groups."""

    group = forms.ModelChoiceField(
        queryset=WatchGroup.objects.none(),
        label=gettext_lazy("Voor welke groep?"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Kies een groep."),
            "invalid_choice": gettext_lazy("Kies een groep."),
        },
    )
    field_order = ("group", "contact", "on", "note")

    def __init__(self, *args: Any, groups: Sequence[WatchGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._groups = groups
        if len(groups) == 1:
            del self.fields["group"]
            return
        field = self.fields["group"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = WatchGroup.objects.filter(pk__in=[one.pk for one in groups])

    def facts(self) -> dict[str, Any]:
        """What was filled in; with one own group it was for that one."""
        return super().facts() | {"group": self.cleaned_data.get("group") or self._groups[0]}


class StaffMomentForm(_MomentForm):
    """A coordinator notes a contact, for Platform Dorst alone or for a group."""

    group = GroupNameField(
        label=gettext_lazy("Voor groep"),
        required=False,
        empty=here_text("Alleen voor {organisation}"),
        help_text=gettext_lazy("Kies je een groep? Dan ziet de beheerder het ook."),
    )
    field_order = ("contact", "on", "note", "group")


class WrongForm(_AboutForm):
    """A beheerder says that something is wrong."""

    text = TextField(
        label=gettext_lazy("Wat klopt er niet?"),
        max_length=300,
        help_text=gettext_lazy("Zoals: dit nummer is van iemand anders. Er mogen 300 tekens in."),
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": gettext_lazy("Schrijf op wat er niet klopt.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "contact" in self.fields:
            self.fields["contact"].label = _("Over wie gaat het?")
