"""The commands of docs/running.md that change a server, played in a folder by whoever runs a test.

The script goes by many names (`apt-get`, `systemctl`, ...), as busybox does. What it plays is what
a test may not do to a machine: packages, users, other people's files, services. All else that
stands in the book (`portal`, gunicorn, celery, pg_dump, printf, ln, ...) is the real thing.
"""

import os
import shlex
import shutil
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(os.environ["BOOK_ROOT"])
SOURCE = Path(os.environ["BOOK_SOURCE"])
# Where a server keeps things, and the portal's own port: here they lie below ROOT.
PLACES = (
    "/opt/dorst-portal", "/etc/dorst-portal", "/etc/systemd/system", "/etc/redis", "/etc/caddy",
    "/var/lib/dorst-portal", "/var/backups", "/run/dorst-portal", "/usr/local/bin",
)  # fmt: skip
RELEASE = (
    ".env.example", "alerts", "deploy", "dorst_portal", "groups", "manage.py", "requirements.txt",
    "static", "templates",
)  # fmt: skip
HAS_PLACES = ("deploy/portal", ".env.example", "deploy/systemd")
SECONDS_TO_START = 60


def here(text: str) -> str:
    """The same words, with the places of a server moved below ROOT."""
    for place in PLACES:
        text = text.replace(place, f"{ROOT}{place}")
    return text.replace("127.0.0.1:8000", f"127.0.0.1:{os.environ['BOOK_PORT']}")


# --- packages, users, files ---------------------------------------------------------------------


def install(*words: str) -> None:
    """Without owners: everything belongs to whoever runs the test."""
    rest = list(words)
    for flag in ("-o", "-g"):
        if flag in rest:
            at = rest.index(flag)
            del rest[at : at + 2]
    os.execv("/usr/bin/install", ["install", *rest])  # noqa: S606 - the words of the book


def git(verb: str, repository: str, target: str) -> None:
    """A release is a copy of the code, with its places moved."""
    assert (verb, repository) == ("clone", "REPOSITORY")
    for name in RELEASE:
        origin, copy = SOURCE / name, Path(target, name)
        copy.parent.mkdir(parents=True, exist_ok=True)
        if origin.is_dir():
            shutil.copytree(origin, copy)  # with what Python compiled of it: that saves seconds
        else:
            shutil.copy(origin, copy)
    for name in HAS_PLACES:
        path = Path(target, name)
        for file in [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]:
            file.write_text(here(file.read_text()))


def python3(*words: str) -> None:
    """`-m venv` borrows the packages of whoever runs the test; they come from the same list."""
    if words[:2] != ("-m", "venv"):
        os.execv(sys.executable, [sys.executable, *words])  # noqa: S606 - the words of the book
    folder = Path(words[2], "bin")
    folder.mkdir(parents=True)
    for name in ("python", "gunicorn", "celery"):
        _script(folder / name, f'exec {Path(sys.executable).parent / name} "$@"')
    as_told = 'check|*"--no-deps --require-hashes"*'
    _script(folder / "pip", f'case "$*" in {as_told}) ;; *) exit 1 ;; esac')


def runuser(flag: str, user: str, dashes: str, *command: str) -> None:
    """Whoever runs the test is everybody."""
    assert (flag, dashes) == ("-u", "--")
    if user == "postgres":
        name, *rest = command
        assert rest[-1] == "dorst", rest
        if name in ("createuser", "createdb"):
            return  # the test made them
        command = (name, *rest[:-1], f"--dbname={os.environ['BOOK_DATABASE_URL']}")
    os.execvp(command[0], command)  # noqa: S606 - the words of the book


def _script(path: Path, line: str) -> None:
    path.write_text(f"#!/bin/sh\n{line}\n")
    path.chmod(0o755)


# --- services -----------------------------------------------------------------------------------

UNITS = ROOT / "etc/systemd/system"
Unit = list[tuple[str, str]]


def systemctl(*words: str) -> None:
    if words in (("enable", "--now", "dorst-portal.target"), ("restart", "dorst-portal.target")):
        target = _read(UNITS / "dorst-portal.target")
        for name in dict(target)["Wants"].split():
            _stop(name)
            _start(name, _unit(name))
    else:
        assert words in (("daemon-reload",), ("restart", "redis-server"), ("restart", "caddy"))


def _read(path: Path) -> Unit:
    lines = [line.strip() for line in path.read_text().splitlines()]
    pairs = [line.split("=", 1) for line in lines if "=" in line and not line.startswith("#")]
    return [(key, value) for key, value in pairs]


def _unit(name: str) -> Unit:
    """A unit with what its drop-in adds, as systemd reads them."""
    parts = [_read(UNITS / name)]
    parts += [_read(path) for path in sorted((UNITS / "dorst-portal-.service.d").glob("*.conf"))]
    return [pair for part in parts for pair in part]


def _start(name: str, unit: Unit) -> None:
    one = dict(unit)
    environment = {"PATH": os.environ["PATH"]}
    for line in Path(one["EnvironmentFile"]).read_text().splitlines():
        if "=" in line and not line.startswith("#"):
            environment.update([line.split("=", 1)])
    for key, value in unit:
        if key == "Environment":
            environment.update(pair.split("=", 1) for pair in shlex.split(value))
    if "RuntimeDirectory" in one:
        (ROOT / "run" / one["RuntimeDirectory"]).mkdir(parents=True, exist_ok=True)
    (ROOT / "log").mkdir(exist_ok=True)
    (ROOT / "pid").mkdir(exist_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ready, _log(name) as log:
        if one.get("Type") == "notify":
            address = f"{ROOT}/ready-{os.getpid()}"
            ready.bind(address)
            environment["NOTIFY_SOCKET"] = address
        process = subprocess.Popen(
            shlex.split(one["ExecStart"]),
            cwd=one["WorkingDirectory"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        (ROOT / "pid" / name).write_text(str(process.pid))
        if one.get("Type") == "notify":
            ready.settimeout(SECONDS_TO_START)
            while b"READY=1" not in ready.recv(4096):
                pass


def _log(name: str):  # type: ignore[no-untyped-def]
    return (ROOT / "log" / f"{name}.log").open("ab")


def _stop(name: str) -> None:
    """TERM to the main process, as KillMode=mixed does, and wait until it is gone."""
    note = ROOT / "pid" / name
    if not note.exists():
        return
    pid = note.read_text()
    subprocess.run(["/bin/kill", pid], check=False, stderr=subprocess.DEVNULL)
    waiting = 'while kill -0 "$1" 2>/dev/null; do sleep 0.05; done'
    subprocess.run(["/bin/sh", "-c", waiting, "sh", pid], check=True, timeout=70)
    note.unlink()


def nothing(*words: str) -> None:
    """Packages and users are there already."""


PLAYED = {
    "apt-get": nothing,
    "useradd": nothing,
    "install": install,
    "git": git,
    "python3": python3,
    "runuser": runuser,
    "systemctl": systemctl,
}

if __name__ == "__main__":
    PLAYED[Path(sys.argv[0]).name](*sys.argv[1:])
