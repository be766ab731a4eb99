"""What a beheerder or coordinator can do with a request besides approving or answering it."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dorst_portal.identity.current import here
from dorst_portal.kit.inputs.fields import LineField, TextField
from groups.group_field import SHOWN, GroupNameField, Groups
from groups.models import DeclineReason, ResidentRequest
from groups.models.requests import STAYS_WITH_COORDINATORS
from groups.requests.pages.verdicts import address_verdict
from groups.values.chat_addresses import holds_chat_address
from groups.values.states import Kind, Owner, State

FORWARD: Final = "forward"
ASK: Final = "ask"
DECLINE: Final = "decline"
PLATFORM: Final = "platform"
CLOSE: Final = "close"
WITHDRAWN: Final = "withdrawn"

# In the words that people use: what nobody else has said is no reason of a person.
REASONS = [one for one in DeclineReason.choices if one[0] != DeclineReason.NO_REPLY]
NO_CHAT_ADDRESS: Final = gettext_lazy("Zet hier geen link van een chat-app. Die mailen we nooit.")
MOST_ASKED: Final = 1000


def without_chat_address(text: str) -> str:
    """What is mailed holds no invite link."""
    if holds_chat_address(text):
        raise ValidationError(NO_CHAT_ADDRESS)
    return text


class ConversationField(TextField):
    """A text of the conversation; what a resident reads in a mail holds no invite link."""

    def __init__(self, *, mailed: bool = True, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea({"rows": 5}))
        super().__init__(max_length=MOST_ASKED, **kwargs)
        self.mailed = mailed

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        return without_chat_address(text) if self.mailed else text


class OtherForm(forms.Form):
    """Forward, ask, decline, pass on, close or withdraw; only what belongs to the choice has to be
    filled in.

    Made from a request that came `with_findings`: the group of its address is chosen already.
    """

    what = forms.ChoiceField(
        label=gettext_lazy("Wat wil je doen?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Kies wat je wilt doen."),
            "invalid_choice": gettext_lazy("Kies wat je wilt doen."),
        },
    )
    group = GroupNameField(
        SHOWN, by_pk=True, label=gettext_lazy("Naar welke groep?"), required=False
    )
    question = ConversationField(label=gettext_lazy("Wat wil je vragen?"), required=False)
    reason = forms.ChoiceField(
        label=gettext_lazy("Waarom wijs je af?"),
        choices=REASONS,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Kies een van de redenen.")},
    )
    note = LineField(label=gettext_lazy("Anders: wat is de reden?"), max_length=200, required=False)
    why = LineField(label=gettext_lazy("Waarom zet je door?"), max_length=200, required=False)
    closing = LineField(
        label=gettext_lazy("Wat heb je geprobeerd?"), max_length=200, required=False
    )

    def __init__(
        self, *args: Any, resident_request: ResidentRequest, wanted: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.about = resident_request
        choices = _choices(resident_request)
        other_group = address_verdict(resident_request).other_group
        if wanted in dict(choices):
            self.initial = {"what": wanted}
        elif other_group and FORWARD in dict(choices):
            self.initial = {"what": FORWARD, "group": other_group}
        self.fields["what"].choices = choices  # type: ignore[attr-defined]
        self._keep_fields_of(dict(choices))
        name = resident_request.first_name
        if not resident_request.email:
            if ASK in dict(choices):
                where = _("{name} heeft geen e-mail. De vraag komt bij Bellen te staan.")
                self.fields["question"].help_text = where.format(name=name)
            return
        for one in ("question", "note"):
            if one in self.fields:
                read = _("{name} leest dit in de e-mail.")
                self.fields[one].help_text = read.format(name=name)

    def _keep_fields_of(self, choices: dict[str, str]) -> None:
        of_choice = {
            FORWARD: ("group",),
            ASK: ("question",),
            DECLINE: ("reason", "note"),
            PLATFORM: ("why",),
            CLOSE: ("closing",),
        }
        for choice, names in of_choice.items():
            for name in names:
                # What is asked depends on the first answer; none of it is "niet verplicht".
                self.fields[name].widget.attrs["aria-required"] = "true"
                if choice not in choices:
                    del self.fields[name]
        if "group" in self.fields and self.about.owner == Owner.GROUP:
            group: Any = self.fields["group"]
            group.choose_from(Groups(SHOWN, by_pk=True, without=self.about.group_id))
        if self.about.kind != Kind.JOIN and "reason" in self.fields:
            # The reasons are about an address in a group that is there.
            del self.fields["reason"]
            self.fields["note"].label = _("Wat is de reden?")

    @property
    def has_mail(self) -> bool:
        """Whether what was chosen writes something to the resident that can be looked at first."""
        return self.cleaned_data["what"] in (ASK, DECLINE) and bool(self.about.email)

    def clean_note(self) -> str:
        """The note is mailed, and an invite link never is."""
        return without_chat_address(self.cleaned_data["note"])

    def clean(self) -> dict[str, Any]:
        """Ask for what belongs to the choice, and drop what belongs to another one."""
        data = super().clean() or self.cleaned_data
        what = data.get("what")
        if what == DECLINE and "reason" not in self.fields:
            data["reason"] = DeclineReason.OTHER
        is_other = what == DECLINE and data.get("reason") == DeclineReason.OTHER
        self._need("group", _("Kies een groep."), of=what == FORWARD)
        self._need("question", _("Schrijf je vraag op."), of=what == ASK)
        if "reason" in self.fields:
            self._need("reason", _("Kies waarom je afwijst."), of=what == DECLINE)
        self._need("note", _("Schrijf op wat de reden is."), of=is_other)
        self._need("why", _("Schrijf kort op waarom je doorzet."), of=what == PLATFORM)
        self._need("closing", _("Schrijf kort op wat je hebt geprobeerd."), of=what == CLOSE)
        return data | {
            "group": data.get("group") if what == FORWARD else None,
            "note": data.get("note", "") if is_other else "",
            "why": data.get("why", "") if what == PLATFORM else "",
        }

    def _need(self, name: str, words: str, *, of: bool) -> None:
        """Say what is missing, once; a mistake in what does not belong to the choice is let be."""
        if not of:
            self.errors.pop(name, None)
        elif name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, words)


class AnswerForm(forms.Form):
    """The answer to a question; the resident reads it in the mail."""

    text = ConversationField(
        label=gettext_lazy("Jouw antwoord"),
        error_messages={"required": gettext_lazy("Schrijf je antwoord op.")},
    )

    def __init__(self, *args: Any, resident_request: ResidentRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = resident_request.first_name
        self.fields["text"].help_text = (
            _("{name} leest dit in de e-mail.")
            if resident_request.email
            else _("{name} heeft geen e-mail. Je antwoord komt bij Bellen te staan.")
        ).format(name=name)


class NotedForm(forms.Form):
    """What a resident said by telephone."""

    text = ConversationField(
        label=gettext_lazy("Wat was het antwoord?"),
        mailed=False,
        error_messages={"required": gettext_lazy("Schrijf op wat het antwoord was.")},
    )


def _choices(request: ResidentRequest) -> list[tuple[str, str]]:
    is_question = request.kind == Kind.QUESTION
    movable = request.kind in (Kind.JOIN, Kind.QUESTION)
    movable = movable and request.subject not in STAYS_WITH_COORDINATORS
    with_group = request.owner == Owner.GROUP
    ask, pass_on = _("Ik heb nog een vraag aan {name}"), _("Zet door naar {organisation}")
    choices = [
        (FORWARD, _("Stuur door naar een andere groep"), movable),
        (ASK, ask.format(name=request.first_name), request.state == State.OPEN),
        (DECLINE, _("Wijs af"), not is_question),
        (PLATFORM, pass_on.format(organisation=here().organisation), movable and with_group),
        (CLOSE, _("Sluit: niemand bereikt"), is_question),
        (WITHDRAWN, _("De bewoner trekt de aanvraag in"), True),
    ]
    return [(code, words) for code, words, is_offered in choices if is_offered]
