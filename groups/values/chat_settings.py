"""What a beheerder sets in the chat app so that the portal's rules hold there too. Pure.

docs/sources.md says where the defaults of the apps come from.
"""

from collections.abc import Mapping, Sequence
from typing import Final

WHATSAPP: Final = (
    "Zet Leden toevoegen op Alleen beheerders. Anders kan elk lid iemand toevoegen.",
    "Zet Nieuwe deelnemers goedkeuren aan.",
    "Zet Groepsinstellingen bewerken op Alleen beheerders.",
    "Maak nog iemand beheerder van de groep.",
    "Zet in de omschrijving: bel bij nood eerst 112.",
)
SIGNAL: Final = (
    "Zet Leden toevoegen op Alleen beheerders.",
    "Zet bij de groepslink Goedkeuring door beheerder aan.",
    "Zet Groepsinfo bewerken op Alleen beheerders.",
    "Maak nog iemand beheerder van de groep.",
    "Zet in de omschrijving: bel bij nood eerst 112.",
)
TELEGRAM: Final = (
    "Maak de groep privé.",
    "Zet bij Rechten het toevoegen van leden uit.",
    "Zet bij de uitnodigingslink Goedkeuring door beheerders aan.",
    "Maak nog iemand beheerder van de groep.",
    "Zet in de omschrijving: bel bij nood eerst 112.",
)
SETTINGS: Final[Mapping[str, Sequence[str]]] = {
    "whatsapp": WHATSAPP,
    "signal": SIGNAL,
    "telegram": TELEGRAM,
}
