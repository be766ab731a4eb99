"""Until this edition the names stood in the code: a portal that is in use keeps them."""

from django.db import migrations
from django.utils import timezone


def keep_names(apps, schema_editor):
    """A database that holds streets is one of that village."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        if "groups_street" not in connection.introspection.table_names(cursor):
            return
        cursor.execute("SELECT 1 FROM groups_street LIMIT 1")
        if cursor.fetchone() is None:
            return
    apps.get_model("identity", "Identity").objects.get_or_create(
        pk=1,
        defaults={
            "village": "Dorst",
            "organisation": "Platform Dorst",
            "watch": "Buurtpreventie Dorst",
            "short_name": "Buurtapp Dorst",
            "municipality": "Oosterhout",
            "municipality_phone": "14 0162",
            "municipality_site": "https://www.oosterhout.nl",
            "website": "https://platformdorst.nl",
            "changed_at": timezone.now(),
        },
    )


class Migration(migrations.Migration):

    dependencies = [("identity", "0001_initial")]

    operations = [migrations.RunPython(keep_names, migrations.RunPython.noop)]
