"""What a coordinator types about a hamlet."""

from typing import Any, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy, pgettext_lazy

from dorst_portal.kit.inputs.choosing import SeveralField
from dorst_portal.kit.inputs.fields import LineField, TextField
from dorst_portal.languages.words import lazy_text
from groups.models import Hamlet
from groups.places.forms.spellings import read_name, read_spellings
from groups.places.forms.street_choice import SeveralStreets
from groups.places.services.hamlet_editor import HamletFacts, facts_of, fingerprint
from groups.places.services.spellings import taken_by_others

MOST_STREETS: Final = 60
_IS_TAKEN: Final = lazy_text("{spelling} is al een spelling van {other}.")

_TOO_MANY: Final = cast(
    str, format_lazy(gettext_lazy("Kies hoogstens {most} straten."), most=MOST_STREETS)
)


class HamletForm(forms.Form):
    """Name, other spellings, and the streets that it leads to."""

    name = LineField(
        label=pgettext_lazy("van een plek, groep of organisatie", "Naam"),
        max_length=80,
        widget=forms.TextInput({"spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Vul de naam van het buurtschap in.")},
    )
    aliases = TextField(
        label=gettext_lazy("Andere spellingen"),
        max_length=4000,
        required=False,
        help_text=gettext_lazy("Een op elke regel. Zo vinden mensen het ook."),
        widget=forms.Textarea({"rows": 4, "spellcheck": "false"}),
    )
    streets = SeveralField(
        SeveralStreets(inside=True),
        most=MOST_STREETS,
        too_many=_TOO_MANY,
        label=gettext_lazy("Straten"),
        help_text=gettext_lazy("Wie het buurtschap zoekt, kiest daarna uit deze straten."),
        error_messages={"required": gettext_lazy("Kies een of meer straten.")},
    )
    seen = LineField(max_length=20, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, hamlet: Hamlet | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hamlet = hamlet
        if hamlet:
            facts = facts_of(hamlet)
            self.initial = {
                "name": facts.name,
                "aliases": "\n".join(facts.aliases),
                "streets": "\n".join(street.name for street in facts.streets),
                "seen": fingerprint(facts),
            }

    def clean_name(self) -> str:
        name = read_name(self.cleaned_data["name"])
        if other := taken_by_others([name], Hamlet, own=self.hamlet).get(name):
            raise ValidationError(_IS_TAKEN.format(spelling=name, other=other))
        return name

    def clean_aliases(self) -> list[str]:
        """The spellings, each once."""
        text = self.cleaned_data["aliases"]
        return read_spellings(text, Hamlet, own=self.hamlet, is_taken=_IS_TAKEN)

    def facts(self) -> HamletFacts:
        """What was typed, read and found right."""
        data = self.cleaned_data
        return HamletFacts(data["name"], tuple(data["aliases"]), tuple(data["streets"]))

    def on_top_of(self, hamlet: Hamlet) -> "HamletForm":
        """What was typed, as a change of what somebody else saved."""
        sent = QueryDict(mutable=True)
        sent.update(self.data)
        sent["seen"] = fingerprint(facts_of(hamlet))
        return HamletForm(sent, hamlet=hamlet)
