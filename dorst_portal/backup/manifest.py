"""What a back-up says of itself, as the last chunk of its file."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from dorst_portal.backup.refusals import BackupRefused

FORMAT: Final = 1


@dataclass(frozen=True)
class Manifest:
    """`rows` counts each table, `parts` has the length and the SHA-256 of what is in the file."""

    portal: str
    made_at: str
    vendor: str
    migrations: list[list[str]]
    rows: dict[str, int]
    parts: dict[str, dict[str, Any]]
    format: int = field(default=FORMAT)

    def encoded(self) -> bytes:
        return json.dumps(asdict(self), sort_keys=True).encode()

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.made_at)

    @property
    def identity(self) -> str:
        """The same for the same file only."""
        return str(self.parts["database"]["sha256"])


def decoded(data: bytes) -> Manifest:
    """Raises BackupRefused for what a newer portal wrote."""
    given = json.loads(data)
    if given["format"] != FORMAT:
        raise BackupRefused("This back-up was made by a newer portal: take that release first.")
    return Manifest(**given)


def known_migrations(applied: list[list[str]]) -> list[list[str]]:
    """Those of the applied ones that this release has: what an app that is gone left behind, no
    other release needs.
    """
    known = _on_disk()
    return [[app, name] for app, name in applied if (app, name) in known]


def refuse_what_does_not_fit(manifest: Manifest) -> None:
    """Raises BackupRefused for a back-up of a newer portal or of the other database."""
    unknown = {(app, name) for app, name in manifest.migrations} - _on_disk()
    if unknown:
        raise BackupRefused(
            f"This back-up was made by a newer portal ({manifest.portal}): {len(unknown)} changes "
            "of its tables are unknown here. Take that release first."
        )
    if manifest.vendor != connection.vendor:
        raise BackupRefused(
            f"This back-up is of {manifest.vendor}, and DATABASE_URL names {connection.vendor}."
        )


def _on_disk() -> set[tuple[str, str]]:
    return set(MigrationLoader(None).disk_migrations)
