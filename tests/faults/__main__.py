"""`python -m tests.faults --faults 40 --seconds 600 --seed 1 [--only sqlite|postgres]`."""

import argparse
import os
import signal
import sys
from pathlib import Path
from typing import Any

from tests import template
from tests.faults.run import ENOUGH, as_json, details, run, say, table
from tests.faults.servers import Postgres
from tests.faults.world import world
from tests.races.processes import RealSite

NAMES = {"sqlite": "sqlite", "postgres": "postgresql"}


def main() -> int:
    """Run on each database; fails when anything was lost, doubled, missing or slow to recover."""
    asked = _arguments()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _enough)
    # Everything that is needed is made here: no server of this machine is touched.
    for name in ("DATABASE_URL", "REDIS_URL", "VAR_DIR"):
        os.environ.pop(name, None)
    end = template.begin()
    failed = False
    try:
        for name in asked.only or list(NAMES):
            failed |= _one(NAMES[name], asked)
    finally:
        end()
    return int(failed)


def _enough(*_: Any) -> None:
    """The first time: judge what was done up to now. The second time: take everything down."""
    if ENOUGH.is_set():
        sys.exit(1)
    ENOUGH.set()


def _one(database: str, asked: argparse.Namespace) -> bool:
    """One database; tells whether it failed."""
    if database == "postgresql" and not Postgres.is_possible():
        say("Left out: PostgreSQL: no initdb, psql, pg_dump or redis-server here")
        return False
    empty = template.migrated_database()
    static = template.folder() / "static"
    if not static.exists():
        RealSite(template.folder(), empty).manage("collectstatic", "--no-input", "--verbosity=0")
    with world(
        database,
        template=empty if database == "sqlite" else asked.template,
        static=static,
        seed=asked.seed,
        as_shipped=asked.as_shipped,
    ) as made:
        result = run(
            made,
            faults=asked.faults,
            seconds=asked.seconds,
            seed=asked.seed,
            at_once=asked.visitors,
            only=asked.kind,
            tell=say if asked.verbose else lambda words: None,
        )
        for line in [*details(result), *table(result)]:
            say(line)
        if asked.json:
            with asked.json.open("a") as file:
                file.write(as_json(result) + "\n")
        if result.wrong() and asked.keep:
            say(made.site.last_words())
    return bool(result.wrong())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--faults", type=int, default=50, help="so many on each database")
    parser.add_argument("--seconds", type=float, default=1800, help="at most so long on each")
    parser.add_argument("--seed", type=int, default=1, help="decides the order of the faults")
    parser.add_argument("--visitors", type=int, default=6, help="so many at once")
    parser.add_argument("--only", action="append", choices=list(NAMES), help="this database")
    parser.add_argument("--kind", action="append", default=[], help="only kinds with these words")
    parser.add_argument("--template", default="", help="a migrated database on PostgreSQL to copy")
    parser.add_argument("--as-shipped", action="store_true", help="no timeout made shorter")
    parser.add_argument("--json", type=Path, help="add the numbers to this file, a line for a run")
    parser.add_argument("--verbose", action="store_true", help="a line for each fault")
    parser.add_argument("--keep", action="store_true", help="show the logs when it failed")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
