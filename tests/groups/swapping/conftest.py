"""The two groups, and everybody who tries what was not meant for them."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from zeal import zeal_ignore

from alerts.models import DetailsSwitch
from dorst_portal.accounts import sessions
from dorst_portal.accounts.models import User
from dorst_portal.kit.running.health import beat
from groups.models import Bulletin
from tests.groups.conftest import MakeRequest, Village
from tests.groups.swapping.actors import World, everybody
from tests.groups.swapping.marks import Mark
from tests.groups.swapping.world import Builder, Make, leave_room

ALFA, BETA = ("spoorstraat", "Qzalfa", "00071"), ("dennenlaan", "Qzbeta", "00072")


@pytest.fixture
def no_repeated_queries() -> None:
    """Thousands of requests: that no list asks once per row is shown elsewhere."""


@pytest.fixture
def world(
    village: Village, make_request: MakeRequest, make_member: Make, coordinator: User,
    superuser: User, settings: Any, monkeypatch: pytest.MonkeyPatch, now: datetime,
) -> World:  # fmt: skip
    """Two groups with one of everything, and a browser for each kind of person."""
    settings.FORM_MIN_SECONDS = 0
    # A run of ten thousand takes longer; its log-ins stay fresh, so that answers can be compared.
    monkeypatch.setattr(sessions, "FRESH_FOR", timedelta(hours=8))
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if not one.startswith("zeal.")]
    beat(now=now)
    DetailsSwitch.objects.create(is_on=True, reference="DPIA", by=coordinator, at=now)
    sent = {"subject": "x", "text": "x", "by": coordinator, "sent_at": now, "sent_by": coordinator}
    bulletins = {"sent": Bulletin.objects.create(**sent)}
    builder = Builder(village, make_request, make_member, coordinator, bulletins, now)
    with zeal_ignore():  # building is no request
        (slug, word, digits), (other, *marks) = ALFA, BETA
        alfa = builder.furnish(slug, Mark(word, digits))
        leave_room()
        beta = builder.furnish(other, Mark(*marks))
    return World(alfa, beta, list(everybody(alfa, beta, builder, coordinator, superuser)))
