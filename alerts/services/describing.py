"""What a beheerder writes of somebody or of a vehicle, and the link that shows it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from alerts.models import Alert, AlertDetails, AlertPhoto
from alerts.services.keeping import note_of_details, own_growing, own_kept
from alerts.services.wiping import SHARED
from alerts.values.details import MOST_DAYS, Described, seal_text
from dorst_portal.accounts.models import User
from dorst_portal.kit.links import end_links, new_link
from dorst_portal.kit.models import Link
from groups.api import Refused


class ChangedMeanwhile(Refused):
    """Somebody else wrote something since the page was opened."""

    def __init__(self) -> None:
        super().__init__(_("Iemand anders veranderde dit net. Kijk eerst wat er nu staat."))


def describe(
    alert: Alert, described: Described, *, seen: datetime | None, by: User, now: datetime
) -> None:
    """Keep this, sealed; `seen` is when what stood there was written. Raises Refused."""
    with transaction.atomic():
        own = own_growing(alert, by=by, now=now)
        kept = AlertDetails.objects.filter(alert=own)
        sealed = seal_text(described)
        if seen is None:
            if kept.exists():
                raise ChangedMeanwhile
            AlertDetails.objects.create(alert=own, sealed=sealed, by=by, changed_at=now)
        elif not kept.filter(changed_at=seen).update(sealed=sealed, by=by, changed_at=now):
            raise ChangedMeanwhile
        note_of_details("alert.details_written", own, by=by, now=now)


def share(alert: Alert, *, by: User, now: datetime) -> Link:
    """Make a link that shows the details; older ones end. Raises Refused when there is nothing to
    show, such as a photo that nobody approved.
    """
    with transaction.atomic():
        own = own_kept(alert, by=by, now=now)
        written = AlertDetails.objects.filter(alert=own).exists()
        if not (written or AlertPhoto.objects.filter(alert=own).approved().exists()):
            raise Refused(_("Er is nog niets om te delen."))
        end_links(SHARED, own.pk, now=now)
        note_of_details("alert.details_shared", own, by=by, now=now)
        return new_link(SHARED, own.pk, now=now, days=MOST_DAYS)


def unshare(alert: Alert, *, by: User, now: datetime) -> None:
    """The links that were shared stop at once. Raises Refused."""
    with transaction.atomic():
        own = own_kept(alert, by=by, now=now)
        if end_links(SHARED, own.pk, now=now):
            note_of_details("alert.details_unshared", own, by=by, now=now)
