"""The sites that may show our search, and what they put on their page. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override

from dorst_portal.identity.current import here
from dorst_portal.languages.current import DUTCH
from groups.models import FramingSite
from groups.places.pages.framed import FrameLooks

# Room for the empty form and every answer on a telephone of 320 px.
HEIGHT: Final = 620
# The frame needs forms and leads to our own pages. It may not run scripts, and nothing else.
SANDBOX: Final = "allow-forms allow-same-origin allow-top-navigation-by-user-activation"


@dataclass(frozen=True)
class FramingPage:
    """What a coordinator sees of it."""

    sites: Sequence[FramingSite]
    snippet: str
    language: str
    address: str
    height: int = HEIGHT
    sandbox: str = SANDBOX


def allowed_origins() -> list[str]:
    """The sites that may frame the search, as the header names them. One query."""
    return list(FramingSite.objects.values_list("origin", flat=True))


def framing_page(looks: FrameLooks) -> FramingPage:
    """The list, and the piece of HTML to give away: with the language and colours of that site."""
    language = looks.language or DUTCH
    with override(language):  # what a screen reader calls the frame there
        title = _("Zoek je groep van {watch}").format(watch=here().watch)
    address = f"{settings.SITE_URL}{looks.address}"
    # Text that is shown, so that it is escaped once more there.
    snippet = (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="100%" height="{HEIGHT}"\n'
        f' loading="lazy" sandbox="{SANDBOX}"\n'
        ' referrerpolicy="no-referrer" style="border: 0"></iframe>'
    )
    return FramingPage(list(FramingSite.objects.all()), snippet, language, looks.address)
