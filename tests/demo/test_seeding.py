"""Filling the example village: once, always the same, never in production."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from dorst_portal.accounts.models import User
from dorst_portal.demo.scale import scale
from dorst_portal.demo.seed import seed
from groups.models import (
    Membership,
    ResidentRequest,
    WatchGroup,
)
from groups.places.services.village_files import EXAMPLE_VILLAGE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("many_visits")]


def test_everything_but_times_is_fixed() -> None:
    def content() -> list[tuple[object, ...]]:
        rows = ResidentRequest.objects.order_by("submission_key")
        return [
            *rows.values_list("reference", "name", "mobile", "state", "group__slug", "street_text"),
            *Membership.objects.order_by("mobile").values_list("mobile", "name", "house_number"),
        ]

    with transaction.atomic():
        seed(now=timezone.now())
        first = content()
        transaction.set_rollback(True)
    assert not User.objects.exists()
    seed(now=timezone.now() + timedelta(days=3))
    assert content() == first


@pytest.mark.parametrize("command", [("seed_dorst",), ("seed_scale", "--members", "900")])
def test_never_in_production(command: tuple[str, ...]) -> None:
    with override_settings(PORTAL_MODE="production"), pytest.raises(CommandError, match="echte"):
        call_command(*command)
    assert not WatchGroup.objects.exists()
    assert not User.objects.exists()


def test_a_village_that_was_loaded_before_is_filled() -> None:
    call_command("load_village", str(EXAMPLE_VILLAGE), verbosity=0, stdout=StringIO())
    assert seed(now=timezone.now())
    assert Membership.objects.current().count() == 600


def test_more_of_the_same_in_the_same_proportions() -> None:
    now = timezone.now()
    assert scale(1_350, now=now) == 750
    assert Membership.objects.current().count() == 1_350
    counts = dict(WatchGroup.objects.with_member_count().values_list("slug", "member_count"))
    assert counts["wijk-2-dennenlaan"] == counts["dennenlaan"] == 100
    assert counts["wijk-3-dennenlaan"] == 25
    assert set(WatchGroup.objects.filter(slug__startswith="wijk").values_list("is_example")) == {
        (True,)
    }
    assert scale(1_350, now=now) == 0
    with pytest.raises(CommandError, match="begint bij 600"):
        call_command("seed_scale", "--members", "599")
