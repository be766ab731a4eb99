"""The house rules with which the portal starts, version 1 of both variants.

Source: the six rules of the neighbourhood watch of Dorst in plain words (design brief of the
interface, screen R9). The Waaksamen variant follows the steps in which that app is used: report in the app, which tells
police and municipality, then pass it on.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

STANDARD = """\
Je woont of werkt in de straat of buurt van de groep. De groep blijft klein.
De groep is van buren. De politie leest niet mee. De politie komt pas als je belt.
Gebruik de groep alleen bij iets verdachts of bij nood. Dus geen praatjes en geen privéberichten.
Heb je 112 gebeld? Zet dat in de groep. Dan belt niet iedereen.
Speel niet zelf voor politie. Houd je aan de wet.
Let goed op. Schrijf altijd eerst wat iemand doet. Hoe ziet iemand eruit: man of vrouw, lengte, \
kleding, huidskleur? Bij een auto: kleur, merk, soort en kenteken. Een foto mag, als die helpt.
"""

WAAKSAMEN = """\
Je woont of werkt in de straat of buurt van de groep. De groep blijft klein.
Is er gevaar? Bel eerst 112. Meld daarna wat je ziet in Waaksamen.
Waaksamen vertelt het aan politie en gemeente. De app zegt ook of je moet bellen.
Stuur je melding vanuit Waaksamen door naar de groep. Dan weten je buren het ook.
Moet iets binnen de groep blijven? Zet het dan alleen in de groep. Dus geen praatjes en geen \
privéberichten.
Speel niet zelf voor politie. Houd je aan de wet.
Let goed op. Schrijf altijd eerst wat iemand doet. Hoe ziet iemand eruit: man of vrouw, lengte, \
kleding, huidskleur? Bij een auto: kleur, merk, soort en kenteken. Een foto mag, als die helpt.
"""


def publish(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rules = apps.get_model("groups", "HouseRules")
    rules.objects.create(variant="standard", version=1, text=STANDARD)
    rules.objects.create(variant="waaksamen", version=1, text=WAAKSAMEN)


class Migration(migrations.Migration):
    dependencies = [("groups", "0002_coverage_guard")]

    operations = [migrations.RunPython(publish, migrations.RunPython.noop)]
