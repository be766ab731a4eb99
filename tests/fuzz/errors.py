"""What the portal writes to its log as an error, instead of the log itself."""

import logging
import traceback
from pathlib import Path

from django.core.exceptions import SuspiciousOperation


class Errors(logging.Handler):
    """Keeps the errors of one input, each in a few words and with where it happened."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: list[str] = []
        logging.getLogger().handlers[:] = [self]

    def emit(self, record: logging.LogRecord) -> None:
        """Note one; that a page answered 500 is told apart."""
        told = record.msg.get("event", "") if isinstance(record.msg, dict) else str(record.msg)
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(record.msg, dict) and isinstance(record.msg.get("exc_info"), BaseException):
            error = record.msg["exc_info"]
        if isinstance(error, SuspiciousOperation):
            return  # refused with a 400, as it should be
        if error is None:
            self.seen.append(told)
            return
        frames = traceback.extract_tb(error.__traceback__)
        ours = [one for one in frames if "site-packages" not in one.filename] or frames
        where = f"{Path(ours[-1].filename).name}:{ours[-1].lineno} {ours[-1].name}"
        self.seen.append(f"{type(error).__name__} at {where}")

    def taken(self) -> list[str]:
        """What was noted since the last time."""
        seen, self.seen = self.seen, []
        return list(dict.fromkeys(seen))
