"""What is asked about a number on which no chat app is."""

from dorst_portal.kit.inputs.phones import PhoneNumber


def landline_question(number: PhoneNumber, *, needed: str, button: str) -> str:
    """It may be right, or of another country. Sent once more with this button it is taken."""
    words = [f"Dit lijkt een vast nummer. Voor de groep {needed}."]
    if number.elsewhere:
        words.append(f"Is dit een nummer uit een ander land? Schrijf het zo: {number.elsewhere}.")
    return " ".join([*words, f"Klopt het toch? Druk dan nog een keer op {button}."])
