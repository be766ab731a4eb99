"""The sites that may show our search, and what they put on their page. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.html import escape

from groups.models import FramingSite

# Room for the empty form and every answer on a telephone of 320 px.
HEIGHT: Final = 620
# The frame needs forms and leads to our own pages. It may not run scripts, and nothing else.
SANDBOX: Final = "allow-forms allow-same-origin allow-top-navigation-by-user-activation"


@dataclass(frozen=True)
class FramingPage:
    """What a coordinator sees of it."""

    sites: Sequence[FramingSite]
    snippet: str
    address: str
    height: int = HEIGHT
    sandbox: str = SANDBOX


def allowed_origins() -> list[str]:
    """The sites that may frame the search, as the header names them. One query."""
    return list(FramingSite.objects.values_list("origin", flat=True))


def framing_page(title: str) -> FramingPage:
    """The list, and the piece of HTML to give away; `title` is what a screen reader calls it."""
    address = f"{settings.SITE_URL}{reverse('framed_finder')}"
    # Text that is shown, so that it is escaped once more there.
    snippet = (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="100%" height="{HEIGHT}"\n'
        f' loading="lazy" sandbox="{SANDBOX}"\n'
        ' referrerpolicy="no-referrer" style="border: 0"></iframe>'
    )
    return FramingPage(list(FramingSite.objects.all()), snippet, address)
