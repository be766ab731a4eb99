"""What must never be false of devices and messages."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from dorst_portal.accounts.models import User
from dorst_portal.push.models import Device, Message

ATTEMPTS: dict[str, dict[str, Any]] = {
    "push_state_is_known": {"state": "gone"},
    "push_sent_has_its_time_and_no_other_has": {"state": "sent"},
}


@pytest.fixture
def message(own_beheerder: User, now: datetime) -> Callable[..., Message]:
    device = Device.objects.create(user=own_beheerder, digest="x", sealed="x", made_at=now)
    facts = {"device": device, "key": "k", "due": now, "give_up_at": now, "created_at": now}
    return lambda **given: Message.objects.create(**(facts | given))


@pytest.mark.parametrize("name", ATTEMPTS)
def test_the_database_refuses_it(message: Callable[..., Message], name: str) -> None:
    message(key="a good one")
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        message(**ATTEMPTS[name])


def test_every_constraint_is_tried() -> None:
    models = apps.get_app_config("push").get_models()
    assert {one.name for model in models for one in model._meta.constraints} == set(ATTEMPTS)
