from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_mobile'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='shares_first_name',
            field=models.BooleanField(
                db_default=False, default=False, verbose_name='voornaam in de welkomstmail'
            ),
        ),
    ]
