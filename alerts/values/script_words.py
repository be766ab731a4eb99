"""What the scripts of alerts say by themselves (languages.script_words); a test compares them."""

from typing import Final

from django.utils.translation import gettext_noop

# static/alarm.js; the first three are those of alerts/values/personal.py.
ALARM: Final = (
    gettext_noop("e-mailadres"),
    gettext_noop("telefoonnummer"),
    gettext_noop("burgerservicenummer (BSN)"),
    gettext_noop("Dit lijkt een {what}. Zet dat niet in de groep."),
    gettext_noop("Fout:"),
    gettext_noop("Kopieer de tekst"),
    gettext_noop("Gekopieerd. Plak de tekst in je groep."),
    gettext_noop("Deel met een andere app"),
    gettext_noop("Je hebt geen internet. Bellen kan wel. Wat je typte, staat er nog."),
)
# static/alarm-offline.js, which says those of alarm.js too.
OFFLINE: Final = (
    gettext_noop("Je bericht is klaar"),
    gettext_noop("Schrijf je update"),
    gettext_noop("Het is voorbij"),
    gettext_noop("Loos alarm"),
)
# static/live.js
LIVE: Final = (
    gettext_noop("Deze pagina verandert niet meer."),
    gettext_noop("Geen verbinding. We proberen het zo weer."),
)
