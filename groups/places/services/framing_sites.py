"""Which other sites may show our search in a frame. The only writers of that list."""

from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from groups.models import FramingSite
from groups.refusals import Refused

# Each is in a header of every frame; proxies refuse headers of more than some kilobytes.
MOST: Final = 20


class SiteRefused(Refused):
    """It is on the list already, or the list is full."""


def add_site(origin: str, *, by: User, now: datetime) -> FramingSite:
    """Let this site (`values.origins.read_origin`) show the search. Raises SiteRefused; the
    database tells it of two at once.
    """
    if FramingSite.objects.count() >= MOST:
        told = _("Er staan al {most} sites op de lijst. Haal er eerst een weg.")
        raise SiteRefused(told.format(most=MOST))
    try:
        with transaction.atomic():
            site = FramingSite.objects.create(origin=origin, since=now)
            record("framing_site.added", by=by, facts={"site": origin}, now=now)
    except IntegrityError as error:
        raise SiteRefused(_("Deze site staat al op de lijst.")) from error
    return site


@transaction.atomic
def remove_site(site: FramingSite, *, by: User, now: datetime) -> None:
    """From the next look on, this site shows an empty frame. Raises SiteRefused when somebody else
    took it away already.
    """
    gone, _rows = FramingSite.objects.filter(pk=site.pk).delete()
    if not gone:
        raise SiteRefused(_("Deze site was al van de lijst."))
    record("framing_site.removed", by=by, facts={"site": site.origin}, now=now)
