"""The invite link of a group, as a coordinator sets it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from dorst_portal.kit.inputs.fields import LineField
from groups.models import WatchGroup
from groups.watchgroups.forms.my_group import check_invite_link, invite_link_hint


class GroupLinkForm(forms.Form):
    """Only a new link: the one that is there is never shown."""

    invite_link = LineField(
        label=gettext_lazy("Nieuwe link van de groep"),
        max_length=300,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Vul de link van de groep in.")},
    )

    def __init__(self, *args: Any, group: WatchGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group = group
        self.fields["invite_link"].help_text = invite_link_hint(group)

    def clean_invite_link(self) -> str:
        """Only a link that opens a group of this app."""
        return check_invite_link(self.cleaned_data["invite_link"], self.group)
