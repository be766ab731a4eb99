"""What the forms about somebody on a list share: a doubt is asked about once, and nothing is
written over what somebody else stored since.
"""

from typing import ClassVar, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dorst_portal.kit.inputs.fields import send_along
from dorst_portal.kit.inputs.phones import PhoneNumber
from dorst_portal.kit.inputs.text import whole_number
from groups.members.forms.numbers import ask_about_landline
from groups.models import Membership

BUTTON: Final = gettext_noop("Opslaan")


class AskingAgainForm(forms.Form):
    """Who makes one gives it the fields mobile, mobile_is_right, organisation and version."""

    member: Membership | None
    # What the row is to who types, and why the number has to be a mobile one.
    row_is: ClassVar[str]
    needed: ClassVar[str]

    @property
    def made_from(self) -> int:
        """The version that the person saw; 0 for none."""
        return whole_number(self.cleaned_data["version"])

    def changed_meanwhile(self, row: Membership) -> None:
        """Keep what was typed, over the version that somebody else stored since."""
        send_along(self, "version", str(row.version))
        self.add_error(
            None,
            _(
                "Iemand anders veranderde {row} net. Kijk wat er nu staat. Klopt wat jij typte? "
                "Druk dan nog een keer op {button}."
            ).format(row=self.row_is, button=_(BUTTON)),
        )

    def _ask_about_landline(self) -> None:
        """Once; sent again it is taken. An organisation may have one."""
        number: PhoneNumber | None = self.cleaned_data.get("mobile")
        if number and self.member and self.member.mobile == number.e164:
            return
        if asked := ask_about_landline(self, needed=self.needed, button=_(BUTTON)):
            send_along(self, "mobile_is_right", asked)
