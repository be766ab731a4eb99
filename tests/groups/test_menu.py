"""The menu of who logs in: at most six lines in sight, the rest behind "Meer"."""

from collections.abc import Callable

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from dorst_portal.accounts.models import User
from groups.menu import staff_menu
from groups.models import WatchGroup
from tests.groups.conftest import Village, appoint

MOST = 6


def menu_of(user: User) -> list[tuple[str, bool]]:
    request = RequestFactory().get("/beheer/")
    request.user = user
    return [(item.label, item.more) for item in staff_menu(request)]


def in_line(user: User) -> list[str]:
    return [label for label, more in menu_of(user) if not more]


@pytest.mark.parametrize("slugs", [[], ["spoorstraat"], ["spoorstraat", "seters", "steenoven"]])
def test_nobody_has_more_than_six_lines_in_sight(
    village: Village, own_beheerder: User, coordinator: User, slugs: list[str]
) -> None:
    for slug in slugs:
        appoint(coordinator, village.group(slug))
        if slug != "spoorstraat":
            appoint(own_beheerder, village.group(slug))
    assert len(in_line(coordinator)) <= MOST
    assert len(in_line(own_beheerder)) <= MOST


def test_a_coordinator_finds_every_page_in_sight_or_behind_it(coordinator: User) -> None:
    assert in_line(coordinator) == ["Overzicht", "Aanvragen", "Groepen", "Straten", "Beheerders"]
    behind = [label for label, more in menu_of(coordinator) if more]
    assert behind == [
        "Meldingen", "Partners", "Berichten", "Cijfers", "Teksten",
        "Logboek", "Instellingen",
    ]  # fmt: skip


def test_a_beheerder_sees_the_own_group_in_sight(own_beheerder: User) -> None:
    assert in_line(own_beheerder)[1:] == ["Mijn groep", "Contacten", "Meldingen", "Instellingen"]


def test_a_page_has_the_menu_folded_on_top_and_whole_at_the_foot(
    client: Client,
    own_beheerder: User,
    log_in: Callable[[Client, User], Client],
    village: Village,
    spoorstraat: WatchGroup,
) -> None:
    for slug in ("seters", "steenoven"):
        appoint(own_beheerder, village.group(slug))
    page = log_in(client, own_beheerder).get(reverse("inbox")).content.decode()
    top, foot = page.split("<main", 1)
    assert "<summary>Meer</summary>" in top
    assert "<summary>Meer</summary>" not in foot
    assert foot.count(reverse("my_group", args=["steenoven"])) == 1
    assert 'href="#boven"' in foot
