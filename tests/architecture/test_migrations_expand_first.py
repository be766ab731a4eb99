"""CF-12: the release before works on the tables of this one, so an upgrade needs no stop."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from tests.architecture.expand_first import faults

# The last ones from before this rule: nobody runs a release from before them.
FREE = {
    "accounts": "0006_names_are_set",
    "alerts": "0007_no_village_in_labels",
    "audit": "0002_latest_line_of_a_user",
    "groups": "0026_languages",
    "identity": "0003_looks",
    "kit": "0001_initial",
    "outbox": "0005_account_of_a_mail",
    "push": "0001_devices",
}
HOUSE = ("dorst_portal", "groups", "alerts")
OURS = {one.label for one in apps.get_app_configs() if one.name.startswith(HOUSE)}
Operations = list[Any]


def test_cf_12_migrations_add_first_and_take_away_in_a_later_release() -> None:
    loader = MigrationLoader(None)
    seen = {}
    for (app, name), migration in loader.disk_migrations.items():
        if app not in OURS or name <= FREE.get(app, ""):
            continue
        before = loader.project_state((app, name), at_end=False)
        if found := faults(migration, before, version=settings.VERSION):
            seen[f"{app}.{name}"] = found
    assert seen == {}
    written = {key for key in loader.disk_migrations if key[0] in OURS}
    assert set(FREE.items()) <= written


def tables() -> ProjectState:
    """A table as the release before knows it."""
    state = ProjectState()
    fields = [
        ("id", models.BigAutoField(primary_key=True)),
        ("name", models.CharField(max_length=80)),
        ("note", models.TextField(null=True)),
        ("size", models.IntegerField(db_default=1)),
    ]
    state.add_model(ModelState("groups", "Thing", fields))
    return state


def told(*operations: Any, version: str = "0.3.0", **says: str) -> list[str]:
    migration = migrations.Migration("0099_next", "groups")
    migration.operations = list(operations)
    vars(migration).update(says)
    return faults(migration, tables(), version=version)


def add(name: str, field: Any) -> migrations.AddField:
    return migrations.AddField("thing", name, field)


def alter(name: str, field: Any) -> migrations.AlterField:
    return migrations.AlterField("thing", name, field)


def rule(**condition: Any) -> migrations.AddConstraint:
    check = models.CheckConstraint(condition=models.Q(**condition), name="a_rule")
    return migrations.AddConstraint("thing", check)


def sql() -> migrations.RunSQL:
    return migrations.RunSQL("SELECT 1", migrations.RunSQL.noop)


@pytest.mark.parametrize(
    "breaks",
    [
        lambda: [migrations.RemoveField("thing", "note")],
        lambda: [migrations.DeleteModel("Thing")],
        lambda: [migrations.RenameField("thing", "note", "remark")],
        lambda: [migrations.RenameModel("Thing", "Object")],
        lambda: [migrations.AlterModelTable("thing", "elsewhere")],
        lambda: [add("colour", models.CharField(max_length=9))],
        lambda: [add("colour", models.CharField(max_length=9, default="red"))],
        lambda: [alter("note", models.TextField(default=""))],
        lambda: [alter("name", models.CharField(max_length=40))],
        lambda: [alter("name", models.CharField(max_length=80, unique=True))],
        lambda: [alter("name", models.IntegerField())],
        lambda: [alter("note", models.CharField(max_length=80, null=True))],
        lambda: [alter("size", models.IntegerField())],
        lambda: [rule(size__gt=0)],
        lambda: [add("colour", models.CharField(max_length=9, null=True)),
                 rule(colour="red", size__gt=0)],
        lambda: [migrations.AddConstraint("thing", models.UniqueConstraint("name", name="one"))],
        lambda: [migrations.AlterUniqueTogether("thing", {("name", "size")})],
        lambda: [sql()],
        lambda: [migrations.SeparateDatabaseAndState([sql()], [])],
    ],
)  # fmt: skip
def test_what_the_release_before_cannot_live_with_is_found(
    breaks: Callable[[], Operations],
) -> None:
    assert len(told(*breaks())) == 1


@pytest.mark.parametrize(
    "fits",
    [
        lambda: [add("colour", models.CharField(max_length=9, null=True))],
        lambda: [add("colour", models.CharField(max_length=9, db_default="red"))],
        lambda: [add("colour", models.IntegerField(db_default=1)), rule(colour__gt=0)],
        lambda: [add("others", models.ManyToManyField("groups.Thing"))],
        lambda: [migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True)),
                                                  ("name", models.CharField(max_length=9))])],
        lambda: [alter("name", models.CharField(max_length=200))],
        lambda: [alter("name", models.CharField(max_length=80, null=True))],
        lambda: [alter("size", models.IntegerField(db_default=2))],
        lambda: [migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))]),
                 migrations.AddField("other", "name", models.CharField(max_length=9))],
        lambda: [migrations.AddIndex("thing", models.Index(fields=["name"], name="by_name"))],
        lambda: [migrations.RunPython(migrations.RunPython.noop)],
        lambda: [migrations.SeparateDatabaseAndState([], [sql()])],
    ],
)  # fmt: skip
def test_what_it_can_live_with_is_not(fits: Callable[[], Operations]) -> None:
    assert told(*fits()) == []


def test_two_tables_are_not_locked_in_one_transaction() -> None:
    """Two in one met a deadlock with pages of the release before, when that was tried."""
    note = models.TextField(null=True)
    other = migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))])
    on_other = migrations.AddField("other", "remark", note)
    assert told(other, on_other, add("remark", note)) == []
    migration = migrations.Migration("0099_next", "groups")
    state = tables()
    other.state_forwards("groups", state)
    migration.operations = [add("remark", note), on_other]
    assert len(faults(migration, state, version="0.3.0")) == 1
    migration.atomic = False
    assert faults(migration, state, version="0.3.0") == []


def test_what_goes_goes_a_release_after_the_code_that_used_it() -> None:
    gone = migrations.RemoveField("thing", "note")
    assert told(gone, unused_since="0.2.0") == []
    assert len(told(gone, unused_since="0.3.0")) == 1
    assert len(told(gone, unused_since="0.10.0")) == 1


def test_what_fits_for_another_reason_says_the_reason() -> None:
    reason = "the form never let another value through"
    assert told(rule(size__gt=0), sql(), old_code_keeps=reason) == []
    assert len(told(migrations.RemoveField("thing", "note"), old_code_keeps=reason)) == 1
