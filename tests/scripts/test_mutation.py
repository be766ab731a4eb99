"""What `make mutation` looks at is there: a room that was moved would be watched by nobody."""

from pathlib import Path

from tests.mutation_rooms import ROOMS

ROOT = Path(__file__).resolve().parents[2]


def test_each_room_has_its_modules_and_its_tests() -> None:
    missing = [
        path
        for room in ROOMS.values()
        for path in (*room.modules, *room.tests)
        if not _is_there(*path.partition("::")[::2])
    ]
    assert not missing


def _is_there(file: str, test: str) -> bool:
    path = ROOT / file
    return path.is_file() and f"def {test}" in path.read_text()
