"""What a name of the village, a site and a number may be. Pure; for forms and files alike."""

import re
from typing import Final

# Between braces stands what the portal fills in; the others make a name that no mail can have.
_NOT_IN_A_NAME: Final = re.compile(r"[{}<>\[\]|\\@:;\"]|//")
_LETTER: Final = re.compile(r"[^\W\d_]")
_NUMBER: Final = re.compile(r"\+?[0-9][0-9 ()-]{1,18}[0-9]", re.ASCII)
_SITE: Final = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?:/[a-z0-9._~/?=&%+-]*)?",
    re.ASCII | re.IGNORECASE,
)


def is_name(text: str) -> bool:
    """Whether a page and a mail can say it as a name."""
    return bool(_LETTER.search(text)) and not _NOT_IN_A_NAME.search(text)


def is_number(text: str) -> bool:
    """Whether it is a telephone number as it stands on paper; that of a municipality is short."""
    return bool(_NUMBER.fullmatch(text))


def read_site(text: str) -> str | None:
    """The address of a site, with https:// in front where that was left out; None for no site."""
    address = text if "://" in text else f"https://{text}"
    return address if _SITE.fullmatch(address) else None
