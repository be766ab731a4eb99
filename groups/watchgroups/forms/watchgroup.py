"""What a coordinator fills in about a group: its facts, why it pauses, and how it is divided."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dorst_portal.identity.current import here_text
from dorst_portal.kit.inputs.fields import LineField, send_along
from dorst_portal.languages.words import lazy_text
from groups.coverage.forms.moving import sides
from groups.coverage.pages.plan_parts import Numbers
from groups.group_field import GroupNameField, GroupNamesField, Groups
from groups.models import ChatApp, CoverageRule, Side, WatchGroup
from groups.watchgroups.services.dividing import Target
from groups.watchgroups.services.making import GroupFacts

NO_NAME: Final = lazy_text("Vul de naam van de groep in.")
NO_GROUP: Final = lazy_text("Kies een groep.")
SAME_GROUP: Final = lazy_text("Dit is dezelfde groep. Kies een andere.")
_MOST_PLACES: Final = 1024  # as many as a chat of WhatsApp holds


class GroupForm(forms.Form):
    """The facts of a new group."""

    name = LineField(
        label=gettext_lazy("Naam van de groep"),
        max_length=60,
        help_text=gettext_lazy(
            "Zo heet de groep ook in de app. Bijvoorbeeld de straat of de buurt."
        ),
        error_messages={"required": gettext_lazy("Vul een naam in.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    area = LineField(
        label=gettext_lazy("Buurt"),
        max_length=40,
        error_messages={"required": here_text("Vul de buurt in, bijvoorbeeld {village}.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    app = forms.ChoiceField(
        label=gettext_lazy("In welke app praat de groep?"),
        choices=ChatApp,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Kies een app."),
            "invalid_choice": gettext_lazy("Kies een app."),
        },
    )
    uses_waaksamen = forms.BooleanField(
        label=gettext_lazy("De groep gebruikt ook de app Waaksamen"),
        help_text=gettext_lazy("Dan gelden de spelregels voor Waaksamen."),
        required=False,
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("Hoeveel mensen kunnen erin?"),
        help_text=gettext_lazy(
            "Laat leeg als er geen grens is. Is de groep vol, dan komt er een wachtlijst."
        ),
        required=False,
        min_value=1,
        max_value=_MOST_PLACES,
        localize=False,
        widget=forms.TextInput({"class": "dp-w-number", "inputmode": "numeric"}),
        error_messages={
            "invalid": gettext_lazy("Vul een heel getal in, bijvoorbeeld 60."),
            "min_value": gettext_lazy("Vul 1 of meer in."),
            "max_value": gettext_lazy("In een groep passen hooguit %(limit_value)s mensen."),
        },
    )

    def facts(self) -> GroupFacts:
        """What was filled in."""
        data = self.cleaned_data
        return GroupFacts(
            name=data["name"],
            area=data["area"],
            app=data["app"],
            uses_waaksamen=data["uses_waaksamen"],
            capacity=data["capacity"],
        )


class EditGroupForm(GroupForm):
    """The facts of a group that is there, with the version that the page showed."""

    adjoining = GroupNamesField(
        label=gettext_lazy("Groepen ernaast"),
        required=False,
        help_text=gettext_lazy("Hun beheerders zien elkaar bij de contacten."),
    )
    version = forms.IntegerField(min_value=1, max_value=10**9, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, group: WatchGroup) -> None:
        self.group = group
        super().__init__(data)
        self.initial = _facts_of(group) | {"version": group.version}
        adjoining: Any = self.fields["adjoining"]
        adjoining.choose_from(Groups(unlisted=group.pk))

    def clean_adjoining(self) -> Sequence[WatchGroup]:
        """A group is not beside itself."""
        named: Sequence[WatchGroup] = self.cleaned_data["adjoining"]
        if self.group in named:
            raise ValidationError(_("Een groep ligt niet naast zichzelf. Haal deze naam weg."))
        return named

    def carry_on_from(self, version: int) -> None:
        """What was typed stands on the page again, now on top of what somebody else made."""
        send_along(self, "version", str(version))

    def differs_from(self, group: WatchGroup) -> list[tuple[str, str]]:
        """What the group holds now where something else was typed: the label, and its words."""
        now, typed = _facts_of(group), dict(self.cleaned_data)
        typed["adjoining"] = "\n".join(sorted(one.name for one in typed["adjoining"]))
        return [
            (str(self.fields[name].label), _in_words(name, value))
            for name, value in now.items()
            if value != typed[name]
        ]


def _facts_of(group: WatchGroup) -> dict[str, Any]:
    names = sorted(group.adjoining.values_list("name", flat=True))
    columns = ("name", "area", "app", "uses_waaksamen", "capacity")
    return {name: getattr(group, name) for name in columns} | {"adjoining": "\n".join(names)}


def _in_words(name: str, value: Any) -> str:
    if name == "app":
        return str(ChatApp(value).label)
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    return str(value or _("leeg")).replace("\n", ", ")


class PauseForm(forms.Form):
    """Why a coordinator pauses a group."""

    reason = LineField(
        label=gettext_lazy("Waarom pauzeert de groep?"),
        max_length=200,
        help_text=gettext_lazy("De beheerders lezen dit. Noem geen namen van bewoners."),
        error_messages={"required": gettext_lazy("Schrijf waarom. De beheerders lezen het.")},
    )


class SplitForm(forms.Form):
    """What leaves a group, and where it goes. Numbers only for one street at a time."""

    NEW, THERE = "new", "there"
    rules = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Wat gaat er mee?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Kies wat er meegaat."),
            "invalid_choice": gettext_lazy("De straten zijn intussen veranderd. Kies opnieuw."),
        },
    )
    first = forms.IntegerField(label=gettext_lazy("Alleen vanaf nummer"), required=False)
    last = forms.IntegerField(label=gettext_lazy("Tot en met nummer"), required=False)
    side = forms.ChoiceField(
        label=gettext_lazy("Welke kant van de straat?"),
        choices=sides,
        initial=Side.BOTH,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Kies een kant.")},
    )
    where = forms.ChoiceField(
        label=gettext_lazy("Waar gaat dit heen?"),
        choices=(
            (NEW, gettext_lazy("Naar een nieuwe groep")),
            (THERE, gettext_lazy("Naar een groep die er al is")),
        ),
        initial=NEW,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Kies waarheen."),
            "invalid_choice": gettext_lazy("Kies waarheen."),
        },
    )
    name = LineField(
        label=gettext_lazy("Naam van de nieuwe groep"),
        max_length=60,
        required=False,
        widget=forms.TextInput(
            {"autocomplete": "off", "spellcheck": "false", "aria-required": "true"}
        ),
    )
    to = GroupNameField(
        label=gettext_lazy("Naar welke groep?"), required=False, attrs={"aria-required": "true"}
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        group: WatchGroup,
        covered: Sequence[CoverageRule],
    ) -> None:
        super().__init__(data)
        self.group = group
        to: Any = self.fields["to"]
        to.choose_from(Groups(unlisted=group.pk))
        self.covered = {rule.pk: rule for rule in covered}
        rules: Any = self.fields["rules"]
        rules.choices = [(rule.pk, f"{rule.street}: {rule.numbers_in_words()}") for rule in covered]
        for name in ("first", "last"):
            field = self.fields[name]
            field.widget = forms.TextInput({"class": "dp-w-number", "inputmode": "numeric"})
            field.error_messages["invalid"] = _("Vul een huisnummer in, zonder letter.")

    def clean(self) -> dict[str, Any]:
        """Numbers make sense for one street; a group that is there has to be there."""
        data = super().clean() or self.cleaned_data
        one_side = data.get("side") in (Side.ODD, Side.EVEN)
        narrowed = data.get("first") or data.get("last") or one_side
        if narrowed and len(data.get("rules", ())) > 1:
            self.add_error("rules", _("Kies 1 straat als maar een deel van de nummers meegaat."))
        if data.get("where") == self.THERE:
            self.errors.pop("name", None)
            self._check_target(data)
        elif data.get("where") == self.NEW:
            self.errors.pop("to", None)
            data["to"] = None
            if not data.get("name") and "name" not in self.errors:
                self.add_error("name", NO_NAME)
        return data

    def _check_target(self, data: dict[str, Any]) -> None:
        """The group that was chosen; its name in the other box will do as well."""
        typed = data.get("name")
        if typed and "to" in data and not data["to"]:
            try:
                data["to"] = self.fields["to"].clean(typed)
            except ValidationError as error:
                self.add_error("to", error)
                return
        if "to" not in self.errors and not data["to"]:
            self.add_error("to", NO_GROUP)
        elif data.get("to") == self.group:
            self.add_error("to", SAME_GROUP)

    def numbers(self) -> list[Numbers]:
        """The numbers that leave; typed ends narrow a rule down."""
        data = self.cleaned_data
        side = data["side"] or Side.BOTH
        return [
            Numbers(
                rule.street,
                max(rule.first_number, data["first"] or 1),
                min(rule.last_number, data["last"] or rule.last_number),
                rule.side if side == Side.BOTH else side,
            )
            for rule in (self.covered[pk] for pk in data["rules"])
        ]

    def target(self) -> Target:
        """Where it goes."""
        found: WatchGroup | None = self.cleaned_data["to"]
        return Target(group=found) if found else Target(new_name=self.cleaned_data["name"])

    def typed(self) -> list[tuple[str, str]]:
        """What was filled in, to be sent along with the confirmation."""
        sent: Any = self.data
        names = ("first", "last", "side", "where", "name")
        pairs = [(name, sent.get(name, "")) for name in names]
        pairs.append(("to", self["to"].data or ""))
        return [*(("rules", pk) for pk in sent.getlist("rules")), *pairs]


class MergeForm(forms.Form):
    """The group in which another one goes up."""

    to = GroupNameField(
        label=gettext_lazy("Naar welke groep gaat alles?"),
        error_messages={"required": NO_GROUP},
    )

    def __init__(self, data: QueryDict | None = None, *, group: WatchGroup) -> None:
        super().__init__(data)
        self.group = group
        to: Any = self.fields["to"]
        to.choose_from(Groups(unlisted=group.pk))

    def clean_to(self) -> WatchGroup:
        """Another group than this one."""
        found: WatchGroup = self.cleaned_data["to"]
        if found == self.group:
            raise ValidationError(SAME_GROUP)
        return found

    def typed(self) -> list[tuple[str, str]]:
        """What was filled in, to be sent along with the confirmation."""
        return [("to", self["to"].data or "")]
