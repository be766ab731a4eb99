"""A few things, one after the other, as they are kept: in Dutch. `listed_again` reads them."""

from collections.abc import Sequence


def in_words(parts: Sequence[str]) -> str:
    """ "de naam, het nummer en het adres"."""
    *first, last = parts
    return f"{', '.join(first)} en {last}" if first else last
