"""The one reader of e-mail addresses. Two different mailboxes never become one, and what was meant
by an address with a mistake is only offered: nothing is mailed there before somebody has seen it.
"""

import re
import unicodedata
from difflib import get_close_matches
from typing import Final

import idna
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from dorst_portal.languages.words import lazy_text

MAX_LENGTH: Final = 254
MAX_LOCAL_LENGTH: Final = 64
REFUSED: Final = lazy_text("Controleer het e-mailadres. Het lijkt op naam@voorbeeld.nl.")
NO_AT: Final = lazy_text("Controleer je e-mailadres. Er mist iets, bijvoorbeeld een @.")
NOTHING_BEFORE: Final = lazy_text("Controleer het e-mailadres. Voor de @ mist iets.")
NOTHING_BEHIND: Final = lazy_text(
    "Controleer het e-mailadres. Achter de @ mist iets, zoals voorbeeld.nl."
)
NO_ENDING: Final = lazy_text("Controleer het e-mailadres. Het einde mist, zoals .nl of .com.")
TWO_AT: Final = lazy_text("Controleer het e-mailadres. De @ staat er te vaak in.")
TWO_ADDRESSES: Final = lazy_text("Hier staan 2 e-mailadressen. Eén is genoeg: haal het andere weg.")
BLANK: Final = lazy_text("Controleer het e-mailadres. Er staat een spatie in.")
COMMA: Final = lazy_text(
    "Controleer het e-mailadres. Er staat een komma in. Moet dat een punt zijn?"
)
DOTS: Final = lazy_text("Controleer het e-mailadres. Er staat een punt te veel in.")
STRANGE: Final = lazy_text("Controleer het e-mailadres. Dit teken kan er niet in: %(sign)s")
INVISIBLE: Final = lazy_text("Controleer het e-mailadres. Typ het over: een teken zie je niet.")
TOO_LONG: Final = lazy_text("Dit e-mailadres is te lang.")

_is_host = re.compile(r"[a-z0-9.-]+\.[a-z][a-z0-9-]*[a-z0-9]").fullmatch
# No apostrophe in front: a sheet puts one there, and no mailbox is called so.
_is_local = re.compile(
    r"(?!['`])[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII
).fullmatch
# What has no ink and no part in any address; the joiners do, in domains of some scripts.
_NO_INK: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_MARK = "[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+"
_MARKS_AROUND = re.compile(
    rf"(?:^|(?<=[\s<>:;,\"'(\[])){_MARK}|{_MARK}(?=$|[\s<>:;,\"')\]])",
)
_MAILTO = re.compile(r"mailto:\s*", re.IGNORECASE)
_WIDE_AT = re.compile("[\uff20\ufe6b]")
_STOPS: Final = dict.fromkeys(map(ord, "\u3002\uff0e\uff61"), ".")
_AT_IN_WORDS = re.compile(r"\s*[(\[{]\s*(?:at|a|apenstaartje)\s*[)\]}]\s*", re.IGNORECASE)
_LOOKS_LIKE_AN_ADDRESS = re.compile(r"[^\s<>()\[\],;:@\"]+@[^\s<>()\[\],;:@\"]+")
# A comma for a stop, one too many, and blanks: around the first one, later only in front of it.
_LABEL: Final = r"[^\s.,;:()<>\[\]{}/?!|*=\"']+"
_HOST_WITH_MISTAKES = re.compile(rf"{_LABEL}(?:\s*[.,]+\s*{_LABEL}(?:(?:\s*\.+|,+){_LABEL})*)?")
_AROUND: Final = " \t\"'`´‘’“”„«»<>()[]{}.,;:!?/|*="
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


def canonical_email(value: str) -> str:
    """Give an address its one spelling, or refuse it: the rule by which an account is known.

    Only capitals become small letters. A name before the @ outside ASCII is refused, because
    folding would let two mailboxes meet in one account ("mıke" and "mike", CVE-2019-19844). A
    domain outside ASCII gets its name by IDNA 2008, which keeps "straße" and "strasse" apart;
    whatever would first have to be turned into other signs is refused.
    """
    local, at, domain = value.strip().rpartition("@")
    if not at or not local.isascii():
        raise ValidationError(REFUSED, code="email")
    try:
        domain = _domain(domain)
    except UnicodeError as error:
        raise ValidationError(REFUSED, code="email") from error
    address = f"{local.lower()}@{domain}"
    # What Django's validator lets through: "localhost", an IP address, a name that is too long or
    # in quotes, which is a second spelling of one mailbox.
    fits = len(address) <= MAX_LENGTH and len(local) <= MAX_LOCAL_LENGTH
    if not (fits and _is_local(local) and _is_host(domain)):
        raise ValidationError(REFUSED, code="email")
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValidationError(REFUSED, code="email") from error
    return address


def read_email(text: str) -> str:
    """Read an address in its one spelling, also inside what an app puts around it (mailto:, < >,
    marks without ink, a comma or stop behind it). Raises ValidationError that says what is wrong.
    """
    plain = _unwrapped(text)
    try:
        return canonical_email(plain)
    except ValidationError as error:
        raise _what_is_wrong(plain) from error


def meant_email(text: str) -> str:
    """The address that was meant by one that cannot be read ("jan@gmail,com", or "jan@gmial,com"
    with two mistakes), or nothing. It is a guess: show it, and use it only when somebody sends it.
    For one that can be read: nothing.
    """
    if _can_be_read(text):
        return ""
    plain = unicodedata.normalize("NFKC", _unwrapped(text).translate(_STOPS))
    if "@" not in plain:
        plain = _AT_IN_WORDS.sub("@", plain)
    plain = re.sub(r"@+", "@", re.sub(r"\s*@[\s@]*", "@", plain))
    if len(_addresses_in(plain)) > 1:
        return ""
    inside = re.fullmatch(r"[^<>]*<([^<>]+)>[^<>]*", plain)
    label = re.match(r"[^@]*:(?=[^@:]*@)", plain)
    if inside:
        plain = inside[1]
    elif label:
        plain = plain[label.end() :]
    local, at, domain = plain.strip(_AROUND).rpartition("@")
    if not at or re.search(r"\s", local):
        return ""
    host = _HOST_WITH_MISTAKES.match(domain.strip(_AROUND))
    domain = re.sub(r"[\s.,]+", ".", host[0]) if host else ""
    if "." not in domain:
        known = [one for one in _USUAL_DOMAINS if one.split(".")[0] == domain.lower()]
        domain = known[0] if len(known) == 1 else domain
    try:
        address = canonical_email(f"{local.strip(_AROUND)}@{domain}")
    except ValidationError:
        return ""
    return likely_email(address) or address


def likely_email(email: str) -> str:
    """The address that was perhaps meant ("jan@gmial.com"), or nothing when it looks right."""
    local, _, domain = email.rpartition("@")
    if domain in _USUAL_DOMAINS:
        return ""
    close = get_close_matches(domain, _USUAL_DOMAINS, n=1, cutoff=0.85)
    return f"{local}@{close[0]}" if close else ""


def _domain(typed: str) -> str:
    """The name of a domain as computers know it; UnicodeError when it has none."""
    small = "".join(map(_small, typed))
    if small.isascii():
        return small
    if any(unicodedata.normalize("NFC", sign) != sign for sign in small):
        raise UnicodeError("a sign that stands for another one")
    return idna.encode(unicodedata.normalize("NFC", small), strict=True).decode("ascii")


def _small(sign: str) -> str:
    """A capital as a small letter, where that leads back to the same capital and only to it."""
    small = sign.lower()
    return small if small.upper() == sign and sign != "Σ" else sign


def without_marks(text: str) -> str:
    """The text without the marks that apps put around what is copied; what is between the letters
    of an address and could change how it looks stays, to be refused.
    """
    return _MARKS_AROUND.sub("", text).translate(_NO_INK).strip()


def _unwrapped(text: str) -> str:
    """The address without what stands around it and is no part of any address."""
    plain = without_marks(text)
    for _ in range(2):  # "<mailto:…>" and "mailto:<…>"
        plain = plain[1:-1].strip() if re.fullmatch(r"<[^<>]*>", plain) else plain
        plain = _MAILTO.sub("", plain, count=1) if _MAILTO.match(plain) else plain
    return plain[:-1].rstrip() if plain.endswith((",", ".", ";")) else plain


def _what_is_wrong(plain: str) -> ValidationError:
    local, _, domain = plain.rpartition("@")
    words = [
        (NO_AT, "@" not in plain),
        (TWO_ADDRESSES, len(_addresses_in(plain)) > 1),
        (NOTHING_BEFORE, not local.strip()),
        (NOTHING_BEHIND, not domain.strip()),
        (TWO_AT, "@" in local),
        (BLANK, re.search(r"\s", plain)),
        (COMMA, "," in plain),
        (TOO_LONG, len(plain) > MAX_LENGTH or len(local) > MAX_LOCAL_LENGTH),
        (DOTS, ".." in plain or "." in (local[-1:], plain[:1], domain[:1], domain[-1:])),
    ]
    first = next((text for text, is_so in words if is_so), "")
    wide_at = "@" not in plain and _WIDE_AT.search(plain)
    if first and not wide_at:
        return ValidationError(first, code="email")
    strange = (sign for sign in plain if _is_strange(sign, in_domain=sign in domain))
    sign = wide_at[0] if wide_at else next(strange, "")
    if sign:
        text = STRANGE if sign.isprintable() else INVISIBLE
        return ValidationError(text, code="email", params={"sign": sign})
    return ValidationError(REFUSED if "." in domain else NO_ENDING, code="email")


def _is_strange(sign: str, *, in_domain: bool) -> bool:
    if sign.isascii():
        return sign in '"()[]<>;:\\' or not sign.isprintable()
    try:
        return not in_domain or not _domain(sign)
    except UnicodeError:
        return True


def _can_be_read(text: str) -> bool:
    try:
        return bool(read_email(text))
    except ValidationError:
        return False


def _addresses_in(text: str) -> set[str]:
    return {one.strip(_AROUND).lower() for one in _LOOKS_LIKE_AN_ADDRESS.findall(text)}


def masked(email: str) -> str:
    """Enough of an address to know one's own: r…t@voorbeeld.nl."""
    local, _, domain = email.rpartition("@")
    return f"{local[:1]}…{local[-1:] if len(local) > 2 else ''}@{domain}"
