"""What a beheerder types of a member: to change it, or to put somebody on the list."""

from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from dorst_portal.kit.inputs.fields import AddressField, LineField, PhoneField, send_along
from dorst_portal.kit.inputs.text import printable
from dorst_portal.languages.words import lazy_text
from groups.members.forms.asking_again import BUTTON, AskingAgainForm
from groups.members.pages.doubts import address_doubt
from groups.members.pages.numbers import written_number
from groups.members.participants import read_participants
from groups.members.services.blocking import MOST_DAYS, NewBlock
from groups.members.services.facts import MemberFacts
from groups.models import BlockReason, LeaveReason, Membership, WatchGroup
from groups.places.forms.address_box import (
    AddressForm,
    address_field,
    number_field,
    postcode_field,
)
from groups.places.routing import Address, route

# Somebody as the chat app shows them, who is to be put on the list.
WHO: Final = "wie"
ONLY_WHO_IS_REMOVED: Final = gettext_noop(
    "Dat kan alleen bij iemand die je er zelf uit haalt. Kies dat bij ‘Waarom?’, of kies hier "
    "‘Het mag altijd terugkomen’."
)
_LONGEST_ADDRESS: Final = 200


def _plain(**attrs: str) -> forms.TextInput:
    return forms.TextInput({"autocomplete": "off", "spellcheck": "false"} | attrs)


class MemberForm(AskingAgainForm, AddressForm):
    """Name, address and how to reach somebody. What is possible but unusual is asked about once:
    sent again it is taken. `member`: whose facts stand in it.
    """

    name = LineField(
        max_length=100,
        label=gettext_lazy("Voor- en achternaam"),
        widget=_plain(),
        error_messages={"required": gettext_lazy("Vul de voor- en achternaam in.")},
    )
    street = address_field()
    house_number = number_field()
    postcode = postcode_field()
    address_is_right = LineField(
        max_length=_LONGEST_ADDRESS, required=False, widget=forms.HiddenInput
    )
    mobile = PhoneField(
        label=gettext_lazy("Mobiel nummer"),
        help_text=gettext_lazy("Met dit nummer zit deze persoon in de groep."),
        attrs={"autocomplete": "off"},
        error_messages={"required": gettext_lazy("Vul het mobiele nummer in.")},
    )
    mobile_is_right = LineField(max_length=40, required=False, widget=forms.HiddenInput)
    email = AddressField(
        required=False, label=gettext_lazy("E-mailadres"), attrs={"autocomplete": "off"}
    )
    organisation = LineField(
        max_length=100,
        required=False,
        label=gettext_lazy("Naam van het bedrijf, de club of de boerderij"),
        widget=_plain(),
    )
    version = LineField(max_length=20, required=False, widget=forms.HiddenInput)

    is_for_others = True
    row_is = lazy_text("dit lid")
    needed = lazy_text("is een mobiel nummer nodig")

    def __init__(
        self,
        *args: Any,
        group: WatchGroup,
        now: datetime,
        member: Membership | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.group, self.member, self.now = group, member, now
        self.address: Address | None = None
        if member:
            self.initial = {**self.initial, **_typed(member)}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self._read_address()
        self._ask_about_landline()
        return data

    def facts(self) -> MemberFacts:
        """What was typed; of a form that is valid."""
        data = self.cleaned_data
        if self.address is None:
            raise TypeError("a member without an address was found complete")
        return MemberFacts(
            name=data["name"],
            organisation=data["organisation"],
            mobile=data["mobile"].e164,
            email=data["email"],
            address=self.address,
        )

    def _read_address(self) -> None:
        found = self.read()
        if found is None or found.address is None:
            return
        self.address = found.address
        written = str(found.address)[:_LONGEST_ADDRESS]
        if self.member and written == self.member.address:
            return
        doubt = address_doubt(found, found.address, group=self.group, group_of=self._group_of)
        if doubt and self.cleaned_data.get("address_is_right") != written:
            again = _("Klopt het toch? Druk dan nog een keer op {button}.")
            self.add_error("street", f"{doubt.sentence} {again.format(button=_(BUTTON))}")
            send_along(self, "address_is_right", written)

    def _group_of(self, address: Address) -> WatchGroup | None:
        return route(address, now=self.now).group


class AddForm(MemberForm):
    """Somebody who came by telephone, on paper or at the door."""

    in_chat = forms.ChoiceField(
        choices=[("ja", gettext_lazy("Ja")), ("nee", gettext_lazy("Nog niet"))],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Kies een antwoord."),
            "invalid_choice": gettext_lazy("Kies een antwoord."),
        },
    )
    told_rules = forms.BooleanField(
        required=False,
        label=gettext_lazy("Ik vertelde over de spelregels. Deze persoon houdt zich eraan."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        app = self.group.get_app_display()
        self.fields["in_chat"].label = _("Zit deze persoon al in de groep in {app}?").format(
            app=app
        )


def known_of(shown: str) -> dict[str, str]:
    """What the form begins with for somebody as the app shows them: a name, a number, or both."""
    person = next(iter(read_participants(printable(shown)[:_LONGEST_ADDRESS]).people), None)
    if person is None:
        return {"in_chat": "ja"}
    return {
        "name": person.name,
        "mobile": written_number(person.number) if person.number else "",
        "in_chat": "ja",
    }


class EndForm(forms.Form):
    """Why somebody leaves the group, and whether the number may come back."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Waarom?"),
        choices=[
            (LeaveReason.MOVED_HOUSE.value, gettext_lazy("Verhuisd")),
            (LeaveReason.TOO_MANY.value, gettext_lazy("Te veel berichten")),
            (LeaveReason.NOT_NEEDED.value, gettext_lazy("Niet meer nodig")),
            (LeaveReason.REMOVED.value, gettext_lazy("Ik haal deze persoon er zelf uit")),
            (LeaveReason.OTHER.value, gettext_lazy("Anders, of dat weet ik niet")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Kies waarom."),
            "invalid_choice": gettext_lazy("Kies waarom."),
        },
    )
    block_days = forms.TypedChoiceField(
        label=gettext_lazy("Hoelang mag dit nummer niet terugkomen?"),
        choices=[
            (0, gettext_lazy("Het mag altijd terugkomen")),
            (91, gettext_lazy("3 maanden niet")),
            (365, gettext_lazy("1 jaar niet")),
            (MOST_DAYS, gettext_lazy("2 jaar niet")),
        ],
        coerce=int,
        required=False,
        initial=0,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Kies hoelang.")},
    )
    block_reason = forms.ChoiceField(
        label=gettext_lazy("Waarom mag dit nummer niet terugkomen?"),
        choices=[(one.value, capfirst(one.label)) for one in BlockReason],
        required=False,
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": gettext_lazy("Kies waarom het nummer niet mag terugkomen.")
        },
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("block_days"):
            return data
        if "reason" in data and data["reason"] != LeaveReason.REMOVED:
            self.add_error("block_days", _(ONLY_WHO_IS_REMOVED))
        if "block_reason" in data and not data["block_reason"]:
            self.add_error("block_reason", _("Kies waarom het nummer niet mag terugkomen."))
        return data

    def chosen(self) -> LeaveReason:
        """The reason, of a form that is valid."""
        return LeaveReason(self.cleaned_data["reason"])

    def block(self) -> NewBlock | None:
        """For how long the number may not come back and why, of a form that is valid."""
        days = self.cleaned_data["block_days"] or 0
        return NewBlock(days, BlockReason(self.cleaned_data["block_reason"])) if days else None


def _typed(member: Membership) -> dict[str, str]:
    return {
        "name": member.name,
        "organisation": member.organisation,
        "mobile": written_number(member.mobile),
        "email": member.email,
        "street": member.address,
        "version": str(member.version),
    }
