"""The database refuses overlapping coverage rules (see groups/coverage_guard.py)."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from groups import coverage_guard


def install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    coverage_guard.install(schema_editor)


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    coverage_guard.remove(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("groups", "0001_nouns")]

    operations = [migrations.RunPython(install, remove)]
