"""The commands themselves: what they pass on, and where they begin."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.test import NOTHING_CHOSEN, PASSED, passed

ROOT = Path(__file__).resolve().parents[2]
# Nothing here asks the database: once is enough.
pytestmark = pytest.mark.sqlite
FAILED = 1  # an exit code of pytest
# What `.ci/run` looks for on the machine, besides make.
PROGRAMS = ("git", "chromium", "pg_ctlcluster", "psql", "redis-server", "systemd-analyze", "caddy")


def run_tests(*arguments: str) -> subprocess.CompletedProcess[str]:
    """What `make test` starts, on SQLite alone and without running what it chose."""
    ours = ("PYTEST_", "REQUIRE_ALL", "LEFT_OUT")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    nobody = {"DATABASE_URL": "sqlite://", "REDIS_URL": "redis://127.0.0.1:1/0"}
    return subprocess.run(
        [sys.executable, "-m", "scripts.test", "--collect-only", "-q", *arguments],
        cwd=ROOT,
        env=environment | nobody,
        capture_output=True,
        text=True,
    )


def test_make_test_gives_its_arguments_to_pytest_as_they_were_typed() -> None:
    # This test may itself be run by make, which then would tell what it enters and leaves.
    alone = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(
        ["make", "--dry-run", "test", "ARGS=tests/kit -k 'nonce and not old'"],
        cwd=ROOT,
        env=alone,
        capture_output=True,
        text=True,
    )

    last = done.stdout.splitlines()[-1]
    assert last.endswith("bin/python -m scripts.test tests/kit -k 'nonce and not old'")


def test_chosen_tests_need_not_be_among_those_of_each_run() -> None:
    done = run_tests("tests/kit/inputs/test_text.py")

    assert done.returncode == 0, done.stdout
    found = {line.partition("::")[0] for line in done.stdout.splitlines() if "::" in line}
    assert found == {"tests/kit/inputs/test_text.py"}


def test_choosing_nothing_at_all_is_no_success() -> None:
    chosen = ["tests/kit", "-k", "nonce"]

    assert passed([PASSED, NOTHING_CHOSEN], chosen)
    assert not passed([NOTHING_CHOSEN, NOTHING_CHOSEN], chosen)
    assert not passed([PASSED, FAILED], chosen)
    assert not passed([PASSED, NOTHING_CHOSEN], [])  # an empty run of everything is a mistake


def test_ci_begins_in_a_new_environment_and_leaves_nothing_out(tmp_path: Path) -> None:
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci" / "run").write_text((ROOT / ".ci" / "run").read_text())
    for name in (".venv", ".venv-3.13"):
        (tmp_path / name / "bin").mkdir(parents=True)
    programs = tmp_path / "programs"
    programs.mkdir()

    def program(name: str, script: str) -> None:
        (programs / name).write_text(f"#!/bin/sh\n{script}\n")
        (programs / name).chmod(0o755)

    for name in PROGRAMS:
        program(name, "exit 0")
    program("make", f'echo "$1 $REQUIRE_ALL" $(ls -A | grep venv) >> {tmp_path}/made')
    with socket.create_server(("127.0.0.1", 0)) as database:
        port = database.getsockname()[1]
        program("pg_lsclusters", f"echo 15 main {port} online postgres")
        machine = {name: value for name, value in os.environ.items() if name != "REQUIRE_ALL"}
        done = subprocess.run(
            ["bash", tmp_path / ".ci" / "run"],
            env={
                **machine,
                "PATH": f"{programs}{os.pathsep}{machine['PATH']}",
                "DATABASE_URL": f"postgres://postgres@127.0.0.1:{port}/nobody",
                "REDIS_URL": "redis://127.0.0.1:1/0",
            },
            capture_output=True,
            text=True,
        )

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "made").read_text() == "check \ntest 1\n"
