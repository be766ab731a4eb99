"""Makes var/ ready for `make run`: tables, static files, and the example village if it is empty.

One process does it all: starting Django once per step would cost the seconds of a second start.
"""

import hashlib
import os
import sys

import django
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect_static() -> None:
    """Collects and compresses the static files, unless they are what they were last time."""
    files = (
        (path, os.stat(storage.path(path)))
        for finder in get_finders()
        for path, storage in finder.list([])
    )
    known = sorted((path, stat.st_size, stat.st_mtime_ns) for path, stat in files)
    fingerprint = hashlib.sha256(repr(known).encode()).hexdigest()
    stamp = settings.VAR_DIR / "static-collected"
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    if manifest.exists() and stamp.exists() and stamp.read_text() == fingerprint:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(fingerprint)


def main() -> int:
    """Brings the database and the static files up to date; seeds an empty database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dorst_portal.settings")
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    if not settings.DEBUG:  # `make dev` serves them from where they are written
        collect_static()
    if settings.DEMO and not apps.get_model("groups", "WatchGroup").objects.exists():
        print("Building the example village ...", flush=True)
        call_command("seed_dorst", verbosity=0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
