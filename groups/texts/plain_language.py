"""How easy a text reads: sentences and words, counted. A hint for who writes. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

MANY_WORDS: Final = 15  # in one sentence
MEAN_WORDS: Final = 12

_END = re.compile(r"(?<=[.?!])\s+|\n+")
_WORD = re.compile(r"[^\W_][\w'’.@:/-]*")
_SHOWN = 80  # of a long sentence


@dataclass(frozen=True)
class Meter:
    """The measure of one text."""

    sentences: int
    words: int
    longest: str
    longest_words: int

    @property
    def mean(self) -> int:
        """Words per sentence, rounded."""
        return round(self.words / self.sentences) if self.sentences else 0

    @property
    def is_easy(self) -> bool:
        """Whether there is nothing to say about it."""
        return not self.hints

    @property
    def summary(self) -> str:
        """ "3 zinnen, gemiddeld 8 woorden." """
        counted = "1 zin" if self.sentences == 1 else f"{self.sentences} zinnen"
        words = "1 woord" if self.mean == 1 else f"{self.mean} woorden"
        return f"{counted}, gemiddeld {words}."

    @property
    def hints(self) -> Sequence[str]:
        """What would make it easier to read."""
        found = []
        if self.longest_words > MANY_WORDS:
            start = f"{self.longest[:_SHOWN].rstrip()}…"
            shown = self.longest if len(self.longest) <= _SHOWN else start
            found.append(f"Deze zin heeft {self.longest_words} woorden: ‘{shown}’ Maak er 2 van.")
        if self.mean > MEAN_WORDS:
            found.append("De zinnen zijn lang. Gebruik zo'n 10 woorden per zin.")
        return found


def measure(text: str) -> Meter:
    """Count sentences, words, and find the longest sentence."""
    parts = [" ".join(part.split()) for part in _END.split(text)]
    counted = [(len(_WORD.findall(part)), part) for part in parts]
    said = [(words, part) for words, part in counted if words]
    longest_words, longest = max(said, key=lambda one: one[0], default=(0, ""))
    return Meter(
        sentences=len(said),
        words=sum(words for words, _ in said),
        longest=longest,
        longest_words=longest_words,
    )
