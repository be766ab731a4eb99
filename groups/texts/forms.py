"""How Platform Dorst types its texts: each kind has rules of its own, checked before it is kept."""

import re
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dorst_portal.kit.inputs.fields import LineField, TextField
from dorst_portal.languages.words import lazy_text
from groups.texts.pages.editable import EditableText, TextKind
from groups.values.chat_addresses import holds_chat_address
from groups.watchgroups.forms.my_group import NO_LINK, PLACEHOLDERS, check_welcome_text
from groups.wording.contact_advice_lines import AdviceMistakes, read_contact_advice
from groups.wording.mail_texts import LINK, MOST_SUBJECT, PLACES, MailText, Wording

_LARGEST_VERSION: Final = 2**31 - 2
_MOST_RULES: Final = 15
_MOST_SIGNS_OF_A_RULE: Final = 300
_BETWEEN_BRACES: Final = re.compile(r"\{[^{}\n]*\}")
_ENGINE: Final = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_WEB_ADDRESS: Final = re.compile(
    r"https?:|\bwww\.|\b[\w-]+\.(?:nl|com|org|net|eu|be|me|link)\b", re.I
)


class TextForm(forms.Form):
    """A text, and the version that was on the screen while it was typed."""

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        max_value=_LARGEST_VERSION,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            lazy_text("Open deze pagina opnieuw."),
        ),
    )
    text = TextField(
        max_length=4000,
        label=lazy_text("Tekst"),
        widget=forms.Textarea({"rows": 16}),
        error_messages={"required": lazy_text("Schrijf een tekst.")},
    )

    def __init__(self, *args: Any, text: EditableText, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about = text
        self.today = today

    def wording(self) -> Wording:
        """What was typed, found right."""
        return Wording(self.cleaned_data.get("subject", ""), self.cleaned_data["text"])


class RulesForm(TextForm):
    """House rules: one on a line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Regels")
        self.fields["text"].help_text = _("Zet elke regel op een eigen regel.")

    def clean_text(self) -> str:
        """A few short rules, one of which says when to call 112."""
        rules = [line for line in self.cleaned_data["text"].split("\n") if line]
        if len(rules) > _MOST_RULES:
            raise ValidationError(
                _("Maak het korter. Er mogen {number} regels in.").format(number=_MOST_RULES)
            )
        for number, rule in enumerate(rules, 1):
            if len(rule) > _MOST_SIGNS_OF_A_RULE:
                too_long = _("Maak regel {number} korter. Er mogen {most} tekens in.")
                raise ValidationError(too_long.format(number=number, most=_MOST_SIGNS_OF_A_RULE))
        text = "\n".join(rules)
        if "112" not in text:
            raise ValidationError(_("Schrijf in de regels wanneer iemand 112 belt."))
        return text


class WhichAppForm(TextForm):
    """The page about apps and numbers, as plain lines."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Situaties")
        self.fields["text"].widget.attrs["rows"] = 30
        self.fields["text"].help_text = _(
            "Regel 1 is de situatie, regel 2 de uitleg. Daarna staat met - ervoor wat je doet. "
            "Zet tussen haakjes de bron en de dag waarop je het nakeek. "
            "Een lege regel begint een nieuwe situatie."
        )

    def clean_text(self) -> str:
        """Lines that make a page; a day on which somebody checked is not still to come."""
        text: str = self.cleaned_data["text"]
        try:
            posts = read_contact_advice(text)
        except AdviceMistakes as wrong:
            raise ValidationError(list(wrong.mistakes)) from wrong
        days = [way.checked_on for post in posts for way in post.ways if way.checked_on]
        if any(day > self.today for day in days):
            raise ValidationError(_("Een dag van controle is nog niet geweest. Kijk de datums na."))
        return text


class WelcomeForm(TextForm):
    """The welcome text with which a new group starts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"] = TextField(
            max_length=600,
            label=_("Welkomsttekst"),
            help_text=_("Wij vullen dit in: {places}.").format(places=", ".join(PLACEHOLDERS)),
            widget=forms.Textarea({"rows": 8}),
            error_messages={"required": _("Schrijf een welkomsttekst.")},
        )

    def clean_text(self) -> str:
        """As a beheerder may write it, with the place of the link in it."""
        text = check_welcome_text(self.cleaned_data["text"])
        if found := _ENGINE.search(text):
            raise ValidationError(
                _("{words} kan hier niet. Gebruik alleen losse haken.").format(words=found[0])
            )
        if LINK not in text:
            raise ValidationError(NO_LINK)
        return text


class MailForm(TextForm):
    """Subject and text of a mail; the closing below it stays as it is."""

    subject = LineField(
        max_length=MOST_SUBJECT,
        label=lazy_text("Onderwerp"),
        help_text=format_lazy(lazy_text("Hoogstens {number} tekens."), number=MOST_SUBJECT),
        error_messages={"required": lazy_text("Schrijf een onderwerp.")},
    )
    field_order = ("version", "subject", "text")

    def __init__(self, *args: Any, text: EditableText, **kwargs: Any) -> None:
        super().__init__(*args, text=text, **kwargs)
        if text.mail is None:
            raise TypeError(f"{text.key} is no mail")
        self.mail: MailText = text.mail
        self.fields["text"] = TextField(
            max_length=1500,
            label=lazy_text("Tekst"),
            help_text=_("Hoogstens 120 woorden leest fijn. Een lege regel begint een nieuw stuk."),
            widget=forms.Textarea({"rows": 14}),
            error_messages={"required": lazy_text("Schrijf een tekst.")},
        )

    def clean_subject(self) -> str:
        """Fits on one line of a telephone, also when its places are filled in."""
        subject: str = self.cleaned_data["subject"]
        self._check_places(subject, [place for place in self.mail.places if PLACES[place].longest])
        filled = _BETWEEN_BRACES.sub(lambda found: "x" * PLACES[found[0]].longest, subject)
        if len(filled) > MOST_SUBJECT:
            more = len(filled) - MOST_SUBJECT
            raise ValidationError(
                ngettext(
                    "Maak het onderwerp {number} teken korter.",
                    "Maak het onderwerp {number} tekens korter.",
                    more,
                ).format(number=more)
            )
        return subject

    def clean_text(self) -> str:
        """Only places that we know, and the link once, on a line of its own."""
        text: str = self.cleaned_data["text"]
        self._check_places(text, list(self.mail.allowed))
        missing = [place for place in self.mail.must if place not in text]
        if missing:
            raise ValidationError(
                _("Zet {place} in de tekst. Zonder mist er iets.").format(place=missing[0])
            )
        alone = text.split("\n").count(LINK) == 1 == text.count(LINK)
        if self.mail.has_link and not alone:
            raise ValidationError(
                _("Zet {place} 1 keer in de tekst, op een eigen regel.").format(place=LINK)
            )
        return text

    def _check_places(self, text: str, allowed: list[str]) -> None:
        if _WEB_ADDRESS.search(text) or holds_chat_address(text):
            no_address = _("Zet geen webadres in een mail.")
            how = _("Schrijf {place}, dan vullen wij hem in.").format(place=LINK)
            raise ValidationError(f"{no_address} {how}" if self.mail.has_link else no_address)
        which = _("Laat de haken weg.")
        if allowed:
            which = _("Gebruik alleen {places}.").format(places=", ".join(allowed))
        if found := _ENGINE.search(text):
            wrong = _("{words} kan hier niet.").format(words=found[0])
            raise ValidationError(f"{wrong} {which}")
        unknown = [place for place in _BETWEEN_BRACES.findall(text) if place not in allowed]
        if unknown:
            wrong = _("{words} kennen we hier niet.").format(words=unknown[0])
            raise ValidationError(f"{wrong} {which}")
        if "{" in (rest := _BETWEEN_BRACES.sub("", text)) or "}" in rest:
            wrong = _("Er staat een losse haak in de tekst.")
            raise ValidationError(f"{wrong} {which}")


_FORMS: Final[dict[TextKind, type[TextForm]]] = {
    TextKind.RULES: RulesForm,
    TextKind.WHICH_APP: WhichAppForm,
    TextKind.WELCOME: WelcomeForm,
    TextKind.MAIL: MailForm,
}


def form_to_start_with(
    text: EditableText, wording: Wording, *, version: int, today: date
) -> TextForm:
    """The form with a text in it that is there already."""
    typed = {"version": version, "subject": wording.subject, "text": wording.text}
    return _FORMS[text.kind](text=text, today=today, initial=typed)


def form_sent(
    text: EditableText, sent: QueryDict, *, today: date, version: int | None = None
) -> TextForm:
    """The form as it was sent; with `version` on top of that one, so that it can be sent again."""
    if version is not None:
        sent = sent.copy()
        sent["version"] = f"{version}"
    return _FORMS[text.kind](sent, text=text, today=today)


def version_sent(sent: QueryDict) -> int:
    """The version with which a button was pressed; one that no text has for anything else."""
    number = sent.get("version", "")
    return int(number) if re.fullmatch(r"[0-9]{1,9}", number, re.ASCII) else -1
