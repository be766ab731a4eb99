"""How big a group may grow. The groups stay small: a word at 50 members, a plan to split at 100."""

from typing import Final

BIG: Final = 50
TOO_BIG: Final = 100
