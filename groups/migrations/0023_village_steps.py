import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def put_away(apps, schema_editor):
    """A portal in which a group is in use was made ready long ago."""
    if apps.get_model("groups", "Membership").objects.exists():
        apps.get_model("groups", "VillageStep").objects.get_or_create(code="away")


class Migration(migrations.Migration):

    dependencies = [
        ("groups", "0022_framing_sites"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="VillageStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(choices=[("rules", "Spelregels"), ("app", "Welke app of welk nummer?"), ("welcome", "Welkomsttekst van een nieuwe groep"), ("privacy", "Privacy"), ("mail", "Mail proberen"), ("away", "De lijst opbergen")], max_length=8, unique=True, verbose_name="stap")),
                ("done_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="gedaan op")),
                ("done_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="door")),
            ],
            options={
                "verbose_name": "stap van het dorp",
                "verbose_name_plural": "stappen van het dorp",
            },
        ),
        migrations.RunPython(put_away, migrations.RunPython.noop),
    ]
