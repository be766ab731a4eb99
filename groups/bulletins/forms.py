"""The form of a message to the beheerders."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dorst_portal.kit.inputs.fields import LineField, TextField, send_along
from groups.bulletins.services import BulletinText
from groups.group_field import GroupNamesField
from groups.models import Bulletin

ALL, CHOSEN = "alle", "gekozen"
_WHO: Final = ((ALL, gettext_lazy("Alle groepen")), (CHOSEN, gettext_lazy("Gekozen groepen")))


class BulletinForm(forms.Form):
    """What to share, what to say to the beheerder, and in which groups."""

    subject = LineField(
        label=gettext_lazy("Onderwerp van de e-mail"),
        max_length=55,
        help_text=gettext_lazy("Hoogstens 55 tekens."),
        error_messages={"required": gettext_lazy("Schrijf een onderwerp.")},
    )
    text = TextField(
        label=gettext_lazy("Tekst om te delen in de groep"),
        max_length=1000,
        help_text=gettext_lazy("Dit leest iedereen in de groep. Hoogstens 1000 tekens."),
        widget=forms.Textarea({"rows": 10}),
        error_messages={"required": gettext_lazy("Schrijf de tekst om te delen.")},
    )
    note = TextField(
        label=gettext_lazy("Voor de beheerder zelf"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Dit staat in de e-mail. Het gaat niet naar de groep."),
        widget=forms.Textarea({"rows": 3}),
    )
    who = forms.ChoiceField(
        label=gettext_lazy("Voor welke groepen?"),
        choices=_WHO,
        initial=ALL,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Kies voor welke groepen."),
            "invalid_choice": gettext_lazy("Kies voor welke groepen."),
        },
    )
    groups = GroupNamesField(
        label=gettext_lazy("Gekozen groepen"),
        required=False,
    )
    version = forms.IntegerField(
        min_value=1, max_value=2**31 - 1, required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, bulletin: Bulletin | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Some answer makes it required.
        self.fields["groups"].widget.attrs["aria-required"] = "true"
        if bulletin is None:
            return
        chosen = bulletin.groups.order_by("name").values_list("name", flat=True)
        self.initial = {
            "subject": bulletin.subject,
            "text": bulletin.text,
            "note": bulletin.note,
            "who": ALL if bulletin.to_all else CHOSEN,
            "groups": "" if bulletin.to_all else "\n".join(chosen),
            "version": bulletin.version,
        }

    def clean(self) -> dict[str, Any]:
        """Chosen groups need at least one; with all groups the box counts for nothing."""
        data = super().clean() or self.cleaned_data
        if data.get("who") == ALL:
            self.errors.pop("groups", None)
        elif data.get("who") == CHOSEN and not data.get("groups") and "groups" not in self.errors:
            self.add_error("groups", _("Kies minstens 1 groep."))
        return data

    def keep_for(self, bulletin: Bulletin) -> None:
        """Keep what was typed, to be saved over the bulletin as it is now."""
        send_along(self, "version", str(bulletin.version))

    def written(self) -> BulletinText:
        """What was filled in."""
        data = self.cleaned_data
        to_all = data["who"] == ALL
        return BulletinText(
            subject=data["subject"],
            text=data["text"],
            note=data["note"],
            to_all=to_all,
            groups=() if to_all else data["groups"],
        )


class VersionForm(forms.Form):
    """Which version somebody was looking at when they pressed the button; 0 when it is not told,
    which no version is.
    """

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False)

    def seen(self) -> int:
        """The version, 0 for anything that is none."""
        return (self.cleaned_data.get("version") or 0) if self.is_valid() else 0
