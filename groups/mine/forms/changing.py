"""What a member changes of the own line on a list: the name, the number, the organisation."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dorst_portal.kit.inputs.fields import LineField, PhoneField
from dorst_portal.languages.words import lazy_text
from groups.members.forms.asking_again import AskingAgainForm
from groups.members.pages.numbers import written_number
from groups.members.services.facts import MemberFacts
from groups.models import Membership


class ChangeForm(AskingAgainForm):
    """The facts of `member`, as the member types them. A landline is asked about once."""

    name = LineField(
        max_length=100,
        label=gettext_lazy("Voor- en achternaam"),
        widget=forms.TextInput({"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Vul je voor- en achternaam in.")},
    )
    mobile = PhoneField(
        label=gettext_lazy("Mobiel nummer"),
        error_messages={"required": gettext_lazy("Vul je mobiele nummer in.")},
    )
    mobile_is_right = LineField(max_length=40, required=False, widget=forms.HiddenInput)
    organisation = LineField(
        max_length=100,
        required=False,
        label=gettext_lazy("Naam van je bedrijf, winkel of vereniging"),
        widget=forms.TextInput({"autocomplete": "organization", "spellcheck": "false"}),
    )
    version = LineField(max_length=20, required=False, widget=forms.HiddenInput)

    member: Membership
    row_is = lazy_text("dit")
    needed = lazy_text("heb je een mobiel nummer nodig")

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        app = member.group.get_app_display()
        help_text = _("Met dit nummer zit je in de groep in {app}.").format(app=app)
        self.fields["mobile"].help_text = help_text
        self.initial = {
            **self.initial,
            "name": member.name,
            "organisation": member.organisation,
            "mobile": written_number(member.mobile),
            "version": str(member.version),
        }

    def clean(self) -> dict[str, Any]:
        self._ask_about_landline()
        return self.cleaned_data

    def facts(self) -> MemberFacts:
        """What was typed, beside what stays; of a form that is valid."""
        data = self.cleaned_data
        return MemberFacts(
            name=data["name"],
            organisation=data["organisation"],
            mobile=data["mobile"].e164,
            email=self.member.email,
        )
