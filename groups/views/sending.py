"""What the public forms have in common: one sending of a page, and the last step of all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse

from dorst_portal.kit.ratelimit import client_address
from groups.addresses import fold_street
from groups.forms.carried import Carried, checked_mark
from groups.services.finder import Found, close_matches, streets_of
from groups.services.form_limits import HOUR, FormData, TooOften, submit_within_limits
from groups.views.thanks import thank

PRESS_AGAIN: Final = "Druk nog een keer op Verstuur."
Marks = list[tuple[str, str]]
# Draws the check page, with the hidden fields that say what it showed and a notice above it.
CheckPage = Callable[[Marks, str], HttpResponse]


@dataclass(frozen=True)
class Visit:
    """One sending: who sent it, and what was typed so far."""

    request: HttpRequest
    carried: Carried
    now: datetime

    def wants_to_change(self, what: str) -> bool:
        """Whether the button "Wijzig" of this part was pressed."""
        return self.carried.get("wijzig") == what

    def calls_new(self, found: Found) -> bool:
        """Whether somebody said that the street is not one of those that look like it."""
        return fold_street(self.carried.get("street_is_new")) == fold_street(found.text)

    def street_choices(self, found: Found) -> list[str]:
        """Streets that were perhaps meant. Who goes on without one calls the street new."""
        self.carried.put(street_is_new=found.text)
        return streets_of(found.hamlet) if found.hamlet else close_matches(found.text)


def send(visit: Visit, data: FormData, show: CheckPage) -> HttpResponse:
    """The button of the check page: store the request and say thanks, or show the page again."""
    carried = visit.carried
    marks = [checked_mark(data.submission_key)]
    if carried.looks_automatic(now=visit.now):
        return show([*marks, carried.asked_again()], PRESS_AGAIN)
    try:
        request = submit_within_limits(data, client=client_address(visit.request), now=visit.now)
    except TooOften as refusal:
        response = show(marks, str(refusal))
        response.status_code = 429
        response.headers["Retry-After"] = str(HOUR)
        return response
    return thank(request)
