"""The questions of the composer, a form for each screen. Nothing that is read here is kept."""

from typing import Any, Final

from django import forms

from alerts.values.choices import Category, Police
from alerts.values.message import EARLIER, JUST_NOW, NOW
from alerts.values.personal import warning_of
from alerts.values.words import ONLY_LOOKS, tells_only_looks
from dorst_portal.kit.inputs.fields import LineField, TextField
from dorst_portal.languages.words import lazy_text

CALLED: Final = (
    (Police.EMERGENCY.value, lazy_text("Ik heb 112 gebeld")),
    (Police.NO_URGENCY.value, lazy_text("Het heeft geen haast. Ik heb 0900-8844 gebeld")),
    (Police.NOT_YET.value, lazy_text("Ik heb nog niet gebeld")),
)
MOMENTS: Final = (
    (NOW, lazy_text("Nu")),
    (JUST_NOW, lazy_text("Net (minder dan 15 minuten geleden)")),
    (EARLIER, lazy_text("Eerder")),
)
CHOOSE_CALLED: Final = lazy_text("Kies of je hebt gebeld.")
CALL_FIRST: Final = lazy_text("Bel nu eerst. Hoeft bellen niet? Druk dan nog een keer.")
CHOOSE_CATEGORY: Final = lazy_text("Kies wat je ziet.")
CHOOSE_MOMENT: Final = lazy_text("Kies wanneer het was.")
WHAT_HAPPENS: Final = lazy_text("Schrijf op wat er gebeurt.")
HOW_LATE: Final = lazy_text("Vul in hoe laat het was.")
FIRST_TWO: Final = lazy_text(
    "Vul eerst nog 2 andere dingen in, zoals kleding en lengte. Of haal de huidskleur weg."
)
NO_TEXT: Final = lazy_text("Schrijf je bericht op.")
MESSAGE_SIGNS: Final = 1500
OTHERS_BEFORE_SKIN: Final = 2
NARROW: Final = {"class": "dp-w-phone"}
# Beside which the colour of a skin may stand.
PERSON: Final = ("clothing", "notable", "height", "other")


def _line(label: str, most: int, hint: str = "", **more: Any) -> LineField:
    attrs = {"autocomplete": "off"} | more.pop("attrs", {})
    widget = forms.TextInput(attrs)
    return LineField(
        max_length=most, label=label, help_text=hint, required=False, widget=widget, **more
    )


class AboutNobody(forms.Form):
    """No box may hold a BSN, an e-mail address or a telephone number (DP-02)."""

    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            if isinstance(field, LineField) and (warning := warning_of(data.get(name, ""))):
                self.add_error(name, warning)
        return data


class GateForm(AboutNobody):
    """Screen 1: who was called."""

    police = forms.ChoiceField(
        choices=CALLED,
        label=lazy_text("Heb je gebeld?"),
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE_CALLED, "invalid_choice": CHOOSE_CALLED},
    )


class WhatForm(AboutNobody):
    """Screen 2: what somebody does, where and when. The first two are enough."""

    what = LineField(
        max_length=200,
        label=lazy_text("Wat gebeurt er precies?"),
        help_text=lazy_text("Schrijf op wat iemand doet. Zoals: voelt aan deuren van auto’s."),
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": WHAT_HAPPENS},
    )
    category = forms.ChoiceField(
        choices=Category.choices,
        label=lazy_text("Waar gaat het om?"),
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE_CATEGORY, "invalid_choice": CHOOSE_CATEGORY},
    )
    street = _line(lazy_text("In welke straat?"), 60)
    near = _line(
        lazy_text("Bij welk nummer of welke plek?"),
        40,
        lazy_text("Zoals 12, of: bij de kerk."),
        attrs=NARROW,
    )
    when = forms.ChoiceField(
        choices=MOMENTS,
        label=lazy_text("Wanneer?"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": CHOOSE_MOMENT},
    )
    earlier = _line(lazy_text("Eerder: hoe laat?"), 40, lazy_text("Zoals 19:30, of: vannacht."))
    heading = _line(lazy_text("Welke kant op?"), 80, lazy_text("Zoals: loopt naar de Rijksweg."))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        what, category = data.get("what", ""), data.get("category")
        # Whoever is missing does nothing that anybody saw: there the looks are what matters.
        if what and category != Category.MISSING and tells_only_looks(what):
            self.add_error("what", ONLY_LOOKS)
        if data.get("earlier") and not data.get("when"):
            data["when"] = EARLIER  # who types a time means it
        if (
            data.get("when") == EARLIER
            and not data.get("earlier")
            and not self.has_error("earlier")
        ):
            self.add_error("earlier", HOW_LATE)
        return data


class LooksForm(AboutNobody):
    """Screen 3: how it looks; nothing of it has to be filled in."""

    clothing = _line(
        lazy_text("Kleding"), 100, lazy_text("Zoals: donkerblauwe jas, witte schoenen.")
    )
    notable = _line(lazy_text("Wat valt op?"), 100, lazy_text("Zoals: zwarte tas, loopt mank."))
    height = _line(lazy_text("Lengte"), 40, lazy_text("Zoals: ongeveer 1,80 m."))
    other = _line(
        lazy_text("Overige kenmerken"), 100, lazy_text("Zoals: man, een jaar of 40, baard.")
    )
    skin = _line(lazy_text("Huidskleur"), 30)
    vehicle = _line(lazy_text("Soort"), 40, lazy_text("Zoals: bestelbus."))
    colour = _line(lazy_text("Kleur"), 30, attrs=NARROW)
    make = _line(lazy_text("Merk"), 40, attrs=NARROW)
    plate = _line(
        lazy_text("Kenteken"),
        15,
        lazy_text("Zag je niet alles? Zet een ? op die plek."),
        attrs=NARROW | {"autocapitalize": "characters", "spellcheck": "false"},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        others = sum(bool(data.get(name)) for name in PERSON)
        if data.get("skin") and others < OTHERS_BEFORE_SKIN:
            self.add_error("skin", FIRST_TWO)
        return data


class FollowUpForm(AboutNobody):
    """For who shared a message before, and comes back: about which street it was."""

    street = _line(lazy_text("In welke straat was het?"), 60)


class MessageForm(AboutNobody):
    """Screen 4: the text, which the sender may change before it is shared."""

    text = TextField(
        max_length=MESSAGE_SIGNS,
        label=lazy_text("Je bericht"),
        help_text=lazy_text("Klopt er iets niet? Verander de tekst."),
        # In Dutch, whatever the language of the page: it goes to neighbours.
        widget=forms.Textarea({"rows": 12, "autocomplete": "off", "lang": "nl"}),
        error_messages={"required": NO_TEXT},
    )


class OnePageForm(WhatForm, LooksForm):
    """All questions on one page, for where there is no internet."""

    police = forms.ChoiceField(
        choices=CALLED,
        label=lazy_text("Heb je gebeld?"),
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE_CALLED, "invalid_choice": CHOOSE_CALLED},
    )
    drill = forms.BooleanField(required=False, label=lazy_text("Dit is een oefening"))
    field_order = ("police", "drill", *WhatForm.base_fields, *LooksForm.base_fields)


# What the page without internet says by itself; by the name of the box.
TOLD: Final = {
    "police": CHOOSE_CALLED,
    "call": CALL_FIRST,
    "what": WHAT_HAPPENS,
    "category": CHOOSE_CATEGORY,
    "looks": ONLY_LOOKS,
    "earlier": HOW_LATE,
    "skin": FIRST_TWO,
}
GATE_FIELDS: Final = tuple(GateForm.base_fields)
WHAT_FIELDS: Final = tuple(WhatForm.base_fields)
LOOKS_FIELDS: Final = tuple(LooksForm.base_fields)
