"""When the map is drawn: after each change that it shows, by one worker, and never for nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from dorst_portal.accounts.models import User
from dorst_portal.kit.rows.lease import LEASE, Lease
from groups.areas import services
from groups.areas.drawing import Drawing
from groups.areas.pages.facts import fingerprint
from groups.areas.services import draw_when_changed
from groups.coverage.pages.plan import plan_move
from groups.coverage.pages.plan_parts import Numbers
from groups.coverage.services.moving import carry_out
from groups.models import (
    AddressImport,
    AreaDrawing,
    CoverageRule,
    DrawingState,
    GroupStatus,
    OfficialAddress,
    Street,
    WatchGroup,
)
from groups.places.services.imports import imports, work
from groups.tasks import read_addresses
from tests.groups.areas.places import CORNER
from tests.groups.conftest import Village
from tests.groups.pages import at_most
from tests.groups.places.address_samples import bag

pytestmark = pytest.mark.django_db
HEADER = "openbareruimte;huisnummer;huisletter;toevoeging;postcode;woonplaats;x;y"
PlaceHouses = Callable[..., None]


@pytest.fixture
def houses(village: Village) -> None:
    """Twenty houses in the Spoorstraat and twenty in the Sparrenlaan, which lie side by side."""
    for at, slug in enumerate(("spoorstraat", "sparrenlaan")):
        place(village.street(slug), at * 200)


def place(street: Street, y: int, *, count: int = 20) -> None:
    OfficialAddress.objects.bulk_create(
        OfficialAddress(street=street, house_number=n + 1, x=CORNER.x + n * 10, y=CORNER.y + y)
        for n in range(count)
    )


def the_map() -> AreaDrawing:
    (row,) = AreaDrawing.objects.all()
    return row


def owners() -> set[int]:
    return {area.owner for area in Drawing.from_facts(the_map().shapes).areas}


@pytest.mark.usefixtures("houses")
def test_it_is_drawn_once_and_then_left_alone(village: Village, now: datetime) -> None:
    assert draw_when_changed(now=now)
    assert the_map().state == DrawingState.DRAWN
    assert the_map().made_at is not None
    assert the_map().busy_until is None
    assert owners() == {village.group("spoorstraat").pk, village.group("sparren").pk}
    with at_most(8):
        assert not draw_when_changed(now=now + timedelta(minutes=1))


def test_a_look_each_minute_costs_as_little_with_many_addresses(
    village: Village, now: datetime
) -> None:
    place(village.street("spoorstraat"), 0, count=600)
    assert draw_when_changed(now=now)
    with at_most(8):
        assert not draw_when_changed(now=now)


def test_without_places_there_is_no_map_and_nobody_looks_twice(
    village: Village, now: datetime
) -> None:
    OfficialAddress.objects.create(street=village.street("spoorstraat"), house_number=1)
    assert draw_when_changed(now=now)
    assert the_map().state == DrawingState.EMPTY
    assert the_map().shapes == {}
    assert not draw_when_changed(now=now)


@pytest.mark.usefixtures("houses")
def test_a_range_that_moves_is_drawn_with_its_other_group(
    village: Village, coordinator: User, now: datetime
) -> None:
    draw_when_changed(now=now)
    before = the_map().shapes
    numbers = Numbers(village.street("spoorstraat"), 1, 10, "both")
    plan = plan_move([numbers], to=village.group("broekstraat"), now=now)
    carry_out([numbers], to=village.group("broekstraat"), seen=plan.seen, by=coordinator, now=now)
    assert draw_when_changed(now=now)
    assert village.group("broekstraat").pk in owners()
    assert the_map().shapes != before


@pytest.mark.usefixtures("houses")
def test_a_rule_that_ends_and_one_that_begins_show(village: Village, now: datetime) -> None:
    group = village.group("spoorstraat")
    draw_when_changed(now=now)
    CoverageRule.objects.filter(group=group).update(ended_at=now)
    assert draw_when_changed(now=now)
    assert group.pk not in owners()
    assert the_map().shapes["counts"]["without"] == 20
    CoverageRule.objects.create(street=village.street("spoorstraat"), group=group)
    assert draw_when_changed(now=now)
    assert group.pk in owners()


@pytest.mark.usefixtures("houses")
@pytest.mark.parametrize(
    "change",
    [
        lambda village: OfficialAddress.objects.filter(house_number=20).delete(),
        lambda village: OfficialAddress.objects.filter(house_number=20).update(x=CORNER.x + 900),
        lambda village: WatchGroup.objects.filter(slug="sparren").update(name="Sparrenbos"),
        lambda village: Street.objects.filter(slug="sparrenlaan").update(outside=True),
        lambda village: place(village.street("leijweg"), 400),
        lambda village: CoverageRule.objects.filter(group__slug="sparren").update(
            group=village.group("broekstraat")
        ),
    ],
    ids=["gone", "moved", "renamed", "outside", "more", "another group"],
)
def test_each_change_that_it_shows_is_seen(
    village: Village, now: datetime, change: Callable[[Village], Any]
) -> None:
    draw_when_changed(now=now)
    change(village)
    assert draw_when_changed(now=now)
    assert not draw_when_changed(now=now)


@pytest.mark.usefixtures("houses")
def test_what_it_does_not_show_is_not_drawn_again(village: Village, now: datetime) -> None:
    draw_when_changed(now=now)
    WatchGroup.objects.filter(slug="sparren").update(
        status=GroupStatus.PAUSED, capacity=40, version=9
    )
    Street.objects.filter(slug="sparrenlaan").update(remark="nieuw")
    assert not draw_when_changed(now=now)


@pytest.mark.usefixtures("village")
def test_a_file_with_places_that_is_taken_over_gives_a_map(
    coordinator: User, now: datetime
) -> None:
    lines = [f"Spoorstraat;{n};;;;Dorst;{118_000 + n * 10};402000" for n in range(1, 9)]
    batch = imports.store("bag.csv", bag(*lines, header=HEADER), by=coordinator, now=now)
    work.work(now=now)
    draw_when_changed(now=now)
    assert the_map().state == DrawingState.EMPTY
    batch.refresh_from_db()
    imports.confirm(batch, may_go=True, by=coordinator, now=now)
    work.work(now=now)
    assert draw_when_changed(now=now)
    assert the_map().state == DrawingState.DRAWN


@pytest.mark.usefixtures("houses")
def test_a_map_of_which_all_addresses_are_gone_is_taken_away(now: datetime) -> None:
    draw_when_changed(now=now)
    OfficialAddress.objects.all().delete()
    assert draw_when_changed(now=now)
    assert the_map().state == DrawingState.EMPTY


@pytest.mark.usefixtures("houses")
def test_of_two_workers_one_draws(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    during: list[bool] = []
    draw = services.draw

    def and_another_worker(*facts: Any) -> Drawing | None:
        during.append(draw_when_changed(now=now))
        return draw(*facts)

    monkeypatch.setattr(services, "draw", and_another_worker)
    assert draw_when_changed(now=now)
    assert during == [False]


@pytest.mark.usefixtures("houses")
def test_who_was_too_slow_writes_nothing(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    draw, later = services.draw, now + LEASE + timedelta(seconds=1)

    def and_another_worker(*facts: Any) -> Drawing | None:
        monkeypatch.setattr(services, "draw", draw)
        assert draw_when_changed(now=later)
        the_other = AreaDrawing.objects.filter(pk=1)
        the_other.update(shapes=the_other.get().shapes | {"height": 1})
        return draw(*facts)

    monkeypatch.setattr(services, "draw", and_another_worker)
    assert not draw_when_changed(now=now)
    assert the_map().shapes["height"] == 1


@pytest.mark.usefixtures("houses")
def test_a_worker_that_was_killed_is_followed_by_another(now: datetime) -> None:
    row = AreaDrawing.objects.create(pk=1)
    assert Lease.take(row, now=now)
    assert not draw_when_changed(now=now)
    assert draw_when_changed(now=now + LEASE + timedelta(seconds=1))


@pytest.mark.usefixtures("houses")
def test_what_changes_while_it_is_drawn_is_seen_the_next_minute(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = services.draw

    def and_somebody_changes(*facts: Any) -> Drawing | None:
        OfficialAddress.objects.filter(house_number=20).delete()
        return draw(*facts)

    monkeypatch.setattr(services, "draw", and_somebody_changes)
    assert draw_when_changed(now=now)
    assert the_map().fingerprint != fingerprint()
    monkeypatch.setattr(services, "draw", draw)
    assert draw_when_changed(now=now)


@pytest.mark.usefixtures("houses")
def test_the_timetable_has_it_drawn_and_so_does_the_command() -> None:
    read_addresses()
    assert the_map().state == DrawingState.DRAWN
    AreaDrawing.objects.update(fingerprint="")
    call_command("tick", verbosity=0)
    assert the_map().fingerprint == fingerprint()


@pytest.mark.usefixtures("houses")
def test_nothing_is_drawn_while_a_file_with_addresses_is_taken_over(now: datetime) -> None:
    file = imports.store(
        "bag.csv", bag("Spoorstraat;12;;;4849 AB;Dorst"), by=None, actor="test", now=now
    )
    assert Lease.take(file, now=now)
    assert not draw_when_changed(now=now)
    AddressImport.objects.update(busy_until=None)
    assert draw_when_changed(now=now)
