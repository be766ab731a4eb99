"""The search in the list of members. It is sent with POST: a name does not belong in an address."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy

from dorst_portal.kit.inputs.fields import LineField
from groups.values.member_search import LONGEST_TYPED

FIELD: Final = "zoek"


class SearchForm(forms.Form):
    """Part of a name, an address or a number."""

    zoek = LineField(
        max_length=LONGEST_TYPED,
        required=False,
        label=gettext_lazy("Zoek een lid"),
        help_text=gettext_lazy("Een stuk van de naam, het adres of het nummer."),
        widget=forms.TextInput(
            {
                "type": "search",
                "autocomplete": "off",
                "spellcheck": "false",
                "aria-required": "true",
            }
        ),
    )
