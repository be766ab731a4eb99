"""Setting the names. The only writer of their row."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from dorst_portal.identity.current import read_again
from dorst_portal.identity.models import THE_ROW, Identity


@dataclass(frozen=True)
class Names:
    """What a coordinator or a file of a village says."""

    village: str
    organisation: str
    watch: str
    short_name: str
    municipality: str = ""
    municipality_phone: str = ""
    municipality_site: str = ""
    website: str = ""
    help_email: str = ""
    help_phone: str = ""


def set_names(names: Names, *, now: datetime) -> None:
    """Put these names in force. Other processes say them within IDENTITY_SECONDS."""
    Identity.objects.update_or_create(pk=THE_ROW, defaults={**asdict(names), "changed_at": now})
    transaction.on_commit(read_again, robust=True)
