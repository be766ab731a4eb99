"""The names of the example village: the real ones of Dorst (docs/sources.md)."""

from datetime import datetime
from typing import Final

from dorst_portal.identity.services import Names, set_names
from groups.models import VillageStep, VillageStepCode

DORST: Final = Names(
    village="Dorst",
    organisation="Platform Dorst",
    watch="Buurtpreventie Dorst",
    short_name="Buurtapp Dorst",
    municipality="Oosterhout",
    municipality_phone="14 0162",
    municipality_site="https://www.oosterhout.nl",
    website="https://platformdorst.nl",
    help_email="buurtpreventie@platformdorst.nl",
)


def seed_identity(*, now: datetime) -> None:
    """Say whose portal this is, and that it was made ready long ago."""
    set_names(DORST, now=now)
    VillageStep.objects.get_or_create(code=VillageStepCode.AWAY, defaults={"done_at": now})
