"""Taking the list along: in what form, and what for."""

from typing import Final

from django import forms

from dorst_portal.kit.paper.printing import can_print

PAPER: Final = "papier"
PDF: Final = "pdf"
XLSX: Final = "xlsx"
CSV: Final = "csv"
CARDS: Final = "kaarten"
# The code stands in the audit trail: no free text, which would hold names.
REASONS: Final = (
    ("vergelijken", "Om de lijst te vergelijken met de groep in de app"),
    ("overdracht", "Voor wie de groep van mij overneemt"),
    ("kopie", "Als kopie voor thuis, voor als internet het niet doet"),
    ("contacten", "Om leden in mijn contacten te zetten"),
    ("anders", "Anders"),
)


def _ways() -> list[tuple[str, str]]:
    return [
        (PAPER, "Op papier, om te printen"),
        *([(PDF, "Als PDF, om te printen")] if can_print() else []),
        (XLSX, "Voor Excel (XLSX)"),
        (CSV, "Voor een ander rekenblad (CSV)"),
        (CARDS, "Als contactkaarten voor een telefoon"),
    ]


class ExportForm(forms.Form):
    """Nobody takes a list along without saying why."""

    form = forms.ChoiceField(
        label="Hoe wil je de lijst hebben?",
        choices=_ways,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Kies hoe je de lijst wilt hebben.",
            "invalid_choice": "Kies hoe je de lijst wilt hebben.",
        },
    )
    reason = forms.ChoiceField(
        label="Waarvoor is het?",
        choices=REASONS,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Kies waarvoor het is.",
            "invalid_choice": "Kies waarvoor het is.",
        },
    )
