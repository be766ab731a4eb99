"""A letter with a code, for who has no e-mail: whoever reads out the code, gets post at the
address. It tells who decides nothing more than that; deciding stays theirs.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dorst_portal.accounts.models import User
from dorst_portal.kit.ratelimit import Limit, hit
from dorst_portal.kit.rows.batches import Due, deleted
from dorst_portal.kit.rows.keyed_hash import Hasher
from groups.models import AddressLetter, ResidentRequest
from groups.refusals import AlreadyHandled, Refused
from groups.requests.services.request_events import record_request_event
from groups.values.letter_codes import new_code
from groups.values.village_time import days_after

# The table of `privacy/terms.py` tells it.
CODE_DAYS: Final = 30
TRIES_PER_REQUEST: Final = 5
TRIES_PER_PERSON: Final = 30
DAY: Final = 24 * 60 * 60
_KIND: Final = "address-letter"
# The same for a code that is nearly right and for one of another request.
WRONG: Final = gettext_noop("Deze code klopt niet. Kijk nog eens op de brief.")
USED: Final = gettext_noop("Deze code is al gebruikt. Het adres is bevestigd.")
OVER: Final = gettext_noop("Deze code is te oud. Maak een nieuwe brief.")
TOO_MANY: Final = gettext_noop("Er zijn te veel codes geprobeerd. Probeer het morgen opnieuw.")


class CodeRefused(Refused):
    """The code does not confirm the address, and why. Nothing but the try was counted."""


def make_letter(request: ResidentRequest, *, by: User, now: datetime) -> str:
    """Make the letter of a request and give its code, which nobody can read afterwards. What an
    earlier letter says works no more. By who sees the request. Raises AlreadyHandled: something was
    decided, or the address is confirmed.
    """
    code = new_code()
    with transaction.atomic():
        found = _asking(request, by)
        if found is None or found.address_confirmed_at is not None:
            raise AlreadyHandled
        letter = AddressLetter(
            request=found,
            digest=digest_of(found.pk, code, Hasher()),
            made_at=now,
            made_by=by,
            expires_at=days_after(now, CODE_DAYS),
        )
        AddressLetter.objects.bulk_create(
            [letter],
            update_conflicts=True,
            unique_fields=("request",),
            update_fields=(
                "digest", "made_at", "made_by", "delivered_at", "expires_at", "used_at",
            ),
        )  # fmt: skip
        record_request_event("request.letter_made", found, by=by, now=now)
    return code


def say_delivered(request: ResidentRequest, *, by: User, now: datetime) -> None:
    """The letter is in the letterbox. Pressed twice is once. Raises AlreadyHandled when there is no
    letter to deliver (any more).
    """
    with transaction.atomic():
        found = _asking(request, by)
        letters = AddressLetter.objects.of_request(found).works(now) if found else None
        if found is None or letters is None or not letters.exists():
            raise AlreadyHandled
        if letters.filter(delivered_at__isnull=True).update(delivered_at=now):
            record_request_event("request.letter_delivered", found, by=by, now=now)


def confirm_address(request: ResidentRequest, code: str, *, by: User, now: datetime) -> None:
    """Somebody read out the code of the letter: the address is confirmed. Of many at once one gets
    it done. By who sees the request. Each try is counted before anything is compared, outside the
    transaction. Raises CodeRefused, and AlreadyHandled when something was decided.
    """
    tries = (
        Limit("letter-request", str(request.pk), TRIES_PER_REQUEST, DAY),
        Limit("letter-person", str(by.pk), TRIES_PER_PERSON, DAY),
    )
    if hit(tries, now=now):
        raise CodeRefused(_(TOO_MANY))
    with transaction.atomic():
        found = _asking(request, by)
        if found is None:
            raise AlreadyHandled
        letter = _letter_with(code, found)
        if letter is None:
            raise CodeRefused(_(WRONG))
        if letter.used_at:
            raise CodeRefused(_(USED))
        if not AddressLetter.objects.works(now).filter(pk=letter.pk).update(used_at=now):
            raise CodeRefused(_(OVER))
        ResidentRequest.objects.filter(pk=found.pk).update(address_confirmed_at=now)
        record_request_event("request.address_confirmed", found, by=by, now=now)


def letters_over(*, now: datetime) -> Sequence[Due]:
    """Retention: the letters whose code works no more, used or not, and how they go."""
    over = AddressLetter.objects.filter(expires_at__lte=now).order_by("expires_at", "id")
    return [Due(over, deleted)]


def _asking(request: ResidentRequest, by: User) -> ResidentRequest | None:
    """The request, locked, while nothing is decided about it and this person sees it."""
    rows = ResidentRequest.objects.visible_to(by).filter(pk=request.pk)
    return rows.asks_with_address().select_for_update().first()


def _letter_with(code: str, request: ResidentRequest) -> AddressLetter | None:
    hasher = Hasher()
    letters = AddressLetter.objects.of_request(request)
    right = (
        letter
        for letter in letters
        if constant_time_compare(letter.digest, digest_of(letter.request_id, code, hasher))
    )
    return next(right, None)


def digest_of(request: int, code: str, hasher: Hasher) -> str:
    """By which a code is known with one request: with another one it is another."""
    return hasher.digest(_KIND, f"{request}:{code}")
