"""What the public forms have in common: one sending of a page, and the last step of all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dorst_portal.kit.ratelimit import client_address
from groups.places.pages.finder import Found, close_matches, streets_of
from groups.places.routing import Address
from groups.requests.forms.carried import Carried, checked_mark
from groups.requests.services.form_limits import HOUR, FormData, TooOften, submit_within_limits
from groups.requests.views.thanks import thank
from groups.values.addresses import fold_street

Marks = list[tuple[str, str]]


@dataclass(frozen=True)
class Above:
    """What stands above a check page: nothing, a notice, or the question to press once more. With
    that question the page does not look like one that was sent.
    """

    notice: str = ""
    asks_again: bool = False


NOTHING_ABOVE: Final = Above()
# Draws the check page, with the hidden fields that say what it showed and what stands above it.
CheckPage = Callable[[Marks, Above], HttpResponse]


@dataclass(frozen=True)
class Visit:
    """One sending: who sent it, and what was typed so far."""

    request: HttpRequest
    carried: Carried
    now: datetime

    def wants_to_change(self, what: str) -> bool:
        """Whether the button "Wijzig" of this part was pressed."""
        return self.carried.get("wijzig") == what

    def forget_what_is_still_empty(self) -> None:
        """Who goes back from a step filled in nothing yet, or not all: that is nobody's mistake."""
        if not self.carried.get("name"):
            self.carried.drop("name")

    def calls_new(self, found: Found) -> bool:
        """Whether somebody said that the street is not one of those that look like it."""
        return fold_street(self.carried.get("street_is_new")) == fold_street(found.text)

    def keeps(self, found: Found) -> Address:
        """Carry an address on as it was read, street and number apart."""
        address = found.address
        if address is None:
            raise TypeError("an address without a number was found complete")
        street = found.street.name if found.street else found.text
        self.carried.put(street=street, house_number=str(found.number))
        self.carried.drop("postcode")
        return address

    def calls_right(self, address: Address) -> bool:
        """Whether somebody said that a number is right of which we know none so high."""
        return fold_street(self.carried.get("number_is_right")) == fold_street(f"{address}")

    def asks_number(self, found: Found, *, step: int, part: str) -> HttpResponse:
        """The page that asks it; `part` is what the button to change it leads to, and `step` 0
        where no steps are counted. Who goes on has said that the number is right.
        """
        self.carried.put(number_is_right=f"{found.address}")
        facts = {"question": found.number_question, "number": f"{found.number}"}
        page = facts | {"step": step, "part": part, "hidden": self.carried.hidden()}
        return render(self.request, "groups/places/public/unknown_number.html", page)

    def street_choices(self, found: Found) -> list[str]:
        """Streets that were perhaps meant. Who goes on without one calls the street new."""
        self.carried.put(street_is_new=found.text)
        return streets_of(found.hamlet) if found.hamlet else close_matches(found.text)


def send(visit: Visit, data: FormData, show: CheckPage) -> HttpResponse:
    """The button of the check page: store the request and say thanks, or show the page again."""
    carried = visit.carried
    marks = [checked_mark(data.submission_key)]
    if carried.looks_automatic(now=visit.now):
        return show([*marks, carried.asked_again()], Above(asks_again=True))
    try:
        request = submit_within_limits(data, client=client_address(visit.request), now=visit.now)
    except TooOften as refusal:
        response = show(marks, Above(notice=str(refusal)))
        response.status_code = 429
        response.headers["Retry-After"] = str(HOUR)
        return response
    return thank(request)
