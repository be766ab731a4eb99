"""Where addresses lie on the map, as files say it: read in the usual ways, and never in the way of
the address itself.
"""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from dorst_portal.accounts.models import User
from groups.models import AddressImport, OfficialAddress
from groups.places.address_files.columns import meaning_of
from groups.places.address_files.rows import AddressRow
from groups.places.address_files.table import read_file
from groups.places.services.imports import imports, work
from groups.values.rd_points import RdPoint
from tests.groups.conftest import Village, log_in
from tests.groups.pages import words_of
from tests.groups.places.address_samples import bag, sheet

HEADER = "openbareruimte;huisnummer;huisletter;toevoeging;postcode;woonplaats;x;y"
# As a program gives a whole village: two pairs of columns that say the same.
EXTRACT = (
    "openbareruimte;huisnummer;huisletter;huisnummertoevoeging;postcode;woonplaats;gemeente;"
    "object_id;x;y;lon;lat"
)
HERE = RdPoint(118_834, 402_312)
Take = Callable[..., AddressImport]


def only_row(content: bytes) -> AddressRow:
    (row,) = read_file(content).rows
    return row


@pytest.mark.once
@pytest.mark.parametrize(
    ("names", "meaning"),
    [
        ("x;X;X-coördinaat;x_coordinaat;xcoord;rd_x;RD X;X (RD);POINT_X;coord_x;x_rd", "x"),
        ("lon;Longitude;lengtegraad;lng;long;lon (WGS84)", "x"),
        ("y;Y;Y-coördinaat;y_coordinaat;ycoord;rd_y;RD Y;Y (RD);POINT_Y;coord_y;y_rd", "y"),
        ("lat;Latitude;breedtegraad;lat (WGS84)", "y"),
        ("geopunt;geometrie;centroide_rd;centroide_ll;WKT;point;geo_point_2d", "plek"),
    ],
)
def test_columns_are_known_by_their_usual_names(names: str, meaning: str) -> None:
    for name in names.split(";"):
        found = meaning_of(name)
        assert found, name
        assert found[0] == meaning, name


@pytest.mark.once
@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("x;y", "118834.2;402311.9"),
        ("X-coördinaat;Y-coördinaat", "118834,2;402311,9"),
        ("y;x", "402312;118834"),
        ("x;y", "402312;118834"),  # in the wrong columns
        ("rd_x;rd_y", "118834;402312"),
        ("centroide_rd", "POINT(118834 402312)"),
        ("x;y;lon;lat", "118834;402312;4.0;52.0"),  # metres before degrees
    ],
)
def test_places_are_read_in_metres(header: str, cells: str) -> None:
    content = bag(f"Spoorstraat;12;{cells}", header=f"straat;huisnummer;{header}")
    assert only_row(content).point == HERE


@pytest.mark.once
@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("lat;lon", "51.6085;4.8650"),
        ("Longitude;Latitude", "4,8650;51,6085"),
        ("x;y", "4.8650;51.6085"),
        ("centroide_ll", "POINT(4.8650 51.6085)"),
        ("geo_point_2d", "51.6085, 4.8650"),
    ],
)
def test_places_are_read_in_degrees(header: str, cells: str) -> None:
    content = bag(f"Spoorstraat;12;{cells}", header=f"straat;huisnummer;{header}")
    point = only_row(content).point
    assert point is not None
    assert abs(point.x - HERE.x) < 50
    assert abs(point.y - HERE.y) < 50


@pytest.mark.once
def test_a_workbook_gives_numbers() -> None:
    rows = [["straat", "huisnummer", "x", "y"], ["Spoorstraat", 12, 118834.2, 402312]]
    assert only_row(sheet(rows)).point == HERE


@pytest.mark.once
def test_a_whole_extract_is_read_from_its_metres() -> None:
    line = "Spoorstraat;12;A;;4849AB;Dorst;Oosterhout;1;118834.2;402311.9;4.8;51.6"
    table = read_file(bag(line, header=EXTRACT))
    assert table.rows[0].point == HERE
    assert (table.columns.used["x"], table.columns.used["y"]) == ("x", "y")
    assert "lon" in table.columns.ignored


@pytest.mark.once
@pytest.mark.parametrize("cells", ["0;0", "118834;", "ja;nee", "118834;9999999", f"{'9' * 300};1"])
def test_an_impossible_place_leaves_the_address_as_it_is(cells: str) -> None:
    row = only_row(bag(f"Spoorstraat;12;;;4849AB;Dorst;{cells}", header=HEADER))
    assert (row.problem, row.point, row.is_misplaced) == ("", None, True)
    assert str(row.number) == "12"


@pytest.mark.once
@pytest.mark.parametrize("cells", [";", "-;-", "NULL;NULL"])
def test_nothing_is_no_mistake(cells: str) -> None:
    row = only_row(bag(f"Spoorstraat;12;;;4849AB;Dorst;{cells}", header=HEADER))
    assert (row.problem, row.point, row.is_misplaced) == ("", None, False)


@pytest.fixture
def taken(village: Village, coordinator: User, now: datetime) -> Take:
    """Sends a file and has it taken over."""

    def take(*lines: str, header: str = HEADER) -> AddressImport:
        batch = imports.store("bag.csv", bag(*lines, header=header), by=coordinator, now=now)
        work.work(now=now)
        batch.refresh_from_db()
        imports.confirm(batch, may_go=True, by=coordinator, now=now)
        work.work(now=now)
        batch.refresh_from_db()
        return batch

    return take


def places() -> dict[str, tuple[int | None, int | None, str]]:
    rows = OfficialAddress.objects.select_related("street")
    return {str(row): (row.x, row.y, row.postcode) for row in rows}


ONE = "Spoorstraat;12;;;4849 AB;Dorst;118834;402312"
TWO = "Spoorstraat;14;A;;4849 AB;Dorst;118850;402312"


@pytest.mark.django_db
def test_a_list_that_was_there_gets_places_and_nothing_else_changes(taken: Take) -> None:
    no_places = HEADER.removesuffix(";x;y")
    taken("Spoorstraat;12;;;4849 AB;Dorst", "Spoorstraat;14;A;;4849 AB;Dorst", header=no_places)
    ids = set(OfficialAddress.objects.values_list("pk", flat=True))
    batch = taken(ONE, TWO)
    assert batch.counts["placed"] == 2
    assert places() == {
        "Spoorstraat 12": (118_834, 402_312, "4849 AB"),
        "Spoorstraat 14a": (118_850, 402_312, "4849 AB"),
    }
    assert set(OfficialAddress.objects.values_list("pk", flat=True)) == ids


@pytest.mark.django_db
def test_a_file_without_places_or_postcodes_takes_none_away(taken: Take) -> None:
    taken(ONE, TWO)
    before = places()
    batch = taken("Spoorstraat;12;", "Spoorstraat;14;A", header="straat;huisnummer;huisletter")
    assert batch.counts["same"] == 2
    assert places() == before
    # Nor does an empty cell, or one that cannot be right.
    batch = taken(
        "Spoorstraat;12;;;4849 AC;Dorst;;", "Spoorstraat;14;A;;4849 AB;Dorst;0;0", header=HEADER
    )
    assert (batch.counts["changed"], batch.counts["misplaced"]) == (1, 1)
    assert places() == {
        "Spoorstraat 12": (118_834, 402_312, "4849 AC"),
        "Spoorstraat 14a": (118_850, 402_312, "4849 AB"),
    }


@pytest.mark.django_db
def test_a_place_and_a_postcode_change_together(taken: Take) -> None:
    taken(ONE)
    taken("Spoorstraat;12;;;4849 AC;Dorst;118900;402400")
    assert places() == {"Spoorstraat 12": (118_900, 402_400, "4849 AC")}
    only_a_place = taken("Spoorstraat;12;118901;402400", header="straat;huisnummer;x;y")
    assert only_a_place.counts["placed"] == 1
    assert places() == {"Spoorstraat 12": (118_901, 402_400, "4849 AC")}


@pytest.mark.django_db
def test_the_preview_says_how_far_addresses_move_and_which_places_are_wrong(
    client: Client, taken: Take, coordinator: User, now: datetime
) -> None:
    taken(ONE, TWO)
    moved = "Spoorstraat;12;;;4849 AB;Dorst;118837;402316"
    lines = (moved, "Spoorstraat;14;A;;4849 AB;Dorst;0;0", "Spoorstraat;16;;;;Dorst;ja;nee")
    batch = imports.store("bag.csv", bag(*lines, header=HEADER), by=coordinator, now=now)
    work.work(now=now)
    staff = log_in(client, coordinator)
    page = staff.get(reverse("address_import", args=[batch.pk]), {"soort": "placed"})
    words = words_of(page)
    assert "Andere plek op de kaart 1" in words
    assert "Plek klopt niet 2, op regel 3, 4. Die plek nemen we niet over, het adres wel." in words
    assert "Dit adres verschuift 5 meter." in words
    new = staff.get(reverse("address_import", args=[batch.pk]), {"soort": "new"})
    assert "Spoorstraat 16" in words_of(new)


@pytest.mark.django_db
def test_a_person_points_out_where_the_places_stand(
    client: Client, village: Village, coordinator: User, now: datetime
) -> None:
    content = bag("Spoorstraat;12;118834;402312", header="straat;huisnummer;oost;noord")
    batch = imports.store("eigen.csv", content, by=coordinator, now=now)
    work.work(now=now)
    staff = log_in(client, coordinator)
    chosen = {"straat": "straat", "huisnummer": "huisnummer", "x": "oost", "y": "noord"}
    staff.post(reverse("address_import_columns", args=[batch.pk]), chosen)
    work.work(now=now)
    finding = batch.findings.get()
    assert (finding.x, finding.y) == HERE
