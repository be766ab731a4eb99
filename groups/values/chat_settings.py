"""What a beheerder sets in the chat app so that the portal's rules hold there too. Pure.

docs/sources.md says where the defaults of the apps come from. A page says them in its own language;
the hand-over sheet, which is paper, in Dutch.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext_noop

WHATSAPP: Final = (
    gettext_noop("Zet Leden toevoegen op Alleen beheerders. Anders kan elk lid iemand toevoegen."),
    gettext_noop("Zet Nieuwe deelnemers goedkeuren aan."),
    gettext_noop("Zet Groepsinstellingen bewerken op Alleen beheerders."),
    gettext_noop("Maak nog iemand beheerder van de groep."),
    gettext_noop("Zet in de omschrijving: bel bij nood eerst 112."),
)
SIGNAL: Final = (
    gettext_noop("Zet Leden toevoegen op Alleen beheerders."),
    gettext_noop("Zet bij de groepslink Goedkeuring door beheerder aan."),
    gettext_noop("Zet Groepsinfo bewerken op Alleen beheerders."),
    gettext_noop("Maak nog iemand beheerder van de groep."),
    gettext_noop("Zet in de omschrijving: bel bij nood eerst 112."),
)
TELEGRAM: Final = (
    gettext_noop("Maak de groep privé."),
    gettext_noop("Zet bij Rechten het toevoegen van leden uit."),
    gettext_noop("Zet bij de uitnodigingslink Goedkeuring door beheerders aan."),
    gettext_noop("Maak nog iemand beheerder van de groep."),
    gettext_noop("Zet in de omschrijving: bel bij nood eerst 112."),
)
SETTINGS: Final[Mapping[str, Sequence[str]]] = {
    "whatsapp": WHATSAPP,
    "signal": SIGNAL,
    "telegram": TELEGRAM,
}
