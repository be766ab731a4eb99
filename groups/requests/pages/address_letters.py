"""Letters by which an address is confirmed: beside a request, on paper, and all that are on their
way. Reads only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.kit import dutch
from dorst_portal.kit.tags import Tag
from dorst_portal.languages.words import lazy_text
from groups.models import AddressLetter, OfficialAddress, RequestSource, ResidentRequest
from groups.values.letter_codes import shown
from groups.values.states import Kind, State

MOST: Final = 50
CONFIRMED: Final = Tag(lazy_text("Adres bevestigd met een brief"), "ok")
_TYPED: Final = (RequestSource.MAIL, RequestSource.PHONE, RequestSource.PAPER)


@dataclass(frozen=True)
class Paper:
    """What stands on one letter. The postcode only where the official list has it."""

    name: str
    organisation: str
    address: str
    postcode: str
    place: str
    first_name: str
    asked_on: datetime
    was_typed: bool  # told by telephone or on paper, and not filled in on the site
    has_email: bool
    reference: str
    code: str
    until: datetime


@dataclass(frozen=True)
class Letters:
    """Letters that still have to be put through a letterbox, or whose code we wait for; the oldest
    first.
    """

    rows: Sequence[AddressLetter]
    has_more: bool


def asks_with_address(request: ResidentRequest) -> bool:
    """Whether this request may have a letter: the twin of the queryset's filter."""
    is_open = request.state in (State.OPEN, State.WAITING)
    return request.kind == Kind.JOIN and is_open and request.house_number is not None


def letter_words(request: ResidentRequest, *, now: datetime) -> str:
    """What the link to the letter of a request says; empty where none can be made. The request
    came with its letter.
    """
    if not asks_with_address(request) or request.address_confirmed_at:
        return ""
    letter = getattr(request, "address_letter", None)
    if letter is None or letter.used_at or letter.expires_at <= now:
        return _("Controleer het adres met een brief")
    if letter.delivered_at:
        text = _("Brief bezorgd op {day}: vul de code in")
        return text.format(day=dutch.day(letter.delivered_at))
    return _("Brief gemaakt op {day}: nog niet bezorgd").format(day=dutch.day(letter.made_at))


def working_letter(request: ResidentRequest, *, now: datetime) -> AddressLetter | None:
    """The letter whose code can be typed in. One statement."""
    letters = AddressLetter.objects.of_request(request).works(now)
    return letters.select_related("made_by").first()


def paper_of(request: ResidentRequest, *, code: str, until: datetime) -> Paper:
    """The letter on paper. One statement, for the postcode."""
    return Paper(
        name=request.name,
        organisation=request.organisation,
        address=request.address,
        postcode=_postcode(request),
        place=request.street.place if request.street else "",
        first_name=request.first_name,
        asked_on=request.created_at,
        was_typed=request.source in _TYPED,
        has_email=bool(request.email),
        reference=request.reference,
        code=shown(code),
        until=until,
    )


def letters_to_deliver(user: User, *, now: datetime) -> Letters:
    """Printed, and nobody said that it was put through the letterbox. One statement."""
    return _letters(user, now=now, is_delivered=False)


def letters_delivered(user: User, *, now: datetime) -> Letters:
    """Delivered, and we wait for the code. One statement."""
    return _letters(user, now=now, is_delivered=True)


def _letters(user: User, *, now: datetime, is_delivered: bool) -> Letters:
    """Of the requests that this user may see."""
    requests = ResidentRequest.objects.visible_to(user)
    rows = (
        AddressLetter.objects.on_their_way(now)
        .filter(request__in=requests.values("pk"), delivered_at__isnull=not is_delivered)
        .select_related("request__group", "made_by")
        .order_by("delivered_at" if is_delivered else "made_at", "pk")
    )
    found = list(rows[: MOST + 1])
    return Letters(found[:MOST], len(found) > MOST)


def _postcode(request: ResidentRequest) -> str:
    if request.house_number is None:
        return ""
    known = OfficialAddress.objects.filter(
        street=request.street_id,
        house_number=request.house_number,
        house_letter=request.house_letter,
        house_number_addition=request.house_number_addition,
    )
    return known.values_list("postcode", flat=True).first() or ""
