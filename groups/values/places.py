"""Names of places as files and people write them. Pure: no database."""

import re
import unicodedata
from typing import Final

# What stands beside the name of a place and is no part of it: (gem. Oosterhout), NB, NL.
_BESIDE: Final = re.compile(
    r"\(.*?(?:\)|$)"
    r"|[,;/].*"
    r"|\bgem(?:eente)?\b.*"
    r"|^\s*[1-9][0-9]{3}\s?[a-z]{2}\b"
    r"|\b(?:n[.\s-]?b(?:r|rab)?|noord[\s-]?brabant|nl|nederland)\b[.\s]*$"
)


def fold_place(text: str) -> str:
    """The key of a place: no case, accents, blanks, and nothing of what stands beside its name.

    "DORST", " Dorst " and "Dorst (gem. Oosterhout)" have one key.
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _letters(_BESIDE.sub(" ", plain)) or _letters(plain)


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def in_street(name: str) -> str:
    """ "in de Spoorstraat", but "in De Vliert" and "in Baarschot"."""
    return f"in de {name}" if has_article(name) else f"in {name}"


def has_article(name: str) -> bool:
    """Whether Dutch puts "de" before it: only where it ends in a word for a kind of street."""
    return bool(_WITH_ARTICLE.search(name)) and not _OWN_ARTICLE.match(name)


_WITH_ARTICLE: Final = re.compile(
    r"(?:straat|laan|weg|baan|dijk|steeg|kade|singel|dreef|gracht|ring|wal)$", re.IGNORECASE
)
_OWN_ARTICLE: Final = re.compile(r"(?:de|het|den|'t|’t)\s", re.IGNORECASE)
