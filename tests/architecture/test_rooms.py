"""The rules of docs/architecture.md about rooms that import-linter cannot see."""

import ast
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
GROUPS = ROOT / "groups"
MOST_FILES = 25
WRITES = {
    "abulk_create", "bulk_create", "bulk_update", "create", "delete", "get_or_create", "save",
    "update_or_create",
}  # fmt: skip
# What stands beside the rooms: the ground and the doors.
GROUND = {
    "admin", "apps", "checks", "coverage_guard", "example", "group_choice", "group_field",
    "group_names", "management", "menu", "migrations", "models", "notices", "permissions",
    "api", "querysets", "refusals", "staff_urls", "tasks", "urls", "values", "waiting", "welcome",
    "wording",
}  # fmt: skip
FLOORS = {"urls", "views", "forms", "services", "pages", "emails"}
# Rooms with something of their own below their floors.
OWN_FLOORS = {
    "areas": {"drawing", "labels", "shapes"},
    "members": {"comparing", "list_files", "participants"},
    "open_data": {"answers"},
    "places": {"address_files", "routing"},
    "privacy": {"fields", "terms"},
    "texts": {"plain_language"},
}
WITHOUT_FLOORS = {"timetable"}


def rooms_of_the_contract() -> set[str]:
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    (floors,) = [one for one in linter["contracts"] if one["id"] == "floors_of_a_room"]
    return {name.removeprefix("groups.") for name in floors["containers"]}


def names_in(folder: Path) -> set[str]:
    return {
        path.stem
        for path in folder.iterdir()
        if path.name not in ("__init__.py", "__pycache__")
        # Not what an older checkout left behind.
        and (path.suffix == ".py" or any(path.glob("*.py")) or any(path.glob("*.csv")))
    }


def test_everything_in_groups_is_in_a_room_or_on_the_ground() -> None:
    assert names_in(GROUPS) - GROUND - WITHOUT_FLOORS == rooms_of_the_contract()


def test_every_room_has_the_same_floors() -> None:
    for room in rooms_of_the_contract():
        extra = names_in(GROUPS / room) - FLOORS
        assert extra == OWN_FLOORS.get(room, set()), room


@pytest.mark.parametrize("tree", ["alerts", "groups", "templates", "tests", "dorst_portal"])
def test_no_folder_holds_more_than_twenty_five_files(tree: str) -> None:
    paths = (path for path in (ROOT / tree).rglob("*") if path.is_file())
    files = Counter(path.parent for path in paths if path.suffix not in (".pyc", ".pyi"))
    # Migrations pile up, and nobody looks around among them.
    too_many = {
        str(folder.relative_to(ROOT)): number
        for folder, number in files.items()
        if folder.name != "migrations" and number > MOST_FILES + (folder / "__init__.py").exists()
    }
    assert too_many == {}


def pages() -> Iterator[Path]:
    for room in rooms_of_the_contract():
        yield from (GROUPS / room).glob("pages/*.py")
        yield from (GROUPS / room).glob("pages.py")


def writes_in(source: str) -> set[str]:
    """The calls that write a row; `.update` of a dictionary has no names of columns."""
    return {
        ast.unparse(node.func)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and (node.func.attr in WRITES or (node.func.attr == "update" and node.keywords))
    }


def test_pages_write_no_row() -> None:
    found = {str(path.relative_to(ROOT)): writes_in(path.read_text()) for path in pages()}
    assert len(found) > 40
    assert {path: calls for path, calls in found.items() if calls} == {}


@pytest.mark.parametrize(
    "line", ["rows.update(name='')", "row.save()", "Row.objects.bulk_create(new)", "rows.delete()"]
)
def test_the_search_finds_what_writes(line: str) -> None:
    assert writes_in(line)


def test_a_template_and_a_test_lie_in_a_room_that_exists() -> None:
    rooms = rooms_of_the_contract()
    for tree in ("templates/groups", "templates/emails/groups"):
        assert {path.name for path in (ROOT / tree).iterdir()} <= rooms
    tests = {path.name for path in (ROOT / "tests/groups").iterdir() if path.is_dir()}
    assert (
        tests - {"__pycache__", "languages", "swapping", "values", "wording"}
        <= rooms | WITHOUT_FLOORS
    )
