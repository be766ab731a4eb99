"""How long data is kept: the one table. The privacy page shows it, `docs/privacy.md` is made of it,
and `services/retention.py` carries it out: each line names the steps that do.

`fields.py` beside it sorts every field of the database into these lines.
"""

from dataclasses import dataclass
from typing import Final

from dorst_portal.identity.current import here_text
from dorst_portal.push.services import DEVICE_DAYS
from groups.members.services.blocking import MOST_DAYS
from groups.requests.services.address_letters import CODE_DAYS

REQUEST_DAYS: Final = 30
MEMBER_DAYS: Final = 30
MAIL_DAYS: Final = 7
AUDIT_DAYS: Final = 365
END_NOTE_DAYS: Final = 365
CONTACT_DAYS: Final = 30
MOMENT_DAYS: Final = 365
OWN_PAGE_DAYS: Final = 8
FINDING_DAYS: Final = 30
ALERT_DAYS: Final = 730
KNOCK_DAYS: Final = 30
OBJECTION_DAYS: Final = 30
# Longer than any backup is kept (30 days), with room for one that was forgotten.
TOMBSTONE_DAYS: Final = 365

# On what ground of the GDPR (article 6): proposed, and to be checked by a lawyer.
CONSENT: Final = "toestemming"
INTEREST: Final = "gerechtvaardigd belang"
DUTY: Final = "wettelijke plicht"

_GROUP_AND_STAFF: Final = here_text("De beheerder van de groep en {organisation}")
_STAFF: Final = here_text("{organisation}")
_MAINTAINERS: Final = "Wie de site onderhoudt"
_NOBODY: Final = "Niemand"


@dataclass(frozen=True)
class Term:
    """One line of the table: what, why, how long in words, who sees it, and on what ground.

    `days` is the term where it is counted in days, else 0: then `words` says what ends it.
    `steps` are the purges of `services/retention.py` that end it, or, where nothing of the
    timetable does, `ended_by` says what.
    """

    key: str
    data: str
    why: str
    words: str
    who: str
    ground: str
    days: int = 0
    steps: tuple[str, ...] = ()
    ended_by: str = ""


TERMS: Final = (
    Term(
        "request",
        "Aanvraag of vraag: naam, mobiel nummer, e-mailadres, adres en je berichten",
        "Om je groep te vinden, je adres te controleren en je te antwoorden",
        "tot er is beslist; van de wachtlijst tot er een plek is",
        _GROUP_AND_STAFF,
        CONSENT,
        ended_by="het einde van de aanvraag",
    ),
    Term(
        "request_ended",
        "Aanvraag of vraag die is beantwoord, afgewezen, ingetrokken of verlopen",
        "Om vragen over de beslissing te beantwoorden",
        "30 dagen na het einde; daarna zonder naam, nummer en adres",
        _GROUP_AND_STAFF,
        INTEREST,
        REQUEST_DAYS,
        steps=("requests",),
    ),
    Term(
        "request_added",
        "Aanvraag die is goedgekeurd",
        "Om je in de groep te zetten",
        "tot de nacht nadat je op de ledenlijst komt; daarna blijft alleen de beslissing",
        _GROUP_AND_STAFF,
        CONSENT,
        steps=("requests",),
    ),
    Term(
        "address_letter",
        "Dat we een brief met een code voor je maakten; de code zelf kan niemand lezen",
        "Om te weten of je op het adres woont, als je geen e-mail hebt",
        "30 dagen, en nooit langer dan de aanvraag",
        _GROUP_AND_STAFF,
        INTEREST,
        CODE_DAYS,
        steps=("address_letters", "requests"),
    ),
    Term(
        "member",
        "Deelnemer: naam, mobiel nummer, e-mailadres en adres",
        "Om te weten wie er in de groep zit",
        "zolang je meedoet",
        _GROUP_AND_STAFF,
        CONSENT,
        ended_by="het einde van het lidmaatschap",
    ),
    Term(
        "member_left",
        "Deelnemer die is gestopt",
        "Om vragen te beantwoorden en fouten te herstellen",
        "30 dagen; daarna zonder naam en nummer",
        _GROUP_AND_STAFF,
        INTEREST,
        MEMBER_DAYS,
        steps=("members",),
    ),
    Term(
        "number_block",
        "Nummer dat een beheerder uit de groep haalde, als code waaruit het niet te lezen is",
        "Om te weten wie er voorlopig niet terug mag",
        "tot de dag die de beheerder koos, hooguit 2 jaar",
        "De beheerder van de groep",
        INTEREST,
        MOST_DAYS,  # each ends on a day of its own
        steps=("number_blocks",),
    ),
    Term(
        "list_import",
        here_text("Lijst met leden die een beheerder of {organisation} wil overnemen"),
        "Om te kijken wat er klopt voordat er iets op de ledenlijst komt",
        "24 uur; wie niet op de ledenlijst kwam, wissen we",
        _GROUP_AND_STAFF,
        INTEREST,
        1,
        ended_by="elke minuut het rooster",
    ),
    Term(
        "chat_knock",
        "Naam en nummer bij Telegram van wie in de Telegram-groep wil",
        "Zodat de beheerder kan antwoorden",
        "tot Telegram het antwoord heeft, hooguit 30 dagen",
        "De beheerder van de groep",
        INTEREST,
        KNOCK_DAYS,
        steps=("alert_messages", "telegram_updates"),
    ),
    Term(
        "own_page",
        "E-mailadres waarmee iemand de eigen pagina opende, of wil gaan gebruiken",
        "Om te weten welke gegevens op die pagina horen",
        "8 dagen",
        _MAINTAINERS,
        INTEREST,
        OWN_PAGE_DAYS,
        steps=("own_pages",),
    ),
    Term(
        "member_erased",
        "Deelnemer die alles liet wissen: alleen naam en nummer",
        "Zodat de beheerder je uit de app kan halen",
        "tot dat is gedaan, hooguit 1 dag",
        "De beheerder van de groep",
        DUTY,
        1,
        ended_by="de taak van de beheerder, en anders elke minuut het rooster",
    ),
    Term(
        "erased",
        "Dat iemand alles liet wissen, als code waaruit je gegevens niet te lezen zijn",
        "Om je opnieuw te vergeten als we een oude reservekopie terugzetten",
        "zolang er een reservekopie van voor die dag kan zijn: 1 jaar",
        _NOBODY,
        DUTY,
        TOMBSTONE_DAYS,
        steps=("tombstones",),
    ),
    Term(
        "mail",
        "Tekst van e-mails die wij stuurden",
        "Om ze opnieuw te sturen als het niet lukt",
        "7 dagen",
        _MAINTAINERS,
        INTEREST,
        MAIL_DAYS,
        steps=("mails",),
    ),
    Term(
        "audit",
        "Wie welke gegevens bekeek of veranderde",
        "Om te laten zien dat we netjes met je gegevens omgaan",
        "1 jaar",
        _STAFF,
        INTEREST,
        AUDIT_DAYS,
        steps=("audit", "reviews"),
    ),
    Term(
        "account",
        "Beheerder of coördinator: naam, e-mailadres en telefoonnummer",
        "Om in te loggen, te bellen en te weten wie wat besliste",
        "zolang deze persoon helpt; dan wissen we het nummer, en de rest als je het vraagt",
        here_text("{organisation}; het nummer ook de beheerders van de groep"),
        INTEREST,
        ended_by="het einde van de taak, en daarna op verzoek",
    ),
    Term(
        "login",
        "Dat een beheerder of coördinator is ingelogd, en de codes daarvoor",
        "Om te weten dat jij het bent",
        "tot je uitlogt, en anders hooguit een paar dagen",
        _NOBODY,
        INTEREST,
        steps=("sessions", "codes"),
    ),
    Term(
        "push",
        "Apparaat waarop iemand meldingen aanzette: het adres bij de maker van de browser, en de "
        "naam",
        "Om te laten zien dat er iets nieuws is",
        "tot je ze uitzet of daar uitlogt, je taak of account eindigt, of er 1 jaar niets aankwam",
        "Alleen die persoon zelf",
        CONSENT,
        DEVICE_DAYS,
        steps=("push_devices", "push_messages"),
    ),
    Term(
        "end_note",
        "Waarom een beheerder stopte zonder overdracht",
        "Om te weten wat er nog geregeld moet worden",
        "1 jaar",
        _STAFF,
        INTEREST,
        END_NOTE_DAYS,
        steps=("end_notes",),
    ),
    Term(
        "alert_details",
        here_text(
            "Bijzonderheden bij een melding: hoe iemand eruitziet, een voertuig, een kenteken, een "
            "foto; alleen als {organisation} dit heeft aangezet"
        ),
        "Om te weten naar wie de buurt uitkijkt",
        "tot 72 uur na het einde van de melding, hooguit 7 dagen; bij loos alarm wissen we het "
        "meteen",
        here_text("De beheerder van de groep, {organisation} en wie de link heeft"),
        INTEREST,
        7,
        ended_by="elke minuut het rooster",
    ),
    Term(
        "objection",
        "Bezwaar tegen bijzonderheden bij een melding",
        "Om weg te halen wat weg moet, en je te antwoorden",
        "tot 30 dagen na het antwoord",
        _STAFF,
        DUTY,
        OBJECTION_DAYS,
        steps=("objections",),
    ),
    Term(
        "contact",
        "Contactpersoon van een partner, zoals de wijkagent",
        "Om te weten wie je kunt bellen",
        "zolang deze persoon het werk doet; 30 dagen later zonder naam en nummer",
        here_text("Beheerders en {organisation}; iedereen als dat erbij staat"),
        INTEREST,
        CONTACT_DAYS,
        steps=("contacts",),
    ),
    Term(
        "moment",
        "Wat een beheerder met een partner besprak",
        "Om afspraken terug te vinden",
        "1 jaar",
        _GROUP_AND_STAFF,
        INTEREST,
        MOMENT_DAYS,
        steps=("moments",),
    ),
    Term(
        "addresses",
        here_text("Een lijst met adressen in {village} die we inlezen, zonder namen"),
        "Om te weten welke huisnummers er zijn",
        "30 dagen na het inlezen; daarna alleen de adressen zelf",
        _STAFF,
        INTEREST,
        FINDING_DAYS,
        steps=("address_findings",),
    ),
    Term(
        "alert",
        "Melding van een groep: soort, straat, tijd en afloop, en wie die bewaarde",
        "Om te leren van wat er gebeurt",
        "2 jaar; daarna tellen we alleen hoeveel het er per maand waren",
        here_text(
            "De beheerder van de groep en {organisation}; de feiten ook andere groepen, de "
            "wijkagent en wie de link heeft"
        ),
        INTEREST,
        ALERT_DAYS,
        steps=("alerts",),
    ),
    Term(
        "police_request",
        "Dat de politie om bijzonderheden van een melding vroeg: het nummer van de zaak",
        "Om te laten zien waarom de politie iets kreeg",
        "1 jaar",
        _STAFF,
        DUTY,
        AUDIT_DAYS,
        steps=("police_requests",),
    ),
    Term(
        "limits",
        "Hoe vaak iets wordt verstuurd, als code waaruit je gegevens niet te lezen zijn",
        "Om misbruik tegen te gaan",
        "tot de nacht nadat de telling voorbij is",
        _NOBODY,
        INTEREST,
        steps=("limits",),
    ),
)


def term_of(key: str) -> Term:
    """The line with this key. Raises KeyError."""
    return {term.key: term for term in TERMS}[key]
