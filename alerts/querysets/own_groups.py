"""Which groups somebody runs, as the lists of alerts ask it."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

if TYPE_CHECKING:
    from dorst_portal.accounts.models import User


def groups_run_by(user: "User", *, now: datetime) -> "QuerySet[Any, Any]":
    """The groups in which the user is an active beheerder or deputy, for a subquery."""
    return user.appointments.active(now).values("group")
