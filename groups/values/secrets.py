"""What nobody may read where it stands: invite links in the database, and what was searched for in
the address of a page. Encrypted with keys made from SECRET_KEY (and its fallbacks).
"""

from typing import Final

from cryptography.fernet import InvalidToken

from dorst_portal.kit.rows.sealing import box_for

A_DAY: Final = 24 * 3600
_LONGEST: Final = 2_000
_LINK: Final = "groups.invite-link"
_SEARCH: Final = "groups.search"


def seal(link: str) -> str:
    """Encrypt an invite link for the database."""
    return box_for(_LINK).encrypt(link.encode()).decode("ascii") if link else ""


def unseal(sealed: str) -> str:
    """Decrypt an invite link; empty when there is none or the key has changed since."""
    if not sealed:
        return ""
    try:
        return box_for(_LINK).decrypt(sealed.encode("ascii")).decode()
    except InvalidToken:
        return ""


def seal_search(typed: str) -> str:
    """What somebody looks for, as it may stand in an address; a name is read there by nobody."""
    return box_for(_SEARCH).encrypt(typed.encode()).decode("ascii")


def unseal_search(sealed: str) -> str:
    """What was looked for, for a day; empty for anything that we did not seal."""
    if not sealed.isascii() or len(sealed) > _LONGEST:
        return ""
    try:
        return box_for(_SEARCH).decrypt(sealed.encode("ascii"), ttl=A_DAY).decode()
    except InvalidToken:
        return ""
