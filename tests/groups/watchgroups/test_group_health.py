"""The signs of a group: the filter of a list and the words on a row say the same."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from zeal import zeal_ignore

from dorst_portal.accounts.models import User
from groups.desk.pages.concerns import concerns
from groups.models import CoverageRule, GroupStatus, Membership, WatchGroup
from groups.values.states import WaitingOn
from groups.watchgroups.pages import health
from groups.watchgroups.pages.health import SIGNS, groups_with_signs, signs, signs_of, with_kind
from tests.groups.conftest import MakeRequest, Village, appoint
from tests.groups.pages import at_most, words_of

LogIn = Callable[[Client, User], Client]


@pytest.fixture
def well(spoorstraat: WatchGroup, own_beheerder: User, deputy: User, now: datetime) -> WatchGroup:
    """A group with which nothing is wrong."""
    facts = {
        "invite_link_encrypted": "x",
        "invite_link_set_at": now - timedelta(days=5),
        "list_confirmed_at": now - timedelta(days=5),
    }
    WatchGroup.objects.filter(pk=spoorstraat.pk).update(**facts)
    return spoorstraat


def codes(group: WatchGroup, now: datetime) -> list[str]:
    with zeal_ignore():  # each time is another moment of the story
        row = groups_with_signs(WatchGroup.objects.all(), now=now).get(pk=group.pk)
    return [sign.code for sign in signs_of(row, now=now)]


def test_a_group_that_is_well_has_no_sign(well: WatchGroup, now: datetime) -> None:
    assert codes(well, now) == []
    assert well in with_kind(WatchGroup.objects.all(), "ok", now=now)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"invite_link_set_at": -181}, "oude-link"),
        ({"invite_link_set_at": None, "invite_link_encrypted": ""}, "geen-link"),
        ({"list_confirmed_at": -183}, "oude-lijst"),
        ({"list_confirmed_at": None}, "oude-lijst"),
        ({"alive_asked_at": -15}, "geen-teken"),
        ({"alive_asked_at": -15, "alive_at": -16}, "geen-teken"),
    ],
)
def test_what_the_group_itself_tells(
    change: dict[str, Any], code: str, well: WatchGroup, now: datetime
) -> None:
    moved = {
        name: now + timedelta(days=value) if isinstance(value, int) else value
        for name, value in change.items()
    }
    WatchGroup.objects.filter(pk=well.pk).update(**moved)
    assert codes(well, now) == [code]


@pytest.mark.parametrize(
    "change", [{"alive_asked_at": -13}, {"alive_asked_at": -15, "alive_at": -2}]
)
def test_who_was_asked_just_now_or_answered_is_not_silent(
    change: dict[str, int], well: WatchGroup, now: datetime
) -> None:
    moved = {name: now + timedelta(days=days) for name, days in change.items()}
    WatchGroup.objects.filter(pk=well.pk).update(**moved)
    assert codes(well, now) == []


def test_people_requests_and_streets(
    well: WatchGroup, deputy: User, own_beheerder: User, make_request: MakeRequest, now: datetime
) -> None:
    make_request(created_at=now - timedelta(days=2))
    make_request(created_at=now - timedelta(days=5), waiting_on=WaitingOn.RESIDENT)
    assert codes(well, now) == []
    make_request(created_at=now - timedelta(days=4))
    deputy.appointments.update(until=now)
    assert codes(well, now) == ["wacht", "een-beheerder"]
    own_beheerder.appointments.update(until=now)
    CoverageRule.objects.filter(group=well).update(ended_at=now)
    assert codes(well, now) == ["geen-beheerder", "wacht", "geen-straten"]
    row = groups_with_signs(WatchGroup.objects.all(), now=now).get(pk=well.pk)
    assert "aanvraag wacht 4 dagen" in [tag.text for tag in signs(row, now=now)]


@pytest.mark.parametrize(
    ("members", "code"), [(49, []), (50, ["50-leden"]), (99, ["50-leden"]), (100, ["100-leden"])]
)
def test_the_size(
    members: int,
    code: list[str],
    well: WatchGroup,
    make_member: Callable[..., Membership],
    now: datetime,
) -> None:
    for _ in range(members):
        make_member()
    make_member(since=now - timedelta(days=9), until=now)  # who left does not count
    assert codes(well, now) == code


def test_a_group_that_does_not_run_has_no_signs(village: Village, now: datetime) -> None:
    group = village.group("seters")
    assert codes(group, now) != []
    for status in (GroupStatus.STARTING, GroupStatus.ARCHIVED):
        WatchGroup.objects.filter(pk=group.pk).update(status=status)
        assert codes(group, now) == []
        assert group in with_kind(WatchGroup.objects.all(), "ok", now=now)


def test_the_filters_say_what_the_rows_say(
    well: WatchGroup,
    dennenlaan: WatchGroup,
    other_beheerder: User,
    make_request: MakeRequest,
    make_member: Callable[..., Membership],
    coordinator: User,
    village: Village,
    now: datetime,
) -> None:
    make_request(created_at=now - timedelta(days=9))
    for _ in range(51):
        make_member()
    WatchGroup.objects.filter(slug="dennenlaan").update(alive_asked_at=now - timedelta(days=30))
    WatchGroup.objects.filter(slug="seters").update(status=GroupStatus.PAUSED)
    WatchGroup.objects.filter(slug="sparren").update(list_confirmed_at=now)
    appoint(User.objects.create_user("sparren@example.org"), village.group("sparren"))
    everything = WatchGroup.objects.all()
    rows = list(groups_with_signs(everything, now=now))
    told = {one.query: one for one in concerns(coordinator, now=now)}
    for sign in SIGNS:
        by_row = {row.pk for row in rows if sign in signs_of(row, now=now)}
        found = health.with_sign(everything, sign, now=now)
        assert by_row == {group.pk for group in found}, sign.code
        told_of = told.get(f"?teken={sign.code}")
        assert (told_of.count.number if told_of else 0) == len(by_row), sign.code
    worst = {row.pk: [sign.kind for sign in signs_of(row, now=now)] for row in rows}
    for kind, of in (("danger", "danger"), ("warn", "warn")):
        expected = {pk for pk, kinds in worst.items() if kinds and min(kinds) == of}
        found = with_kind(everything, "danger" if kind == "danger" else "warn", now=now)
        assert {group.pk for group in found} == expected
    calm = with_kind(everything, "ok", now=now)
    assert {group.pk for group in calm} == {pk for pk, kinds in worst.items() if not kinds}


# --- The list --------------------------------------------------------------------------------


@pytest.fixture
def staff(client: Client, coordinator: User, log_in: LogIn) -> Client:
    """A coordinator's browser, whose session has noted already that it was used."""
    log_in(client, coordinator).get(reverse("display"))
    return client


def names(page: Any) -> list[str]:
    return [row.group.slug for row in page.context["page"].rows]


def many_groups(number: int, now: datetime) -> None:
    WatchGroup.objects.bulk_create(
        WatchGroup(name=f"Groep {one:03}", slug=f"groep-{one:03}", status=GroupStatus.ACTIVE)
        for one in range(number)
    )


def test_the_list_is_by_name_and_shows_what_is_wrong(
    staff: Client, well: WatchGroup, member: Membership
) -> None:
    page = staff.get(reverse("platform_groups"))
    assert names(page) == sorted(WatchGroup.objects.values_list("slug", flat=True))
    words = words_of(page)
    assert "Spoorstraat Dorst, WhatsApp Actief 1 niets" in words
    assert "Geen beheerder" in words


@pytest.mark.parametrize("sort", ["naam", "leden", "ergste"])
def test_each_order_gives_every_group_once_a_page_by_key(
    sort: str,
    staff: Client,
    well: WatchGroup,
    make_member: Callable[..., Membership],
    dennenlaan: WatchGroup,
    now: datetime,
) -> None:
    many_groups(40, now)
    for _ in range(3):
        make_member()
    make_member(group=dennenlaan)
    seen: list[str] = []
    after = ""
    for _page in range(4):
        page = staff.get(reverse("platform_groups"), {"op": sort, "na": after})
        seen += names(page)
        after = page.context["page"].next_key
        if not after:
            break
    assert sorted(seen) == sorted(WatchGroup.objects.values_list("slug", flat=True))
    if sort == "leden":
        assert seen[:2] == ["spoorstraat", "dennenlaan"]
    if sort == "ergste":
        assert seen[-1] == "spoorstraat"


def test_it_filters_by_name_status_and_sign(staff: Client, well: WatchGroup) -> None:
    WatchGroup.objects.filter(slug="seters").update(status=GroupStatus.ARCHIVED)
    WatchGroup.objects.filter(slug="sparren").update(status=GroupStatus.STARTING)

    def shown(**asked: str) -> list[str]:
        return names(staff.get(reverse("platform_groups"), asked))

    assert shown(zoek="SPOOR") == ["spoorstraat"]
    assert shown(status="archived") == ["seters"]
    assert shown(status="starting") == ["sparren"]
    assert "seters" not in shown()
    without = shown(teken="geen-beheerder")
    assert "dennenlaan" in without
    assert not {"spoorstraat", "seters", "sparren"} & set(without)
    assert len(shown(status="nonsense", teken="nonsense", op="nonsense", na="-")) == 16
    page = staff.get(reverse("platform_groups"), {"zoek": "bestaat niet"})
    assert "Geen groep gevonden." in words_of(page)


@pytest.mark.parametrize("asked", ["", "op=leden", "op=ergste", "teken=wacht", "zoek=groep"])
def test_the_list_costs_the_same_for_one_group_and_for_thirty(
    asked: str, staff: Client, own_beheerder: User, now: datetime
) -> None:
    with at_most(8):
        assert staff.get(f"{reverse('platform_groups')}?{asked}").status_code == 200
    many_groups(60, now)
    with at_most(8):
        assert staff.get(f"{reverse('platform_groups')}?{asked}").status_code == 200
