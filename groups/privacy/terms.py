"""How long data is kept: the one table. The privacy page shows it, `docs/privacy.md` is made of it,
and `services/retention.py` carries it out: each line names the steps that do.

`fields.py` beside it sorts every field of the database into these lines.
"""

from dataclasses import dataclass
from typing import Final

from dorst_portal.identity.current import here_text
from dorst_portal.languages.words import lazy_text as _
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
CONSENT: Final = _("toestemming")
INTEREST: Final = _("gerechtvaardigd belang")
DUTY: Final = _("wettelijke plicht")

_GROUP_AND_STAFF: Final = here_text("De beheerder van de groep en {organisation}")
_STAFF: Final = here_text("{organisation}")
_MAINTAINERS: Final = _("Wie de site onderhoudt")
_NOBODY: Final = _("Niemand")


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
        _("Aanvraag of vraag: naam, mobiel nummer, e-mailadres, adres, taal en je berichten"),
        _("Om je groep te vinden, je adres te controleren en je te antwoorden"),
        _("tot er is beslist; van de wachtlijst tot er een plek is"),
        _GROUP_AND_STAFF,
        CONSENT,
        ended_by="het einde van de aanvraag",
    ),
    Term(
        "request_ended",
        _("Aanvraag of vraag die is beantwoord, afgewezen, ingetrokken of verlopen"),
        _("Om vragen over de beslissing te beantwoorden"),
        _("30 dagen na het einde; daarna zonder naam, nummer en adres"),
        _GROUP_AND_STAFF,
        INTEREST,
        REQUEST_DAYS,
        steps=("requests",),
    ),
    Term(
        "request_added",
        _("Aanvraag die is goedgekeurd"),
        _("Om je in de groep te zetten"),
        _("tot de nacht nadat je op de ledenlijst komt; daarna blijft alleen de beslissing"),
        _GROUP_AND_STAFF,
        CONSENT,
        steps=("requests",),
    ),
    Term(
        "address_letter",
        _("Dat we een brief met een code voor je maakten; de code zelf kan niemand lezen"),
        _("Om te weten of je op het adres woont, als je geen e-mail hebt"),
        _("30 dagen, en nooit langer dan de aanvraag"),
        _GROUP_AND_STAFF,
        INTEREST,
        CODE_DAYS,
        steps=("address_letters", "requests"),
    ),
    Term(
        "member",
        _("Deelnemer: naam, mobiel nummer, e-mailadres, adres en taal"),
        _("Om te weten wie er in de groep zit"),
        _("zolang je meedoet"),
        _GROUP_AND_STAFF,
        CONSENT,
        ended_by="het einde van het lidmaatschap",
    ),
    Term(
        "member_left",
        _("Deelnemer die is gestopt"),
        _("Om vragen te beantwoorden en fouten te herstellen"),
        _("30 dagen; daarna zonder naam en nummer"),
        _GROUP_AND_STAFF,
        INTEREST,
        MEMBER_DAYS,
        steps=("members",),
    ),
    Term(
        "number_block",
        _("Nummer dat een beheerder uit de groep haalde, als code waaruit het niet te lezen is"),
        _("Om te weten wie er voorlopig niet terug mag"),
        _("tot de dag die de beheerder koos, hooguit 2 jaar"),
        _("De beheerder van de groep"),
        INTEREST,
        MOST_DAYS,  # each ends on a day of its own
        steps=("number_blocks",),
    ),
    Term(
        "list_import",
        here_text("Lijst met leden die een beheerder of {organisation} wil overnemen"),
        _("Om te kijken wat er klopt voordat er iets op de ledenlijst komt"),
        _("24 uur; wie niet op de ledenlijst kwam, wissen we"),
        _GROUP_AND_STAFF,
        INTEREST,
        1,
        ended_by="elke minuut het rooster",
    ),
    Term(
        "chat_knock",
        _("Naam en nummer bij Telegram van wie in de Telegram-groep wil"),
        _("Zodat de beheerder kan antwoorden"),
        _("tot Telegram het antwoord heeft, hooguit 30 dagen"),
        _("De beheerder van de groep"),
        INTEREST,
        KNOCK_DAYS,
        steps=("alert_messages", "telegram_updates"),
    ),
    Term(
        "own_page",
        _("E-mailadres waarmee iemand de eigen pagina opende, of wil gaan gebruiken"),
        _("Om te weten welke gegevens op die pagina horen"),
        _("8 dagen"),
        _MAINTAINERS,
        INTEREST,
        OWN_PAGE_DAYS,
        steps=("own_pages",),
    ),
    Term(
        "member_erased",
        _("Deelnemer die alles liet wissen: alleen naam en nummer"),
        _("Zodat de beheerder je uit de app kan halen"),
        _("tot dat is gedaan, hooguit 1 dag"),
        _("De beheerder van de groep"),
        DUTY,
        1,
        ended_by="de taak van de beheerder, en anders elke minuut het rooster",
    ),
    Term(
        "erased",
        _("Dat iemand alles liet wissen, als code waaruit je gegevens niet te lezen zijn"),
        _("Om je opnieuw te vergeten als we een oude reservekopie terugzetten"),
        _("zolang er een reservekopie van voor die dag kan zijn: 1 jaar"),
        _NOBODY,
        DUTY,
        TOMBSTONE_DAYS,
        steps=("tombstones",),
    ),
    Term(
        "mail",
        _("Tekst van e-mails die wij stuurden"),
        _("Om ze opnieuw te sturen als het niet lukt"),
        _("7 dagen"),
        _MAINTAINERS,
        INTEREST,
        MAIL_DAYS,
        steps=("mails",),
    ),
    Term(
        "audit",
        _("Wie welke gegevens bekeek of veranderde"),
        _("Om te laten zien dat we netjes met je gegevens omgaan"),
        _("1 jaar"),
        _STAFF,
        INTEREST,
        AUDIT_DAYS,
        steps=("audit", "reviews"),
    ),
    Term(
        "account",
        _("Beheerder of coördinator: naam, e-mailadres en telefoonnummer"),
        _("Om in te loggen, te bellen en te weten wie wat besliste"),
        _("zolang deze persoon helpt; dan wissen we het nummer, en de rest als je het vraagt"),
        here_text("{organisation}; het nummer ook de beheerders van de groep"),
        INTEREST,
        ended_by="het einde van de taak, en daarna op verzoek",
    ),
    Term(
        "login",
        _("Dat een beheerder of coördinator is ingelogd, en de codes daarvoor"),
        _("Om te weten dat jij het bent"),
        _("tot je uitlogt, en anders hooguit een paar dagen"),
        _NOBODY,
        INTEREST,
        steps=("sessions", "codes"),
    ),
    Term(
        "push",
        _(
            "Apparaat waarop iemand meldingen aanzette: het adres bij de maker van de browser, en "
            "de naam"
        ),
        _("Om te laten zien dat er iets nieuws is"),
        _(
            "tot je ze uitzet of daar uitlogt, je taak of account eindigt, of er 1 jaar niets "
            "aankwam"
        ),
        _("Alleen die persoon zelf"),
        CONSENT,
        DEVICE_DAYS,
        steps=("push_devices", "push_messages"),
    ),
    Term(
        "end_note",
        _("Waarom een beheerder stopte zonder overdracht"),
        _("Om te weten wat er nog geregeld moet worden"),
        _("1 jaar"),
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
        _("Om te weten naar wie de buurt uitkijkt"),
        _(
            "tot 72 uur na het einde van de melding, hooguit 7 dagen; bij loos alarm wissen we het "
            "meteen"
        ),
        here_text("De beheerder van de groep, {organisation} en wie de link heeft"),
        INTEREST,
        7,
        ended_by="elke minuut het rooster",
    ),
    Term(
        "objection",
        _("Bezwaar tegen bijzonderheden bij een melding"),
        _("Om weg te halen wat weg moet, en je te antwoorden"),
        _("tot 30 dagen na het antwoord"),
        _STAFF,
        DUTY,
        OBJECTION_DAYS,
        steps=("objections",),
    ),
    Term(
        "contact",
        _("Contactpersoon van een partner, zoals de wijkagent"),
        _("Om te weten wie je kunt bellen"),
        _("zolang deze persoon het werk doet; 30 dagen later zonder naam en nummer"),
        here_text("Beheerders en {organisation}; iedereen als dat erbij staat"),
        INTEREST,
        CONTACT_DAYS,
        steps=("contacts",),
    ),
    Term(
        "moment",
        _("Wat een beheerder met een partner besprak"),
        _("Om afspraken terug te vinden"),
        _("1 jaar"),
        _GROUP_AND_STAFF,
        INTEREST,
        MOMENT_DAYS,
        steps=("moments",),
    ),
    Term(
        "addresses",
        here_text("Een lijst met adressen in {village} die we inlezen, zonder namen"),
        _("Om te weten welke huisnummers er zijn"),
        _("30 dagen na het inlezen; daarna alleen de adressen zelf"),
        _STAFF,
        INTEREST,
        FINDING_DAYS,
        steps=("address_findings",),
    ),
    Term(
        "alert",
        _("Melding van een groep: soort, straat, tijd en afloop, en wie die bewaarde"),
        _("Om te leren van wat er gebeurt"),
        _("2 jaar; daarna tellen we alleen hoeveel het er per maand waren"),
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
        _("Dat de politie om bijzonderheden van een melding vroeg: het nummer van de zaak"),
        _("Om te laten zien waarom de politie iets kreeg"),
        _("1 jaar"),
        _STAFF,
        DUTY,
        AUDIT_DAYS,
        steps=("police_requests",),
    ),
    Term(
        "limits",
        _("Hoe vaak iets wordt verstuurd, als code waaruit je gegevens niet te lezen zijn"),
        _("Om misbruik tegen te gaan"),
        _("tot de nacht nadat de telling voorbij is"),
        _NOBODY,
        INTEREST,
        steps=("limits",),
    ),
)


def term_of(key: str) -> Term:
    """The line with this key. Raises KeyError."""
    return {term.key: term for term in TERMS}[key]
