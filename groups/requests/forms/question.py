"""The question form: what it is about, and then the question with who asks it."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dorst_portal.kit.inputs.fields import AddressField, LineField, PhoneField, TextField
from dorst_portal.languages.words import lazy_text
from groups.models import Subject, WatchGroup
from groups.places.forms.own_address import OwnAddressForm

# These two lead to a page; nobody can ask something about them here.
MUNICIPALITY: Final = "municipality"
DANGER: Final = "danger"
SUBJECTS: Final = (
    (Subject.JOINING, Subject.JOINING.label),
    (Subject.MESSAGES, Subject.MESSAGES.label),
    (MUNICIPALITY, gettext_lazy("Kapotte lantaarnpaal, afval of stoep")),
    (DANGER, gettext_lazy("Er is nu iets aan de hand")),
    (Subject.COMPLAINT, Subject.COMPLAINT.label),
    (Subject.OTHER, Subject.OTHER.label),
)
# A page that leads here has chosen the subject already, by its name in the address.
LED_HERE: Final = {"stoppen": Subject.JOINING}
NO_SUBJECT: Final = lazy_text("Kies waar je vraag over gaat.")
NO_CONTACT: Final = lazy_text("Vul je e-mailadres of je telefoonnummer in.")


class SubjectForm(forms.Form):
    """What the question is about."""

    subject = forms.ChoiceField(
        choices=SUBJECTS,
        label=gettext_lazy("Waar gaat je vraag over?"),
        widget=forms.RadioSelect,
        error_messages={"required": NO_SUBJECT, "invalid_choice": NO_SUBJECT},
    )


class QuestionForm(OwnAddressForm):
    """The question and how to answer it; of a complaint also which group it is about."""

    # As the page shows them, so that mistakes are told in that order.
    field_order = ("about_group", "question", "name", "email", "mobile", "street", "house_number")

    about_group = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Over welke groep gaat het?"),
        error_messages={"invalid_choice": gettext_lazy("Kies een groep uit de lijst.")},
    )
    question = TextField(
        max_length=500,
        label=gettext_lazy("Je vraag"),
        help_text=gettext_lazy("Er mogen 500 tekens in."),
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": gettext_lazy("Schrijf je vraag op.")},
    )
    name = LineField(
        max_length=100,
        label=gettext_lazy("Voor- en achternaam"),
        widget=forms.TextInput({"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Vul je voor- en achternaam in.")},
    )
    email = AddressField(
        required=False, label=gettext_lazy("E-mailadres"), attrs={"aria-required": "true"}
    )
    mobile = PhoneField(
        required=False,
        label=gettext_lazy("Telefoonnummer"),
        help_text=gettext_lazy("Een vast nummer mag ook."),
        attrs={"aria-required": "true"},
    )

    def __init__(self, *args: Any, groups: dict[str, WatchGroup] | None, **kwargs: Any) -> None:
        """`groups`: by slug, for a complaint; None for anything else."""
        super().__init__(*args, **kwargs)
        self._groups = groups or {}
        if groups is None:
            del self.fields["about_group"]
            return
        choices = [("", _("Kies een groep")), *((slug, str(groups[slug])) for slug in groups)]
        self.fields["about_group"].choices = choices  # type: ignore[attr-defined]
        self.fields["question"].label = _("Je klacht")
        self.fields["question"].error_messages["required"] = _("Schrijf je klacht op.")

    def clean_about_group(self) -> WatchGroup | None:
        return self._groups.get(self.cleaned_data["about_group"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "email" in data and "mobile" in data and not data["email"] and not data["mobile"]:
            self.add_error("email", NO_CONTACT)
        return data


DETAILS: Final = tuple(QuestionForm.base_fields)
CARRIED: Final = ("subject", *DETAILS, "street_is_new", "number_is_right")
