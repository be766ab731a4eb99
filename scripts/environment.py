"""Makes the virtual environment and installs a locked list into it, only when that is needed.

Usage: environment.py FOLDER LIST. Runs with the machine's own Python and nothing but its library.

An environment only ever grows, from the list that runs the portal to the one that tests it. One
that was changed by hand, was left half-made, was moved, or holds another edition of a list is
thrown away and made anew: what the two commands do never depends on what lay around.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import subprocess
import sys
import venv
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
# The development list holds everything of the other one, at the same versions; that of mutation
# comes on top of it.
INCLUDES = {
    "requirements-dev.txt": ("requirements.txt",),
    "requirements-mutation.txt": ("requirements-dev.txt", "requirements.txt"),
}
STAMP = "installed.json"


def works(folder: Path) -> bool:
    """Tells whether the environment runs, has pip, and is of this very Python version."""
    question = "import sys, pip; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run(
            [folder / "bin" / "python", "-c", question],
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return False
    return answer.stdout.strip() == "{}.{}".format(*sys.version_info[:2])


def checksum(name: str) -> str:
    """The fingerprint of a locked list."""
    return hashlib.sha256((ROOT / name).read_bytes()).hexdigest()


def contents(folder: Path) -> str:
    """The fingerprint of what lies in an environment: where, and each file's name, size, time."""
    seen = [str(folder.resolve())]  # its programs name the folder: moved, they no longer run
    for part in ("bin", "lib"):
        for place, folders, files in os.walk(folder / part):
            if "__pycache__" in folders:  # Python writes there whenever it likes
                folders.remove("__pycache__")
            for file in files:
                path = os.path.join(place, file)
                stat = os.lstat(path)
                seen.append(f"{path[len(str(folder)) :]} {stat.st_size} {stat.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(seen)).encode()).hexdigest()


def held(folder: Path) -> dict[str, str]:
    """The lists that an environment holds and their fingerprints; none unless it is untouched."""
    try:
        stamp = json.loads((folder / STAMP).read_text())
        untouched = works(folder) and stamp["contents"] == contents(folder)
    except (OSError, ValueError, KeyError):  # none, or cut off while it was written
        return {}
    return stamp["lists"] if untouched else {}


def install(folder: Path, name: str) -> None:
    """Installs a list into an environment, proves that nothing is missing, and stamps it."""
    print(f"Installing {name} into {folder.name} ...", flush=True)
    (folder / STAMP).unlink(missing_ok=True)
    pip = (folder / "bin" / "python", "-m", "pip", "--disable-pip-version-check")
    # The list is complete, so nothing is resolved here: a pip that resolves takes a newer release
    # of a package that another one names with an extra as a candidate, and stops at its hash.
    subprocess.run(
        [*pip, "install", "--quiet", "--no-deps", "--require-hashes", "--requirement", ROOT / name],
        check=True,
    )
    subprocess.run([*pip, "check"], check=True, stdout=subprocess.PIPE, text=True)
    lists = {done: checksum(done) for done in (name, *INCLUDES.get(name, ()))}
    stamp = {"lists": lists, "contents": contents(folder)}
    (folder / STAMP).write_text(json.dumps(stamp))


def make_ready(folder: Path, name: str) -> None:
    """Leaves an environment that holds what the list asks, at the cost of a new one if need be."""
    have = held(folder)
    if have.get(name) == checksum(name):
        return
    if not have or any(checksum(other) != have[other] for other in have):
        print(f"Making {folder.name} with Python {sys.version.split()[0]} ...", flush=True)
        venv.create(folder, clear=True, with_pip=True, symlinks=True)
    install(folder, name)


def main(folder_name: str, name: str) -> int:
    """Makes an environment ready, and tells in words what stood in the way."""
    if sys.version_info < OLDEST:
        have, need = ("{}.{}".format(*v[:2]) for v in (sys.version_info, OLDEST))
        print(f"This is Python {have}; the portal needs {need} or newer.", file=sys.stderr)
        print("Name one: make run PYTHON=python3.12", file=sys.stderr)
        return 1
    with (ROOT / f"{folder_name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # `make run` and `make test` may start together
        try:
            make_ready(ROOT / folder_name, name)
        except subprocess.CalledProcessError as error:
            command = " ".join(str(part) for part in error.cmd)
            print(f"This failed: {command}", file=sys.stderr)
            if "ensurepip" in command:
                print("Python's venv is missing (Debian: python3-venv).", file=sys.stderr)
            elif error.stdout:
                print(error.stdout, file=sys.stderr)  # what `pip check` finds missing
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
