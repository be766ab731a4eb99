"""The code of a letter, as somebody reads it out."""

from typing import Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from dorst_portal.kit.inputs.fields import LineField
from groups.values.letter_codes import CodeProblem, read_code

LONGEST: Final = 30


class LetterCodeForm(forms.Form):
    """The eight signs; a mistake in typing is said here, and counts as no try."""

    code = LineField(
        label=gettext_lazy("Code van de brief"),
        max_length=LONGEST,
        help_text=gettext_lazy("8 tekens. Hoofdletters en het streepje maken niet uit."),
        widget=forms.TextInput(
            {
                "class": "dp-w-phone",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": gettext_lazy("Vul de code van de brief in.")},
    )

    def clean_code(self) -> str:
        """The code without its stroke."""
        try:
            return read_code(self.cleaned_data["code"])
        except CodeProblem as problem:
            raise ValidationError(str(problem)) from problem
