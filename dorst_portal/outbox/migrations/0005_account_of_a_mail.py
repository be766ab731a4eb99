from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0004_retention_indexes'),
    ]

    operations = [
        migrations.AddField(
            model_name='mail',
            name='account',
            field=models.PositiveBigIntegerField(blank=True, null=True, verbose_name='account'),
        ),
    ]
