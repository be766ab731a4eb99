"""The join form in its steps: the address, who it is, and the agreement."""

from datetime import datetime
from typing import Any, Final

from django import forms
from django.conf import settings
from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dorst_portal.kit.inputs.fields import AddressField, LineField, PhoneField, TextField
from groups.members.forms.numbers import ask_about_landline
from groups.models import CameFrom, HasApp
from groups.places.forms.address_box import (
    AddressForm,
    address_field,
    number_field,
    postcode_field,
)
from groups.places.pages.finder import Found, read_at_once
from groups.places.routing import Route, route
from groups.requests.forms.carried import Carried
from groups.requests.forms.contact import NO_MOBILE, check_email_or_call


class StreetForm(AddressForm):
    """The address of who joins."""

    street = address_field()
    house_number = number_field()
    postcode = postcode_field()

    def read_and_route(self, *, now: datetime) -> tuple[Found, Route] | None:
        """The address and where a request from there goes; None when the form now has an error."""
        data = self.cleaned_data
        at_once = read_at_once(data["street"], data["house_number"], now=now)
        if at_once:
            return at_once
        found = self.read()
        if found is None or found.address is None:
            return None
        return found, route(found.address, now=now)


class WhyForm(forms.Form):
    """Why somebody stays with a group that is not the one of the address."""

    why_this_group = LineField(
        max_length=200,
        label=gettext_lazy("Waarom wil je bij deze groep?"),
        help_text=gettext_lazy("De beheerder leest dit."),
        error_messages={"required": gettext_lazy("Schrijf op waarom je bij deze groep wilt.")},
    )


class ForWhom(TextChoices):
    """Who joins: whoever fills in the form, somebody they help, or a business."""

    SELF = "self", gettext_lazy("Voor mezelf")
    OTHER = "other", gettext_lazy("Voor iemand anders")
    ORGANISATION = "organisation", gettext_lazy("Voor een bedrijf, winkel of vereniging")


class DetailsForm(forms.Form):
    """Who joins, and how to reach them. `app` is the name of the group's chat app, where known."""

    for_whom = forms.ChoiceField(
        choices=ForWhom.choices,
        initial=ForWhom.SELF,
        required=False,
        label=gettext_lazy("Voor wie meld je aan?"),
        widget=forms.RadioSelect({"aria-required": "true"}),
        error_messages={"invalid_choice": gettext_lazy("Kies een antwoord.")},
    )
    helper_name = LineField(
        max_length=100,
        required=False,
        label=gettext_lazy("Jouw naam"),
        widget=forms.TextInput({"spellcheck": "false", "aria-required": "true"}),
    )
    helper_email = AddressField(required=False, label=gettext_lazy("Jouw e-mailadres"))
    helper_knows = forms.BooleanField(
        required=False,
        label=gettext_lazy("Deze persoon weet ervan"),
        widget=forms.CheckboxInput({"aria-required": "true"}),
    )
    organisation = LineField(
        max_length=100,
        required=False,
        label=gettext_lazy("Naam van het bedrijf, de winkel of de vereniging"),
        widget=forms.TextInput(
            {"autocomplete": "organization", "spellcheck": "false", "aria-required": "true"}
        ),
    )
    name = LineField(
        max_length=100,
        label=gettext_lazy("Voor- en achternaam"),
        widget=forms.TextInput({"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Vul je voor- en achternaam in.")},
    )
    mobile = PhoneField(
        label=gettext_lazy("Mobiel nummer"),
        help_text=gettext_lazy("Met dit nummer kom je in de groep. Zoals 06 12 34 56 78"),
        error_messages={"required": NO_MOBILE},
    )
    mobile_is_right = LineField(max_length=40, required=False, widget=forms.HiddenInput)
    has_app = forms.ChoiceField(
        choices=HasApp.choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Kies een antwoord.")},
    )
    email = AddressField(
        required=False,
        label=gettext_lazy("E-mailadres"),
        help_text=gettext_lazy("Hier sturen we de bevestiging naartoe"),
        attrs={"aria-required": "true"},
    )
    no_email = forms.BooleanField(
        required=False, label=gettext_lazy("Ik heb geen e-mail. Bel me maar.")
    )
    message = TextField(
        max_length=500,
        required=False,
        label=gettext_lazy("Wil je nog iets zeggen?"),
        help_text=gettext_lazy("Er mogen 500 tekens in."),
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, *args: Any, app: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The landline that was refused: sent once more it is taken.
        self.landline = ""
        if app:
            self.fields["has_app"].label = _("Heb je {app} op dit nummer?").format(app=app)
        else:
            del self.fields["has_app"]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        needed = _("heb je een mobiel nummer nodig")
        self.landline = ask_about_landline(self, needed=needed, button=_("Ga verder"))
        check_email_or_call(self)
        self._check_helper()
        if data.get("for_whom") == ForWhom.ORGANISATION and data.get("organisation") == "":
            self.add_error("organisation", _("Vul de naam van het bedrijf of de vereniging in."))
        return data

    def _check_helper(self) -> None:
        data = self.cleaned_data
        helps = data.get("for_whom") == ForWhom.OTHER or data.get("helper_email")
        if helps and data.get("helper_name") == "":
            self.add_error("helper_name", _("Vul ook je naam in."))
        if (helps or data.get("helper_name")) and not data.get("helper_knows"):
            self.add_error("helper_knows", _("Vertel het eerst. Zet daarna een vinkje."))

    @property
    def shows_all(self) -> bool:
        """Whether the fields of every answer are shown: somebody filled in those of two."""
        return bool(self["organisation"].value()) and bool(self["helper_name"].value())


def settle_for_whom(carried: Carried) -> None:
    """Whom it is for, from what was chosen and typed. Who chooses anew means it: what belongs to
    another answer is forgotten. Who did not choose, or left "Voor mezelf" as it stood, is taken at
    what was typed: a browser that cannot hide fields shows those of every answer.
    """
    chosen, was = carried.get("for_whom"), carried.get("for_whom_was") or ForWhom.SELF
    typed = [who for who, names in _ONLY_FOR.items() if any(carried.get(n).strip() for n in names)]
    if chosen not in ForWhom.values or chosen == was == ForWhom.SELF:
        chosen = typed[0] if typed else ForWhom.SELF
    elif chosen != was:
        for name in [name for who in _ONLY_FOR if who != chosen for name in _ONLY_FOR[who]]:
            carried.drop(name)
    carried.put(for_whom=chosen, for_whom_was=chosen)


class AgreeForm(forms.Form):
    """The agreement to the house rules and, where the village asks one, a minimum age."""

    agree = forms.BooleanField(
        label=gettext_lazy("Ik houd me aan de spelregels"),
        error_messages={
            "required": gettext_lazy("Zet een vinkje als je je aan de spelregels houdt.")
        },
    )
    of_age = forms.BooleanField()

    def __init__(self, *args: Any, for_somebody_else: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        age = settings.MINIMUM_AGE
        if for_somebody_else:
            self.fields["agree"].label = _("Deze persoon houdt zich aan de spelregels")
        if not age:
            del self.fields["of_age"]
            return
        if for_somebody_else:
            label = _("Deze persoon is {age} jaar of ouder")
            required = _("Zet een vinkje als deze persoon {age} jaar of ouder is.")
        else:
            label = _("Ik ben {age} jaar of ouder")
            required = _("Zet een vinkje als je {age} jaar of ouder bent.")
        self.fields["of_age"].label = label.format(age=age)
        self.fields["of_age"].error_messages["required"] = required.format(age=age)


_ONLY_FOR: Final = {
    ForWhom.ORGANISATION: ("organisation",),
    ForWhom.OTHER: ("helper_name", "helper_email", "helper_knows"),
}
ADDRESS: Final = tuple(StreetForm.base_fields)
DETAILS: Final = tuple(DetailsForm.base_fields)
CARRIED: Final = (
    *ADDRESS,
    "street_is_new",
    "number_is_right",
    "group_choice",
    "why_this_group",
    *DETAILS,
    "for_whom_was",
    "bron",
)
# What brought somebody here, by its name in the address of the page.
_CAME_FROM: Final = {
    "poster": CameFrom.POSTER,
    "zoek": CameFrom.SEARCH,
    "lijst": CameFrom.LIST,
}


def from_search(params: QueryDict) -> QueryDict:
    """The address with which the finder leads here; nothing else can come in by a link."""
    typed = QueryDict(mutable=True)
    street = params.get("straat", "")
    if street:
        typed["street"] = street
        typed["house_number"] = params.get("huisnummer", "")
    if "nieuw" in params:
        # The finder offered its matches already.
        typed["street_is_new"] = street
    if "klopt" in params:
        # It asked about the number already.
        typed["number_is_right"] = f"{street} {params.get('huisnummer', '')}"
    came_from = str(params.get("bron", ""))
    if came_from_of(came_from):
        typed["bron"] = came_from
    return typed


def came_from_of(text: str) -> str:
    """What brought somebody here: one of the three that we know, or nothing."""
    return _CAME_FROM.get(text, "")
