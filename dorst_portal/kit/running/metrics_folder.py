"""Where the processes of one web server count together (kit/running/metrics.py)."""

import os
import shutil

from django.conf import settings

# How prometheus_client is told of the folder; it looks when it is imported.
ENVIRONMENT = "PROMETHEUS_MULTIPROC_DIR"


def open_folder() -> None:
    """Give the web server that started this process its folder, and remove those of servers that
    ended. Call it before prometheus_client is imported. Does nothing without METRICS_TOKEN.
    """
    if not settings.METRICS_TOKEN:
        return
    for folder in settings.METRICS_DIR.glob("[0-9]*"):
        if not _runs(int(folder.name)):
            shutil.rmtree(folder, ignore_errors=True)
    own = settings.METRICS_DIR / str(os.getppid())
    own.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.environ[ENVIRONMENT] = str(own)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        pass
    return True
