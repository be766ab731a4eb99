"""How to reach somebody: what the forms of residents and coordinators ask in the same words."""

from typing import Final

from django import forms

from dorst_portal.languages.words import lazy_text

NO_MOBILE: Final = lazy_text("Vul je mobiele nummer in.")
NO_EMAIL: Final = lazy_text("Vul je e-mailadres in. Of kies: Ik heb geen e-mail.")
BOTH_EMAIL: Final = lazy_text("Je vulde ook een e-mailadres in. Kies een van de twee.")


def check_email_or_call(form: forms.Form) -> None:
    """An e-mail address, or the tick at "Ik heb geen e-mail": one of the two."""
    data = form.cleaned_data
    if "email" in data and not data["email"] and not data.get("no_email"):
        form.add_error("email", NO_EMAIL)
    if data.get("email") and data.get("no_email"):
        form.add_error("no_email", BOTH_EMAIL)
