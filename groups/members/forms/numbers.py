"""What is asked about a number on which no chat app is."""

from django import forms
from django.utils.translation import gettext as _

from dorst_portal.kit.inputs.phones import PhoneNumber


def ask_about_landline(form: forms.Form, *, needed: str, button: str) -> str:
    """Ask once whether the landline in the box `mobile` is right; gives the number that was asked
    about (E.164). Sent along as `mobile_is_right` it is taken. An organisation may have one.
    """
    typed = form.cleaned_data
    number: PhoneNumber | None = typed.get("mobile")
    if number is None or not number.is_landline or typed.get("organisation"):
        return ""
    if typed.get("mobile_is_right") == number.e164:
        return ""
    form.add_error("mobile", _question(number, needed=needed, button=button))
    return number.e164


def _question(number: PhoneNumber, *, needed: str, button: str) -> str:
    """It may be right, or of another country. Sent once more with this button it is taken."""
    words = [_("Dit lijkt een vast nummer. Voor de groep {needed}.").format(needed=needed)]
    if number.elsewhere:
        asks = _("Is dit een nummer uit een ander land? Schrijf het zo: {number}.")
        words.append(asks.format(number=number.elsewhere))
    again = _("Klopt het toch? Druk dan nog een keer op {button}.")
    return " ".join([*words, again.format(button=button)])
