"""The invented people of the example village. Their names, numbers and addresses look it."""

import base64
import hashlib
from typing import Final

from django.conf import settings

from groups.values.references import ALPHABET, LENGTH

DEMO_DOMAIN: Final = "example.org"
_FIRST: Final = (
    "Aaltje", "Bart", "Corrie", "Daan", "Emine", "Frans", "Gijs", "Hanneke", "Ibrahim", "Jolanda",
    "Kees", "Lotte", "Mohamed", "Nel", "Omar", "Petra", "Quinten", "Riet", "Sjors", "Toos",
    "Ulrike", "Vera", "Wim", "Xandra", "Youssef", "Zwaan",
)  # fmt: skip
_LAST: Final = (
    "Voorbeeld", "van Voorbeeld", "Verzonnen", "de Proef", "Fictief", "Denkbeeld", "van Toonbeeld",
    "Bedacht", "'t Model", "Schijnman", "Proefpersoon", "van Verzinsel", "Beeldsma",
)  # fmt: skip


def demo_password(email: str) -> str:
    """Give the password of a demo account: the part before the @ and "-in-dorst"."""
    return f"{email.partition('@')[0]}-in-dorst"


def demo_totp_secret(email: str) -> str:
    """Give the secret of a demo account's second factor, the same in every example village."""
    digest = hashlib.sha256(f"second factor in the example village: {email}".encode()).digest()
    return base64.b32encode(digest[:20]).decode("ascii")


def example_name(number: int) -> str:
    """The name of the so-manieth invented person."""
    return f"{_FIRST[number % len(_FIRST)]} {_LAST[number // 3 % len(_LAST)]}"


def example_mobile(number: int) -> str:
    """A number that nobody can have: +31 6 0000 nnnn."""
    return f"+3160000{number % 10_000:04d}"


def example_reference(label: str) -> str:
    """The same in every example village, in the form of every other."""
    digest = hashlib.sha256(label.encode()).digest()[:LENGTH]
    characters = "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest)
    return f"{settings.REFERENCE_PREFIX}-{characters}"
