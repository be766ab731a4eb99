from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_search_key'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='mobile',
            field=models.CharField(
                blank=True, default='', max_length=20, verbose_name='telefoonnummer'
            ),
            preserve_default=False,
        ),
    ]
