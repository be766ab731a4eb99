"""How easy a text reads: sentences and words, counted. A hint for who writes. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
        sentences = ngettext("1 zin", "{number} zinnen", self.sentences)
        words = ngettext("1 woord", "{number} woorden", self.mean)
        return _("{sentences}, gemiddeld {words}.").format(
            sentences=sentences.format(number=self.sentences),
            words=words.format(number=self.mean),
        )

    @property
    def hints(self) -> Sequence[str]:
        """What would make it easier to read."""
        found = []
        if self.longest_words > MANY_WORDS:
            start = f"{self.longest[:_SHOWN].rstrip()}…"
            shown = self.longest if len(self.longest) <= _SHOWN else start
            long = _("Deze zin heeft {number} woorden: ‘{sentence}’ Maak er 2 van.")
            found.append(long.format(number=self.longest_words, sentence=shown))
        if self.mean > MEAN_WORDS:
            found.append(_("De zinnen zijn lang. Gebruik zo'n 10 woorden per zin."))
        return found


def measure(text: str) -> Meter:
    """Count sentences, words, and find the longest sentence."""
    parts = [" ".join(part.split()) for part in _END.split(text)]
    counted = [(len(_WORD.findall(part)), part) for part in parts]
    said = [(words, part) for words, part in counted if words]
    longest_words, longest = max(said, key=lambda one: one[0], default=(0, ""))
    return Meter(
        sentences=len(said),
        words=sum(words for words, _part in said),
        longest=longest,
        longest_words=longest_words,
    )
