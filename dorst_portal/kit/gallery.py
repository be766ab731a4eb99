"""Every component in every state on one page: to look at, and for the tests to walk over."""

from datetime import UTC, datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dorst_portal.kit.access import demo
from dorst_portal.kit.inputs.controls import TrapInput

MOMENT = datetime(2026, 5, 12, 18, 14, tzinfo=UTC)
APPS = [("ja", "Ja"), ("nee", "Nee, help me op weg"), ("weet_niet", "Weet ik niet")]


class SampleForm(forms.Form):
    """One field of each shape."""

    nonce = forms.CharField(widget=forms.HiddenInput, initial="1")
    website = forms.CharField(required=False, widget=TrapInput)
    name = forms.CharField(
        label="Voor- en achternaam",
        widget=forms.TextInput({"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": "Vul je voor- en achternaam in."},
    )
    mobile = forms.CharField(
        label="Mobiel nummer",
        help_text="Met dit nummer kom je in de groep. Zoals 06 12 34 56 78",
        widget=forms.TextInput({"type": "tel", "class": "dp-w-phone", "autocomplete": "tel"}),
        error_messages={"required": "Vul je mobiele nummer in."},
    )
    has_app = forms.ChoiceField(
        label="Heb je WhatsApp op dit nummer?",
        choices=APPS,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een antwoord."},
    )
    streets = forms.MultipleChoiceField(
        label="Welke straten?",
        choices=[("spoorstraat", "Spoorstraat"), ("seters", "Seters")],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies een straat."},
    )
    group = forms.ChoiceField(
        label="Groep",
        choices=[("", "Kies een groep"), ("s", "Seters"), ("v", "De Vliert")],
        widget=forms.Select({"data-combobox": ""}),
    )
    message = forms.CharField(
        label="Wil je nog iets zeggen?",
        required=False,
        help_text="Er mogen 500 tekens in.",
        widget=forms.Textarea({"rows": 4}),
    )
    agree = forms.BooleanField(
        label="Ik houd me aan de spelregels",
        error_messages={"required": "Zet een vinkje als je je aan de spelregels houdt."},
    )


@demo
def gallery(request: HttpRequest) -> HttpResponse:
    """All components; with `?fouten` the form shows its errors."""
    form = SampleForm({"message": "Hallo"} if "fouten" in request.GET else None)
    return render(request, "kit/gallery.html", {"form": form, "moment": MOMENT, "next_key": 42})
