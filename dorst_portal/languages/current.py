"""The language in which a page or a mail is said now, in which somebody who writes is answered."""

from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.utils.translation import get_language

from dorst_portal.languages.words import lazy_text

DUTCH: Final = "nl"
CODES: Final = tuple(code for code, _ in settings.LANGUAGES)
# How the staff are told in which language a mail leaves.
NAMES: Final[Mapping[str, str]] = {"en": lazy_text("het Engels"), "pl": lazy_text("het Pools")}


def language_now() -> str:
    """The language of the page on which somebody writes, or of the mail that is being made."""
    code = (get_language() or DUTCH)[:2]
    return code if code in CODES else DUTCH


def in_dutch() -> bool:
    """Whether it is Dutch, in which coordinators and beheerders type their texts."""
    return language_now() == DUTCH
