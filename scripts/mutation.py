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
from difflib import unified_diff
from functools import cache
from pathlib import Path

from mutmut.mutation.file_mutation import mutate_file_contents

from tests.mutation_rooms import ROOMS

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "var" / "mutation"
NOT_OURS = ("DATABASE_URL", "REDIS_URL", "VAR_DIR", "PYTHONDONTWRITEBYTECODE")
OPTIONS = ("-q", "-n", "0", "-p", "no:randomly", "-p", "tests.mutating")


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
    functions = functions_of(module_of(mutant))
    before, after = (
        ast.unparse(ast.Module(functions[one].body, [])).splitlines() for one in (original, name)
    )
    return list(unified_diff(before, after, lineterm="", n=0))[2:]


@cache
def functions_of(path: str) -> dict[str, ast.FunctionDef]:
    """The functions of a module with all its mutants in it, by their names there."""
    code = mutate_file_contents(path, (ROOT / path).read_text()).code
    return {
        node.name: node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.FunctionDef)
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "", sys.argv[2:]))
