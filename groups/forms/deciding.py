"""What a beheerder can do with a request besides approving it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from dorst_portal.kit.fields import LineField
from groups.chat_addresses import holds_chat_address
from groups.models import DeclineReason, ResidentRequest, WatchGroup
from groups.services.verdicts import address_verdict
from groups.states import Owner

FORWARD = "forward"
DECLINE = "decline"
PLATFORM = "platform"


class OtherForm(forms.Form):
    """Forward, decline or pass on; only the part that was chosen has to be filled in.

    Made from a request that came `with_findings`: the group of its address is chosen already.
    """

    what = forms.ChoiceField(
        label="Wat wil je doen?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Kies wat je wilt doen.",
            "invalid_choice": "Kies wat je wilt doen.",
        },
    )
    group = forms.ModelChoiceField(
        label="Naar welke groep?",
        queryset=WatchGroup.objects.none(),
        required=False,
        empty_label="Kies een groep",
        error_messages={"invalid_choice": "Kies een groep uit de lijst."},
    )
    reason = forms.ChoiceField(
        label="Waarom wijs je af?",
        choices=DeclineReason,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Kies een van de redenen."},
    )
    note = LineField(label="Anders: wat is de reden?", max_length=200, required=False)
    why = LineField(label="Waarom zet je door?", max_length=200, required=False)

    def __init__(self, *args: Any, resident_request: ResidentRequest, **kwargs: Any) -> None:
        other_group = address_verdict(resident_request).other_group
        chosen = {"what": FORWARD, "group": other_group} if other_group else {}
        super().__init__(*args, **kwargs)
        self.initial = chosen
        groups = WatchGroup.objects.shown_to_everybody().order_by("name")
        choices = [(FORWARD, "Stuur door naar een andere groep"), (DECLINE, "Wijs af")]
        if resident_request.group and resident_request.owner == Owner.GROUP:
            groups = groups.exclude(pk=resident_request.group.pk)
            choices.append((PLATFORM, "Zet door naar Platform Dorst"))
        self.fields["what"].choices = choices  # type: ignore[attr-defined]
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]
        for name in ("group", "reason", "note", "why"):
            # What is asked depends on the first answer; none of it is "niet verplicht".
            self.fields[name].widget.attrs["aria-required"] = "true"
        if not resident_request.email:
            return
        self.fields["note"].help_text = f"{resident_request.first_name} leest dit in de e-mail."

    def clean_note(self) -> str:
        """The note is mailed, and an invite link never is."""
        note: str = self.cleaned_data["note"]
        if holds_chat_address(note):
            raise ValidationError("Zet hier geen link van een chat-app. Die mailen we nooit.")
        return note

    def clean(self) -> dict[str, Any]:
        """Ask for what belongs to the choice, and drop what belongs to another one."""
        data = super().clean() or self.cleaned_data
        what = data.get("what")
        if what == FORWARD and not data.get("group") and "group" not in self.errors:
            self.add_error("group", "Kies een groep.")
        if what == DECLINE and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Kies waarom je afwijst.")
        is_other = what == DECLINE and data.get("reason") == DeclineReason.OTHER
        if is_other and not data.get("note") and "note" not in self.errors:
            self.add_error("note", "Schrijf op wat de reden is.")
        if what == PLATFORM and not data.get("why") and "why" not in self.errors:
            self.add_error("why", "Schrijf kort op waarom je doorzet.")
        return data | {
            "group": data.get("group") if what == FORWARD else None,
            "note": data.get("note", "") if is_other else "",
            "why": data.get("why", "") if what == PLATFORM else "",
        }
