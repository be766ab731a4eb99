"""A push service, and devices of the cast that get messages from it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest

from dorst_portal.accounts.models import User
from dorst_portal.push.models import Device
from dorst_portal.push.services import switch_on
from tests.groups.conftest import (
    coordinator,
    dennenlaan,
    deputy,
    house_rules,
    log_in_fixture,
    make_request,
    now,
    other_beheerder,
    own_beheerder,
    plain_user,
    signup_data,
    spoorstraat,
    village,
)
from tests.push.service import Browser, PushService, push_service

__all__ = [
    "coordinator", "dennenlaan", "deputy", "house_rules", "log_in_fixture", "make_request", "now",
    "other_beheerder", "own_beheerder", "plain_user", "signup_data", "spoorstraat", "village",
]  # fmt: skip

SwitchOn = Callable[..., tuple[Device, Browser]]


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    settings.PUSH_LOCAL = True
    with push_service() as running:
        yield running


@pytest.fixture
def on(service: PushService, now: datetime) -> SwitchOn:
    """`on(user, "een")`: this person switched messages on, on a browser of that name."""

    def make(user: User, name: str = "een", **given: Any) -> tuple[Device, Browser]:
        browser = service.browser(name)
        facts: dict[str, Any] = {"label": "Mijn telefoon", "now": now} | given
        return switch_on(user, browser.subscription, **facts), browser

    return make
