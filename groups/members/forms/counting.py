"""Counting: how many people the chat app shows."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dorst_portal.accounts.models import User

# WhatsApp holds 1,024 people, Telegram many more.
MOST_PEOPLE: Final = 200_000
NO_NUMBER: Final = gettext_lazy("Vul een getal in, zoals 42.")


class CountForm(forms.Form):
    """The number on top of the group in the app, and which beheerders who are not on the list are
    in it. All of them, unless somebody says otherwise.
    """

    number = forms.IntegerField(
        min_value=1,
        max_value=MOST_PEOPLE,
        widget=forms.TextInput(
            {"inputmode": "numeric", "autocomplete": "off", "class": "dp-w-number"}
        ),
        help_text=gettext_lazy("Tel jezelf mee. De app doet dat ook."),
        error_messages={
            "required": gettext_lazy("Vul in hoeveel leden er staan."),
            "invalid": NO_NUMBER,
            "min_value": NO_NUMBER,
            "max_value": NO_NUMBER,
        },
    )
    beheerders = forms.MultipleChoiceField(
        label=gettext_lazy("Wie van deze beheerders zit in de groep?"),
        help_text=gettext_lazy("Zij staan niet op de ledenlijst."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Kies uit de lijst.")},
    )

    def __init__(self, *args: Any, app: str, beheerders: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].label = _("Hoeveel leden staan er in {app}?").format(app=app)
        choices = [(str(user.pk), str(user)) for user in beheerders]
        if choices:
            self.fields["beheerders"].choices = choices  # type: ignore[attr-defined]
            self.initial.setdefault("beheerders", [pk for pk, name in choices])
        else:
            del self.fields["beheerders"]

    @property
    def counted(self) -> int:
        """What the app shows, of a form that is valid."""
        number: int = self.cleaned_data["number"]
        return number

    @property
    def beheerders_in_chat(self) -> int:
        """How many of them are in it without being on the list."""
        return len(self.cleaned_data.get("beheerders", ()))
