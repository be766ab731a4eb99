"""What a coordinator types about a partner and its people."""

import re
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dorst_portal.kit import dutch
from dorst_portal.kit.inputs.fields import AddressField, LineField, send_along
from dorst_portal.kit.inputs.phones import plain_number, read_phone_number, without_ink
from dorst_portal.kit.inputs.text import whole_number
from dorst_portal.languages.words import lazy_text
from groups.group_field import GroupNameField, GroupNamesField, check_serves
from groups.models import Partner, PartnerContact, PartnerKind, ShownTo
from groups.partners.services.partners import ContactFacts, PartnerFacts

_LONGEST: Final = 20
_WRONG_NUMBER: Final = gettext_lazy(
    "Controleer het nummer. Schrijf het met cijfers, zoals 0162 12 34 56."
)
_NO_WAY: Final = gettext_lazy("Vul een telefoonnummer of een e-mailadres in.")
CHECKED: Final = gettext_lazy("Alles klopt: ik heb het net gecontroleerd")
_check_address = URLValidator(schemes=["https", "http"])


class ServiceNumberField(LineField):
    """A number of an organisation, also a short one such as 14 0162. An ordinary number is kept
    with its country, a short one as it was typed.
    """

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"type": "tel", "class": "dp-w-phone", "autocomplete": "off"}
        super().__init__(max_length=100, widget=forms.TextInput(attrs), **kwargs)

    def clean_value(self, value: str) -> str:
        return super().clean_value(without_ink(value))

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if not text:
            return ""
        short = plain_number(text)
        try:
            return read_phone_number(text).e164
        except ValidationError as error:
            told = ("two", "words", "extension", "elsewhere")
            if error.code in told or short.startswith(("06", "+")):
                raise
            digits = re.sub(r"\D", "", short)
            fits = 3 <= len(digits) <= 15 and len(short) <= _LONGEST
            if error.code == "digits" or not fits:
                raise ValidationError(_WRONG_NUMBER) from error
            return short


class WebsiteField(LineField):
    """The address of a website; without https:// in front it gets that."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"type": "url", "spellcheck": "false", "autocomplete": "off"}
        super().__init__(max_length=190, widget=forms.TextInput(attrs), **kwargs)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if not text:
            return ""
        address = text if "://" in text else f"https://{text}"
        try:
            _check_address(address)
        except ValidationError as error:
            raise ValidationError(
                _("Controleer het adres. Het lijkt op https://www.voorbeeld.nl.")
            ) from error
        return address


class _ReachedForm(forms.Form):
    """What a partner and a contact have in common."""

    version = LineField(max_length=20, required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, row: Partner | PartnerContact | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"serves_all": True, "shown_to": ShownTo.BEHEERDERS, **_facts_of(row)}
        if row:
            self.initial["phone"] = dutch.phone(row.phone)

    @property
    def version_sent(self) -> int:
        """The version that was on the screen; 0, which no row has, when it was left out."""
        return whole_number(self.cleaned_data["version"])

    def carry_on_from(self, version: int) -> None:
        """What was typed stands on the page again, now on top of what somebody else made."""
        send_along(self, "version", str(version))

    def differs_from(self, row: Partner | PartnerContact) -> list[tuple[str, str]]:
        """What the row holds now where something else was typed: the label, and its words."""
        now, typed = _facts_of(row), dict(self.cleaned_data)
        typed["groups"] = "\n".join(sorted(group.name for group in typed["groups"]))
        return [
            (str(field.label), _in_words(field, now[name]))
            for name, field in self.fields.items()
            if name in now and name != "version" and now[name] != typed[name]
        ]

    def clean(self) -> dict[str, Any]:
        check_serves(self)
        return self.cleaned_data

    def _shared(self) -> dict[str, Any]:
        names = ("name", "what_for", "phone", "email", "shown_to", "serves_all", "groups")
        return {name: self.cleaned_data[name] for name in (*names, "checked")}


def _shown_to() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("Wie ziet dit?"),
        choices=[(one.value, capfirst(one.label)) for one in ShownTo],
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Iedereen: dan staat het ook op de openbare pagina van de groep."),
        error_messages={
            "required": gettext_lazy("Kies wie dit ziet."),
            "invalid_choice": gettext_lazy("Kies wie dit ziet."),
        },
    )


def _what_for(hint: str) -> LineField:
    return LineField(
        label=gettext_lazy("Waarvoor?"), max_length=200, required=False, help_text=hint
    )


class PartnerForm(_ReachedForm):
    """An organisation."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Soort"),
        choices=[(one.value, capfirst(one.label)) for one in PartnerKind],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Kies een soort."),
            "invalid_choice": gettext_lazy("Kies een soort."),
        },
    )
    name = LineField(
        label=pgettext_lazy("van een plek, groep of organisatie", "Naam"),
        max_length=80,
        widget=forms.TextInput({"spellcheck": "false", "autocomplete": "off"}),
        error_messages={
            "required": pgettext_lazy("van een plek, groep of organisatie", "Vul de naam in.")
        },
    )
    what_for = _what_for(lazy_text("Zoals: overlast, kapotte lampen, vragen over veiligheid"))
    phone = ServiceNumberField(label=gettext_lazy("Telefoon"), required=False)
    email = AddressField(label=gettext_lazy("E-mailadres"), required=False)
    website = WebsiteField(label=gettext_lazy("Website"), required=False)
    shown_to = _shown_to()
    serves_all = forms.BooleanField(label=gettext_lazy("Voor alle groepen"), required=False)
    groups = GroupNamesField(
        label=gettext_lazy("Voor welke groepen?"),
        required=False,
    )
    checked = forms.BooleanField(label=CHECKED, required=False)

    def facts(self) -> PartnerFacts:
        """What was filled in."""
        data = self.cleaned_data
        return PartnerFacts(kind=data["kind"], website=data["website"], **self._shared())


class ContactForm(_ReachedForm):
    """A person at a partner."""

    name = LineField(
        label=gettext_lazy("Voor- en achternaam"),
        max_length=100,
        widget=forms.TextInput({"spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Vul de naam in.")},
    )
    role = LineField(
        label=gettext_lazy("Functie"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Zoals wijkagent"),
    )
    what_for = _what_for(lazy_text("Zoals: zorgen over iemand, overlast van jongeren"))
    phone = ServiceNumberField(label=gettext_lazy("Telefoon"), required=False)
    email = AddressField(label=gettext_lazy("E-mailadres"), required=False)
    shown_to = _shown_to()
    serves_all = forms.BooleanField(
        label=gettext_lazy("Voor alle groepen van deze partner"), required=False
    )
    groups = GroupNamesField(
        label=gettext_lazy("Voor welke groepen?"),
        required=False,
    )
    checked = forms.BooleanField(label=CHECKED, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "phone" in data and "email" in data and not (data["phone"] or data["email"]):
            self.add_error("phone", _NO_WAY)
        return data

    def facts(self) -> ContactFacts:
        """What was filled in."""
        return ContactFacts(role=self.cleaned_data["role"], **self._shared())


class PartnersFilterForm(forms.Form):
    """Which partners the list shows."""

    zoek = LineField(label=gettext_lazy("Zoek op naam"), max_length=80, required=False)
    soort = forms.ChoiceField(
        label=gettext_lazy("Soort"),
        required=False,
        choices=[("", gettext_lazy("Alle soorten")), *PartnerKind.choices],
        error_messages={"invalid_choice": gettext_lazy("Kies een soort.")},
    )
    groep = GroupNameField(
        label=gettext_lazy("Voor groep"), required=False, empty=lazy_text("Alle groepen")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("zoek", "soort", "groep"):
            # A filter that is left open is no question that may stay open.
            self.fields[name].widget.attrs["aria-required"] = "true"


def _in_words(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.BooleanField):
        return _("ja") if value else _("nee")
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return str(value).replace("\n", ", ") or _("niets")


def _facts_of(row: Partner | PartnerContact | None) -> dict[str, Any]:
    if row is None:
        return {}
    names = ("name", "what_for", "phone", "email", "shown_to", "serves_all", "version")
    own = ("kind", "website") if isinstance(row, Partner) else ("role",)
    groups = row.groups.not_archived().order_by("name").values_list("name", flat=True)
    return {name: getattr(row, name) for name in (*names, *own)} | {"groups": "\n".join(groups)}
