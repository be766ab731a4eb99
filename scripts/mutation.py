"""How well the tests watch the code that decides over people: change it, and a test must fail.

    make mutation                              what there is to choose
    make mutation ROOM=addresses               one room: its modules by its tests, on SQLite
    make mutation ROOM=links ARGS=x_use_link   only the mutants with this in their name
    EVERY=10 make mutation ROOM=routing        one mutant in ten, for a first look

How that is done: tests/mutating.py. What was measured: docs/mutation.md. It is no part of `make
test`: an hour of a processor, for an answer that changes slowly.
"""

import ast
import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from difflib import unified_diff
from functools import cache
from pathlib import Path

from mutmut.mutation.file_mutation import mutate_file_contents

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "var" / "mutation"
NOT_OURS = ("DATABASE_URL", "REDIS_URL", "VAR_DIR", "PYTHONDONTWRITEBYTECODE")
TERMS = "tests/groups/privacy/test_terms_to_the_second.py"
OPTIONS = ("-q", "-n", "0", "-p", "no:randomly", "-p", "tests.mutating")


@dataclass(frozen=True)
class Room:
    """Modules that are changed, and the tests of which one must fail at each change."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]
    # Where a module also holds other things: what stands in the names of its mutants.
    only: tuple[str, ...] = ()


ROOMS = {
    "states": Room(
        (
            "groups/values/states.py",
            "groups/values/import_states.py",
            "groups/values/member_import_states.py",
        ),
        (
            "tests/groups/values/test_states.py",
            "tests/groups/values/test_import_states.py",
            "tests/groups/values/test_member_import_states.py",
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
            "tests/groups/values/test_places.py",
            "tests/groups/places/test_suggestions.py::test_the_keys_with_which_a_name_may_begin",
        ),
    ),
    "routing": Room(
        ("groups/places/routing.py",),
        (
            "tests/groups/places/test_routing.py",
            "tests/groups/places/test_routing_reference.py",
        ),
    ),
    "permissions": Room(
        (
            "groups/permissions.py",
            "groups/querysets/appointments.py",
            "groups/querysets/memberships.py",
            "groups/querysets/requests.py",
            "groups/querysets/watchgroups.py",
            "groups/requests/views/access.py",
            "dorst_portal/accounts/backends.py",
        ),
        (
            "tests/groups/test_permissions.py",
            "tests/groups/requests/test_rights.py",
            "tests/accounts/test_backends.py",
        ),
        only=(
            *("groups.permissions.", "groups.querysets.appointments.", "requests.views.access."),
            *("accounts.backends.", "_decidable", "ǁown__", "ǁvisible_to", "ǁnot_about"),
            *("ǁdecidable_by", "ǁhandleable_by", "ǁfor_coordinators", "ǁmanaged_by"),
        ),
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
        (
            "tests/groups/privacy/test_holds.py",
            TERMS,
            # Of this one those that need no village of years.
            *(
                f"tests/groups/privacy/test_retention.py::test_{name}"
                for name in (
                    "it_is_done_once_a_night_from_three_o_clock",
                    "a_worker_that_was_down_that_night_does_it_when_it_is_back",
                    "a_night_that_was_tried_out_does_not_skip_the_nights_before_it",
                    "what_is_too_much_for_one_run_goes_on_in_the_next_one",
                )
            ),
        ),
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
        (
            "tests/alerts/test_forgetting.py",
            "tests/alerts/details/test_wiping.py",
            f"{TERMS}::test_the_oldest_go_first_in_the_order_of_an_index",
        ),
    ),
}


def main(name: str, mutants: list[str]) -> int:
    """Runs one room and says what survived; fails when something did."""
    if name not in ROOMS:
        print("make mutation ROOM=" + "|".join(ROOMS))
        return 2
    PLACE.mkdir(parents=True, exist_ok=True)
    report = PLACE / f"{name}.jsonl"
    report.unlink(missing_ok=True)
    told = {
        "MUTATE": " ".join(ROOMS[name].modules),
        "MUTANTS": " ".join(mutants or ROOMS[name].only),
        "MUTATION_REPORT": str(report),
    }
    environment = {key: value for key, value in os.environ.items() if key not in NOT_OURS}
    command = (sys.executable, "-m", "pytest", *OPTIONS, *ROOMS[name].tests)
    code = subprocess.run(command, cwd=ROOT, env=environment | told, check=False).returncode
    if not report.exists():
        return code or 1
    return told_in_words(dict(json.loads(line) for line in report.read_text().splitlines()))


def told_in_words(found: dict[str, str]) -> int:
    """Prints how many mutants each module had, and each that no test noticed."""
    alive = [mutant for mutant, verdict in found.items() if verdict in ("survived", "no test")]
    for mutant in alive:
        print(f"\n# {mutant}: {found[mutant]}")
        print(*difference(mutant), sep="\n")
    modules = sorted({module_of(mutant) for mutant in found})
    for module in modules:
        counts = Counter(verdict for one, verdict in found.items() if module_of(one) == module)
        words = ", ".join(f"{number} {verdict}" for verdict, number in sorted(counts.items()))
        print(f"{module}: {sum(counts.values())} mutants: {words}")
    return 1 if alive else 0


def module_of(mutant: str) -> str:
    """The path of the module that a mutant is of."""
    return mutant.rpartition(".")[0].replace(".", "/") + ".py"


def difference(mutant: str) -> list[str]:
    """The lines that a mutant changes."""
    name = mutant.rpartition(".")[2]
    original = f"{name.partition('__mutmut_')[0]}__mutmut_orig"
    lines = [
        ast.unparse(ast.Module(list(functions_of(module_of(mutant))[one].body), [])).splitlines()
        for one in (original, name)
    ]
    return list(unified_diff(*lines, lineterm="", n=0))[2:]


@cache
def functions_of(path: str) -> dict[str, ast.FunctionDef]:
    """The functions of a module with all its mutants in it, by their names there."""
    code = mutate_file_contents(path, (ROOT / path).read_text()).code
    return {
        node.name: node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.FunctionDef)
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "", sys.argv[2:]))
