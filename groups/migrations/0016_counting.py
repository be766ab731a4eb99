from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0015_forgetting"),
    ]

    operations = [
        migrations.AddField(
            model_name="watchgroup",
            name="list_asked_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="watchgroup",
            name="list_counted",
            field=models.PositiveIntegerField(
                blank=True, null=True, verbose_name="geteld in de app"
            ),
        ),
    ]
