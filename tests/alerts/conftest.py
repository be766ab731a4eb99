"""The cast of the example village, and alerts of the group Spoorstraat."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from alerts.models import Alert
from alerts.values.choices import Category, Police
from dorst_portal.accounts.models import User
from groups.models import WatchGroup
from tests.groups.conftest import (
    Village,
    coordinator,
    dennenlaan,
    deputy,
    former_beheerder,
    now,
    other_beheerder,
    own_beheerder,
    plain_user,
    spoorstraat,
    village,
)

__all__ = [
    "coordinator", "dennenlaan", "deputy", "former_beheerder", "now", "other_beheerder",
    "own_beheerder", "plain_user", "spoorstraat", "village",
]  # fmt: skip

MakeAlert = Callable[..., Alert]


@pytest.fixture
def make_alert(
    village: Village, spoorstraat: WatchGroup, own_beheerder: User, now: datetime
) -> MakeAlert:
    """A row as the service leaves it: an hour old, of Spoorstraat; any field can be given."""

    def make(**given: Any) -> Alert:
        at = given.get("happened_at", now - timedelta(hours=1))
        facts: dict[str, Any] = {
            "group": spoorstraat,
            "street": village.street("spoorstraat"),
            "category": Category.BURGLARY,
            "police": Police.EMERGENCY,
            "happened_at": at,
            "created_at": at,
            "by": own_beheerder,
        }
        if given.get("state", "running") != "running":
            facts["closed_at"] = at + timedelta(hours=1)
        return Alert.objects.create(**(facts | given))

    return make
