"""When somebody was told that they stand on a list; who asked for it themself was told by that."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, Q


def tell_who_knows(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Only who came with a list, or was added without a word of the rules, is still to be told."""
    members = apps.get_model("groups", "Membership").objects.using(schema_editor.connection.alias)
    unknowing = Q(source="import") | Q(source="beheerder", house_rules=None)
    members.exclude(unknowing).filter(told_at=None).update(told_at=F("since"))


class Migration(migrations.Migration):
    dependencies = [("groups", "0018_new_email")]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="told_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="verteld op"
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="email_failed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.RunPython(tell_who_knows, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(
                condition=Q(told_at__isnull=True, until__isnull=True),
                fields=["group", "since", "id"],
                name="membership_untold",
            ),
        ),
    ]
