"""Platform Dorst switches keeping details on, with where the impact assessment is found, or off."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from alerts.models import DetailsSwitch
from alerts.services.wiping import Why, wipe_all
from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from groups.api import Refused


def switch_on(reference: str, *, by: User, now: datetime) -> None:
    """From now on details may be kept. Raises Refused when that is so already."""
    with transaction.atomic():
        _change(is_on=True, reference=reference, by=by, now=now)
        record("alerts.details_on", by=by, now=now)


def switch_off(*, by: User, now: datetime) -> None:
    """From now on nothing is kept, and what was kept goes at once. Raises Refused."""
    with transaction.atomic():
        _change(is_on=False, reference="", by=by, now=now)
        wipe_all(why=Why.OFF, by=by, now=now)
        record("alerts.details_off", by=by, now=now)


def _change(*, is_on: bool, reference: str, by: User, now: datetime) -> None:
    # Locked, so that whoever keeps something at this moment is before this or after it.
    last = DetailsSwitch.objects.select_for_update().order_by("-pk").first()
    if (last is not None and last.is_on) == is_on:
        raise Refused(_("Dit staat al aan.") if is_on else _("Dit staat al uit."))
    DetailsSwitch.objects.create(is_on=is_on, reference=reference, by=by, at=now)
