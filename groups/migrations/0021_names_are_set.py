"""Labels and defaults say no village any more. Nothing of it stands in the database, so no table is
made anew: SQLite would drop its triggers.
"""

from django.db import migrations, models

import dorst_portal.identity.current


class Migration(migrations.Migration):

    dependencies = [
        ('groups', '0020_number_blocks'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='handover',
                    name='from_owner',
                    field=models.CharField(choices=[('group', 'beheerder'), ('coordinators', 'coördinatoren')], max_length=12),
                ),
                migrations.AlterField(
                    model_name='handover',
                    name='from_reason',
                    field=models.CharField(choices=[('covered', 'het adres hoort bij de groep'), ('chosen_group', 'gekozen voor een andere groep dan die van het adres'), ('no_group', 'voor het adres is nog geen groep'), ('unknown_street', 'straat niet gevonden'), ('outside', 'adres ligt buiten het dorp'), ('starting', 'groep in oprichting'), ('paused', 'groep gepauzeerd'), ('full', 'groep vol'), ('no_beheerder', 'groep zonder beheerder'), ('all_away', 'beheerder is weg en heeft geen plaatsvervanger'), ('forwarded', 'doorgestuurd'), ('came_back', 'kwam voor de tweede keer terug'), ('no_address', 'zonder adres'), ('complaint', 'klacht over een beheerder'), ('objection', 'bezwaar tegen een beslissing'), ('new_group', 'nieuwe groep'), ('reopened', 'opnieuw geopend na bezwaar')], max_length=20),
                ),
                migrations.AlterField(
                    model_name='handover',
                    name='to_owner',
                    field=models.CharField(choices=[('group', 'beheerder'), ('coordinators', 'coördinatoren')], max_length=12),
                ),
                migrations.AlterField(
                    model_name='memberimport',
                    name='by_platform',
                    field=models.BooleanField(default=False, verbose_name='door een coördinator'),
                ),
                migrations.AlterField(
                    model_name='residentrequest',
                    name='escalated_at',
                    field=models.DateTimeField(blank=True, null=True, verbose_name='ook bij de coördinatoren sinds'),
                ),
                migrations.AlterField(
                    model_name='residentrequest',
                    name='owner',
                    field=models.CharField(choices=[('group', 'beheerder'), ('coordinators', 'coördinatoren')], max_length=12, verbose_name='eigenaar'),
                ),
                migrations.AlterField(
                    model_name='residentrequest',
                    name='route_reason',
                    field=models.CharField(choices=[('covered', 'het adres hoort bij de groep'), ('chosen_group', 'gekozen voor een andere groep dan die van het adres'), ('no_group', 'voor het adres is nog geen groep'), ('unknown_street', 'straat niet gevonden'), ('outside', 'adres ligt buiten het dorp'), ('starting', 'groep in oprichting'), ('paused', 'groep gepauzeerd'), ('full', 'groep vol'), ('no_beheerder', 'groep zonder beheerder'), ('all_away', 'beheerder is weg en heeft geen plaatsvervanger'), ('forwarded', 'doorgestuurd'), ('came_back', 'kwam voor de tweede keer terug'), ('no_address', 'zonder adres'), ('complaint', 'klacht over een beheerder'), ('objection', 'bezwaar tegen een beslissing'), ('new_group', 'nieuwe groep'), ('reopened', 'opnieuw geopend na bezwaar')], max_length=20),
                ),
                migrations.AlterField(
                    model_name='street',
                    name='outside',
                    field=models.BooleanField(default=False, verbose_name='ligt buiten het dorp'),
                ),
                migrations.AlterField(
                    model_name='street',
                    name='place',
                    field=models.CharField(default=dorst_portal.identity.current.village_name, max_length=40, verbose_name='plaats'),
                ),
                migrations.AlterField(
                    model_name='watchgroup',
                    name='area',
                    field=models.CharField(default=dorst_portal.identity.current.village_name, max_length=40, verbose_name='buurt'),
                ),
            ],
        ),
    ]
