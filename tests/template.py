"""The migrated database that all databases of a run are copied from.

To migrate takes 13 seconds of a processor, and a whole run needs ten databases. `make test` names
one folder for all its processes (TEMPLATES_DIR) and makes the database of each server before them:

    python -m tests.template          make it
    python -m tests.template forget   drop it from its server

Without such a folder each run of pytest makes its own, when the first test asks for it.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

import django
from django.core.management import call_command
from django.utils.deprecation import RemovedInDjango60Warning, RemovedInDjango61Warning

from tests.races.databases import create, drop, make_template

ROOT = Path(__file__).resolve().parent.parent


def begin() -> Callable[[], None]:
    """Name a folder for this process and its children, where nobody did; gives what ends it."""
    if os.environ.get("TEMPLATES_DIR"):
        return lambda: None
    os.environ["TEMPLATES_DIR"] = tempfile.mkdtemp(prefix="dorst-templates-")

    def end() -> None:
        forget()
        shutil.rmtree(os.environ.pop("TEMPLATES_DIR"))

    return end


def folder() -> Path:
    """Where a run keeps what its processes share."""
    return Path(os.environ["TEMPLATES_DIR"])


def once_in_a_run(name: str, make: Callable[[], None]) -> None:
    """Do what the first process that needs it does; others wait until it is done."""
    with (folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder() / f"{name}.done"
        if not done.exists():
            make()
            done.touch()


def migrated_database() -> str:
    """The address of the template on the server of this run. Nobody may connect to it."""
    url = _address()
    once_in_a_run(_kind(url), lambda: _make(url))
    return url


def forget() -> None:
    """Drop the template from its server; a file goes with its folder."""
    url = _address()
    if (folder() / f"{_kind(url)}.done").exists() and _kind(url) != "sqlite":
        drop(url)


def _address() -> str:
    server = os.environ.get("DATABASE_URL", "")
    if not server or server.startswith("sqlite"):
        return f"sqlite:///{folder() / 'migrated.sqlite3'}"
    return f"{server}_migrated"


def _kind(url: str) -> str:
    return url.partition(":")[0]


def _make(url: str) -> None:
    create(url)
    code = "from tests.template import migrate; migrate()"
    settings = {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": url}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=os.environ | settings, check=True)
    make_template(url)


def migrate() -> None:
    """Migrate the database of this process, as strict about old ways as pytest is."""
    for category in (RemovedInDjango60Warning, RemovedInDjango61Warning):
        warnings.simplefilter("error", category)
    django.setup()
    call_command("migrate", interactive=False, verbosity=0, run_syncdb=True)
    call_command("createcachetable", verbosity=0)


if __name__ == "__main__":
    if sys.argv[1:] == ["forget"]:
        forget()
    else:
        migrated_database()
