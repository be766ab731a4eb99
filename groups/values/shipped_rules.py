"""The house rules that the portal ships, rule by rule: only these can be said in other languages.

The rules in force are rows, which came with a migration; a test holds the two together.
"""

from typing import Final

from django.utils.translation import gettext_noop

SHIPPED_RULES: Final = frozenset(
    {
        gettext_noop(
            "Je woont of werkt in de straat of buurt van de groep. De groep blijft klein."
        ),
        gettext_noop(
            "De groep is van buren. De politie leest niet mee. De politie komt pas als je belt."
        ),
        gettext_noop(
            "Gebruik de groep alleen bij iets verdachts of bij nood. Dus geen praatjes en geen "
            "privéberichten."
        ),
        gettext_noop("Heb je 112 gebeld? Zet dat in de groep. Dan belt niet iedereen."),
        gettext_noop("Speel niet zelf voor politie. Houd je aan de wet."),
        gettext_noop(
            "Let goed op. Schrijf altijd eerst wat iemand doet. Hoe ziet iemand eruit: man of "
            "vrouw, lengte, kleding, huidskleur? Bij een auto: kleur, merk, soort en kenteken. Een "
            "foto mag, als die helpt."
        ),
        gettext_noop("Is er gevaar? Bel eerst 112. Meld daarna wat je ziet in Waaksamen."),
        gettext_noop(
            "Waaksamen vertelt het aan politie en gemeente. De app zegt ook of je moet bellen."
        ),
        gettext_noop(
            "Stuur je melding vanuit Waaksamen door naar de groep. Dan weten je buren het ook."
        ),
        gettext_noop(
            "Moet iets binnen de groep blijven? Zet het dan alleen in de groep. Dus geen praatjes "
            "en geen privéberichten."
        ),
    }
)
