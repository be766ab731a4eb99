"""What is asked about a number on which no chat app is."""

from django.utils.translation import gettext as _

from dorst_portal.kit.inputs.phones import PhoneNumber


def landline_question(number: PhoneNumber, *, needed: str, button: str) -> str:
    """It may be right, or of another country. Sent once more with this button it is taken."""
    words = [_("Dit lijkt een vast nummer. Voor de groep {needed}.").format(needed=needed)]
    if number.elsewhere:
        asks = _("Is dit een nummer uit een ander land? Schrijf het zo: {number}.")
        words.append(asks.format(number=number.elsewhere))
    again = _("Klopt het toch? Druk dan nog een keer op {button}.")
    return " ".join([*words, again.format(button=button)])
