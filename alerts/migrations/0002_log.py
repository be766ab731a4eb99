import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('alerts', '0001_alerts'),
        ('groups', '0020_number_blocks'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='alert',
            name='close_asked_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='gevraagd of het voorbij is'),
        ),
        migrations.AddField(
            model_name='alert',
            name='version',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.CreateModel(
            name='AlertCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(verbose_name='maand')),
                ('category', models.CharField(choices=[('burglary', 'Inbraak of poging'), ('suspicious_person', 'Verdacht persoon of groep'), ('suspicious_vehicle', 'Verdacht voertuig'), ('suspicious_surroundings', 'Iets raars in de omgeving'), ('vandalism', 'Vernieling'), ('doorstep_scam', 'Babbeltruc aan de deur'), ('missing_person', 'Vermist persoon'), ('other', 'Iets anders')], max_length=24, verbose_name='wat')),
                ('state', models.CharField(choices=[('running', 'Loopt'), ('over', 'Voorbij'), ('false_alarm', 'Loos alarm')], max_length=12)),
                ('is_drill', models.BooleanField(verbose_name='oefening')),
                ('number', models.PositiveIntegerField(default=0, verbose_name='aantal')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.watchgroup')),
            ],
            options={
                'verbose_name': 'telling van meldingen',
                'verbose_name_plural': 'tellingen van meldingen',
                'ordering': ('-month', 'id'),
            },
        ),
        migrations.CreateModel(
            name='AlertShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shared_with', models.CharField(choices=[('chat', 'Buurtapp van de groep'), ('officer', 'Wijkagent')], max_length=12, verbose_name='met wie')),
                ('at', models.DateTimeField(verbose_name='wanneer')),
                ('alert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='alerts.alert')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'gedeeld met',
                'verbose_name_plural': 'gedeeld met',
                'ordering': ('at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Drill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='wanneer')),
                ('category', models.CharField(choices=[('burglary', 'Inbraak of poging'), ('suspicious_person', 'Verdacht persoon of groep'), ('suspicious_vehicle', 'Verdacht voertuig'), ('suspicious_surroundings', 'Iets raars in de omgeving'), ('vandalism', 'Vernieling'), ('doorstep_scam', 'Babbeltruc aan de deur'), ('missing_person', 'Vermist persoon'), ('other', 'Iets anders')], default='other', max_length=24, verbose_name='wat')),
                ('text', models.TextField(max_length=500, verbose_name='uitleg voor de beheerders')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('called_off_at', models.DateTimeField(blank=True, null=True, verbose_name='afgezegd')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'oefening',
                'verbose_name_plural': 'oefeningen',
                'ordering': ('-at', '-id'),
            },
        ),
        migrations.AddField(
            model_name='alert',
            name='drill',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='alerts', to='alerts.drill'),
        ),
        migrations.AddIndex(
            model_name='alert',
            index=models.Index(fields=['happened_at'], name='alert_by_time'),
        ),
        migrations.AddIndex(
            model_name='alert',
            index=models.Index(condition=models.Q(('state', 'running')), fields=['group'], name='alert_running_of_group'),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.CheckConstraint(condition=models.Q(('drill__isnull', True), ('is_drill', True), _connector='OR'), name='alert_of_a_drill_is_one'),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.UniqueConstraint(condition=models.Q(('drill__isnull', False)), fields=('drill', 'group'), name='alert_once_a_group_in_a_drill'),
        ),
        migrations.AddConstraint(
            model_name='alertcount',
            constraint=models.UniqueConstraint(fields=('group', 'month', 'category', 'state', 'is_drill'), name='alert_count_once_a_month'),
        ),
        migrations.AddConstraint(
            model_name='alertshare',
            constraint=models.UniqueConstraint(fields=('alert', 'shared_with'), name='alert_shared_once_with'),
        ),
        migrations.AddConstraint(
            model_name='drill',
            constraint=models.UniqueConstraint(condition=models.Q(('called_off_at__isnull', True)), fields=('at',), name='drill_once_at_a_time'),
        ),
    ]
