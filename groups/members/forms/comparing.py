"""Comparing the list with the chat: what was pasted, and what is to be done with whom."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dorst_portal.kit.inputs.text import printable, whole_number
from groups.models import LeaveReason

LONGEST: Final = 60_000
ADD: Final = "toevoegen"


class PasteField(forms.CharField):
    """Text as an app copies it, with whatever signs are in it: it is read, and kept nowhere."""

    widget = forms.Textarea({"rows": 6, "autocomplete": "off", "spellcheck": "false"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        return printable(str(value or ""))[:LONGEST]

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Put back what was pasted, without the signs that no page may show."""
        kept = super().bound_data(data, initial)
        return printable(kept)[:LONGEST] if isinstance(kept, str) else kept


class PasteForm(forms.Form):
    """The participants of the chat."""

    text = PasteField(
        label=gettext_lazy("Wie zitten er in de groep?"),
        help_text=gettext_lazy("Kopieer de deelnemers uit de app. Of typ de namen of nummers."),
        error_messages={"required": gettext_lazy("Plak hier wie er in de groep zitten.")},
    )


class Keys(forms.MultipleChoiceField):
    """The keys of members that were ticked; what is no key is passed by."""

    def clean(self, value: Any) -> list[int]:
        return [key for key in map(whole_number, value or ()) if key]


class SettleForm(forms.Form):
    """Who was ticked, and what to do with those who are not in the chat."""

    weg = Keys(required=False)
    erin = Keys(required=False)
    hoe = forms.ChoiceField(
        label=gettext_lazy("Wat doe je met wie er niet in zit?"),
        required=False,
        choices=[
            (ADD, gettext_lazy("Hoort erbij. Ik zet deze persoon nog in de groep.")),
            (LeaveReason.MOVED_HOUSE.value, gettext_lazy("Verhuisd. Haal van de lijst.")),
            (LeaveReason.NOT_NEEDED.value, gettext_lazy("Zelf weggegaan. Haal van de lijst.")),
            (
                LeaveReason.OTHER.value,
                gettext_lazy("Anders, of dat weet ik niet. Haal van de lijst."),
            ),
        ],
        widget=forms.RadioSelect({"aria-required": "true"}),
        error_messages={"invalid_choice": gettext_lazy("Kies wat er met deze mensen is.")},
    )
    text = PasteField(required=False, widget=forms.Textarea({"hidden": True}))

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        # The box to paste in stands on the same page.
        super().__init__(data, auto_id="settle_%s", **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("weg") and not data.get("erin"):
            raise forms.ValidationError(_("Vink eerst iemand aan."))
        if data.get("weg") and not data.get("hoe") and "hoe" not in self.errors:
            self.add_error("hoe", _("Kies wat er met deze mensen is."))
        return data

    @property
    def reason(self) -> LeaveReason | None:
        """Why they leave the list; None for who is still to be put into the chat."""
        chosen = self.cleaned_data["hoe"]
        return None if chosen in ("", ADD) else LeaveReason(chosen)
