"""Taking the list along: in what form, and what for."""

from typing import Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dorst_portal.kit.paper.printing import can_print

PAPER: Final = "papier"
PDF: Final = "pdf"
XLSX: Final = "xlsx"
CSV: Final = "csv"
CARDS: Final = "kaarten"
# The code stands in the audit trail: no free text, which would hold names.
REASONS: Final = (
    ("vergelijken", gettext_lazy("Om de lijst te vergelijken met de groep in de app")),
    ("overdracht", gettext_lazy("Voor wie de groep van mij overneemt")),
    ("kopie", gettext_lazy("Als kopie voor thuis, voor als internet het niet doet")),
    ("contacten", gettext_lazy("Om leden in mijn contacten te zetten")),
    ("anders", gettext_lazy("Anders")),
)


def _ways() -> list[tuple[str, str]]:
    return [
        (PAPER, _("Op papier, om te printen")),
        *([(PDF, _("Als PDF, om te printen"))] if can_print() else []),
        (XLSX, _("Voor Excel (XLSX)")),
        (CSV, _("Voor een ander rekenblad (CSV)")),
        (CARDS, _("Als contactkaarten voor een telefoon")),
    ]


class ExportForm(forms.Form):
    """Nobody takes a list along without saying why."""

    form = forms.ChoiceField(
        label=gettext_lazy("Hoe wil je de lijst hebben?"),
        choices=_ways,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Kies hoe je de lijst wilt hebben."),
            "invalid_choice": gettext_lazy("Kies hoe je de lijst wilt hebben."),
        },
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Waarvoor is het?"),
        choices=REASONS,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Kies waarvoor het is."),
            "invalid_choice": gettext_lazy("Kies waarvoor het is."),
        },
    )
