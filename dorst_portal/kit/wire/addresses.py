"""Which address may be called: https, a name or number of the open internet. Pure: whether a name
leads to the open internet is looked at when it is called (`calls.py` beside it).
"""

from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import urlsplit

from dorst_portal.languages.words import lazy_text

LONGEST: Final = 500
NOT_A_LINK: Final = lazy_text("Vul een heel adres in, zoals https://voorbeeld.nl/meldingen.")
NOT_SAFE: Final = lazy_text("Het adres moet met https:// beginnen. Anders kan iedereen meelezen.")
NO_SECRETS: Final = lazy_text("Zet geen naam of wachtwoord voor de @ in het adres.")
NOT_OPEN: Final = lazy_text("Dit adres staat niet op het open internet. Vul een ander adres in.")
# They carry an address of the old internet, maybe a private one, through a gateway.
_GATEWAYS: Final = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
_INSIDE: Final = (".localhost", ".local", ".internal", ".home.arpa", ".lan")


def wrong_with(url: str, *, local: bool = False) -> str:
    """What is wrong with an address, in a sentence; nothing when it may be called. With `local`
    (tests, never production) also http and this machine.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return NOT_A_LINK
    if not host or " " in url or port == 0 or parts.scheme not in ("http", "https"):
        return NOT_A_LINK
    if parts.scheme != "https" and not local:
        return NOT_SAFE
    if parts.username is not None or parts.password is not None:
        return NO_SECRETS
    return "" if local or _may_be_open(host) else NOT_OPEN


def is_open(address: str) -> bool:
    """Whether a number (IPv4, IPv6) lies on the open internet."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return is_open(str(found.ipv4_mapped))
        carries = found.sixtofour or found.teredo or any(found in one for one in _GATEWAYS)
        if carries or found.is_site_local:
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def _may_be_open(host: str) -> bool:
    try:
        return is_open(host)
    except ValueError:
        pass
    name = host.rstrip(".").lower()
    # 127.1 and 0x7f000001 are numbers to a resolver; a name without a dot is one of a network.
    last = name.rpartition(".")[2]
    is_number = last.isdigit() or last.startswith("0x")
    return "." in name and not is_number and not f".{name}".endswith(_INSIDE)
