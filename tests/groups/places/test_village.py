"""Loading a village from files: whole or not at all, and once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import Model

from dorst_portal.audit.models import Entry
from groups.models import CoverageRule, GroupStatus, Hamlet, Spelling, Street, WatchGroup
from groups.places.services.village import Loaded, load_village
from groups.places.services.village_files import EXAMPLE_VILLAGE, VillageFileError, read_village
from tests.groups.conftest import Village, example_files

MODELS: tuple[type[Model], ...] = (Street, Spelling, Hamlet, WatchGroup, CoverageRule, Entry)
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A small village on disk; each file can be given."""

    def files(
        streets: str = "Laan,Dorp,,\nWeg,Dorp,Pad|Paadje,",
        hamlets: str = "Gehucht,Buurt,Laan;Weg",
        groups: str = "Een,yes,Dorp,10,whatsapp,Laan\nTwee,example,Dorp,5,signal,Weg 1-9 odd",
    ) -> Path:
        (tmp_path / "x-streets.csv").write_text(f"street,area,aliases,remark\n{streets}\n")
        (tmp_path / "x-hamlets.csv").write_text(f"hamlet,spellings,streets\n{hamlets}\n")
        header = "group,documented,area,example_members,chat,coverage"
        (tmp_path / "x-groups.csv").write_text(f"{header}\n{groups}\n")
        return tmp_path

    return files


def counted() -> list[int]:
    return [model._default_manager.count() for model in MODELS]


def test_the_example_village_is_loaded_whole(village: Village) -> None:
    assert (Street.objects.count(), WatchGroup.objects.count(), Hamlet.objects.count()) == (
        31,
        17,
        3,
    )
    assert Street.objects.filter(outside=True).count() == 3
    assert set(WatchGroup.objects.values_list("status", flat=True)) == {GroupStatus.ACTIVE}
    real = WatchGroup.objects.filter(is_example=False).values_list("name", flat=True)
    assert set(real) == {"Spoorstraat", "Oude Tilburgsebaan", "Seters", "Steenoven"}
    assert not village.street("leijweg").rules.exists()
    assert sum(group.example_members for group in example_files().groups) == 600


def test_the_command_run_twice_changes_nothing(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("load_village", str(EXAMPLE_VILLAGE))
    assert "31 straten, 3 buurtschappen, 17 groepen" in capsys.readouterr().out
    before = counted()
    call_command("load_village", str(EXAMPLE_VILLAGE))
    assert "0 straten" in capsys.readouterr().out
    assert counted() == before


def test_what_people_changed_stays(village: Village, now: datetime) -> None:
    WatchGroup.objects.filter(slug="sparren").update(name="De Sparren", status="paused")
    Street.objects.filter(slug="leijweg").update(name="Leyweg")
    CoverageRule.objects.filter(group__slug="sparren").update(ended_at=now)
    assert load_village(example_files(), now=now) == Loaded(0, 0, 0, 0)
    assert village.groups.keys() == set(WatchGroup.objects.values_list("slug", flat=True))
    assert WatchGroup.objects.get(slug="sparren").name == "De Sparren"


def test_a_street_that_was_added_to_the_files_is_added(
    write: Write, db: None, now: datetime
) -> None:
    load_village(read_village(write()), now=now)
    more = write(
        streets="Laan,Dorp,,\nWeg,Dorp,Pad|Paadje,\nDreef,Dorp,,nieuw",
        groups="Een,yes,Dorp,10,whatsapp,Laan\nTwee,example,Dorp,5,signal,Weg 1-9 odd\n"
        "Drie,example,Dorp,5,telegram,Dreef; Weg 2-8",
    )
    with pytest.raises(VillageFileError):  # 2-8 holds odd numbers of group Twee
        read_village(more)
    more = write(
        streets="Laan,Dorp,,\nWeg,Dorp,Pad|Paadje,\nDreef,Dorp,,nieuw",
        groups="Drie,example,Dorp,5,telegram,Dreef; Weg 2-8 even",
    )
    assert load_village(read_village(more), now=now) == Loaded(1, 0, 1, 2)


def test_a_mark_of_a_spreadsheet_in_front_is_no_harm(write: Write, db: None, now: datetime) -> None:
    folder = write()
    file = folder / "x-streets.csv"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert load_village(read_village(folder), now=now).streets == 2


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"streets": "Laan,Dorp,,\n,Dorp,,"}, "x-streets.csv, rij 3: street is leeg"),
        ({"streets": "Laan,Dorp,,\nWeg,,,"}, "x-streets.csv, rij 3: area is leeg"),
        ({"streets": "Laan,Dorp"}, "x-streets.csv, rij 2: meer of minder vakken"),
        ({"streets": "Laan,Dorp,,,,"}, "x-streets.csv, rij 2: meer of minder vakken"),
        ({"streets": "Laan,Dorp,,\nLAAN,Dorp,,"}, "x-hamlets.csv, rij 2: Weg staat niet"),
        ({"streets": "Laan,Dorp,,\nLAAN,Dorp,,\nWeg,Dorp,,"}, "x-streets.csv, rij 3: LAAN staat"),
        ({"streets": "Laan,Dorp,,\nWeg,Dorp,laan,"}, "x-streets.csv, rij 3: Weg staat ook"),
        ({"streets": f"{'x' * 81},Dorp,,"}, "x-streets.csv, rij 2: street: Dit is te lang"),
        ({"streets": "***,Dorp,,"}, "x-streets.csv, rij 2: street heeft geen letters"),
        ({"streets": "La\u202ean,Dorp,,"}, "x-streets.csv, rij 2: street: Hier staat een teken"),
        ({"hamlets": "Gehucht,,Laan;Plein"}, "x-hamlets.csv, rij 2: Plein staat niet in de lijst"),
        ({"hamlets": "Gehucht,,"}, "x-hamlets.csv, rij 2: streets is leeg"),
        ({"groups": "Een,ja,Dorp,1,whatsapp,Laan"}, "x-groups.csv, rij 2: documented moet"),
        ({"groups": "Een,yes,Dorp,1,icq,Laan"}, "x-groups.csv, rij 2: chat moet"),
        ({"groups": "Een,yes,Dorp,veel,signal,Laan"}, "x-groups.csv, rij 2: example_members"),
        ({"groups": "Een,yes,Dorp,-1,signal,Laan"}, "x-groups.csv, rij 2: example_members"),
        ({"groups": "Een,yes,Dorp,1,signal,Plein 1-9"}, "x-groups.csv, rij 2: Plein staat niet"),
        ({"groups": "Een,yes,Dorp,1,signal,Laan 9-1"}, "x-groups.csv, rij 2: Laan 9-1: In dit"),
        ({"groups": "Een,yes,Dorp,1,signal,Laan 0-9"}, "x-groups.csv, rij 2: Laan 0-9: In dit"),
        ({"groups": "Een,yes,Dorp,1,signal,Laan 2-2 odd"}, "x-groups.csv, rij 2: Laan 2-2 odd"),
        ({"groups": "Een,yes,Dorp,1,signal,Laan; Laan 1-9"}, "x-groups.csv, rij 2: een deel van"),
        (
            {"groups": "A,yes,Dorp,1,signal,Laan 1-9\nB,yes,Dorp,1,signal,Laan 9-20"},
            "x-groups.csv, rij 3: een deel van Laan hoort al bij x-groups.csv, rij 2",
        ),
        (
            {"groups": "A,yes,Dorp,1,signal,Laan\nA,yes,Dorp,1,signal,Weg"},
            "x-groups.csv, rij 3: A staat ook in x-groups.csv, rij 2",
        ),
    ],
)  # fmt: skip
def test_a_wrong_file_is_told_with_its_row_and_nothing_is_written(
    write: Write, db: None, files: dict[str, str], told: str
) -> None:
    before = counted()
    with pytest.raises(CommandError) as refusal:
        call_command("load_village", str(write(**files)))
    assert str(refusal.value).startswith(told)
    assert counted() == before


def test_files_that_are_not_there_or_twice_there(tmp_path: Path, write: Write) -> None:
    with pytest.raises(VillageFileError, match="precies één bestand"):
        read_village(tmp_path / "nergens")
    folder = write()
    (folder / "y-streets.csv").write_text("street\n")
    with pytest.raises(VillageFileError, match="precies één bestand"):
        read_village(folder)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"street,area,aliases,remark\nL\xe4an,Dorp,,\n", "geen UTF-8"),
        (b'street,area,aliases,remark\n"Laan,Dorp,,\n', "niet te lezen"),
        (b"street,aliases,remark\nLaan,,\n", "de kolom area ontbreekt"),
    ],
)
def test_files_that_cannot_be_read(write: Write, content: bytes, told: str) -> None:
    folder = write()
    (folder / "x-streets.csv").write_bytes(content)
    with pytest.raises(VillageFileError, match=told):
        read_village(folder)


@pytest.mark.parametrize(
    "change",
    [
        {"slug": "elders"},  # the name is taken, under another slug
        {"name": "Vreemd", "slug": "vreemd"},  # the spelling means another street
    ],
)
def test_what_clashes_with_what_is_there_loads_nothing(
    village: Village, now: datetime, change: dict[str, Any]
) -> None:
    files = example_files()
    street = replace(files.streets[0], **change)
    before = counted()
    with pytest.raises(VillageFileError, match="botst"):
        load_village(replace(files, streets=(*files.streets, street)), now=now)
    assert counted() == before
