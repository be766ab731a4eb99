"""Joining: a resident's form becomes a request with an owner, a date, mails and an audit line."""

from dataclasses import dataclass
from datetime import datetime

from groups.models import HouseRules, ResidentRequest, WatchGroup
from groups.places.routing import Address, Route, route, route_to_chosen
from groups.requests.services.submitting import Asked, Placed, submit
from groups.values.states import Kind


@dataclass(frozen=True, kw_only=True)
class SignupData(Asked):
    """A join form. `by_address`: the route of the address when it was looked up a moment ago (what
    changes just then, the clock puts right). `email_confirmed_at`: when somebody whom we know
    proved to read that mail.
    """

    address: Address
    house_rules: HouseRules
    of_age: bool
    by_address: Route | None = None
    stays_with: WatchGroup | None = None
    why_this_group: str = ""
    organisation: str = ""
    has_app: str = ""
    message: str = ""
    helper_name: str = ""
    helper_email: str = ""
    came_from: str = ""
    email_confirmed_at: datetime | None = None


def submit_signup(data: SignupData, *, now: datetime) -> ResidentRequest:
    """Store the request with its owner and date, and queue its mails; the same form sent again
    gives the request that is there.
    """
    return submit(Kind.JOIN, data, lambda: _place(data, now=now), now=now)


def _place(data: SignupData, *, now: datetime) -> Placed:
    by_address = data.by_address or route(data.address, now=now)
    chosen = data.stays_with if data.stays_with != by_address.group else None
    where = route_to_chosen(chosen, data.address, now=now) if chosen else by_address
    return where, {
        "organisation": data.organisation,
        "has_app": data.has_app,
        "message": data.message,
        "helper_name": data.helper_name,
        "helper_email": data.helper_email,
        "came_from": data.came_from,
        "why_this_group": data.why_this_group if chosen else "",
        "house_rules": data.house_rules,
        "of_age": data.of_age,
        "email_confirmed_at": data.email_confirmed_at,
    }
