"""Is this container well? `healthy.py web` or `healthy.py beat FILE`; the worker's is `health`."""

import http.client
import os
import sys
import time
from pathlib import Path

# The timetable writes its note every three minutes.
BEAT_LATE_SECONDS = 400


def web() -> bool:
    """The web server answers /healthz within three seconds."""
    port = int(os.environ.get("PORT", "8000"))
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=3)
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip()
    try:
        connection.request("GET", "/healthz", headers={"Host": host})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def beat(note: Path) -> bool:
    """The timetable wrote its note lately; some Pythons put an ending behind its name."""
    written = [path.stat().st_mtime for path in note.parent.glob(f"{note.name}*")]
    return bool(written) and time.time() - max(written) < BEAT_LATE_SECONDS


def main(what: str = "web", note: str = "") -> int:
    """Fails unless what was named is well."""
    return 0 if (beat(Path(note)) if what == "beat" else web()) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
