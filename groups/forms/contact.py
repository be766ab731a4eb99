"""How to reach somebody: a telephone number and an e-mail address, as people write them."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from dorst_portal.accounts.addresses import canonical_email
from dorst_portal.kit.fields import LineField

NO_MOBILE: Final = "Vul je mobiele nummer in."
NOT_DIGITS: Final = "Schrijf je nummer met cijfers, zoals 06 12 34 56 78."
TOO_SHORT: Final = "Dit nummer is te kort. Een mobiel nummer heeft 10 cijfers."
TOO_LONG: Final = "Dit nummer is te lang. Een mobiel nummer heeft 10 cijfers."
NO_COUNTRY: Final = "Dit nummer kennen we niet. Begin met 06, of met + en je landnummer."
LANDLINE: Final = (
    "Dit lijkt een vast nummer. Voor de groep heb je een mobiel nummer nodig. "
    "Klopt het toch? Druk dan nog een keer op Ga verder."
)
NO_EMAIL: Final = "Vul je e-mailadres in. Of kies: Ik heb geen e-mail."
BOTH_EMAIL: Final = "Je vulde ook een e-mailadres in. Kies een van de twee."
WRONG_EMAIL: Final = "Controleer je e-mailadres. Er mist iets, bijvoorbeeld een @."

_LOOKS_LIKE_A_NUMBER = re.compile(r"\+?[0-9 ()./-]+", re.ASCII)
_DUTCH: Final = 31
_DUTCH_LENGTH: Final = 9  # behind the 0
_DUTCH_LANDLINE = re.compile(r"[1-57]")
_USUAL_DOMAINS: Final = (
    "gmail.com",
    "hotmail.com",
    "hotmail.nl",
    "outlook.com",
    "live.nl",
    "icloud.com",
    "ziggo.nl",
    "kpnmail.nl",
    "planet.nl",
    "home.nl",
    "hetnet.nl",
    "casema.nl",
    "xs4all.nl",
    "yahoo.com",
)


@dataclass(frozen=True)
class PhoneNumber:
    """A number that can exist. `unusual` ones are taken, with a hint to look again."""

    e164: str
    is_landline: bool
    unusual: bool


def read_phone_number(text: str) -> PhoneNumber:
    """Read a number in any notation; numbers without a country are Dutch. Raises
    ValidationError when no telephone could ring for it.
    """
    if not _LOOKS_LIKE_A_NUMBER.fullmatch(text):
        raise ValidationError(NOT_DIGITS, code="digits")
    try:
        number = phonenumbers.parse(text, "NL")
    except phonenumbers.NumberParseException as error:
        raise _refusal(error.error_type) from error
    national = str(number.national_number)
    if number.country_code == _DUTCH and len(national) != _DUTCH_LENGTH:
        short = len(national) < _DUTCH_LENGTH
        raise ValidationError(TOO_SHORT if short else TOO_LONG, code="length")
    possible = phonenumbers.is_possible_number_with_reason(number)
    if possible != phonenumbers.ValidationResult.IS_POSSIBLE:
        long = possible == phonenumbers.ValidationResult.TOO_LONG
        raise ValidationError(TOO_LONG if long else TOO_SHORT, code="length")
    if number.country_code == _DUTCH:
        is_landline = bool(_DUTCH_LANDLINE.match(national))
    else:
        is_landline = phonenumbers.number_type(number) == PhoneNumberType.FIXED_LINE
    return PhoneNumber(
        e164=phonenumbers.format_number(number, PhoneNumberFormat.E164),
        is_landline=is_landline,
        unusual=is_landline or not phonenumbers.is_valid_number(number),
    )


def likely_address(email: str) -> str:
    """The address that was perhaps meant ("jan@gmial.com"), or nothing when it looks right."""
    local, _, domain = email.rpartition("@")
    if domain in _USUAL_DOMAINS:
        return ""
    close = get_close_matches(domain, _USUAL_DOMAINS, n=1, cutoff=0.85)
    return f"{local}@{close[0]}" if close else ""


class PhoneField(LineField):
    """A telephone number; gives a PhoneNumber, or None where it may be left open."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"type": "tel", "autocomplete": "tel", "class": "dp-w-phone"}
        attrs |= kwargs.pop("attrs", {})
        super().__init__(max_length=40, widget=forms.TextInput(attrs), **kwargs)

    def clean(self, value: Any) -> PhoneNumber | None:
        text: str = super().clean(value)
        return read_phone_number(text) if text else None


class AddressField(LineField):
    """An e-mail address in its one spelling; may be left open where the form says so."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "email", "spellcheck": "false"} | kwargs.pop("attrs", {})
        super().__init__(max_length=320, widget=forms.EmailInput(attrs), **kwargs)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if not text:
            return ""
        try:
            return canonical_email(text)
        except ValidationError as error:
            raise ValidationError(WRONG_EMAIL, code="email") from error


def check_email_or_call(form: forms.Form) -> None:
    """An e-mail address, or the tick at "Ik heb geen e-mail": one of the two."""
    data = form.cleaned_data
    if "email" in data and not data["email"] and not data.get("no_email"):
        form.add_error("email", NO_EMAIL)
    if data.get("email") and data.get("no_email"):
        form.add_error("no_email", BOTH_EMAIL)


def _refusal(kind: int) -> ValidationError:
    if kind == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE:
        return ValidationError(NO_COUNTRY, code="country")
    if kind == phonenumbers.NumberParseException.TOO_LONG:
        return ValidationError(TOO_LONG, code="length")
    return ValidationError(TOO_SHORT, code="length")
