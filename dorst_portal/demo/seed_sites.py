"""A site of others that may show the search of the example village."""

from datetime import datetime

from dorst_portal.accounts.models import User
from groups.places.services.framing_sites import add_site


def seed_sites(*, by: User, now: datetime) -> None:
    """An invented one, which nobody can reach."""
    add_site("https://www.dorpsraad.example.org", by=by, now=now)
