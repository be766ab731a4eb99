"""Runs every test: on SQLite always, on PostgreSQL and Redis too when they are found.

What could not be run is named in the last lines. With REQUIRE_ALL=1 that is a failure. What stands
behind the command goes to pytest: `make test ARGS="tests/kit -k nonce"`.
"""

import os
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Mapping
from pathlib import Path

import psycopg
import redis

ROOT = Path(__file__).resolve().parent.parent
LOCAL_POSTGRES = "postgres://postgres@127.0.0.1:5432"
LOCAL_REDIS = "redis://127.0.0.1:6379/8"
# Each pass is told its own servers. And what Python compiled is kept beside the code: to compile
# all of it again takes each process of the run 15 seconds of its processor.
NOT_OURS = ("DATABASE_URL", "REDIS_URL", "PYTHONDONTWRITEBYTECODE")
PASSED, NOTHING_CHOSEN = 0, 5  # exit codes of pytest
# Races start real processes and often wait for them: two files at a time. What measures how long
# somebody waits has the machine to itself.
PHASES = (
    ("tests", "not race", ("-n", "2")),
    ("races", "race and not alone", ("-n", "2", "--dist", "loadfile")),
    ("measured", "race and alone", ("-n", "0")),
)


def find_postgres() -> tuple[str, str]:
    """The address of a PostgreSQL that may be used, or the reason why there is none."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("sqlite"):
        return "", "DATABASE_URL names SQLite"
    # A name of this folder's own: two clones may test on one server at the same time.
    url = given or f"{LOCAL_POSTGRES}/dorst_{zlib.crc32(bytes(ROOT)):08x}"
    server = url.rsplit("/", 1)[0] + "/postgres"
    try:
        with psycopg.connect(server, connect_timeout=3) as connection:
            allowed = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error:
        return "", "no server that answers and lets us in (DATABASE_URL, or 127.0.0.1:5432)"
    if not allowed or not allowed[0]:
        return "", "the role may not create the test database"
    return url, ""


def find_redis() -> tuple[str, str]:
    """The address of a Redis that answers, or the reason why there is none."""
    url = os.environ.get("REDIS_URL") or LOCAL_REDIS
    try:
        redis.Redis.from_url(url, socket_timeout=3, socket_connect_timeout=3).ping()
    except redis.RedisError:
        return "", "no server that answers (REDIS_URL, or 127.0.0.1:6379)"
    return url, ""


def run(title: str, select: str, environment: Mapping[str, str], options: tuple[str, ...]) -> int:
    """One run of pytest; gives its exit code."""
    print(f"\n== {title}", flush=True)
    start = time.monotonic()
    slow = ("--durations=8", "--durations-min=10")
    command = [sys.executable, "-m", "pytest", *slow, *options, "-m", select, *sys.argv[1:]]
    code = subprocess.run(command, cwd=ROOT, env=dict(environment), check=False).returncode
    print(f"== {title}: {time.monotonic() - start:.0f} s", flush=True)
    return code


def template(environment: Mapping[str, str], *act: str) -> subprocess.Popen[bytes]:
    """Makes or forgets the migrated database that all others of a pass are copied from."""
    command = [sys.executable, "-m", "tests.template", *act]
    return subprocess.Popen(command, cwd=ROOT, env=dict(environment))


def passed(codes: list[int], arguments: list[str]) -> bool:
    """Tells whether every test passed; who chose tests need not have chosen some of each run."""
    allowed = {PASSED, NOTHING_CHOSEN} if arguments else {PASSED}
    return PASSED in codes and set(codes) <= allowed


def main() -> int:
    """Runs both passes and sums up what was left out."""
    postgres, no_postgres = find_postgres()
    redis_url, no_redis = find_redis()
    left_out = []
    if no_postgres:
        left_out.append(f"PostgreSQL: {no_postgres}")
    if no_redis:
        left_out.append(f"Redis: {no_redis}")

    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "left-out"
        plain = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
        plain["LEFT_OUT_REPORT"] = str(report)
        passes = [("SQLite", "not postgres and not redis", plain)]
        if postgres or redis_url:
            servers = {"DATABASE_URL": postgres, "REDIS_URL": redis_url}
            found = {name: url for name, url in servers.items() if url}
            title = "PostgreSQL" if postgres else "SQLite"
            title += " with Redis" if redis_url else ""
            # What asks the same of both databases the first pass did.
            passes.append((title, "not once", plain | found))
        for _, _, environment in passes:
            environment["TEMPLATES_DIR"] = folder
        if not sys.argv[1:]:  # all tests need them: each on a core, while nothing else runs
            for making in [template(environment) for _, _, environment in passes]:
                making.wait()
        codes = [
            run(f"{title}, {phase}", f"({select}) and {part}", environment, options)
            for title, select, environment in passes
            for phase, part, options in PHASES
        ]
        for _, _, environment in passes:
            template(environment, "forget").wait()
        if report.exists():
            left_out += sorted(set(report.read_text().splitlines()))

    for line in left_out:
        print(f"Left out: {line}")
    if not left_out:
        print("Left out: nothing")
    incomplete = bool(left_out) and os.environ.get("REQUIRE_ALL") == "1"
    if incomplete:
        print("REQUIRE_ALL=1: leaving out is a failure")
    return 0 if passed(codes, sys.argv[1:]) and not incomplete else 1


if __name__ == "__main__":
    sys.exit(main())
