"""What a coordinator types in for somebody who mailed, telephoned or wrote: one form per kind.

Sent twice, by a double press or after going back, the same form is one request.
"""

import json
from hashlib import sha256
from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dorst_portal.accounts.models import User
from dorst_portal.kit.inputs.fields import (
    AddressField,
    LineField,
    PhoneField,
    TextField,
    send_along,
)
from dorst_portal.kit.nonces import new_nonce, read_nonce
from dorst_portal.languages.current import DUTCH
from dorst_portal.languages.words import lazy_text
from groups.group_field import SHOWN, GroupNameField
from groups.members.forms.numbers import ask_about_landline
from groups.models import (
    HasApp,
    RequestSource,
    ResidentRequest,
    Subject,
    WantsToManage,
)
from groups.places.forms.address_box import (
    AddressForm,
    address_field,
    number_field,
    postcode_field,
)
from groups.places.pages.finder import Found, close_matches, streets_of
from groups.places.routing import Address
from groups.requests.forms.new_group import IdeaForm
from groups.values.states import State

PURPOSE: Final = "request_new"
PRESS_AGAIN: Final = lazy_text("De pagina stond te lang open. Druk nog een keer op Opslaan.")
_SOURCES: Final = (RequestSource.MAIL, RequestSource.PHONE, RequestSource.PAPER)


def _source_choices() -> list[tuple[str, str]]:
    # Made for each page: a capital in front of a text fixes its language.
    return [(one.value, one.label.capitalize()) for one in _SOURCES]


class ByHandForm(AddressForm):
    """How it came in, from whom, and from which address."""

    source = forms.ChoiceField(
        label=gettext_lazy("Hoe kwam dit binnen?"),
        choices=_source_choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Kies hoe dit binnenkwam."),
            "invalid_choice": gettext_lazy("Kies hoe dit binnenkwam."),
        },
    )
    name = LineField(
        max_length=100,
        label=gettext_lazy("Voor- en achternaam"),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Vul de voor- en achternaam in.")},
    )
    street = address_field()
    house_number = number_field()
    postcode = postcode_field()
    street_is_new = forms.BooleanField(
        required=False,
        label=gettext_lazy("Deze straat staat niet in onze lijst. Ga er toch mee verder."),
    )
    number_is_right = forms.BooleanField(
        required=False, label=gettext_lazy("Dit huisnummer klopt.")
    )
    mobile = PhoneField(
        label=gettext_lazy("Telefoonnummer"), required=False, attrs={"autocomplete": "off"}
    )
    email = AddressField(
        required=False,
        label=gettext_lazy("E-mailadres"),
        help_text=gettext_lazy("Zonder e-mail bellen we."),
        attrs={"autocomplete": "off"},
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Taal van de mails"),
        help_text=gettext_lazy("In deze taal mailen we deze persoon over de aanvraag."),
        choices=settings.LANGUAGES,
        initial=DUTCH,
        required=False,
        widget=forms.Select({"aria-required": "true"}),  # there is always one chosen
        error_messages={"invalid_choice": gettext_lazy("Kies een taal uit de lijst.")},
    )
    nonce = forms.CharField(required=False, widget=forms.HiddenInput)

    is_for_others = True
    needs_address = False
    needs_mobile = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("nonce", new_nonce(PURPOSE))
        self.asks_about_street = bool(self.is_bound and self.data.get("street_is_new"))
        self.asks_about_number = bool(self.is_bound and self.data.get("number_is_right"))
        self.address: Address | None = None
        self.fields["mobile"].required = self.needs_mobile
        self.fields["mobile"].error_messages["required"] = _("Vul het telefoonnummer in.")

    def clean_nonce(self) -> str:
        """A value of our own; without one the form is sent once more."""
        nonce = read_nonce(PURPOSE, self.cleaned_data["nonce"])
        if nonce is None:
            send_along(self, "nonce", new_nonce(PURPOSE))
            raise ValidationError(PRESS_AGAIN)
        return nonce.value

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.needs_address or self.holds_address():
            self._read_address()
        read = "mobile" in data and "email" in data
        if read and not self.needs_mobile and not data["mobile"] and not data["email"]:
            self.add_error("mobile", _("Vul een telefoonnummer of een e-mailadres in."))
        return data

    def submission_key(self) -> str:
        """The same for the same form with the same answers, and for nothing else."""
        content = sorted((name, str(value)) for name, value in self.cleaned_data.items())
        return sha256(json.dumps([type(self).__name__, *content]).encode()).hexdigest()

    @property
    def mobile_number(self) -> str:
        """The telephone number as it is stored; empty where there is none."""
        number = self.cleaned_data["mobile"]
        return number.e164 if number else ""

    def _read_address(self) -> None:
        found = self.read()
        if found is None or found.address is None:
            return
        if found.street is None and not self.cleaned_data.get("street_is_new"):
            self.asks_about_street = True
            self.add_error("street", _unknown_street(found))
        elif found.is_beyond and not self.cleaned_data.get("number_is_right"):
            self.asks_about_number = True
            self.add_error(
                "street", _("{question} Zet dan een vinkje.").format(question=found.number_question)
            )
        else:
            self.address = found.address


class JoinForm(ByHandForm):
    """Somebody wants to join."""

    needs_address = True
    needs_mobile = True

    has_app = forms.ChoiceField(
        choices=[
            (HasApp.YES.value, gettext_lazy("Ja")),
            (HasApp.NO.value, gettext_lazy("Nee")),
            (HasApp.UNKNOWN.value, gettext_lazy("Weet ik niet")),
        ],
        required=False,
        label=gettext_lazy("Staat de chat-app van de groep op dit nummer?"),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Kies een antwoord.")},
    )
    organisation = LineField(
        max_length=100,
        required=False,
        label=gettext_lazy("Naam van het bedrijf, de club of de boerderij"),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    message = TextField(
        max_length=500,
        required=False,
        label=gettext_lazy("Wat de beheerder verder moet weten"),
        help_text=gettext_lazy("Er mogen 500 tekens in."),
        widget=forms.Textarea({"rows": 4}),
    )
    agree = forms.BooleanField(
        label=gettext_lazy("Ik vertelde over de spelregels. Deze persoon houdt zich eraan."),
        error_messages={
            "required": gettext_lazy(
                "Zet een vinkje als deze persoon zich aan de spelregels houdt."
            )
        },
    )
    of_age = forms.BooleanField()
    mobile_is_right = LineField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, minimum_age: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mobile"].label = _("Mobiel nummer")
        self.fields["mobile"].help_text = _("Met dit nummer komt deze persoon in de groep.")
        if not minimum_age:
            del self.fields["of_age"]
            return
        label = _("Deze persoon is {age} jaar of ouder")
        needed = _("Zet een vinkje als deze persoon {age} jaar of ouder is.")
        self.fields["of_age"].label = label.format(age=minimum_age)
        self.fields["of_age"].error_messages["required"] = needed.format(age=minimum_age)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        needed = _("is een mobiel nummer nodig")
        if asked := ask_about_landline(self, needed=needed, button=_("Opslaan")):
            send_along(self, "mobile_is_right", asked)
        return data


class QuestionForm(ByHandForm):
    """Somebody has a question, a complaint, or does not agree with a decision."""

    field_order = ("source", "subject", "about_group", "concerns", "question")

    subject = forms.ChoiceField(
        label=gettext_lazy("Waar gaat de vraag over?"),
        choices=Subject.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Kies waar de vraag over gaat."),
            "invalid_choice": gettext_lazy("Kies waar de vraag over gaat."),
        },
    )
    about_group = GroupNameField(
        SHOWN,
        by_pk=True,
        label=gettext_lazy("Een klacht: over welke groep?"),
        required=False,
        empty=lazy_text("Weet ik niet"),
    )
    concerns = LineField(
        max_length=20,
        required=False,
        label=gettext_lazy("Niet eens met een beslissing: welke aanvraag?"),
        help_text=gettext_lazy("Het kenmerk, zoals D-4F7K2M."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    question = TextField(
        max_length=500,
        label=gettext_lazy("De vraag"),
        help_text=gettext_lazy("Er mogen 500 tekens in."),
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": gettext_lazy("Schrijf de vraag op.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        for name in ("about_group", "concerns"):
            # Asked of one subject only; it is not "niet verplicht" there.
            self.fields[name].widget.attrs["aria-required"] = "true"

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        subject = data.get("subject")
        if subject != Subject.COMPLAINT:
            data["about_group"] = None
        reference = data.get("concerns", "") if subject == Subject.DECISION else ""
        data["concerns"] = None
        if subject == Subject.DECISION and "concerns" not in self.errors:
            data["concerns"] = self._declined(reference)
        return data

    def _declined(self, reference: str) -> ResidentRequest | None:
        seen = ResidentRequest.objects.visible_to(self.user).filter(state=State.DECLINED)
        found: ResidentRequest | None = seen.filter(reference=reference.upper()).first()
        if found is None:
            text = (
                _("Er is geen afgewezen aanvraag met dit kenmerk.")
                if reference
                else _("Vul het kenmerk van de aanvraag in.")
            )
            self.add_error("concerns", text)
        return found


class NewGroupForm(ByHandForm, IdeaForm):
    """Somebody wants to start a group."""

    field_order = ("source", "streets", "wants_to_manage", "neighbours")
    needs_mobile = True

    message = TextField(
        max_length=500,
        required=False,
        label=gettext_lazy("Wat we verder moeten weten"),
        help_text=gettext_lazy("Er mogen 500 tekens in."),
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wants = self.fields["wants_to_manage"]
        wants.label = _("Wil deze persoon zelf beheerder worden?")
        wants.choices = [  # type: ignore[attr-defined]
            (WantsToManage.YES.value, _("Ja")),
            (WantsToManage.MAYBE.value, _("Misschien")),
            (WantsToManage.NO.value, _("Nee")),
        ]
        wants.error_messages |= dict.fromkeys(
            ("required", "invalid_choice"), _("Kies of deze persoon beheerder wil worden.")
        )


def _unknown_street(found: Found) -> str:
    if found.hamlet:
        question = _("{hamlet} is een buurtschap. Kies de straat: {streets}.")
        streets = ", ".join(streets_of(found.hamlet)) or _("een straat")
        return question.format(hamlet=found.hamlet, streets=streets)
    alike = ", ".join(close_matches(found.text))
    if not alike:
        return _("Deze straat kennen we niet. Klopt hij? Zet dan een vinkje.")
    question = _("Deze straat kennen we niet. Lijkt op: {alike}. Klopt hij? Zet een vinkje.")
    return question.format(alike=alike)
