"""How gunicorn logs: through our own lines (its own hold addresses and paths)."""

from typing import Any

from gunicorn.glogging import Logger

from dorst_portal.kit.running.logging import configure


class LogLines(Logger):
    """Gives gunicorn's messages to the root logger; access lines come from kit.middleware."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        configure({"level": "INFO"})  # gunicorn speaks before Django is loaded
        for log in (self.error_log, self.access_log):
            log.handlers.clear()
        self.error_log.propagate = True

    def access(self, *args: Any, **kwargs: Any) -> None:
        """Write nothing: one line per request is enough."""
