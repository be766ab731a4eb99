"""What a resident will read, shown before it is decided. Reads only: nothing is queued."""

from copy import copy
from dataclasses import dataclass

from django.utils.translation import override

from dorst_portal.languages.current import DUTCH, NAMES
from dorst_portal.outbox.models import LINK_PLACEHOLDER
from groups.models import ResidentRequest
from groups.requests import emails

LINK_IN_WORDS = "(hier staat de link)"


@dataclass(frozen=True)
class Preview:
    """A mail as it will be read. `only_news`: the address is not confirmed, so the mail itself
    says only that there is news, and this stands on the page behind its link. `language`: in what
    it leaves ("het Engels"), where that is not the Dutch that is shown.
    """

    subject: str
    text: str
    only_news: bool
    language: str = ""


def preview_of_question(request: ResidentRequest, *, text: str) -> Preview:
    """The mail that asks the resident something."""
    return _preview("asked", request, words=text.replace(LINK_PLACEHOLDER, "(link)"))


def preview_of_refusal(request: ResidentRequest, *, reason: str, note: str) -> Preview:
    """The mail that says no."""
    declined = copy(request)
    declined.decline_reason, declined.decline_note = reason, note
    return _preview("declined", declined)


def _preview(name: str, request: ResidentRequest, **facts: str) -> Preview:
    with override(DUTCH):
        subject, text = emails.wording(name, request, **facts)
    return Preview(
        subject=subject,
        text=text.replace(LINK_PLACEHOLDER, LINK_IN_WORDS),
        only_news=request.email_confirmed_at is None,
        language=NAMES.get(request.language, ""),
    )
