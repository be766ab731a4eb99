"""The one spelling of an e-mail address by which an account is known."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

REFUSED = "Vul een e-mailadres in zoals naam@voorbeeld.nl."
MAX_LENGTH = 254
MAX_LOCAL_LENGTH = 64
_IS_HOST = re.compile(r"[a-z0-9.-]+\.[a-z][a-z0-9-]*[a-z0-9]").fullmatch


def canonical_email(value: str) -> str:
    """Give an address its one spelling, or refuse it.

    A local part outside ASCII is refused, because case and compatibility folding would let two
    different mailboxes meet in one account ("mıke" and "mike", CVE-2019-19844). A domain outside
    ASCII gets its punycode form, unless that would change its letters.
    """
    local, at, domain = value.strip().rpartition("@")
    if not at or not local.isascii():
        raise ValidationError(REFUSED, code="email")
    if not domain.isascii():
        if unicodedata.normalize("NFKC", domain) != domain:
            raise ValidationError(REFUSED, code="email")
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError as error:
            raise ValidationError(REFUSED, code="email") from error
    address = f"{local}@{domain}".lower()
    # What Django's validator lets through: "localhost", an IP address, a local part too long.
    if len(address) > MAX_LENGTH or len(local) > MAX_LOCAL_LENGTH or not _IS_HOST(domain.lower()):
        raise ValidationError(REFUSED, code="email")
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValidationError(REFUSED, code="email") from error
    return address


def is_same_address(one: str, other: str) -> bool:
    """Tell whether two typed addresses mean the same account; an unusable one means none."""
    try:
        return canonical_email(one) == canonical_email(other)
    except ValidationError:
        return False
