"""An address on paper: as a code to scan, and as words to type. Pure."""

from dataclasses import dataclass
from typing import Final

import segno

# How many letters fit on one line in the usual size; above the second it needs the smallest.
_LONG: Final = 34
_LONGEST: Final = 52


def size_of(text: str, *, long: int, longest: int) -> str:
    """How small letters are printed, so that a text stays on the sheet: usual, long or longest."""
    if len(text) > longest:
        return "longest"
    return "long" if len(text) > long else "usual"


@dataclass(frozen=True)
class PrintedAddress:
    """A short address of ours as it stands on paper."""

    address: str

    @property
    def words(self) -> str:
        """The address without what a browser adds by itself."""
        return self.address.partition("://")[2].rstrip("/")

    @property
    def size(self) -> str:
        """How small its letters are, so that it stays on one line."""
        return size_of(self.words, long=_LONG, longest=_LONGEST)

    @property
    def qr(self) -> str:
        """The address as a QR code: the `src` of a picture, which can have words beside it, with
        four modules of white around it and without a size of its own, so that the paper decides.
        """
        code = segno.make(self.address, error="m", micro=False)
        return str(code.svg_data_uri(omitsize=True, border=4, dark="#000", light="#fff"))
