"""The same person twice among the open join requests of one group: who has the same number, or the
same name at the same address, and applied before. Reads only.

Only requests of one group are compared, so that no group learns of another one's, and only those
to join: a question or a complaint is never a double.
"""

from collections.abc import Callable
from copy import copy
from typing import Any

from django.db.models import OuterRef, Q

from groups.models import ResidentRequest
from groups.querysets.requests import RequestQuerySet
from groups.values.states import Kind, Owner, State

# Where the facts of the later one come from, by the name of the column.
Facts = Callable[[str], Any]


def first_of(request: ResidentRequest) -> ResidentRequest | None:
    """The request of the same person that came first; None when there is none, or when this one is
    not (any more) an open one of a group.
    """
    if not is_comparable(request):
        return None
    facts: Facts = lambda column: getattr(request, column)  # noqa: E731 - as OuterRef is
    return (with_number(facts) | with_name_and_address(facts)).order_by("pk").first()


def lives_on(asked: ResidentRequest) -> ResidentRequest:
    """What the resident behind a link of `asked` sees: the request itself, or the one that it was
    joined to; of that no more than whoever confirmed, or did not, this address may see.
    """
    if asked.same_as is None:
        return asked
    seen = copy(asked.same_as)
    seen.email_confirmed_at = asked.email_confirmed_at
    return seen


def speaks_for(asked: ResidentRequest) -> bool:
    """Whether who has a link of `asked` reads and does all that can be done with what it lives on
    in: only with the same e-mail address, since a beheerder may be mistaken in a person.
    """
    return asked.same_as is None or asked.same_as.email == asked.email


def is_comparable(request: ResidentRequest) -> bool:
    """Whether a request can be the later one of two."""
    return (request.kind, request.owner, request.state) == (Kind.JOIN, Owner.GROUP, State.OPEN)


def with_number(of: Facts = OuterRef) -> RequestQuerySet:
    """Open requests of the same group that came before, with the same telephone number."""
    return _before(of).filter(mobile=of("mobile")).exclude(mobile="")


def with_name_and_address(of: Facts = OuterRef) -> RequestQuerySet:
    """Open requests of the same group that came before, of the same name (without capitals,
    accents and signs) at the same address.
    """
    known = Q(street__isnull=False, street=of("street_id"))
    unknown = Q(street__isnull=True, street_text=of("street_text"))
    alike = _before(of).filter(
        known | unknown,
        name_key=of("name_key"),
        house_number=of("house_number"),
        house_letter=of("house_letter"),
        house_number_addition=of("house_number_addition"),
    )
    return alike.exclude(name_key="")


def _before(of: Facts) -> RequestQuerySet:
    """What came before in the same group and is open, as the indexes of doubles hold it."""
    rows: RequestQuerySet = ResidentRequest.objects.filter(
        owner=Owner.GROUP, state=State.OPEN, kind=Kind.JOIN, group=of("group_id")
    )
    return rows.filter(pk__lt=of("pk"))
