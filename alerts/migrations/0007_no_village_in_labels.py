from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('alerts', '0006_relays'),
    ]

    operations = [
        migrations.AlterField(
            model_name='connection',
            name='broken',
            field=models.CharField(blank=True, choices=[('removed', 'De bot zit niet meer in de groep. Zet hem er weer in en koppel opnieuw.'), ('not_found', 'De app kent deze groep niet meer. Koppel de groep opnieuw.'), ('no_rights', 'De bot mag dit niet in de groep. Maak hem beheerder in Telegram.'), ('no_bot', 'De bot van de site werkt niet. De coördinatoren moeten dit herstellen.'), ('gone', 'De ontvanger wil geen berichten meer. Vul een nieuw adres in.'), ('private', 'Dit adres staat niet op het open internet. Vul een ander adres in.'), ('refused', 'De ontvanger weigert de berichten. Kijk daar wat er mis is.'), ('silent', 'De ontvanger gaf een dag lang geen goed antwoord. Kijk of het adres klopt.')], max_length=10, verbose_name='stuk'),
        ),
    ]
