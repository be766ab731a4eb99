"""What both small projects share: the same database, opened in the same way as the portal's."""

import os
from typing import Any

import environ


def database() -> dict[str, Any]:
    """As dorst_portal.settings opens it: persistent on PostgreSQL, WAL and IMMEDIATE on SQLite."""
    config: dict[str, Any] = environ.Env.db_url_config(os.environ["DATABASE_URL"])
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            ),
        }
    else:
        config["CONN_MAX_AGE"] = 600
        config["CONN_HEALTH_CHECKS"] = True
    return config
