"""System checks of the village's data (`manage.py check --database default`)."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error
from django.db import connections

from groups import coverage_guard


def coverage_is_guarded(
    *, app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None, **_: Any
) -> list[CheckMessage]:
    """Every migrated database refuses overlapping coverage rules by itself."""
    return [
        Error(
            f"Database {alias!r} does not refuse overlapping coverage rules.",
            hint="A migration rebuilt the table: call coverage_guard.install in a new migration.",
            id="groups.E001",
        )
        for alias in databases or ()
        if "groups_coveragerule" in connections[alias].introspection.table_names()
        and not coverage_guard.is_installed(connections[alias])
    ]
