"""Text that only this site can read again, with a key made from SECRET_KEY."""

from typing import Final

from cryptography.fernet import InvalidToken

from dorst_portal.kit.rows.sealing import box_for

_PURPOSE: Final = "accounts.second-factor"


def seal(text: str) -> str:
    """Encrypt a text; the same text looks different every time."""
    return box_for(_PURPOSE).encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """Give the text back; also one that was sealed with a key of SECRET_KEY_FALLBACKS."""
    return box_for(_PURPOSE).decrypt(sealed.encode("ascii")).decode()


def unseal_or_nothing(sealed: str) -> str:
    """Give the text back, or nothing when its key is gone."""
    try:
        return unseal(sealed)
    except InvalidToken:
        return ""
