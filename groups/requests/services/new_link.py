"""A new link for a resident whose link stopped working: mailed, and never shown."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from dorst_portal.kit.ratelimit import Limit, hit
from dorst_portal.outbox.models import Mail
from dorst_portal.outbox.services import next_slot, queue
from groups.models import ResidentRequest
from groups.requests import emails
from groups.requests.services.form_limits import HOUR, TooOften

PER_CLIENT: Final = 10
PER_EMAIL: Final = 3
MOST: Final = 3  # the newest requests of one address


def mail_new_links(email: str, *, client: str, now: datetime) -> None:
    """Mail a link for each request of this address that is still known, and nothing for another
    address: who asks cannot tell the difference. Raises TooOften, for any address alike.
    """
    limits = [
        Limit("new-link-client", client, PER_CLIENT, HOUR),
        Limit("new-link-email", email, PER_EMAIL, HOUR),
    ]
    if hit(limits, now=now):
        raise TooOften
    known = ResidentRequest.objects.filter(email=email, anonymised_at=None)
    # Joined to another one of the same address: one link is enough.
    known = known.exclude(same_as__email=email)
    with transaction.atomic():
        for request in known.order_by("-created_at", "-pk")[:MOST]:
            due = next_slot(request.email, now=now)
            if not _is_on_its_way(request):
                queue([emails.new_link_for(request, now=now, due=due)], now=now)


def _is_on_its_way(request: ResidentRequest) -> bool:
    """Whether a mail with a link that will work still has to leave: more of them would hold up
    every other mail to this address for weeks.
    """
    queued = Mail.objects.queued().filter(to=request.email, link_path=emails.CONFIRM_PATH)
    works = queued.filter(link__used_at=None, link__expires_at__gt=F("due"))
    return works.filter(about=emails.about(request)).exists()
