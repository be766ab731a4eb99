"""The database's own refusal of overlapping coverage rules, on both databases.

PostgreSQL gets an exclusion constraint (btree_gist), SQLite two triggers. Django rebuilds a
SQLite table when it alters it and drops its triggers: a migration that alters CoverageRule calls
`install` again, and the system check below reports a database in which the guard is missing.
"""

from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

CONSTRAINT: Final = "coverage_rules_do_not_overlap"
_TABLE: Final = "groups_coveragerule"

# A side as a range of remainders: even is 0, odd is 1, both are 0 and 1.
_POSTGRESQL: Final = f"""
ALTER TABLE {_TABLE} ADD CONSTRAINT {CONSTRAINT} EXCLUDE USING gist (
    street_id WITH =,
    int4range(first_number, last_number, '[]') WITH &&,
    int4range(
        CASE side WHEN 'odd' THEN 1 ELSE 0 END,
        CASE side WHEN 'even' THEN 0 ELSE 1 END,
        '[]'
    ) WITH &&
) WHERE (ended_at IS NULL)
"""

_SQLITE_TRIGGER: Final = """
CREATE TRIGGER {name}_{event} BEFORE {event} ON {table}
WHEN NEW.ended_at IS NULL AND EXISTS (
    SELECT 1 FROM {table} AS other
    WHERE other.street_id = NEW.street_id
      AND other.ended_at IS NULL
      AND other.id IS NOT NEW.id
      AND other.first_number <= NEW.last_number
      AND other.last_number >= NEW.first_number
      AND (other.side = NEW.side OR other.side = 'both' OR NEW.side = 'both')
)
BEGIN
    SELECT RAISE(ABORT, '{name}');
END
"""
_EVENTS: Final = ("insert", "update")


def install(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the database refuse two overlapping rules that have not ended."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        schema_editor.execute(_POSTGRESQL)
        return
    for event in _EVENTS:
        schema_editor.execute(
            _SQLITE_TRIGGER.format(name=CONSTRAINT, event=event, table=_TABLE), params=None
        )


def remove(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the guard away (only to undo the migration that made it)."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {_TABLE} DROP CONSTRAINT {CONSTRAINT}")
        return
    for event in _EVENTS:
        schema_editor.execute(f"DROP TRIGGER {CONSTRAINT}_{event}")


def is_installed(connection: BaseDatabaseWrapper) -> bool:
    """Whether this database refuses overlapping rules."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT count(*) FROM pg_constraint WHERE conname = %s", [CONSTRAINT])
            expected = 1
        else:
            cursor.execute(
                "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
                [_TABLE],
            )
            expected = len(_EVENTS)
        return bool(cursor.fetchone()[0] == expected)
