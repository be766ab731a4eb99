"""How often the public forms may be sent, all of them together. Counted per request that comes to
be, not per try: the same last step sent again gives the request that is there and uses up nothing.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from dorst_portal.kit.ratelimit import Limit, forget, hit
from groups.models import ResidentRequest
from groups.places.routing import Address
from groups.refusals import Refused
from groups.requests.services.joining import SignupData, submit_signup
from groups.requests.services.new_groups import NewGroupData, submit_new_group
from groups.requests.services.questions import QuestionData, submit_question
from groups.values.addresses import fold_street

FormData = SignupData | QuestionData | NewGroupData

HOUR: Final = 60 * 60
# A school or a block of flats shares one address on the internet.
PER_CLIENT: Final = 30
PER_MOBILE: Final = 5
PER_EMAIL: Final = 5
PER_HOUSE: Final = 10


class TooOften(Refused):
    """The same computer, number, e-mail address or house sent too many requests in an hour."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Je hebt het vaak geprobeerd. Wacht 60 minuten en probeer het opnieuw. "
                "Lukt het niet? Mail ons."
            )
        )


def submit_within_limits(data: FormData, *, client: str, now: datetime) -> ResidentRequest:
    """Store a request from a public form. Raises TooOften, and then nothing is stored.

    The tries are counted last and in the transaction of the request: whoever sends one form 20
    times at the same moment is counted once, and the rows of the limits are locked only briefly.
    """
    with transaction.atomic():
        request = _submit(data, now=now)
        if request.created_at == now and hit(_limits(data, client=client), now=now):
            raise TooOften
        return request


def forget_tries(*, mobiles: Iterable[str], emails: Iterable[str]) -> None:
    """Somebody had everything wiped: what was counted of their number and address goes too."""
    limits = [Limit("form-mobile", mobile, PER_MOBILE, HOUR) for mobile in mobiles if mobile]
    limits += [Limit("form-email", email, PER_EMAIL, HOUR) for email in emails if email]
    forget(limits)


def _submit(data: FormData, *, now: datetime) -> ResidentRequest:
    match data:
        case SignupData():
            return submit_signup(data, now=now)
        case QuestionData():
            return submit_question(data, now=now)
        case NewGroupData():
            return submit_new_group(data, now=now)


def _limits(data: FormData, *, client: str) -> Sequence[Limit]:
    limits = [Limit("form-client", client, PER_CLIENT, HOUR)]
    if data.mobile:
        limits.append(Limit("form-mobile", data.mobile, PER_MOBILE, HOUR))
    if data.address:
        limits.append(Limit("form-house", _house(data.address), PER_HOUSE, HOUR))
    if data.email:
        limits.append(Limit("form-email", data.email, PER_EMAIL, HOUR))
    return limits


def _house(address: Address) -> str:
    street = f"#{address.street.pk}" if address.street else fold_street(address.street_text)
    number = address.number
    return f"{street}|{number.number}|{number.letter}|{number.addition}"
