"""The begin of the address of a website: https and a name, as a browser compares it. Pure.

It goes into a header, so that only what both a browser and that header read the same way is taken.
"""

import re
from typing import Final, cast

import idna
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from dorst_portal.languages.words import lazy_text

LONGEST: Final = 150
ONLY_THE_BEGIN: Final = lazy_text(
    "Vul alleen het begin van het adres in, zoals https://www.voorbeeld.nl."
)
NO_HTTPS: Final = lazy_text("Begin met https://. Een site zonder https is niet veilig.")
NO_NAME: Final = lazy_text("Controleer het adres. Het lijkt op https://www.voorbeeld.nl.")
NO_NUMBERS: Final = lazy_text("Vul de naam van de site in, geen nummer.")
WRONG_PORT: Final = lazy_text("Achter de dubbele punt hoort een getal van 1 tot en met 65535.")
TOO_LONG: Final = cast(
    str,
    format_lazy(
        gettext_lazy("Dit adres is te lang. Gebruik hoogstens {most} tekens."), most=LONGEST
    ),
)

_SCHEME: Final = "https://"
_HTTPS_PORT: Final = 443
_MOST_PORTS: Final = 65_535
_LONGEST_NAME: Final = 253
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
# What belongs to the rest of an address, or means more than one site.
_REST = re.compile(r"[/?#\\@*%\s]")


class OriginError(ValueError):
    """The text is no address of one site; says what to do."""


def read_origin(text: str) -> str:
    """One site as a browser names it (RFC 6454): https, the name in ASCII by IDNA 2008, and its
    port where that is not 443. One slash behind it, as browsers copy it, is left out.

    Raises OriginError for a path, a name and password, a wildcard, an IP address, a name without
    an ending, and anything that is not https.
    """
    typed = text.strip()
    if len(typed) > LONGEST:
        raise OriginError(TOO_LONG)
    if typed[: len(_SCHEME)].lower() != _SCHEME:
        raise OriginError(NO_HTTPS)
    rest = typed[len(_SCHEME) :].removesuffix("/")
    if _REST.search(rest):
        raise OriginError(ONLY_THE_BEGIN)
    name, colon, port = rest.partition(":")
    origin = _SCHEME + _name(name) + (_port(port) if colon else "")
    if len(origin) > LONGEST:
        raise OriginError(TOO_LONG)
    return origin


def readable(origin: str) -> str:
    """The name of a site with its own letters, where it has others than ASCII; else nothing."""
    name = origin.removeprefix(_SCHEME).partition(":")[0]
    try:
        shown = idna.decode(name)
    except UnicodeError:
        return ""
    return shown if shown != name else ""


def _name(typed: str) -> str:
    try:
        name = typed.lower() if typed.isascii() else idna.encode(typed, uts46=True).decode()
        idna.decode(name)  # a part that begins with xn-- has to mean something
    except UnicodeError as error:
        raise OriginError(NO_NAME) from error
    labels = name.split(".")
    fits = len(name) <= _LONGEST_NAME and len(labels) > 1
    if not fits or not all(_LABEL.fullmatch(label) for label in labels):
        raise OriginError(NO_NAME)
    # Browsers read a name of which the last part begins with a number as an IP address.
    if labels[-1][0].isdigit():
        raise OriginError(NO_NUMBERS)
    return name


def _port(typed: str) -> str:
    if not re.fullmatch(r"[1-9][0-9]{0,4}", typed) or int(typed) > _MOST_PORTS:
        raise OriginError(WRONG_PORT)
    return "" if int(typed) == _HTTPS_PORT else f":{typed}"
