"""What a line of the audit trail says: one sentence for each verb that the code writes. A test
fails on a verb without one.

`{what}` is the thing that the line is about, `{group}` the group in whose area it happened and
`{person}` whom it is about; behind them come the facts of the line itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Kind:
    """What somebody may want to see: the filter's word in an address, and in a sentence."""

    code: str
    label: str


LOOKS: Final = Kind("bekeken", "gegevens bekijken")
REQUESTS: Final = Kind("aanvragen", "aanvragen en vragen")
MEMBERS: Final = Kind("leden", "ledenlijst bijhouden")
GROUPS: Final = Kind("groepen", "groepen")
STREETS: Final = Kind("straten", "straten en adressen")
PEOPLE: Final = Kind("beheerders", "beheerders benoemen")
PARTNERS: Final = Kind("partners", "partners en contacten")
BULLETINS: Final = Kind("berichten", "berichten en teksten")
ALERTS: Final = Kind("meldingen", "meldingen")
ACCOUNTS: Final = Kind("accounts", "inloggen en accounts")
OTHER: Final = Kind("anders", "iets anders")
KINDS: Final = (
    LOOKS, REQUESTS, MEMBERS, GROUPS, STREETS, PEOPLE, PARTNERS, BULLETINS, ALERTS, ACCOUNTS,
    OTHER,
)  # fmt: skip


@dataclass(frozen=True)
class Words:
    """What comes behind the name; `alone` when no account did it: the site or a resident."""

    kind: Kind
    says: str
    alone: str = ""


SENTENCES: Final[Mapping[str, Words]] = {
    "member.viewed": Words(LOOKS, "bekeek een lid van groep {group}"),
    "member.number_shown": Words(LOOKS, "bekeek het nummer van een lid van groep {group}"),
    "member.all_shown": Words(LOOKS, "maakte een overzicht van een lid van groep {group}"),
    "members.listed": Words(LOOKS, "bekeek de ledenlijst van groep {group}"),
    "members.exported": Words(LOOKS, "nam de ledenlijst van groep {group} mee"),
    "members.list_seen": Words(LOOKS, "bekeek een lijst met leden die nog niet is overgenomen"),
    "request.viewed": Words(LOOKS, "bekeek {what}"),
    "admin.viewed": Words(LOOKS, "bekeek {what} in de technische pagina's"),
    "request.submitted": Words(REQUESTS, "voerde {what} in", "stuurde {what} in"),
    "request.approved": Words(REQUESTS, "keurde {what} goed"),
    "request.declined": Words(REQUESTS, "wees {what} af"),
    "request.decision_undone": Words(REQUESTS, "maakte de beslissing over {what} ongedaan"),
    "request.joined": Words(REQUESTS, "voegde {what} samen met een andere van dezelfde persoon"),
    "request.join_undone": Words(REQUESTS, "maakte het samenvoegen van {what} ongedaan"),
    "request.added": Words(
        REQUESTS, "zette de persoon van {what} op de ledenlijst", "zit in de groep, na {what}"
    ),
    "request.forwarded": Words(REQUESTS, "stuurde {what} door"),
    "request.forward_undone": Words(REQUESTS, "haalde {what} terug"),
    "request.moved": Words(REQUESTS, "gaf {what} een andere eigenaar"),
    "request.move_undone": Words(REQUESTS, "gaf {what} terug aan de vorige eigenaar"),
    "request.asked_back": Words(REQUESTS, "stelde de bewoner van {what} een vraag"),
    "request.replied": Words(REQUESTS, "noteerde het antwoord bij {what}", "antwoordde bij {what}"),
    "request.answered": Words(REQUESTS, "beantwoordde {what}"),
    "request.erased": Words(REQUESTS, "wiste {what} op verzoek", "liet {what} wissen"),
    "request.closed": Words(REQUESTS, "sloot {what}"),
    "request.withdrawn": Words(REQUESTS, "noteerde dat {what} stopt", "trok {what} in"),
    "request.reopened": Words(REQUESTS, "opende {what} opnieuw"),
    "request.kept_waiting": Words(REQUESTS, "liet {what} op de wachtlijst"),
    "request.founded": Words(REQUESTS, "startte een groep na {what}"),
    "request.called": Words(REQUESTS, "belde over {what}"),
    "request.escalated": Words(
        REQUESTS, "liet {what} ook bij {organisation} komen", "zette {what} bij {organisation}"
    ),
    "request.reminded": Words(REQUESTS, "stuurde een herinnering over {what}"),
    "request.expired": Words(REQUESTS, "liet {what} verlopen"),
    "request.email_confirmed": Words(REQUESTS, "bevestigde het e-mailadres van {what}"),
    "request.email_refused": Words(REQUESTS, "meldde een fout e-mailadres bij {what}"),
    "request.letter_made": Words(REQUESTS, "maakte een brief met een code voor {what}"),
    "request.letter_delivered": Words(REQUESTS, "bezorgde de brief voor {what}"),
    "request.address_confirmed": Words(REQUESTS, "voerde de code in van de brief voor {what}"),
    "request.mail_retried": Words(REQUESTS, "stuurde een e-mail over {what} opnieuw"),
    "request.mail_let_go": Words(REQUESTS, "liet een mislukte e-mail over {what} zitten"),
    "retention.allowed": Words(OTHER, "liet wissen: {kind} ({rows} van {of})"),
    "backup.restored": Words(OTHER, "", "zette de reservekopie terug van {made_at}"),
    "erasures.repeated": Words(OTHER, "", "wiste opnieuw na een reservekopie: {number}"),
    "mail.retried": Words(OTHER, "stuurde een mislukte e-mail opnieuw"),
    "mail.let_go": Words(OTHER, "liet een mislukte e-mail zitten"),
    "number.unblocked": Words(MEMBERS, "liet een nummer weer toe in groep {group}"),
    "member.confirmed": Words(MEMBERS, "bevestigde een lid van groep {group}"),
    "member.refused": Words(MEMBERS, "haalde een lid van de lijst van groep {group}"),
    "member.changed": Words(
        MEMBERS,
        "veranderde {changed} van een lid van groep {group}",
        "veranderde {changed} in groep {group}",
    ),
    "member.ended": Words(MEMBERS, "haalde een lid uit groep {group}", "stopte met groep {group}"),
    "member.end_undone": Words(
        MEMBERS, "zette een lid terug in groep {group}", "bleef toch in groep {group}"
    ),
    "member.proved": Words(
        MEMBERS, "bevestigde een e-mailadres", "zei op de ledenlijst van groep {group} te staan"
    ),
    "member.email_refused": Words(
        MEMBERS,
        "haalde een e-mailadres weg",
        "staat niet zelf op de lijst van groep {group}",
    ),
    "member.email_changed": Words(
        MEMBERS, "veranderde een e-mailadres", "veranderde het e-mailadres in groep {group}"
    ),
    "request.email_changed": Words(
        REQUESTS,
        "veranderde het e-mailadres van {what}",
        "veranderde het e-mailadres van {what}",
    ),
    "own_page.opened": Words(LOOKS, "opende een eigen pagina", "opende de eigen pagina"),
    "own_page.downloaded": Words(LOOKS, "nam gegevens van een eigen pagina mee"),
    "own_page.link_shown": Words(
        LOOKS, "kreeg de link van groep {group}", "kreeg de link van groep {group}"
    ),
    "member.added": Words(MEMBERS, "zette iemand op de ledenlijst van groep {group}"),
    "member.erased": Words(
        MEMBERS,
        "wiste op verzoek alles van een lid van groep {group}",
        "liet alles wissen in groep {group}",
    ),
    "member.to_add": Words(MEMBERS, "zei dat een lid van groep {group} nog niet in de app zit"),
    "member.taken_out": Words(MEMBERS, "haalde een lid uit de app van groep {group}"),
    "members.list_sent": Words(MEMBERS, "leverde een lijst met leden aan"),
    "members.list_confirmed": Words(MEMBERS, "bevestigde een lijst met leden"),
    "members.list_dropped": Words(MEMBERS, "zag af van een lijst met leden"),
    "members.imported": Words(MEMBERS, "nam {members} leden over in groep {group}"),
    "members.told": Words(
        MEMBERS, "vertelde {members} leden van groep {group} dat ze op de lijst staan"
    ),
    "members.told_test": Words(MEMBERS, "stuurde zichzelf een proef van 'je staat op de lijst'"),
    "members.told_failed": Words(
        MEMBERS, "kon {members} leden van groep {group} niet per e-mail bereiken"
    ),
    "members.letters": Words(LOOKS, "maakte brieven voor leden van groep {group}"),
    "members.list_undone": Words(MEMBERS, "haalde een overgenomen lijst van {members} leden weg"),
    "group.list_confirmed": Words(MEMBERS, "zei dat de ledenlijst van groep {group} klopt"),
    "group.settings_changed": Words(GROUPS, "veranderde de instellingen van groep {group}"),
    "group.link_set": Words(GROUPS, "zette een nieuwe link voor groep {group}"),
    "group.made": Words(GROUPS, "maakte groep {group}"),
    "group.edited": Words(GROUPS, "paste groep {group} aan"),
    "group.opened": Words(GROUPS, "maakte groep {group} zichtbaar"),
    "group.invited": Words(GROUPS, "nodigde {told} mensen uit voor groep {group}"),
    "group.paused": Words(GROUPS, "zette groep {group} op pauze"),
    "group.resumed": Words(GROUPS, "opende groep {group} weer"),
    "group.archived": Words(GROUPS, "hief groep {group} op"),
    "group.step_done": Words(GROUPS, "vinkte een stap af voor groep {group}"),
    "group.step_undone": Words(GROUPS, "zette een stap van groep {group} terug"),
    "group.asked_alive": Words(GROUPS, "vroeg of groep {group} nog leeft"),
    "group.asked_list": Words(GROUPS, "vroeg of de ledenlijst van groep {group} klopt"),
    "group.lives": Words(GROUPS, "zei dat groep {group} leeft"),
    "sign.added": Words(GROUPS, "noteerde een bord in de straat"),
    "sign.edited": Words(GROUPS, "paste een bord in de straat aan"),
    "street.added": Words(STREETS, "voegde {what} toe"),
    "street.changed": Words(STREETS, "paste {what} aan"),
    "coverage.moved": Words(STREETS, "verplaatste adressen: groep {group}"),
    "coverage.undone": Words(STREETS, "draaide een verplaatsing terug: groep {group}"),
    "addresses.uploaded": Words(STREETS, "leverde een adressenlijst aan"),
    "addresses.confirmed": Words(STREETS, "bevestigde een adressenlijst"),
    "addresses.columns": Words(STREETS, "wees aan wat de kolommen van een adressenlijst zijn"),
    "addresses.dropped": Words(STREETS, "zag af van een adressenlijst"),
    "addresses.imported": Words(STREETS, "nam een adressenlijst over"),
    "village.loaded": Words(STREETS, "laadde de straten en groepen"),
    "framing_site.added": Words(OTHER, "liet een andere site ons zoekvak tonen: {site}"),
    "framing_site.removed": Words(OTHER, "haalde ons zoekvak van een andere site: {site}"),
    "hamlet.added": Words(STREETS, "voegde een buurtschap toe"),
    "hamlet.changed": Words(STREETS, "veranderde een buurtschap"),
    "hamlet.removed": Words(STREETS, "haalde een buurtschap weg"),
    "village.named": Words(OTHER, "veranderde de namen van het dorp: {changed}"),
    "village.coloured": Words(OTHER, "koos een kleur voor de knoppen"),
    "village.logo_set": Words(OTHER, "koos een logo"),
    "village.logo_removed": Words(OTHER, "haalde het logo weg"),
    "village.step_done": Words(OTHER, "vinkte een stap van Ons dorp af"),
    "village.step_undone": Words(OTHER, "zette een stap van Ons dorp op nog doen"),
    "village.mail_tried": Words(OTHER, "stuurde zichzelf een proefmail"),
    "appointment.made": Words(PEOPLE, "vroeg {person} voor groep {group}"),
    "appointment.accepted": Words(PEOPLE, "zei ja tegen groep {group}"),
    "appointment.ended": Words(PEOPLE, "beëindigde de taak van {person} in groep {group}"),
    "appointment.role_changed": Words(PEOPLE, "gaf {person} een andere taak in groep {group}"),
    "appointment.asked_again": Words(PEOPLE, "vroeg {person} nog een keer voor groep {group}"),
    "appointment.reminded": Words(PEOPLE, "herinnerde {person} aan de vraag voor groep {group}"),
    "appointment.unanswered": Words(
        PEOPLE, "liet de vraag aan {person} verlopen voor groep {group}"
    ),
    "appointment.wants_to_stop": Words(PEOPLE, "wil stoppen in groep {group}"),
    "appointment.stays": Words(PEOPLE, "blijft toch in groep {group}"),
    "appointment.away": Words(PEOPLE, "is weg uit groep {group}"),
    "appointment.back": Words(PEOPLE, "is terug in groep {group}"),
    "partner.added": Words(PARTNERS, "voegde {what} toe"),
    "partner.changed": Words(PARTNERS, "paste {what} aan"),
    "partner.checked": Words(PARTNERS, "keek {what} na"),
    "partner.ended": Words(PARTNERS, "haalde {what} weg"),
    "partner.returned": Words(PARTNERS, "zette {what} terug"),
    "partner.reported": Words(PARTNERS, "meldde dat {what} niet klopt"),
    "contact.added": Words(PARTNERS, "voegde {what} toe"),
    "contact.changed": Words(PARTNERS, "paste {what} aan"),
    "contact.checked": Words(PARTNERS, "keek {what} na"),
    "contact.ended": Words(PARTNERS, "haalde {what} weg"),
    "moment.noted": Words(PARTNERS, "noteerde contact met {what}"),
    "moment.removed": Words(PARTNERS, "haalde een notitie weg bij {what}"),
    "bulletin.made": Words(BULLETINS, "schreef {what}"),
    "bulletin.changed": Words(BULLETINS, "paste {what} aan"),
    "bulletin.dropped": Words(BULLETINS, "gooide een bericht weg"),
    "bulletin.tested": Words(BULLETINS, "testte {what}"),
    "bulletin.sent": Words(BULLETINS, "stuurde {what} aan {people} beheerders"),
    "bulletin.reminded": Words(BULLETINS, "herinnerde {people} beheerders aan {what}"),
    "bulletin.shared": Words(BULLETINS, "deelde {what} in groep {group}"),
    "bulletin.unshared": Words(BULLETINS, "zei dat {what} niet in groep {group} staat"),
    "text.changed": Words(BULLETINS, "paste {what} aan"),
    "text.reset": Words(BULLETINS, "zette {what} terug zoals geleverd"),
    "alert.viewed": Words(LOOKS, "bekeek een melding van groep {group}"),
    "alerts.listed": Words(LOOKS, "bekeek de meldingen van alle groepen"),
    "alert.logged": Words(ALERTS, "bewaarde een melding in groep {group}"),
    "alert.changed": Words(ALERTS, "paste een melding van groep {group} aan"),
    "alert.closed": Words(
        ALERTS, "sloot een melding van groep {group} af", "sloot een oude melding van groep {group}"
    ),
    "alert.reopened": Words(ALERTS, "zette een melding van groep {group} weer op Loopt"),
    "alert.close_asked": Words(ALERTS, "", "vroeg of een melding van groep {group} voorbij is"),
    "alert.call_claimed": Words(ALERTS, "ging 112 bellen voor een melding van groep {group}"),
    "alert.called": Words(ALERTS, "zei dat 112 is gebeld voor een melding van groep {group}"),
    "alert.call_given_back": Words(
        ALERTS, "kon 112 niet bellen voor een melding van groep {group}"
    ),
    "alert.link_renewed": Words(
        ALERTS, "maakte een nieuwe link voor een melding van groep {group}"
    ),
    "alert.shared": Words(ALERTS, "zei dat een melding van groep {group} is gedeeld"),
    "alert.unshared": Words(ALERTS, "zei dat een melding van groep {group} niet is gedeeld"),
    "alerts.exported": Words(LOOKS, "nam de meldingen van groep {group} mee"),
    "drill.planned": Words(ALERTS, "plande een oefening"),
    "drill.called_off": Words(ALERTS, "zegde een oefening af"),
    "drill.calendar_linked": Words(ALERTS, "maakte een link voor oefeningen in de eigen agenda"),
    "drill.calendar_ended": Words(ALERTS, "stopte de link voor oefeningen in de eigen agenda"),
    "drill.joined": Words(ALERTS, "deed met groep {group} mee aan een oefening"),
    "connection.code_made": Words(ALERTS, "maakte een koppelcode voor groep {group}"),
    "connection.set": Words(ALERTS, "stelde een koppeling van groep {group} in"),
    "connection.switched_on": Words(ALERTS, "zette een koppeling van groep {group} aan"),
    "connection.switched_off": Words(ALERTS, "zette een koppeling van groep {group} uit"),
    "connection.tried": Words(ALERTS, "stuurde een proefbericht naar groep {group}"),
    "connection.sent_again": Words(ALERTS, "stuurde een bericht van groep {group} opnieuw"),
    "connection.arrived": Words(ALERTS, "zag een bericht van groep {group} aankomen"),
    "knock.admitted": Words(ALERTS, "liet iemand toe in de chat van groep {group}"),
    "knock.refused": Words(ALERTS, "weigerde iemand voor de chat van groep {group}"),
    "alert.details_seen": Words(LOOKS, "bekeek bijzonderheden van een melding van groep {group}"),
    "alert.details_written": Words(
        ALERTS, "schreef bijzonderheden bij een melding van groep {group}"
    ),
    "alert.details_shared": Words(ALERTS, "maakte een link naar bijzonderheden in groep {group}"),
    "alert.details_unshared": Words(ALERTS, "stopte de link naar bijzonderheden in groep {group}"),
    "alert.details_wiped": Words(
        ALERTS,
        "wiste bijzonderheden van een melding van groep {group}, met {photos} foto's: {why}",
        "wiste bijzonderheden van een melding van groep {group}, met {photos} foto's: {why}",
    ),
    "alert.photo_added": Words(ALERTS, "stuurde een foto bij een melding van groep {group}"),
    "alert.photo_covered": Words(ALERTS, "dekte een foto af van een melding van groep {group}"),
    "alert.photo_approved": Words(ALERTS, "keurde een foto goed van een melding van groep {group}"),
    "alert.photo_removed": Words(ALERTS, "wiste een foto van een melding van groep {group}"),
    "alerts.details_on": Words(ALERTS, "zette bijzonderheden bewaren aan"),
    "alerts.details_off": Words(ALERTS, "zette bijzonderheden bewaren uit"),
    "objection.made": Words(ALERTS, "maakte {what}", "maakte {what}"),
    "objection.taken_down": Words(ALERTS, "haalde bijzonderheden weg na {what}"),
    "objection.answered": Words(ALERTS, "antwoordde op {what}"),
    "alert.relayed": Words(
        ALERTS, "gaf een melding van groep {group} door, aantal groepen: {number}"
    ),
    "alert.relayed_to_village": Words(
        ALERTS,
        "gaf een melding van groep {group} door aan heel {village}, aantal e-mails: {people}",
    ),
    "alert.relay_accepted": Words(ALERTS, "nam in groep {group} een melding van elders over"),
    "alert.relay_declined": Words(ALERTS, "nam in groep {group} een melding van elders niet over"),
    "alert.officer_told": Words(ALERTS, "stuurde een melding van groep {group} aan de wijkagent"),
    "alert.police_asked": Words(ALERTS, "noteerde een vraag van de politie, in groep {group}"),
    "alerts.overview_sent": Words(ALERTS, "stuurde een maandoverzicht van meldingen aan {what}"),
    "account.invited": Words(ACCOUNTS, "maakte {what}"),
    "account.reopened": Words(ACCOUNTS, "opende {what} opnieuw"),
    "account.made_coordinator": Words(ACCOUNTS, "maakte {what} coördinator"),
    "account.second_factor_reset": Words(ACCOUNTS, "haalde de tweede stap weg van {what}"),
    "account.second_factor_changed": Words(ACCOUNTS, "veranderde de eigen tweede stap"),
    "account.passkey_renamed": Words(ACCOUNTS, "gaf een passkey een andere naam"),
    "account.closed": Words(ACCOUNTS, "sloot {what}"),
    "account.password_changed": Words(ACCOUNTS, "veranderde het eigen wachtwoord"),
    "account.sessions_ended": Words(ACCOUNTS, "logde {what} overal uit"),
    "account.logged_in": Words(ACCOUNTS, "logde in"),
    "push.on": Words(ACCOUNTS, "zette meldingen aan op een apparaat"),
    "push.off": Words(ACCOUNTS, "zette meldingen uit van {what}"),
    "push.ended": Words(ACCOUNTS, "stuurt geen meldingen meer naar een apparaat van {what}"),
    "review.checked": Words(OTHER, "bekeek een weekoverzicht"),
}
UNKNOWN: Final = Words(OTHER, "deed iets waar we nog geen woorden voor hebben")
# Who did it, where no account did.
ACTORS: Final[Mapping[str, str]] = {
    "resident": "Een bewoner",
    "member": "Een deelnemer",
    "alert_link": "Iemand met de link van de melding",
    "load_village": "Wie de site onderhoudt",
    "import_members": "Wie de site onderhoudt",
    "seed_dorst": "Wie de site onderhoudt",
}
THE_SITE: Final = "De site zelf"


def words_of(verb: str) -> Words:
    """What a verb says; also for one that was written by a later version of the site."""
    return SENTENCES.get(verb, UNKNOWN)


def verbs_of(kind: Kind) -> list[str]:
    """The verbs of a kind."""
    return sorted(verb for verb, words in SENTENCES.items() if words.kind == kind)


def kind_named(code: str) -> Kind | None:
    """The kind of an address; None for an unknown word."""
    return next((kind for kind in KINDS if kind.code == code), None)
