"""How well the tests watch the code that decides over people: mutmut changes it, a test must fail.

    make mutation                      what there is to choose
    make mutation ROOM=addresses       one room: its modules by its tests, on SQLite
    make mutation ROOM=links ARGS=...  only these mutants, by the names that the report gave

A room is run in a copy of the tree (var/mutation/<room>). Nothing of it is part of `make test`:
hours of a processor, for an answer that changes slowly. What was measured: docs/mutation.md.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PLACE = ROOT / "var" / "mutation"
# What a copy needs none of, besides what no clone holds.
NOT_COPIED = shutil.ignore_patterns(
    *(".*", "var", "bench", "images", "node_modules", "__pycache__", "mutants")
)
PACKAGES = ("alerts", "dorst_portal", "groups")
NOT_OURS = ("DATABASE_URL", "REDIS_URL", "VAR_DIR", "PYTHONDONTWRITEBYTECODE")
# What mutmut keeps of a mutant: the exit code of its tests. None: it was not tried yet.
SURVIVED, NO_TESTS = 0, 33


@dataclass(frozen=True)
class Room:
    """Modules that are changed, and the tests of which one must fail at each change."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]


ROOMS = {
    "states": Room(
        ("groups/values/*states.py",),
        tuple(
            f"tests/groups/values/test_{kind}states.py"
            for kind in ("", "import_", "member_import_")
        ),
    ),
    "addresses": Room(
        (
            "groups/values/addresses.py",
            "groups/values/address_lines.py",
            "groups/values/house_ranges.py",
            "groups/values/places.py",
        ),
        (
            "tests/groups/values/test_addresses.py",
            "tests/groups/values/test_address_lines.py",
            "tests/groups/values/test_house_ranges.py",
        ),
    ),
    "routing": Room(
        ("groups/places/routing.py",),
        (
            "tests/groups/places/test_routing_reference.py",
            "tests/groups/places/test_typed_addresses.py",
            "tests/groups/requests/test_owners_and_dates.py",
            "tests/groups/requests/test_signup_service.py",
        ),
    ),
    "permissions": Room(
        (
            "groups/permissions.py",
            "groups/querysets/requests.py",
            "groups/querysets/memberships.py",
            "groups/querysets/appointments.py",
            "dorst_portal/accounts/backends.py",
        ),
        ("tests/groups/test_permissions.py",),
    ),
    "links": Room(("dorst_portal/kit/links.py",), ("tests/kit/test_links.py",)),
    "retention": Room(
        (
            "groups/privacy/services/purges.py",
            "groups/privacy/services/holds.py",
            "groups/privacy/services/retention.py",
            "groups/privacy/services/dry_run.py",
            "dorst_portal/kit/rows/batches.py",
        ),
        ("tests/groups/privacy/test_retention.py", "tests/groups/privacy/test_holds.py"),
    ),
    "export": Room(
        (
            "dorst_portal/kit/spreadsheets.py",
            "groups/members/services/exporting.py",
            "groups/members/forms/export.py",
            "groups/members/pages/files.py",
        ),
        ("tests/kit/test_spreadsheets.py", "tests/groups/members/test_export_page.py"),
    ),
    "forgetting": Room(
        (
            "alerts/services/forgetting.py",
            "alerts/services/forgetting_messages.py",
            "alerts/services/wiping.py",
        ),
        ("tests/alerts/test_forgetting.py", "tests/alerts/details/test_wiping.py"),
    ),
}


def main(name: str, mutants: list[str]) -> int:
    """Runs one room and says what survived; fails when something did."""
    if name not in ROOMS:
        print("make mutation ROOM=" + "|".join(ROOMS))
        return 2
    tree = copied(name)
    environment = {key: value for key, value in os.environ.items() if key not in NOT_OURS}
    # One migrated database for all: each process of a mutant copies it.
    environment["TEMPLATES_DIR"] = str(made(PLACE / "templates"))
    template = (sys.executable, "-m", "tests.template")
    subprocess.run(template, cwd=ROOT, env=environment, check=True)
    command = (BIN / "mutmut", "run", "--max-children", "1", *mutants)
    with (tree / "mutmut.log").open("w") as log:
        # It counts on one line of a terminal, for as long as it takes.
        shown = None if sys.stdout.isatty() else log
        subprocess.run(command, cwd=tree, env=environment, check=True, stdout=shown)
    return report(tree)


def made(folder: Path) -> Path:
    """The folder, which is there from now on."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def copied(name: str) -> Path:
    """The tree as it is now, told what to change; what mutmut knew of it stays."""
    tree = made(PLACE / name)
    for old in tree.iterdir():
        if old.name != "mutants":
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    shutil.copytree(ROOT, tree, ignore=NOT_COPIED, dirs_exist_ok=True)
    with (tree / "pyproject.toml").open("a") as file:
        file.write(settings(ROOMS[name], tree))
    return tree


def settings(room: Room, tree: Path) -> str:
    """How mutmut is to work there, as it reads that: TOML, which writes lists of texts as JSON."""
    others = sorted(one.name for one in tree.iterdir() if one.name not in (*PACKAGES, "mutants"))
    told = {
        "source_paths": PACKAGES,
        "only_mutate": room.modules,
        "also_copy": others,
        "pytest_add_cli_args_test_selection": room.tests,
        "pytest_add_cli_args": ("-p", "tests.mutating"),
        # Each mutant begins in a process in which nothing of the portal was asked yet.
        "process_isolation": "forkserver",
        "track_dependencies": False,
        "use_git_change_detection": False,
    }
    lines = [f"{key} = {json.dumps(value)}" for key, value in told.items()]
    return "\n".join(["", "[tool.mutmut]", *lines, ""])


def report(tree: Path) -> int:
    """Prints per module how many mutants there were and which survived."""
    left = 0
    for path in sorted((tree / "mutants").rglob("*.py.meta")):
        codes = json.loads(path.read_text())["exit_code_by_key"]
        alive = [one for one, code in codes.items() if code in (None, SURVIVED, NO_TESTS)]
        left += len(alive)
        module = path.relative_to(tree / "mutants").as_posix().removesuffix(".meta")
        if codes:
            print(f"{module}: {len(codes)} mutants, {len(codes) - len(alive)} killed")
        for one in alive:
            subprocess.run((BIN / "mutmut", "show", one), cwd=tree, check=True)
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "", sys.argv[2:]))
