"""What must never be false of details, by the name of each constraint, tried to break."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from alerts.models import Alert, AlertDetails, AlertObjection, AlertPhoto, DetailsSwitch
from dorst_portal.accounts.models import User
from tests.alerts.conftest import MakeAlert

Facts = dict[str, Any]


def _photo(facts: Facts) -> Facts:
    return {"alert": facts["alert"], "added_by": facts["els"], "added_at": facts["now"]}


def _covered(facts: Facts) -> Facts:
    by = {"covered_by": facts["els"], "covered_at": facts["now"]}
    return _photo(facts) | {"original": b"x", "covered": b"y"} | by


def _approved(facts: Facts, **given: Any) -> Facts:
    by = {"approved_by": facts["piet"], "approved_at": facts["now"], "original": None}
    return _covered(facts) | by | given


def _objection(facts: Facts, **given: Any) -> Facts:
    return {"key": "1", "what": "x", "made_at": facts["now"], "due_at": facts["now"]} | given


BROKEN: dict[str, list[Callable[[Facts], Any]]] = {
    "details_are_switched_on_with_a_reference": [
        lambda f: DetailsSwitch.objects.create(is_on=True, by=f["els"], at=f["now"]),
    ],
    "photo_is_covered_by_somebody": [
        lambda f: AlertPhoto.objects.create(**_photo(f), original=b"x", covered=b"y"),
        lambda f: AlertPhoto.objects.create(**_covered(f) | {"covered": None}),
    ],
    "photo_approved_is_only_the_covered_one": [
        lambda f: AlertPhoto.objects.create(**_photo(f)),
        lambda f: AlertPhoto.objects.create(**_approved(f, original=b"x")),
        lambda f: AlertPhoto.objects.create(**_approved(f, approved_at=None)),
        lambda f: AlertPhoto.objects.create(
            **_photo(f), approved_by=f["piet"], approved_at=f["now"]
        ),
    ],
    "photo_is_approved_by_a_second_person": [
        lambda f: AlertPhoto.objects.create(**_approved(f, approved_by=f["els"])),
        lambda f: AlertPhoto.objects.create(**_approved(f, added_by=f["piet"])),
    ],
    "objection_is_handled_by_somebody_with_an_answer": [
        lambda f: AlertObjection.objects.create(**_objection(f, answer="x")),
        lambda f: AlertObjection.objects.create(
            **_objection(f, handled_at=f["now"], handled_by=f["els"])
        ),
    ],
}


@pytest.fixture
def facts(make_alert: MakeAlert, own_beheerder: User, deputy: User, now: datetime) -> Facts:
    return {"alert": make_alert(), "els": own_beheerder, "piet": deputy, "now": now}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses_it(facts: Facts, name: str) -> None:
    for attempt in BROKEN[name]:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            attempt(facts)


def test_what_is_right_is_taken(facts: Facts) -> None:
    AlertPhoto.objects.create(**_photo(facts), original=b"x")
    AlertPhoto.objects.create(**_covered(facts))
    AlertPhoto.objects.create(**_approved(facts))
    AlertObjection.objects.create(**_objection(facts))
    DetailsSwitch.objects.create(is_on=True, reference="x", by=facts["els"], at=facts["now"])


def test_details_go_with_their_alert_and_an_objection_stays(facts: Facts) -> None:
    alert: Alert = facts["alert"]
    AlertDetails.objects.create(alert=alert, sealed="x", by=facts["els"], changed_at=facts["now"])
    AlertPhoto.objects.create(**_covered(facts))
    kept = AlertObjection.objects.create(**_objection(facts, alert=alert))
    alert.delete()
    kept.refresh_from_db()
    assert kept.alert is None
    assert not AlertDetails.objects.exists()
    assert not AlertPhoto.objects.exists()
