"""A picture made anew: `remade` of what somebody sent, `covered` of one of our own, `logo_of` of a
logo.

The work is done by `in_child.py`, one picture at a time in each web process: so much memory is used
at most, however many are sent at once.
"""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

from dorst_portal.languages.words import lazy_text

MOST_SENT: Final = 10 * 1024 * 1024
MOST_SECONDS: Final = 5
_PROGRAM: Final = Path(__file__).with_name("in_child.py")
# Nothing of ours: no secret, no setting. Its memory stands in one heap, which the limit counts.
_ENVIRONMENT: Final = {"MALLOC_ARENA_MAX": "1", "LC_ALL": "C.UTF-8"}
_turn = BoundedSemaphore(1)

_SAYS: Final[Mapping[str, str]] = {
    "big": lazy_text("Deze foto is te groot. Een foto mag hoogstens 10 MB zijn."),
    "kind": lazy_text(
        "Dit is geen foto die we kunnen lezen. Kies een foto: JPEG, PNG, WebP of HEIC."
    ),
    "unreadable": lazy_text(
        "We kunnen deze foto niet lezen. Misschien is hij beschadigd. "
        "Kies een foto: JPEG, PNG, WebP of HEIC."
    ),
    "pixels": lazy_text("Deze foto is te groot. Hij mag hoogstens 25 miljoen beeldpunten hebben."),
    "small": lazy_text("Deze foto is te klein om iets op te zien."),
    "animated": lazy_text("Dit plaatje beweegt. Kies een gewone foto."),
    "heavy": lazy_text(
        "Deze foto is te zwaar voor ons. Maak hem kleiner, of neem een schermafdruk."
    ),
    "busy": lazy_text("Er worden nu andere foto's verwerkt. Probeer het zo nog een keer."),
}


class BadPicture(Exception):
    """Nothing was made of the picture; the text is for who sent it."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(_SAYS[reason])


@dataclass(frozen=True)
class Box:
    """A rectangle on a picture, in thousandths of its width and height."""

    x: int
    y: int
    width: int
    height: int

    def __post_init__(self) -> None:
        fits = 0 <= self.x < self.x + self.width <= 1000
        if not (fits and 0 <= self.y < self.y + self.height <= 1000):
            raise ValueError("a box lies on the picture")


def remade(sent: bytes) -> bytes:
    """A JPEG of at most 300 kB with the pixels of what was sent and nothing else of it. Raises
    BadPicture.
    """
    if len(sent) > MOST_SENT:
        raise BadPicture("big")
    return _made_of(sent, ["clean"])


def logo_of(sent: bytes, *, width: int, height: int, most_bytes: int) -> bytes:
    """A PNG that fits in these pixels, with what can be seen through and nothing else of what was
    sent. Raises BadPicture.
    """
    if len(sent) > MOST_SENT:
        raise BadPicture("big")
    return _made_of(sent, ["logo", str(width), str(height), str(most_bytes)])


def covered(ours: bytes, boxes: Sequence[Box]) -> bytes:
    """A new JPEG of one of ours, black where the boxes are. Raises BadPicture."""
    numbers = [str(part) for box in boxes for part in (box.x, box.y, box.width, box.height)]
    return _made_of(ours, ["cover", *numbers])


def _made_of(picture: bytes, work: list[str]) -> bytes:
    if not _turn.acquire(timeout=MOST_SECONDS):
        raise BadPicture("busy")
    try:
        done = subprocess.run(  # noqa: S603 - a program of our own, with words of our own
            [sys.executable, "-I", str(_PROGRAM), *work],
            input=picture,
            capture_output=True,
            env=dict(_ENVIRONMENT),
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BadPicture("heavy") from None
    finally:
        _turn.release()
    if done.returncode == 0 and done.stdout:
        return done.stdout
    said = done.stderr.decode("ascii", "replace").strip()
    # Ended by its limits it says nothing, or what Python says of it.
    raise BadPicture(said if said in _SAYS else "heavy" if done.returncode < 0 else "unreadable")
