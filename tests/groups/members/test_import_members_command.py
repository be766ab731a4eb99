"""`manage.py import_members`: a list at the machine itself."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from dorst_portal.audit.models import Entry
from groups.models import MemberImport, Membership, WatchGroup
from tests.groups.members.sent_lists import number, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Two that are right, and one without a number."""
    path = tmp_path / "leden.csv"
    lines = [f"Jan;{number(1)};Spoorstraat 1;", f"Nel;{number(2)};Spoorstraat 3;", "Koos;;;"]
    path.write_bytes(table(*lines))
    return path


def told(*arguments: object, **options: object) -> str:
    out = StringIO()
    call_command("import_members", *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def test_who_is_right_comes_on_the_list_to_be_confirmed(
    spoorstraat: WatchGroup, file: Path
) -> None:
    out = told(file, group="spoorstraat")
    assert "Regel 4: Het mobiele nummer ontbreekt." in out
    assert "Overgenomen: 2. Niet: 1." in out
    assert "Jan" not in out
    made = list(Membership.objects.order_by("name").values_list("name", "to_confirm"))
    assert made == [("Jan", True), ("Nel", True)]
    assert Entry.objects.get(verb="members.imported").actor == "import_members"
    assert "Overgenomen: 0. Niet: 3." in told(file, group="spoorstraat")


def test_trying_it_out_writes_nothing(spoorstraat: WatchGroup, file: Path) -> None:
    assert "Ongewoon nummer: 2" in told(file, group="spoorstraat", dry_run=True)
    assert not Membership.objects.exists()
    assert MemberImport.objects.get().content is None


def test_what_cannot_be_done_is_told(spoorstraat: WatchGroup, file: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Groep ‘nergens’ kennen we niet"):
        told(file, group="nergens")
    with pytest.raises(CommandError, match="is niet te lezen"):
        told(tmp_path / "weg.csv", group="spoorstraat")
    file.write_bytes(b"Naam;Adres;Anders\nJan;Spoorstraat 1;x\nNel;Spoorstraat 3;y")
    with pytest.raises(CommandError, match="Waar staat het mobiele nummer"):
        told(file, group="spoorstraat")
    file.write_bytes(b"%PDF-1.7")
    with pytest.raises(CommandError, match="PDF"):
        told(file, group="spoorstraat")
