"""The first page of a coordinator: what needs somebody now, what goes wrong slowly, and silence."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dorst_portal.accounts.models import User
from groups.desk.pages.concerns import concerns
from groups.models import (
    Appointment,
    CoverageRule,
    GroupStatus,
    Membership,
    Partner,
    PartnerKind,
    ResidentRequest,
    SignState,
    Street,
    Subject,
    VillageStep,
    VillageStepCode,
    WatchGroup,
    WatchSign,
    WeekReview,
)
from groups.values.states import Kind, Owner, State
from groups.values.village_time import days_after, village_day
from tests.groups.conftest import MakeRequest, Village, appoint, log_in
from tests.groups.pages import at_most, text_of, words_of

THEIRS = {"owner": Owner.COORDINATORS, "route_reason": "unknown_street", "group": None}


@pytest.fixture
def staff(client: Client, coordinator: User) -> Client:
    return log_in(client, coordinator)


@pytest.fixture
def all_well(village: Village, now: datetime) -> Village:
    """A village in which nothing is wrong."""
    for name in ("one", "two"):
        user = User.objects.create_user(f"{name}@example.org")
        for group in village.groups.values():
            appoint(user, group)
    WatchGroup.objects.update(
        invite_link_encrypted="x",
        invite_link_set_at=days_after(now, -10),
        list_confirmed_at=days_after(now, -10),
        alive_at=days_after(now, -10),
    )
    Street.objects.filter(rules=None).update(outside=True)
    VillageStep.objects.create(code=VillageStepCode.AWAY)
    return village


def told(coordinator: User, *, now: datetime) -> dict[str, str]:
    """The lines of what goes wrong slowly, with what each names first."""
    return {concern.words: concern.first for concern in concerns(coordinator, now=now)}


def test_it_is_quiet_when_all_is_well(
    staff: Client,
    all_well: Village,
    make_member: Callable[..., Membership],
    make_request: MakeRequest,
) -> None:
    make_member()
    make_request(state=State.WAITING)
    page = words_of(staff.get(reverse("platform")))
    assert "Alles loopt. 17 groepen, 1 lid, 1 op de wachtlijst." in page
    assert "Let op" not in page


def test_what_waits_now_is_named_with_its_oldest(
    staff: Client, make_request: MakeRequest, now: datetime
) -> None:
    make_request(**THEIRS, created_at=days_after(now, -8))
    make_request(**THEIRS)
    page = words_of(staff.get(reverse("platform")))
    assert "Nu doen 2 aanvragen. De oudste wacht 8 dagen" in page
    assert "Alles loopt" not in page


def test_who_waits_longest_is_one_press_away(
    staff: Client, make_request: MakeRequest, now: datetime
) -> None:
    make_request(**THEIRS)
    oldest = make_request(**THEIRS, created_at=days_after(now, -8))
    make_request(**THEIRS, created_at=days_after(now, -5))
    page = text_of(staff.get(reverse("platform")))
    assert f'<a href="{reverse("request", args=[oldest.pk])}">De oudste wacht 8 dagen' in page


def _waits(village: Village, now: datetime, make_request: MakeRequest) -> None:
    make_request(created_at=days_after(now, -4))


def _without_beheerder(village: Village, now: datetime, _make: MakeRequest) -> None:
    Appointment.objects.filter(group__slug="seters").update(until=now)


def _one_beheerder(village: Village, now: datetime, _make: MakeRequest) -> None:
    some = Appointment.objects.filter(group__slug="seters").order_by("pk")[:1]
    Appointment.objects.filter(pk__in=some.values("pk")).update(until=now)


def _old_link(village: Village, now: datetime, _make: MakeRequest) -> None:
    old = {"seters": 200, "steenoven": 300}
    for slug, days in old.items():
        WatchGroup.objects.filter(slug=slug).update(invite_link_set_at=days_after(now, -days))


def _old_list(village: Village, now: datetime, _make: MakeRequest) -> None:
    WatchGroup.objects.filter(slug="seters").update(list_confirmed_at=days_after(now, -190))


def _no_sign_of_life(village: Village, now: datetime, _make: MakeRequest) -> None:
    WatchGroup.objects.filter(slug="seters").update(
        alive_at=days_after(now, -200), alive_asked_at=days_after(now, -15)
    )


def _members(village: Village, count: int) -> None:
    Membership.objects.bulk_create(
        Membership(
            group=village.group("seters"),
            name="Mien",
            mobile=f"+31600{number:06d}",
            source="example",
        )
        for number in range(count)
    )


def _street_without(village: Village, now: datetime, _make: MakeRequest) -> None:
    CoverageRule.objects.filter(street__slug="spoorstraat").update(ended_at=now)
    CoverageRule.objects.filter(street__slug="seters").update(ended_at=now)


def _old_partner(village: Village, now: datetime, _make: MakeRequest) -> None:
    checked = village_day(now) - timedelta(days=190)
    Partner.objects.create(kind=PartnerKind.POLICE, name="Team Voorbeeld", checked_on=checked)


def _board(village: Village, now: datetime, _make: MakeRequest) -> None:
    WatchGroup.objects.filter(slug="seters").update(status=GroupStatus.PAUSED)
    rule = CoverageRule.objects.filter(group__slug="seters").first()
    assert rule
    WatchSign.objects.create(street=rule.street, spot="bij de brug", state=SignState.HANGS)


def _review(village: Village, now: datetime, _make: MakeRequest) -> None:
    week = village_day(now) - timedelta(days=14)
    WeekReview.objects.create(week=week, made_at=now, findings=[{"what": "export"}])


def _stops(village: Village, now: datetime, _make: MakeRequest) -> None:
    one = Appointment.objects.filter(group__slug="steenoven").earliest("pk")
    Appointment.objects.filter(pk=one.pk).update(wants_to_stop_at=now)


@pytest.mark.parametrize(
    ("make", "words", "first"),
    [
        (_waits, "1 groep laat iemand 3 dagen of langer wachten", "Spoorstraat"),
        (_without_beheerder, "1 groep heeft geen beheerder", "Seters"),
        (_one_beheerder, "1 groep heeft maar 1 beheerder", "Seters"),
        (_old_link, "2 groepen hebben een link van 180 dagen of ouder", "Steenoven"),
        (_old_list, "1 groep keek de ledenlijst 6 maanden niet na", "Seters"),
        (_no_sign_of_life, "1 groep geeft geen teken van leven", "Seters"),
        (_street_without, "1 straat heeft geen groep", "Spoorstraat"),
        (_old_partner, "1 partner is 6 maanden niet nagekeken", "Team Voorbeeld"),
        (_board, "1 bord hangt waar geen groep actief is", None),
        (_review, "1 weekoverzicht is nog niet bekeken", None),
        (_stops, "1 beheerder wil stoppen", "Steenoven"),
    ],
)
def test_everything_that_goes_wrong_slowly_is_one_line_that_names_what_comes_first(
    staff: Client,
    coordinator: User,
    all_well: Village,
    make_request: MakeRequest,
    now: datetime,
    make: Callable[[Village, datetime, MakeRequest], None],
    words: str,
    first: str | None,
) -> None:
    assert told(coordinator, now=now) == {}
    make(all_well, now, make_request)
    found = told(coordinator, now=now)
    assert words in found
    assert first is None or found[words] == first
    page = staff.get(reverse("platform"))
    assert words in words_of(page)
    assert "Alles loopt" not in text_of(page)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (49, set()),
        (50, {"1 groep heeft 50 leden of meer"}),
        (99, {"1 groep heeft 50 leden of meer"}),
        (100, {"1 groep heeft 100 leden of meer"}),
    ],
)
def test_groups_stay_small(
    coordinator: User, all_well: Village, now: datetime, count: int, words: set[str]
) -> None:
    _members(all_well, count)
    assert set(told(coordinator, now=now)) == words


def test_the_worst_stands_on_top(
    coordinator: User, all_well: Village, make_request: MakeRequest, now: datetime
) -> None:
    _old_link(all_well, now, make_request)
    _old_partner(all_well, now, make_request)
    _without_beheerder(all_well, now, make_request)
    kinds = [concern.kind for concern in concerns(coordinator, now=now)]
    assert kinds == ["danger", "warn", "warn"]


def test_every_line_leads_to_the_list_that_it_counted(
    staff: Client, all_well: Village, make_request: MakeRequest, now: datetime
) -> None:
    makers: list[Any] = [_old_link, _old_partner, _without_beheerder, _street_without, _stops,
                         _review, _board]  # fmt: skip
    for make in makers:
        make(all_well, now, make_request)
    page = text_of(staff.get(reverse("platform")))
    for link, holds in (
        (f"{reverse('platform_groups')}?teken=oude-link", "Steenoven"),
        (f"{reverse('platform_groups')}?teken=geen-beheerder", "Seters"),
        (f"{reverse('partners')}?nakijken=on", "Team Voorbeeld"),
        (f"{reverse('appointments')}?toon=stopt", "Steenoven"),
        (f"{reverse('watch_signs')}?stand=zonder", "bij de brug"),
        (reverse("coverage"), "Spoorstraat"),
        (reverse("week_reviews"), ""),
    ):
        assert f'href="{link}"' in page
        assert holds in text_of(staff.get(link))


def test_a_complaint_counts_for_nobody_who_runs_that_group(
    staff: Client,
    coordinator: User,
    all_well: Village,
    spoorstraat: WatchGroup,
    make_request: Callable[..., ResidentRequest],
    now: datetime,
) -> None:
    appoint(coordinator, spoorstraat)
    make_request(
        kind=Kind.QUESTION,
        subject=Subject.COMPLAINT,
        owner=Owner.COORDINATORS,
        group=None,
        route_reason="complaint",
        about_group=spoorstraat,
        created_at=days_after(now, -8),
    )
    assert "Alles loopt." in words_of(staff.get(reverse("platform")))


def test_it_asks_the_same_of_a_village_in_which_everything_is_wrong(
    staff: Client, village: Village, make_request: MakeRequest, now: datetime
) -> None:
    staff.get(reverse("platform"))
    for number in range(30):
        make_request(**THEIRS, created_at=days_after(now, -number))
    for make in (_old_partner, _street_without, _review):
        make(village, now, make_request)
    with at_most(6):
        assert "17 groepen hebben geen beheerder" in words_of(staff.get(reverse("platform")))
