"""The names as a coordinator types them, each with what it is for."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dorst_portal.identity.rules import is_name, is_number, read_site
from dorst_portal.identity.services import Names
from dorst_portal.kit.inputs.fields import AddressField, LineField
from dorst_portal.kit.inputs.text import whole_number
from dorst_portal.languages.words import lazy_text

_NO_CHECK: Final = {"spellcheck": "false"}


class NameField(LineField):
    """A name: letters and what belongs between them."""

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if text and not is_name(text):
            raise ValidationError(_("Schrijf een naam met letters, zonder haken of andere tekens."))
        return text


class SiteField(LineField):
    """A page on the web; without https:// that is put in front."""

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if not text:
            return ""
        address = read_site(text)
        if address is None:
            raise ValidationError(_("Schrijf het adres van een site, zoals www.jouwdorp.nl."))
        return address


class ServiceNumberField(LineField):
    """A telephone number as it is written on paper: that of a municipality may be short."""

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if text and not is_number(text):
            raise ValidationError(_("Schrijf het nummer met cijfers, zoals 14 0123."))
        return text


class NamesForm(forms.Form):
    """What the village and those who run its neighbourhood watch are called."""

    village = NameField(
        label=lazy_text("Naam van het dorp"),
        max_length=40,
        help_text=lazy_text("Zo heet de woonplaats ook in de adressenlijst."),
        widget=forms.TextInput(_NO_CHECK),
        error_messages={"required": lazy_text("Vul de naam van het dorp in.")},
    )
    organisation = NameField(
        label=lazy_text("Naam van jullie organisatie"),
        max_length=60,
        help_text=lazy_text(
            "Wie regelt dit? Zoals: Dorpsraad Zeedorp. Dit staat ook in de privacytekst."
        ),
        error_messages={"required": lazy_text("Vul de naam van jullie organisatie in.")},
    )
    watch = NameField(
        label=lazy_text("Naam van de buurtpreventie"),
        max_length=60,
        help_text=lazy_text(
            "Dit staat boven elke pagina en onder elke mail. Zoals: Buurtpreventie Zeedorp."
        ),
        error_messages={"required": lazy_text("Vul de naam van de buurtpreventie in.")},
    )
    short_name = NameField(
        label=lazy_text("Korte naam"),
        max_length=20,
        help_text=lazy_text("Voor op een telefoon, hoogstens 20 tekens. Zoals: Buurtapp Zeedorp."),
        error_messages={"required": lazy_text("Vul een korte naam in.")},
    )
    municipality = NameField(
        label=lazy_text("Gemeente"),
        max_length=60,
        required=False,
        help_text=lazy_text("Voor een kapotte lamp of afval."),
    )
    municipality_phone = ServiceNumberField(
        label=lazy_text("Telefoonnummer van de gemeente"),
        max_length=20,
        required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "off", "class": "dp-w-phone"}),
    )
    municipality_site = SiteField(
        label=lazy_text("Site van de gemeente"),
        max_length=200,
        required=False,
        widget=forms.TextInput(_NO_CHECK),
    )
    website = SiteField(
        label=lazy_text("Jullie eigen site"),
        max_length=200,
        required=False,
        widget=forms.TextInput(_NO_CHECK),
    )
    help_email = AddressField(
        label=lazy_text("E-mailadres voor vragen"),
        required=False,
        help_text=lazy_text(
            "Staat onder elke pagina. Leeg? Dan is het het adres van de installatie."
        ),
    )
    help_phone = ServiceNumberField(
        label=lazy_text("Telefoonnummer voor vragen"),
        max_length=20,
        required=False,
        help_text=lazy_text("Voor wie geen e-mail heeft."),
        widget=forms.TextInput({"type": "tel", "autocomplete": "off", "class": "dp-w-phone"}),
    )
    version = LineField(max_length=20, required=False, widget=forms.HiddenInput)

    @property
    def version_sent(self) -> int:
        """The version that was on the screen; 0 when nobody had set any names."""
        return whole_number(self.cleaned_data["version"])

    def names(self) -> Names:
        """What was typed, read and found right."""
        return Names(**{name: self.cleaned_data[name] for name in Names.__dataclass_fields__})


def sentences(names: Names) -> Sequence[str]:
    """How the names read where people meet them first."""
    found = [
        _("Woon je in {village}? Zoek je straat en je huisnummer."),
        _("{watch} is van de vrijwilligers van {organisation}."),
        _("Op je telefoon staat: {short_name}."),
        _("Lukt het niet? Dan kijkt {organisation} mee."),
    ]
    if names.municipality:
        lamp = _("Kapotte lamp? Dat regelt de gemeente {municipality}.")
        call = _("Bel {municipality_phone}.")
        found.append(f"{lamp} {call}" if names.municipality_phone else lamp)
    if names.help_email and names.help_phone:
        found.append(_("Hulp nodig? Mail {help_email} of bel {help_phone}."))
    elif names.help_email:
        found.append(_("Hulp nodig? Mail {help_email}."))
    return [sentence.format_map(vars(names)) for sentence in found]
