"""The map on the pages: of which groups, with which names, and beside which list."""

import gzip
import re
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from dorst_portal.accounts.models import User
from groups.areas.pages.map import staff_map
from groups.areas.services import draw_when_changed
from groups.models import (
    AreaDrawing,
    CoverageRule,
    GroupStatus,
    Membership,
    OfficialAddress,
    WatchGroup,
)
from groups.values.rd_points import SKETCH_FROM
from tests.groups.areas.places import CORNER
from tests.groups.areas.test_drawing_anew import place
from tests.groups.conftest import Village, log_in
from tests.groups.pages import at_most, text_of, words_of

pytestmark = pytest.mark.django_db
SHOWN = ("spoorstraat", "sparrenlaan", "broekstraat")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def drawn(village: Village, now: datetime) -> None:
    """A map of three groups."""
    for at, slug in enumerate(SHOWN):
        place(village.street(slug), at * 200)
    draw_when_changed(now=now)


@pytest.fixture
def staff(client: Client, coordinator: User) -> Client:
    return log_in(client, coordinator)


def names_on(response: Any) -> dict[str, str]:
    """What a screen reader reads of each area, and where it leads."""
    found = re.findall(
        r'<a class="map-name" href="([^"]+)" aria-label="([^"]+)"', text_of(response)
    )
    return {name: href for href, name in found}


def svg_of(response: Any) -> ElementTree.Element:
    page = response.content.decode()
    (svg,) = re.findall(r"<svg class=\"map\".*?</svg>", page, re.DOTALL)
    return ElementTree.fromstring(svg.replace("<svg ", f'<svg xmlns="{SVG[1:-1]}" ', 1))  # noqa: S314 - our own


@pytest.mark.usefixtures("drawn")
def test_the_map_names_its_groups_as_the_list_numbers_them(client: Client) -> None:
    page = client.get(reverse("map"))
    listed = re.findall(r'<li><a href="/groep/([^/]+)/">', text_of(page))
    numbers = {slug: place for place, slug in enumerate(listed, start=1)}
    assert len(listed) == 17
    assert names_on(page) == {
        f"{numbers['broekstraat']} Broekstraat": "/groep/broekstraat/",
        f"{numbers['sparren']} Sparren": "/groep/sparren/",
        f"{numbers['spoorstraat']} Spoorstraat": "/groep/spoorstraat/",
    }
    assert "verzonnen plekken" not in words_of(page)
    for href in names_on(page).values():
        assert client.get(href).status_code == 200


@pytest.mark.usefixtures("drawn")
def test_each_area_is_drawn_once_and_stands_in_the_list_too(client: Client) -> None:
    svg = svg_of(client.get(reverse("map")))
    assert svg.get("role") == "group"
    assert svg.get("aria-label")
    areas = svg.findall(f"{SVG}a[@aria-hidden='true']/{SVG}path")
    assert len(areas) == 3
    patterns = {pattern.get("id") for pattern in svg.iter(f"{SVG}pattern")}
    assert {area.get("fill", "")[5:-1] for area in areas} <= patterns
    # Who goes by keyboard meets each group once.
    hidden = [link for link in svg.findall(f"{SVG}a") if link.get("aria-hidden")]
    assert all(link.get("tabindex") == "-1" for link in hidden)


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize("status", [GroupStatus.STARTING, GroupStatus.ARCHIVED])
def test_a_group_that_nobody_may_see_is_nowhere_at_once(
    client: Client, village: Village, status: str
) -> None:
    WatchGroup.objects.filter(slug="sparren").update(status=status)
    for name in ("map", "map_paper"):
        page = client.get(reverse(name))
        assert "Sparren" not in text_of(page)
        assert len(svg_of(page).findall(f"{SVG}a[@aria-hidden='true']")) == 2


@pytest.mark.usefixtures("drawn")
def test_a_group_that_starts_stays_away_when_the_map_is_drawn_again(
    client: Client, now: datetime
) -> None:
    WatchGroup.objects.filter(slug="sparren").update(status=GroupStatus.STARTING, name="Geheim")
    assert draw_when_changed(now=now)
    assert "Geheim" not in text_of(client.get(reverse("map")))


@pytest.mark.usefixtures("drawn")
def test_a_paused_group_stays_as_in_the_list(client: Client) -> None:
    WatchGroup.objects.filter(slug="sparren").update(status=GroupStatus.PAUSED)
    page = client.get(reverse("map"))
    assert any("Sparren" in name for name in names_on(page))
    assert "Gepauzeerd" in words_of(page)


@pytest.mark.usefixtures("drawn")
def test_a_name_is_only_ever_text(client: Client, staff: Client, now: datetime) -> None:
    name = "</svg><b>\"Sparren' & co"
    WatchGroup.objects.filter(slug="sparren").update(name=name)
    draw_when_changed(now=now)
    for path in (reverse("map"), reverse("map_paper"), reverse("coverage")):
        page = client.get(path).content.decode()
        assert "</svg><b>" not in page
        assert escape(name) in page


@pytest.mark.usefixtures("drawn", "own_beheerder")
def test_nothing_personal_is_on_it(client: Client) -> None:
    member = Membership.objects.filter(street__slug="spoorstraat").first()
    page = text_of(client.get(reverse("map")))
    assert "huisnummer" not in page
    for address in OfficialAddress.objects.all()[:20]:
        assert str(address.x) not in page
    assert member is None or member.name not in page


@pytest.mark.usefixtures("drawn")
def test_the_list_of_groups_leads_to_the_map_only_when_there_is_one(client: Client) -> None:
    assert "Bekijk de kaart" in words_of(client.get(reverse("watchgroups")))


@pytest.mark.usefixtures("village")
def test_without_a_map_the_page_is_the_list(client: Client) -> None:
    assert "Bekijk de kaart" not in words_of(client.get(reverse("watchgroups")))
    page = client.get(reverse("map"))
    assert "Er is nog geen kaart. Dit zijn alle groepen." in words_of(page)
    assert "Spoorstraat" in words_of(page)
    assert '<svg class="map"' not in text_of(page)
    assert "Er is nog geen kaart." in words_of(client.get(reverse("map_paper")))


def test_an_empty_village_has_a_page_too(client: Client) -> None:
    assert "We zijn nog bezig." in words_of(client.get(reverse("map")))
    assert client.get(reverse("map_paper")).status_code == 200


@pytest.mark.usefixtures("drawn")
def test_who_has_the_page_already_is_told_that_it_is_the_same(
    client: Client, now: datetime
) -> None:
    for name in ("map", "map_paper"):
        first = client.get(reverse(name))
        known = {"If-None-Match": first.headers["ETag"]}
        again = client.get(reverse(name), headers=known)
        assert (again.status_code, again.content) == (304, b"")
        CoverageRule.objects.filter(group__slug="sparren").update(ended_at=now)
        draw_when_changed(now=now)
        assert client.get(reverse(name), headers=known).status_code == 200
        CoverageRule.objects.filter(group__slug="sparren").update(ended_at=None)
        draw_when_changed(now=now)


@pytest.mark.usefixtures("drawn")
def test_the_page_is_light_and_asks_the_database_little(client: Client) -> None:
    with at_most(4):
        page = client.get(reverse("map"))
    assert len(gzip.compress(page.content)) < 25_000
    assert "<script" not in text_of(page)
    assert " style=" not in text_of(page)


@pytest.mark.parametrize("name", ["map", "map_paper"])
def test_the_map_is_only_looked_at(client: Client, name: str) -> None:
    assert client.post(reverse(name)).status_code == 405
    assert client.head(reverse(name)).status_code == 200


@pytest.mark.usefixtures("village")
def test_the_example_says_that_its_places_are_invented(
    client: Client, staff: Client, village: Village, now: datetime
) -> None:
    for n in range(1, 9):
        OfficialAddress.objects.create(
            street=village.street("spoorstraat"),
            house_number=n,
            x=SKETCH_FROM.x + n * 10,
            y=SKETCH_FROM.y,
        )
    draw_when_changed(now=now)
    for path in (reverse("map"), reverse("map_paper"), reverse("coverage")):
        assert "Dit is een schets met verzonnen plekken." in words_of(client.get(path))
    OfficialAddress.objects.update(y=CORNER.y)
    draw_when_changed(now=now)
    for path in (reverse("map"), reverse("map_paper"), reverse("coverage")):
        assert "verzonnen plekken" not in words_of(client.get(path))


@pytest.mark.usefixtures("drawn")
def test_a_coordinator_sees_what_has_no_group_and_what_nobody_sees_yet(
    staff: Client, village: Village, now: datetime
) -> None:
    place(village.street("leijweg"), 800)
    OfficialAddress.objects.create(street=village.street("boslaan"), house_number=1)
    WatchGroup.objects.filter(slug="sparren").update(status=GroupStatus.STARTING)
    draw_when_changed(now=now)
    page = staff.get(reverse("coverage"))
    names = names_on(page)
    assert names["– Geen groep"] == "/platform/straten/dekking/?toon=adressen"
    assert any(name.endswith("Sparren (in oprichting)") for name in names)
    assert names[next(name for name in names if "Spoorstraat" in name)] == (
        "/beheer/groep/spoorstraat/"
    )
    assert "20 adressen hebben geen groep." in words_of(page)
    assert "1 adres heeft nog geen plek." in words_of(page)
    # On the page that everybody sees it is left blank.
    assert "Geen groep" not in text_of(Client().get(reverse("map")))


@pytest.mark.usefixtures("drawn")
def test_a_coordinator_s_map_reads_the_groups_that_are_on_it_and_no_other(
    django_assert_num_queries: Any,
) -> None:
    """A country has tens of thousands of groups, and a list of addresses without places no map."""
    shown = staff_map()
    assert shown
    assert [area.owner.sign for area in shown.areas] == ["1", "2", "3"]
    AreaDrawing.objects.all().delete()
    with django_assert_num_queries(1):
        assert staff_map() is None


@pytest.mark.usefixtures("drawn")
def test_rules_that_fall_together_are_shown_should_it_ever_happen(
    staff: Client, village: Village, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The database refuses it; so the answer of the database is what is pretended here.
    rules = list(CoverageRule.objects.in_force())
    twice = CoverageRule(street=village.street("spoorstraat"), group=village.group("sparren"))
    monkeypatch.setattr("groups.areas.pages.facts.CoverageRule", _Rules([*rules, twice]))
    assert draw_when_changed(now=now)
    page = staff.get(reverse("coverage"))
    assert "! Meer groepen" in names_on(page)
    assert "20 adressen vallen onder meer groepen." in words_of(page)


class _Rules:
    """Rules as the database gives them."""

    def __init__(self, rules: list[CoverageRule]) -> None:
        self.objects = self
        self.rules = rules

    def in_force(self) -> "_Rules":
        return self

    order_by = lambda self, *names: self  # noqa: E731

    def values_list(self, *names: str) -> list[tuple[Any, ...]]:
        attributes = [f"{name}_id" if name in ("street", "group") else name for name in names]
        return [tuple(getattr(rule, name) for name in attributes) for rule in self.rules]


@pytest.mark.usefixtures("village")
def test_a_coordinator_reads_how_a_map_comes_about(staff: Client) -> None:
    words = words_of(staff.get(reverse("coverage")))
    assert "Er is nog geen kaart. Stuur een adressenlijst met x en y." in words


@pytest.mark.usefixtures("drawn")
def test_nobody_else_sees_the_map_of_the_coordinators(client: Client, own_beheerder: User) -> None:
    assert client.get(reverse("coverage")).status_code == 302
    assert log_in(client, own_beheerder).get(reverse("coverage")).status_code == 404
