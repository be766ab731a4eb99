"""Runs the fuzzer: `make fuzz N=20000 SEED=1`. Exit code 1 on a fault.

The same inputs go to SQLite and to PostgreSQL (that of DATABASE_URL, or one on this machine), each
in a process of its own on a database of its own; then the answers are compared. Without PostgreSQL
it says so, and runs on SQLite alone.
"""

import argparse
import difflib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scripts.test import find_postgres
from tests import template
from tests.races.databases import create, drop

ROOT = Path(__file__).resolve().parents[2]
SHOWN = 20
LINES_OF_A_DIFFERENCE = 12
NOT_OURS = ("REDIS_URL", "VAR_DIR", "PYTEST_XDIST_WORKER", "LOGIN_TRIES_FACTOR")


@dataclass
class Half:
    """What one database answered."""

    name: str
    out: Path
    catalogue: dict[str, Any] = field(default_factory=dict)
    told: dict[int, dict[str, Any]] = field(default_factory=dict)
    seconds: float = 0.0

    def read(self) -> None:
        """Read what its process wrote."""
        first, *rest = [json.loads(line) for line in self.out.read_text().splitlines()]
        self.catalogue = first
        self.told = {line["n"]: line for line in rest if "n" in line}
        self.seconds = rest[-1].get("seconds", 0.0)


@contextmanager
def migrated(url: str, name: str, folder: Path, *, keep_template: bool) -> Iterator[str]:
    """A database of our own with tables, copied from the migrated one of the run."""
    before = os.environ.get("DATABASE_URL")
    os.environ["DATABASE_URL"] = url
    try:
        source = template.migrated_database()
        own = f"{url}_fuzz_{os.getpid()}" if url else f"sqlite:///{folder / f'{name}.sqlite3'}"
        create(own, source)
        try:
            yield own
        finally:
            if url:
                drop(own)
            if not keep_template:
                os.environ["DATABASE_URL"] = url
                template.forget()
    finally:
        os.environ.pop("DATABASE_URL")
        if before is not None:
            os.environ["DATABASE_URL"] = before


def start(half: Half, url: str, options: Sequence[str]) -> "subprocess.Popen[bytes]":
    """Start the process of one half, in a folder and with a place for its answers of its own."""
    environment = {name: text for name, text in os.environ.items() if name not in NOT_OURS}
    environment |= {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": os.environ.get("FUZZ_SETTINGS", "tests.fuzz.settings"),
        "PYTHONHASHSEED": "0",  # a set is walked in the same order by both
    }
    command = [sys.executable, "-m", "tests.fuzz.half", "--out", str(half.out), *options]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)


def run(urls: dict[str, str], folder: Path, options: Sequence[str]) -> list[Half]:
    """Both halves at the same moment; a half that broke ends the run."""
    halves = [Half(name, folder / name / "answers.jsonl") for name in urls]
    processes = []
    for half in halves:
        half.out.parent.mkdir(exist_ok=True)
        processes.append(start(half, urls[half.name], options))
    try:
        for half, process in zip(halves, processes, strict=True):
            if process.wait():
                raise SystemExit(f"{half.name}: the process ended with {process.returncode}")
            half.read()
    finally:
        for process in processes:
            process.kill()
            process.wait()
    return halves


def differences(halves: Sequence[Half]) -> list[int]:
    """The numbers of the inputs that the two databases answered in different ways."""
    if len(halves) < 2:
        return []
    one, other = halves
    return [
        number for number, told in one.told.items() if told["told"] != other.told[number]["told"]
    ]


def faults(halves: Sequence[Half]) -> dict[str, list[str]]:
    """Each fault once, with the inputs that show it."""
    found: dict[str, list[str]] = {}
    for half in halves:
        for number, told in half.told.items():
            for fault in told.get("faults", []):
                found.setdefault(fault, []).append(f"{half.name} {number}")
    return found


def tell(halves: Sequence[Half], differ: Sequence[int], found: dict[str, list[str]]) -> None:
    """Print what was done and found."""
    first = halves[0].catalogue
    kinds = Counter(fault.partition(":")[0] for fault, where in found.items() for _ in where)
    print(f"routes {first['routes']}, parameters {first['parameters']}, fields {first['fields']}")
    print(f"targets {sum(first['targets'].values())}: {first['targets']}")
    print(f"not reached: {', '.join(first['never']) or 'nothing'}")
    for half in halves:
        statuses = Counter(step.split()[0] for told in half.told.values() for step in told["told"])
        slowest = max(half.told.values(), key=lambda told: float(told["s"]))
        print(
            f"{half.name}: inputs {len(half.told)}, answers {statuses.total()}, "
            f"statuses {dict(sorted(statuses.items()))}, 5xx "
            f"{sum(count for status, count in statuses.items() if status >= '5')}, "
            f"slowest {slowest['s']} s (input {slowest['n']}), {half.seconds} s"
        )
    print(f"reflections {kinds['reflection']}, other faults {dict(kinds)}")
    print(f"differences {len(differ) if len(halves) > 1 else 'not compared: one database'}")
    for fault, where in sorted(found.items(), key=lambda one: -len(one[1]))[:SHOWN]:
        print(f"  {len(where)} x {fault}   [{', '.join(where[:3])}]")


def show(halves: Sequence[Half], number: int) -> None:
    """Print in which lines the answers to one input differ."""
    one, other = halves
    print(f"\ninput {number}: {one.told[number].get('sent', '')[:1500]}")
    for step in range(max(len(half.told[number]["told"]) for half in halves)):
        files = [half.out.parent / f"{number}-{step}.txt" for half in halves]
        texts = [file.read_text().splitlines() if file.exists() else [] for file in files]
        before, after = texts
        lines = list(difflib.unified_diff(before, after, one.name, other.name, n=0, lineterm=""))
        for line in lines[:LINES_OF_A_DIFFERENCE]:
            print(f"  {line[:400]}")


def databases(*, only_sqlite: bool) -> dict[str, str]:
    """The servers that the inputs go to."""
    found = {"sqlite": ""}
    url, reason = ("", "asked for SQLite alone") if only_sqlite else find_postgres()
    if url:
        return found | {"postgresql": url}
    print(f"Left out: PostgreSQL: {reason}")
    return found


def arguments(given: Sequence[str]) -> argparse.Namespace:
    """What the command is told."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=20_000, help="how many")
    parser.add_argument("--seed", default="1", help="another one gives other inputs")
    parser.add_argument("--only", default="", help="the numbers of some inputs, to see them whole")
    parser.add_argument(
        "--routes", default="", help="a pattern: only routes of which the name fits"
    )
    parser.add_argument("--pages", type=int, default=1, help="how many of a route each actor reads")
    parser.add_argument("--sqlite", action="store_true", help="leave PostgreSQL out")
    return parser.parse_args(given)


def main(given: Sequence[str]) -> int:
    """Run, compare and tell; 1 when anything is wrong."""
    told = arguments(given)
    begun = time.monotonic()
    print(
        f"seed {told.seed}; one input again: python -m tests.fuzz --seed {told.seed} --only NUMBER"
    )
    with tempfile.TemporaryDirectory(prefix="dorst-fuzz-") as name:
        folder = Path(name)
        options = [f"--seed={told.seed}", f"--pages={told.pages}", f"--inputs={told.inputs}"]
        options += [f"--routes={told.routes}", f"--only={told.only}"]
        halves = in_own_databases(
            databases(only_sqlite=told.sqlite),
            folder,
            options,
        )
        found, differ = faults(halves), differences(halves)
        if len({json.dumps(half.catalogue) for half in halves}) > 1:
            found["catalogue: the databases show other pages or forms"] = ["all"]
        tell(halves, differ, found)
        if told.only:
            for half in halves:
                for number in half.told:
                    print(f"\n{half.name} {number}: {half.told[number]}")
        if told.only and len(halves) > 1:
            for number in differ:
                show(halves, number)
        elif differ:
            print(f"differing inputs: {','.join(map(str, differ[:SHOWN]))}")
    print(f"{'FAULTS' if found or differ else 'no fault'}, {time.monotonic() - begun:.0f} s")
    return 1 if found or differ else 0


def in_own_databases(servers: dict[str, str], folder: Path, options: Sequence[str]) -> list[Half]:
    """Make the databases, run, and drop them."""
    keep = bool(os.environ.get("TEMPLATES_DIR"))  # of a run of tests, which needs it further
    end = template.begin()
    try:
        with ExitStack() as stack:
            urls = {
                name: stack.enter_context(migrated(url, name, folder, keep_template=keep))
                for name, url in servers.items()
            }
            return run(urls, folder, options)
    finally:
        end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
