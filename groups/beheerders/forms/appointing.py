"""The forms about who runs a group: asking somebody, ending, and stopping oneself."""

from typing import Any, Final

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dorst_portal.kit.inputs.fields import AddressField, LineField
from dorst_portal.kit.inputs.text import printable
from groups.beheerders.services.appointments import Successor
from groups.group_field import GroupNameField
from groups.models import Appointment, AppointmentRole, ChatApp, WatchGroup

NO_NAME: Final = gettext_lazy("Vul een voor- en achternaam in.")
NO_EMAIL: Final = gettext_lazy("Vul een e-mailadres in.")
TICK_OR_SAY: Final = gettext_lazy("Vink alles aan, of schrijf op waarom je toch nu beëindigt.")


# Where a person need not be asked, the answer is required as soon as one is.
_BOX: Final = {"autocomplete": "off", "spellcheck": "false", "aria-required": "true"}


def _name_field(**kwargs: Any) -> LineField:
    return LineField(
        label=gettext_lazy("Voor- en achternaam"),
        max_length=100,
        error_messages={"required": NO_NAME},
        widget=forms.TextInput(_BOX),
        **kwargs,
    )


def _email_field(**kwargs: Any) -> AddressField:
    return AddressField(
        label=gettext_lazy("E-mailadres"),
        help_text=gettext_lazy("Met dit adres logt deze persoon straks in."),
        error_messages={"required": NO_EMAIL},
        attrs=_BOX,
        **kwargs,
    )


def _role_field(**kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("Taak"),
        choices=[(role.value, capfirst(role.label)) for role in AppointmentRole],
        initial=AppointmentRole.BEHEERDER,
        widget=forms.RadioSelect({"aria-required": "true"}),
        help_text=gettext_lazy(
            "Een plaatsvervanger mag hetzelfde en neemt over als de beheerder weg is."
        ),
        error_messages={
            "required": gettext_lazy("Kies een taak."),
            "invalid_choice": gettext_lazy("Kies een taak."),
        },
        **kwargs,
    )


class PersonForm(forms.Form):
    """Somebody who is asked: a name, and an address in its one spelling, so that nobody gets a
    second account.
    """

    name = _name_field()
    email = _email_field()


class AppointForm(PersonForm):
    """Who, for which group, and as what."""

    group = GroupNameField(
        label=gettext_lazy("Groep"), error_messages={"required": gettext_lazy("Kies een groep.")}
    )
    role = _role_field()
    field_order = ("group", "name", "email", "role")


def wished_for(group: WatchGroup | None, *, name: str, email: str) -> dict[str, str]:
    """What stands in the boxes of `AppointForm` when the page is opened for a group or person."""
    return {
        "group": group.name if group else "",
        "name": printable(name)[:100],
        "email": printable(email)[:254],
    }


class RoleForm(forms.Form):
    """Beheerder or deputy."""

    role = _role_field()


class EndForm(PersonForm):
    """The end of an appointment: what was handed over, and who comes next.

    `is_last` asks to say that the group may stay without a beheerder; `is_invitation` asks
    nothing, since nobody runs anything yet.
    """

    in_app = forms.BooleanField(required=False)
    kit = forms.BooleanField(
        label=gettext_lazy("De opvolger heeft het overdrachtsblad."), required=False
    )
    wiped = forms.BooleanField(required=False)
    reason = LineField(
        label=gettext_lazy("Niet alles gedaan? Schrijf op waarom je toch nu beëindigt."),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Alleen coördinatoren lezen dit."),
        widget=forms.TextInput({"aria-required": "true"}),
    )
    successor = forms.BooleanField(label=gettext_lazy("Vraag meteen een opvolger"), required=False)
    name = _name_field(required=False)
    email = _email_field(required=False)
    role = _role_field(required=False)
    leave_alone = forms.BooleanField(required=False)

    HANDED_OVER: Final = ("in_app", "kit", "wiped")

    def __init__(self, *args: Any, appointment: Appointment, is_last: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        group, who = appointment.group, appointment.user
        app = ChatApp(group.app).label
        self.fields["in_app"].label = _("Een ander is beheerder van de groep in {app}.").format(
            app=app
        )
        self.fields["wiped"].label = _(
            "{name} weet: wis de nummers van leden van je telefoon."
        ).format(name=who)
        alone = _("Groep {group} heeft dan geen beheerder. Ja, beëindig toch.")
        self.fields["leave_alone"].label = alone.format(group=group)
        self.is_invitation = not appointment.accepted_at
        self.is_last = is_last and not self.is_invitation
        if self.is_invitation:
            for name in list(self.fields):
                del self.fields[name]
        elif not self.is_last:
            del self.fields["leave_alone"]

    def clean(self) -> dict[str, Any]:
        """Everything is handed over, or there is a reason; and what belongs to the choices."""
        data = super().clean() or self.cleaned_data
        if self.is_invitation:
            return data
        handed_over = all(data.get(name) for name in self.HANDED_OVER)
        if not handed_over and "reason" in data and not data["reason"]:
            self.add_error("reason", TICK_OR_SAY)
        if self.is_last and not data.get("leave_alone"):
            self.add_error("leave_alone", _("Vink aan dat je dit wilt, of vraag eerst een ander."))
        if data.get("successor"):
            self._ask_who(data)
        return data

    def _ask_who(self, data: dict[str, Any]) -> None:
        for name, error in (("name", NO_NAME), ("email", NO_EMAIL), ("role", _("Kies een taak."))):
            if name in data and not data[name]:
                self.add_error(name, error)

    def asked(self) -> dict[str, Any]:
        """What the service is asked to do besides ending."""
        data = self.cleaned_data
        next_one = None
        if data.get("successor"):
            next_one = Successor(email=data["email"], name=data["name"], role=data["role"])
        return {
            "leave_alone": data.get("leave_alone", False),
            "note": data.get("reason", ""),
            "successor": next_one,
        }


class StopForm(forms.Form):
    """With which of the own groups somebody stops."""

    appointment = forms.TypedChoiceField(
        label=gettext_lazy("Met welke groep wil je stoppen?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Kies een groep."),
            "invalid_choice": gettext_lazy("Kies een groep."),
        },
    )

    def __init__(self, *args: Any, own: list[Appointment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.pk, _("Groep {group}").format(group=one.group)) for one in own]
        self.fields["appointment"].choices = choices  # type: ignore[attr-defined]
        if len(own) == 1:
            self.initial = {"appointment": own[0].pk}
