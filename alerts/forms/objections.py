"""Somebody who is described objects, and a coordinator answers."""

from typing import Any, Final

from django import forms

from alerts.models import Alert
from dorst_portal.kit.inputs.controls import TrapInput
from dorst_portal.kit.inputs.fields import LineField, TextField
from dorst_portal.languages.words import lazy_text

PURPOSE: Final = "objection"


class ObjectionForm(forms.Form):
    """What is wrong, and how to be reached for who wants an answer."""

    what = TextField(
        max_length=1000,
        label=lazy_text("Wat wil je weg hebben, en waarom?"),
        help_text=lazy_text(
            "Zeg ook welke dag en welke straat het was, als je dat weet. Er mogen 1000 tekens in."
        ),
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": lazy_text("Schrijf op wat je weg wilt hebben.")},
    )
    contact = LineField(
        max_length=200,
        required=False,
        label=lazy_text("Je e-mailadres of telefoonnummer"),
        help_text=lazy_text("Alleen als je antwoord wilt."),
        widget=forms.TextInput({"autocomplete": "email", "spellcheck": "false"}),
    )
    website = forms.CharField(required=False, widget=TrapInput)


class AnswerForm(forms.Form):
    """What a coordinator did and said."""

    answer = TextField(
        max_length=1000,
        label=lazy_text("Wat heb je gedaan en geantwoord?"),
        help_text=lazy_text("Dit lezen alleen coördinatoren. Er mogen 1000 tekens in."),
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": lazy_text("Schrijf op wat je deed.")},
    )


class WhichAlertForm(forms.Form):
    """Which alert it is about, where the objection does not say so itself."""

    melding = forms.ModelChoiceField(
        queryset=Alert.objects.none(),
        label=lazy_text("Van welke melding?"),
        empty_label=lazy_text("Kies een melding"),
        error_messages={
            "required": lazy_text("Kies een melding."),
            "invalid_choice": lazy_text("Kies een melding uit de lijst."),
        },
    )

    def __init__(self, *args: Any, alerts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["melding"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = alerts


class SwitchForm(forms.Form):
    """Where the impact assessment is found."""

    reference = LineField(
        max_length=200,
        label=lazy_text("Waar staat de DPIA die dit toestaat?"),
        help_text=lazy_text("De naam, de datum en waar het document ligt."),
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": lazy_text("Vul in waar de DPIA staat.")},
    )
