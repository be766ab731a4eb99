from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_shares_first_name'),
    ]

    operations = [
        migrations.AlterField(
            model_name='user',
            name='is_coordinator',
            field=models.BooleanField(default=False, verbose_name='coördinator'),
        ),
    ]
