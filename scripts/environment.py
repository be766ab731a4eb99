"""Makes the virtual environment and installs a locked list into it, only when that is needed.

Usage: environment.py FOLDER LIST. Runs with the machine's own Python and nothing but its library.
"""

from __future__ import annotations

import fcntl
import hashlib
import subprocess
import sys
import venv
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
# The development list holds everything of the other one, at the same versions.
INCLUDES = {"requirements-dev.txt": ("requirements.txt",)}
ALL_LISTS = ("requirements.txt", "requirements-dev.txt")


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


def install(folder: Path, name: str) -> None:
    """Installs the list when its fingerprint differs from the one that was installed last."""
    stamps = folder / "installed"
    stamp = stamps / name
    if stamp.exists() and stamp.read_text() == checksum(name):
        return
    print(f"Installing {name} into {folder.name} ...", flush=True)
    stamps.mkdir(exist_ok=True)
    for other in ALL_LISTS:  # what this install changes may no longer be what another list says
        (stamps / other).unlink(missing_ok=True)
    subprocess.run(
        [
            folder / "bin" / "python",
            *("-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
            *("--require-hashes", "--requirement", ROOT / name),
        ],
        check=True,
    )
    for done in (name, *INCLUDES.get(name, ())):
        (stamps / done).write_text(checksum(done))


def main(folder_name: str, name: str) -> int:
    """Leaves an environment that holds exactly what the list asks."""
    if sys.version_info < OLDEST:
        have, need = ("{}.{}".format(*v[:2]) for v in (sys.version_info, OLDEST))
        print(f"This is Python {have}; the portal needs {need} or newer.", file=sys.stderr)
        print("Name one: make run PYTHON=python3.12", file=sys.stderr)
        return 1
    folder = ROOT / folder_name
    with (ROOT / f"{folder_name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # `make run` and `make test` may start together
        try:
            if not works(folder):
                print(f"Making {folder_name} with Python {sys.version.split()[0]} ...", flush=True)
                venv.create(folder, clear=True, with_pip=True, symlinks=True)
            install(folder, name)
        except subprocess.CalledProcessError as error:
            command = " ".join(str(part) for part in error.cmd)
            print(f"This failed: {command}", file=sys.stderr)
            if "ensurepip" in command:
                print("Python's venv is missing (Debian: python3-venv).", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
