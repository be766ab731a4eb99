"""What a migration may not do while the release before it still runs on the same tables (CF-12).

An upgrade changes the tables first and stops the old processes after that, and a roll-back starts
them again on the new tables. So a migration adds; what takes away comes in a later release than the
code that used it, and says so:

    unused_since = "0.2.0"    no code of this release or a later one uses what goes here
    old_code_keeps = "..."    why what the release before writes fits all the same
"""

from collections.abc import Iterator

from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

TAKES_AWAY = (
    migrations.RemoveField,
    migrations.DeleteModel,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.AlterModelTable,
)
MUST_FIT = (migrations.AddConstraint, migrations.RunSQL, migrations.AlterUniqueTogether)


Columns = set[tuple[str, str]]


def faults(migration: migrations.Migration, before: ProjectState, *, version: str) -> list[str]:
    """What of this migration the release before cannot live with; `before` is the state that it
    starts from, `version` that of the release that it comes with.
    """
    state = before.clone()
    found: list[str] = []
    new: Columns = set()  # columns of this migration; with "" the tables
    tables = _changed(migration)
    if len(tables) > 1 and migration.atomic:
        named = ", ".join(sorted(tables))
        found.append(f"{named}: locked one after the other in one transaction (a migration each)")
    for operation in _in_the_database(migration.operations):
        if isinstance(operation, migrations.CreateModel):
            new.add((operation.name_lower, ""))
        if why := _fault(operation, migration, state, new, version=version):
            found.append(f"{operation.describe()}: {why}")
        if isinstance(operation, migrations.AddField):
            new.add((operation.model_name_lower, operation.name_lower))
        operation.state_forwards(migration.app_label, state)
    return found


def _fault(
    operation: Operation,
    migration: migrations.Migration,
    state: ProjectState,
    new: Columns,
    *,
    version: str,
) -> str:
    """Why the release before cannot live with one operation; nothing when it can."""
    keeps = bool(getattr(migration, "old_code_keeps", ""))
    if isinstance(operation, TAKES_AWAY):
        later = _is_later(migration, version)
        return "" if later else "the release before may use it (unused_since)"
    if isinstance(operation, MUST_FIT):
        fits = keeps or _is_about(operation, new)
        return "" if fits else "the release before may write what it refuses (old_code_keeps)"
    if isinstance(operation, migrations.AddField):
        fits = (operation.model_name_lower, "") in new or _can_be_left_out(operation.field)
        return "" if fits else "the release before leaves it out (db_default, or null)"
    if isinstance(operation, migrations.AlterField) and not keeps:
        old = state.models[migration.app_label, operation.model_name_lower].fields
        return _narrower(old[operation.name], operation.field)
    return ""


def _in_the_database(operations: list[Operation]) -> Iterator[Operation]:
    for operation in operations:
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            yield from _in_the_database(list(operation.database_operations))
        else:
            yield operation


def _changed(migration: migrations.Migration) -> set[str]:
    """The tables that were there and are changed. Who locks two of them, while a page of the
    release before uses both in the other order, is ended by PostgreSQL as a deadlock.
    """
    operations = list(_in_the_database(migration.operations))
    made = {one.name_lower for one in operations if isinstance(one, migrations.CreateModel)}
    names = {str(getattr(one, "model_name", "")).lower() for one in operations}
    return names - made - {""}


def _is_later(migration: migrations.Migration, version: str) -> bool:
    """Whether what goes is unused since an earlier release than this one."""
    since = getattr(migration, "unused_since", "")
    return bool(since) and _number(since) < _number(version)


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _can_be_left_out(field: models.Field) -> bool:  # type: ignore[type-arg]
    """Whether a row that old code writes, without the column, is taken."""
    return field.many_to_many or field.null or field.has_db_default()


def _is_about(operation: Operation, new: set[tuple[str, str]]) -> bool:
    """Whether a rule is about columns alone that come with the same migration."""
    if not isinstance(operation, migrations.AddConstraint):
        return False
    table = operation.model_name.lower()
    if (table, "") in new:
        return True
    names = _columns(operation.constraint)
    return bool(names) and all((table, name) in new for name in names)


def _columns(constraint: models.BaseConstraint) -> set[str]:
    if isinstance(constraint, models.UniqueConstraint):
        return set(constraint.fields)
    if isinstance(constraint, models.CheckConstraint) and isinstance(
        constraint.condition, models.Q
    ):
        return _of_q(constraint.condition)
    return set()


def _of_q(condition: models.Q) -> set[str]:
    found: set[str] = set()
    for child in condition.children:
        found |= _of_q(child) if isinstance(child, models.Q) else {child[0].partition("__")[0]}
    return found


def _narrower(old: models.Field, new: models.Field) -> str:  # type: ignore[type-arg]
    """Why a column takes less than it took; nothing when it does not."""
    if old.get_internal_type() != new.get_internal_type():
        return "the column gets another type"
    if old.null and not new.null and not new.has_db_default():
        return "the column must be filled from now on"
    if (old.max_length or 0) > (new.max_length or 0) > 0 or (not old.max_length and new.max_length):
        return "the column gets shorter"
    if new.unique and not old.unique:
        return "the column is unique from now on"
    if old.has_db_default() and not new.has_db_default() and not new.null:
        return "the column loses what the database fills in"
    return ""
