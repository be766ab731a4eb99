"""Details that are switched on, and what is kept of an alert of Spoorstraat."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from alerts.models import Alert, AlertDetails, AlertPhoto, DetailsSwitch
from alerts.values.details import Described, seal_photo, seal_text
from dorst_portal.accounts.models import User
from tests.alerts.conftest import MakeAlert
from tests.groups.conftest import superuser
from tests.kit.pictures.zoo import JPEG

__all__ = ["superuser"]

# Marked words, to be looked for wherever something may stay.
SECRET = Described("Voelt aan deuren, ZOEKWOORD jas", "ZOEKWOORD bestelbus", "ZO-EK-99")
MakePhoto = Callable[..., AlertPhoto]


@pytest.fixture
def switched_on(coordinator: User, now: datetime) -> DetailsSwitch:
    return DetailsSwitch.objects.create(is_on=True, reference="DPIA 3", by=coordinator, at=now)


@pytest.fixture
def alert(switched_on: DetailsSwitch, make_alert: MakeAlert) -> Alert:
    """It runs, and details may be kept of it."""
    return make_alert()


@pytest.fixture
def described(alert: Alert, own_beheerder: User, now: datetime) -> AlertDetails:
    return AlertDetails.objects.create(
        alert=alert, sealed=seal_text(SECRET), by=own_beheerder, changed_at=now
    )


@pytest.fixture
def make_photo(alert: Alert, own_beheerder: User, deputy: User, now: datetime) -> MakePhoto:
    """A photo that Els sent; `state` is "new", "covered" or "approved"."""

    def make(state: str = "new", **given: Any) -> AlertPhoto:
        sealed = seal_photo(JPEG)
        facts: dict[str, Any] = {"alert": alert, "added_by": own_beheerder, "added_at": now}
        facts["original"] = None if state == "approved" else sealed
        if state != "new":
            facts |= {"covered": sealed, "covered_by": own_beheerder, "covered_at": now}
        if state == "approved":
            facts |= {"approved_by": deputy, "approved_at": now}
        return AlertPhoto.objects.create(**(facts | given))

    return make
