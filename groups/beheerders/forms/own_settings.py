"""What a beheerder or coordinator sets for themself."""

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dorst_portal.identity.current import here_text
from dorst_portal.kit.inputs.fields import LineField, PhoneField
from groups.models import NoticeMoment, NoticeSettings
from groups.values.village_time import read_date

HOURS: Final = [(hour, f"{hour}:00") for hour in range(24)]
MOST_DAYS: Final = 365


class HourField(forms.TypedChoiceField):
    """A whole hour of the day."""

    def __init__(self, **kwargs: Any) -> None:
        wrong = {
            "required": gettext_lazy("Kies een uur."),
            "invalid_choice": gettext_lazy("Kies een uur uit de lijst."),
        }
        narrow = forms.Select({"class": "dp-w-postcode"})
        super().__init__(choices=HOURS, coerce=int, error_messages=wrong, widget=narrow, **kwargs)


class NumberForm(forms.Form):
    """The own telephone number, for those who help to run the groups; may be taken away."""

    mobile = PhoneField(
        label=gettext_lazy("Je telefoonnummer"),
        required=False,
        help_text=here_text("Alleen {organisation} en de beheerders van je groep zien dit nummer."),
    )

    def number(self) -> str:
        """The number in the form in which it is kept; "" for none."""
        found = self.cleaned_data["mobile"]
        return found.e164 if found else ""


class NameForm(forms.Form):
    """Whether new members read the own first name in the mail that welcomes them."""

    shares_first_name = forms.BooleanField(
        label=gettext_lazy("Nieuwe leden lezen mijn voornaam in de welkomstmail"),
        required=False,
        help_text=gettext_lazy("Alleen je voornaam. Op de site staat die nergens."),
    )


QUIET: Final = "yes"
NEVER_QUIET: Final = "no"


class NoticeForm(forms.Form):
    """When notices come. What is late is always told."""

    moment = forms.ChoiceField(
        label=gettext_lazy("Wanneer krijg je bericht van een nieuwe aanvraag?"),
        choices=NoticeMoment,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Kies een moment."),
            "invalid_choice": gettext_lazy("Kies een moment."),
        },
    )
    daily_hour = HourField(
        label=gettext_lazy("Hoe laat komt het dagbericht?"),
        help_text=gettext_lazy("Alleen als je 1 keer per dag kiest."),
    )
    quiet = forms.ChoiceField(
        label=gettext_lazy("Wil je stille uren?"),
        choices=[
            (QUIET, gettext_lazy("Ja, dan krijg je even geen bericht")),
            (NEVER_QUIET, gettext_lazy("Geen stille uren")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Kies of je stille uren wilt."),
            "invalid_choice": gettext_lazy("Kies of je stille uren wilt."),
        },
    )
    quiet_from = HourField(label=gettext_lazy("Geen bericht vanaf"))
    quiet_until = HourField(label=gettext_lazy("Geen bericht tot"))

    def __init__(self, *args: Any, now: NoticeSettings, has_groups: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = ("moment", "daily_hour", "quiet_from", "quiet_until")
        self.initial = {name: getattr(now, name) for name in kept}
        self.initial["quiet"] = NEVER_QUIET if now.quiet_from == now.quiet_until else QUIET
        if self.initial["quiet"] == NEVER_QUIET:
            usual = NoticeSettings()
            self.initial |= {"quiet_from": usual.quiet_from, "quiet_until": usual.quiet_until}
        if not has_groups:
            # Coordinators hear of what is theirs at once.
            del self.fields["moment"], self.fields["daily_hour"]

    def clean(self) -> dict[str, Any]:
        """Twice the same hour means that it is never quiet: only who says so gets that."""
        data = super().clean() or self.cleaned_data
        if data.get("quiet") == NEVER_QUIET:
            # Whatever stood in the pickers, which are not shown then.
            for name in ("quiet_from", "quiet_until"):
                self.errors.pop(name, None)
                data[name] = 0
        elif "quiet_from" in data and data["quiet_from"] == data.get("quiet_until"):
            self.add_error("quiet_until", _("Kies een ander uur, of kies: geen stille uren."))
        return data

    def settings(self) -> dict[str, str | int]:
        """What is to be kept."""
        return {name: value for name, value in self.cleaned_data.items() if name != "quiet"}


class AwayForm(forms.Form):
    """Until when somebody is away."""

    until = LineField(
        label=gettext_lazy("Ik ben weg tot en met"),
        max_length=20,
        help_text=gettext_lazy("De dag waarop je voor het laatst weg bent."),
        widget=forms.TextInput({"type": "date", "class": "dp-w-phone"}),
        error_messages={"required": gettext_lazy("Kies een dag.")},
    )

    def __init__(self, *args: Any, today: date, away_until: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial = {"until": away_until.isoformat() if away_until else ""}

    def clean_until(self) -> date:
        """A day from today on, and within a year."""
        until = read_date(self.cleaned_data["until"])
        if until < self.today:
            raise ValidationError(_("Kies vandaag of een dag daarna."))
        if until > self.today + timedelta(days=MOST_DAYS):
            raise ValidationError(_("Kies een dag binnen een jaar."))
        return until
