"""The words that a script says by itself. It holds them in Dutch; a page in another language gives
each of them along in that language.
"""

import json
from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext, gettext_noop

from dorst_portal.languages.current import in_dutch

# What static/combobox.js says.
SUGGESTIONS: Final = (
    gettext_noop("Suggesties"),
    gettext_noop("Geen suggesties."),
    gettext_noop("1 suggestie."),
    gettext_noop("{n} suggesties."),
)


def words_for_script(words: Iterable[str]) -> str:
    """JSON for `data-words`: each as this page says it. Empty in Dutch, which the script knows."""
    if in_dutch():
        return ""
    return json.dumps({word: gettext(word) for word in words}, ensure_ascii=False)


def suggestion_words() -> dict[str, str]:
    """The attributes that a box with suggestions has for this besides."""
    words = words_for_script(SUGGESTIONS)
    return {"data-words": words} if words else {}
