"""What the page of thanks tells the browser that sent the form, and no other."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from dorst_portal.kit.inputs.emails import masked
from groups.models import ResidentRequest, RouteReason, Subject, WatchGroup
from groups.places.pages.browse import usual_days
from groups.requests.pages.progress import NAMES
from groups.values.names import called
from groups.values.states import Kind, Owner, State


@dataclass(frozen=True)
class Thanks:
    """The words about one request. `reads`: who has it, or why it waits ("later": no group yet that
    may be named); `days`: how long its group usually takes, where enough was decided to say so.
    """

    first_name: str
    about: str
    name: str
    email: str
    group: WatchGroup | None
    reads: str
    days: int | None


def thanks_for(request: ResidentRequest) -> Thanks:
    """For who sent it, at most two queries. Nothing of it tells whether somebody was known."""
    group = request.told_group
    with_group = group is not None and request.owner == Owner.GROUP
    joins = request.kind == Kind.JOIN
    # Somebody who helps reads the own name, and whom it is about.
    sender = request.helper_name or request.name
    name = _("klacht") if request.subject == Subject.COMPLAINT else NAMES[request.kind]
    if request.state == State.WAITING and joins:
        is_paused = request.route_reason == RouteReason.PAUSED
        reads = ("paused" if is_paused else "full") if group else "later"
    else:
        reads = "group" if with_group else "platform"
    return Thanks(
        first_name=called(sender),
        about=request.first_name if request.helper_name else "",
        name=name,
        email=masked(request.email) if request.email else "",
        group=group,
        reads=reads,
        days=usual_days(group) if group and with_group and joins else None,
    )
