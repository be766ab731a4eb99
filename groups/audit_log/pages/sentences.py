"""What a line of the audit trail says: one sentence for each verb that the code writes. A test
fails on a verb without one.

`{what}` is the thing that the line is about, `{group}` the group in whose area it happened and
`{person}` whom it is about; behind them come the facts of the line itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dorst_portal.languages.words import lazy_text


@dataclass(frozen=True)
class Kind:
    """What somebody may want to see: the filter's word in an address, and in a sentence."""

    code: str
    label: str


LOOKS: Final = Kind("bekeken", lazy_text("gegevens bekijken"))
REQUESTS: Final = Kind("aanvragen", lazy_text("aanvragen en vragen"))
MEMBERS: Final = Kind("leden", lazy_text("ledenlijst bijhouden"))
GROUPS: Final = Kind("groepen", lazy_text("groepen"))
STREETS: Final = Kind("straten", lazy_text("straten en adressen"))
PEOPLE: Final = Kind("beheerders", lazy_text("beheerders benoemen"))
PARTNERS: Final = Kind("partners", lazy_text("partners en contacten"))
BULLETINS: Final = Kind("berichten", lazy_text("berichten en teksten"))
ALERTS: Final = Kind("meldingen", lazy_text("meldingen"))
ACCOUNTS: Final = Kind("accounts", lazy_text("inloggen en accounts"))
OTHER: Final = Kind("anders", lazy_text("iets anders"))
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
    "member.viewed": Words(LOOKS, lazy_text("bekeek een lid van groep {group}")),
    "member.number_shown": Words(
        LOOKS, lazy_text("bekeek het nummer van een lid van groep {group}")
    ),
    "member.all_shown": Words(
        LOOKS, lazy_text("maakte een overzicht van een lid van groep {group}")
    ),
    "members.listed": Words(LOOKS, lazy_text("bekeek de ledenlijst van groep {group}")),
    "members.exported": Words(LOOKS, lazy_text("nam de ledenlijst van groep {group} mee")),
    "members.list_seen": Words(
        LOOKS, lazy_text("bekeek een lijst met leden die nog niet is overgenomen")
    ),
    "request.viewed": Words(LOOKS, lazy_text("bekeek {what}")),
    "admin.viewed": Words(LOOKS, lazy_text("bekeek {what} in de technische pagina's")),
    "request.submitted": Words(
        REQUESTS, lazy_text("voerde {what} in"), lazy_text("stuurde {what} in")
    ),
    "request.approved": Words(REQUESTS, lazy_text("keurde {what} goed")),
    "request.declined": Words(REQUESTS, lazy_text("wees {what} af")),
    "request.decision_undone": Words(
        REQUESTS, lazy_text("maakte de beslissing over {what} ongedaan")
    ),
    "request.number_corrected": Words(REQUESTS, lazy_text("veranderde het nummer bij {what}")),
    "request.joined": Words(
        REQUESTS, lazy_text("voegde {what} samen met een andere van dezelfde persoon")
    ),
    "request.join_undone": Words(REQUESTS, lazy_text("maakte het samenvoegen van {what} ongedaan")),
    "request.added": Words(
        REQUESTS,
        lazy_text("zette de persoon van {what} op de ledenlijst"),
        lazy_text("zit in de groep, na {what}"),
    ),
    "request.forwarded": Words(REQUESTS, lazy_text("stuurde {what} door")),
    "request.forward_undone": Words(REQUESTS, lazy_text("haalde {what} terug")),
    "request.moved": Words(REQUESTS, lazy_text("gaf {what} een andere eigenaar")),
    "request.move_undone": Words(REQUESTS, lazy_text("gaf {what} terug aan de vorige eigenaar")),
    "request.asked_back": Words(REQUESTS, lazy_text("stelde de bewoner van {what} een vraag")),
    "request.replied": Words(
        REQUESTS, lazy_text("noteerde het antwoord bij {what}"), lazy_text("antwoordde bij {what}")
    ),
    "request.answered": Words(REQUESTS, lazy_text("beantwoordde {what}")),
    "request.erased": Words(
        REQUESTS, lazy_text("wiste {what} op verzoek"), lazy_text("liet {what} wissen")
    ),
    "request.closed": Words(REQUESTS, lazy_text("sloot {what}")),
    "request.withdrawn": Words(
        REQUESTS, lazy_text("noteerde dat {what} stopt"), lazy_text("trok {what} in")
    ),
    "request.reopened": Words(REQUESTS, lazy_text("opende {what} opnieuw")),
    "request.kept_waiting": Words(REQUESTS, lazy_text("liet {what} op de wachtlijst")),
    "request.founded": Words(REQUESTS, lazy_text("startte een groep na {what}")),
    "request.called": Words(REQUESTS, lazy_text("belde over {what}")),
    "request.escalated": Words(
        REQUESTS,
        lazy_text("liet {what} ook bij {organisation} komen"),
        lazy_text("zette {what} bij {organisation}"),
    ),
    "request.reminded": Words(REQUESTS, lazy_text("stuurde een herinnering over {what}")),
    "request.expired": Words(REQUESTS, lazy_text("liet {what} verlopen")),
    "request.email_confirmed": Words(REQUESTS, lazy_text("bevestigde het e-mailadres van {what}")),
    "request.email_refused": Words(REQUESTS, lazy_text("meldde een fout e-mailadres bij {what}")),
    "request.letter_made": Words(REQUESTS, lazy_text("maakte een brief met een code voor {what}")),
    "request.letter_delivered": Words(REQUESTS, lazy_text("bezorgde de brief voor {what}")),
    "request.address_confirmed": Words(
        REQUESTS, lazy_text("voerde de code in van de brief voor {what}")
    ),
    "request.mail_retried": Words(REQUESTS, lazy_text("stuurde een e-mail over {what} opnieuw")),
    "request.mail_let_go": Words(
        REQUESTS, lazy_text("liet een mislukte e-mail over {what} zitten")
    ),
    "retention.allowed": Words(OTHER, lazy_text("liet wissen: {kind} ({rows} van {of})")),
    "backup.restored": Words(OTHER, "", lazy_text("zette de reservekopie terug van {made_at}")),
    "erasures.repeated": Words(OTHER, "", lazy_text("wiste opnieuw na een reservekopie: {number}")),
    "mail.retried": Words(OTHER, lazy_text("stuurde een mislukte e-mail opnieuw")),
    "mail.let_go": Words(OTHER, lazy_text("liet een mislukte e-mail zitten")),
    "number.unblocked": Words(MEMBERS, lazy_text("liet een nummer weer toe in groep {group}")),
    "member.confirmed": Words(MEMBERS, lazy_text("bevestigde een lid van groep {group}")),
    "member.refused": Words(MEMBERS, lazy_text("haalde een lid van de lijst van groep {group}")),
    "member.changed": Words(
        MEMBERS,
        lazy_text("veranderde {changed} van een lid van groep {group}"),
        lazy_text("veranderde {changed} in groep {group}"),
    ),
    "member.ended": Words(
        MEMBERS,
        lazy_text("haalde een lid uit groep {group}"),
        lazy_text("stopte met groep {group}"),
    ),
    "member.end_undone": Words(
        MEMBERS,
        lazy_text("zette een lid terug in groep {group}"),
        lazy_text("bleef toch in groep {group}"),
    ),
    "member.proved": Words(
        MEMBERS,
        lazy_text("bevestigde een e-mailadres"),
        lazy_text("zei op de ledenlijst van groep {group} te staan"),
    ),
    "member.email_refused": Words(
        MEMBERS,
        lazy_text("haalde een e-mailadres weg"),
        lazy_text("staat niet zelf op de lijst van groep {group}"),
    ),
    "member.email_changed": Words(
        MEMBERS,
        lazy_text("veranderde een e-mailadres"),
        lazy_text("veranderde het e-mailadres in groep {group}"),
    ),
    "request.email_changed": Words(
        REQUESTS,
        lazy_text("veranderde het e-mailadres van {what}"),
        lazy_text("veranderde het e-mailadres van {what}"),
    ),
    "own_page.opened": Words(
        LOOKS, lazy_text("opende een eigen pagina"), lazy_text("opende de eigen pagina")
    ),
    "own_page.downloaded": Words(LOOKS, lazy_text("nam gegevens van een eigen pagina mee")),
    "own_page.link_shown": Words(
        LOOKS,
        lazy_text("kreeg de link van groep {group}"),
        lazy_text("kreeg de link van groep {group}"),
    ),
    "member.added": Words(MEMBERS, lazy_text("zette iemand op de ledenlijst van groep {group}")),
    "member.erased": Words(
        MEMBERS,
        lazy_text("wiste op verzoek alles van een lid van groep {group}"),
        lazy_text("liet alles wissen in groep {group}"),
    ),
    "member.to_add": Words(
        MEMBERS, lazy_text("zei dat een lid van groep {group} nog niet in de app zit")
    ),
    "member.taken_out": Words(MEMBERS, lazy_text("haalde een lid uit de app van groep {group}")),
    "members.list_sent": Words(MEMBERS, lazy_text("leverde een lijst met leden aan")),
    "members.list_confirmed": Words(MEMBERS, lazy_text("bevestigde een lijst met leden")),
    "members.list_dropped": Words(MEMBERS, lazy_text("zag af van een lijst met leden")),
    "members.imported": Words(MEMBERS, lazy_text("nam {members} leden over in groep {group}")),
    "members.told": Words(
        MEMBERS, lazy_text("vertelde {members} leden van groep {group} dat ze op de lijst staan")
    ),
    "members.told_test": Words(
        MEMBERS, lazy_text("stuurde zichzelf een proef van 'je staat op de lijst'")
    ),
    "members.told_failed": Words(
        MEMBERS, lazy_text("kon {members} leden van groep {group} niet per e-mail bereiken")
    ),
    "members.letters": Words(LOOKS, lazy_text("maakte brieven voor leden van groep {group}")),
    "members.list_undone": Words(
        MEMBERS, lazy_text("haalde een overgenomen lijst van {members} leden weg")
    ),
    "group.list_confirmed": Words(
        MEMBERS, lazy_text("zei dat de ledenlijst van groep {group} klopt")
    ),
    "group.settings_changed": Words(
        GROUPS, lazy_text("veranderde de instellingen van groep {group}")
    ),
    "group.link_set": Words(GROUPS, lazy_text("zette een nieuwe link voor groep {group}")),
    "group.made": Words(GROUPS, lazy_text("maakte groep {group}")),
    "group.edited": Words(GROUPS, lazy_text("paste groep {group} aan")),
    "group.opened": Words(GROUPS, lazy_text("maakte groep {group} zichtbaar")),
    "group.invited": Words(GROUPS, lazy_text("nodigde {told} mensen uit voor groep {group}")),
    "group.paused": Words(GROUPS, lazy_text("zette groep {group} op pauze")),
    "group.resumed": Words(GROUPS, lazy_text("opende groep {group} weer")),
    "group.archived": Words(GROUPS, lazy_text("hief groep {group} op")),
    "group.step_done": Words(GROUPS, lazy_text("vinkte een stap af voor groep {group}")),
    "group.step_undone": Words(GROUPS, lazy_text("zette een stap van groep {group} terug")),
    "group.asked_alive": Words(GROUPS, lazy_text("vroeg of groep {group} nog leeft")),
    "group.asked_list": Words(GROUPS, lazy_text("vroeg of de ledenlijst van groep {group} klopt")),
    "group.lives": Words(GROUPS, lazy_text("zei dat groep {group} leeft")),
    "sign.added": Words(GROUPS, lazy_text("noteerde een bord in de straat")),
    "sign.edited": Words(GROUPS, lazy_text("paste een bord in de straat aan")),
    "street.added": Words(STREETS, lazy_text("voegde {what} toe")),
    "street.changed": Words(STREETS, lazy_text("paste {what} aan")),
    "coverage.moved": Words(STREETS, lazy_text("verplaatste adressen: groep {group}")),
    "coverage.undone": Words(STREETS, lazy_text("draaide een verplaatsing terug: groep {group}")),
    "addresses.uploaded": Words(STREETS, lazy_text("leverde een adressenlijst aan")),
    "addresses.confirmed": Words(STREETS, lazy_text("bevestigde een adressenlijst")),
    "addresses.columns": Words(
        STREETS, lazy_text("wees aan wat de kolommen van een adressenlijst zijn")
    ),
    "addresses.dropped": Words(STREETS, lazy_text("zag af van een adressenlijst")),
    "addresses.imported": Words(STREETS, lazy_text("nam een adressenlijst over")),
    "village.loaded": Words(STREETS, lazy_text("laadde de straten en groepen")),
    "framing_site.added": Words(OTHER, lazy_text("liet een andere site ons zoekvak tonen: {site}")),
    "framing_site.removed": Words(
        OTHER, lazy_text("haalde ons zoekvak van een andere site: {site}")
    ),
    "hamlet.added": Words(STREETS, lazy_text("voegde een buurtschap toe")),
    "hamlet.changed": Words(STREETS, lazy_text("veranderde een buurtschap")),
    "hamlet.removed": Words(STREETS, lazy_text("haalde een buurtschap weg")),
    "village.named": Words(OTHER, lazy_text("veranderde de namen van het dorp: {changed}")),
    "village.coloured": Words(OTHER, lazy_text("koos een kleur voor de knoppen")),
    "village.logo_set": Words(OTHER, lazy_text("koos een logo")),
    "village.logo_removed": Words(OTHER, lazy_text("haalde het logo weg")),
    "village.step_done": Words(OTHER, lazy_text("vinkte een stap van Ons dorp af")),
    "village.step_undone": Words(OTHER, lazy_text("zette een stap van Ons dorp op nog doen")),
    "village.mail_tried": Words(OTHER, lazy_text("stuurde zichzelf een proefmail")),
    "appointment.made": Words(PEOPLE, lazy_text("vroeg {person} voor groep {group}")),
    "appointment.accepted": Words(PEOPLE, lazy_text("zei ja tegen groep {group}")),
    "appointment.ended": Words(
        PEOPLE, lazy_text("beëindigde de taak van {person} in groep {group}")
    ),
    "appointment.role_changed": Words(
        PEOPLE, lazy_text("gaf {person} een andere taak in groep {group}")
    ),
    "appointment.asked_again": Words(
        PEOPLE, lazy_text("vroeg {person} nog een keer voor groep {group}")
    ),
    "appointment.reminded": Words(
        PEOPLE, lazy_text("herinnerde {person} aan de vraag voor groep {group}")
    ),
    "appointment.unanswered": Words(
        PEOPLE, lazy_text("liet de vraag aan {person} verlopen voor groep {group}")
    ),
    "appointment.wants_to_stop": Words(PEOPLE, lazy_text("wil stoppen in groep {group}")),
    "appointment.stays": Words(PEOPLE, lazy_text("blijft toch in groep {group}")),
    "appointment.away": Words(PEOPLE, lazy_text("is weg uit groep {group}")),
    "appointment.back": Words(PEOPLE, lazy_text("is terug in groep {group}")),
    "partner.added": Words(PARTNERS, lazy_text("voegde {what} toe")),
    "partner.changed": Words(PARTNERS, lazy_text("paste {what} aan")),
    "partner.checked": Words(PARTNERS, lazy_text("keek {what} na")),
    "partner.ended": Words(PARTNERS, lazy_text("haalde {what} weg")),
    "partner.returned": Words(PARTNERS, lazy_text("zette {what} terug")),
    "partner.reported": Words(PARTNERS, lazy_text("meldde dat {what} niet klopt")),
    "contact.added": Words(PARTNERS, lazy_text("voegde {what} toe")),
    "contact.changed": Words(PARTNERS, lazy_text("paste {what} aan")),
    "contact.checked": Words(PARTNERS, lazy_text("keek {what} na")),
    "contact.ended": Words(PARTNERS, lazy_text("haalde {what} weg")),
    "moment.noted": Words(PARTNERS, lazy_text("noteerde contact met {what}")),
    "moment.removed": Words(PARTNERS, lazy_text("haalde een notitie weg bij {what}")),
    "bulletin.made": Words(BULLETINS, lazy_text("schreef {what}")),
    "bulletin.changed": Words(BULLETINS, lazy_text("paste {what} aan")),
    "bulletin.dropped": Words(BULLETINS, lazy_text("gooide een bericht weg")),
    "bulletin.tested": Words(BULLETINS, lazy_text("testte {what}")),
    "bulletin.sent": Words(BULLETINS, lazy_text("stuurde {what} aan {people} beheerders")),
    "bulletin.reminded": Words(BULLETINS, lazy_text("herinnerde {people} beheerders aan {what}")),
    "bulletin.shared": Words(BULLETINS, lazy_text("deelde {what} in groep {group}")),
    "bulletin.unshared": Words(BULLETINS, lazy_text("zei dat {what} niet in groep {group} staat")),
    "text.changed": Words(BULLETINS, lazy_text("paste {what} aan")),
    "text.reset": Words(BULLETINS, lazy_text("zette {what} terug zoals geleverd")),
    "alert.viewed": Words(LOOKS, lazy_text("bekeek een melding van groep {group}")),
    "alerts.listed": Words(LOOKS, lazy_text("bekeek de meldingen van alle groepen")),
    "alert.logged": Words(ALERTS, lazy_text("bewaarde een melding in groep {group}")),
    "alert.changed": Words(ALERTS, lazy_text("paste een melding van groep {group} aan")),
    "alert.closed": Words(
        ALERTS,
        lazy_text("sloot een melding van groep {group} af"),
        lazy_text("sloot een oude melding van groep {group}"),
    ),
    "alert.reopened": Words(ALERTS, lazy_text("zette een melding van groep {group} weer op Loopt")),
    "alert.close_asked": Words(
        ALERTS, "", lazy_text("vroeg of een melding van groep {group} voorbij is")
    ),
    "alert.call_claimed": Words(
        ALERTS, lazy_text("ging 112 bellen voor een melding van groep {group}")
    ),
    "alert.called": Words(
        ALERTS, lazy_text("zei dat 112 is gebeld voor een melding van groep {group}")
    ),
    "alert.call_given_back": Words(
        ALERTS, lazy_text("kon 112 niet bellen voor een melding van groep {group}")
    ),
    "alert.link_renewed": Words(
        ALERTS, lazy_text("maakte een nieuwe link voor een melding van groep {group}")
    ),
    "alert.shared": Words(ALERTS, lazy_text("zei dat een melding van groep {group} is gedeeld")),
    "alert.unshared": Words(
        ALERTS, lazy_text("zei dat een melding van groep {group} niet is gedeeld")
    ),
    "alerts.exported": Words(LOOKS, lazy_text("nam de meldingen van groep {group} mee")),
    "drill.planned": Words(ALERTS, lazy_text("plande een oefening")),
    "drill.called_off": Words(ALERTS, lazy_text("zegde een oefening af")),
    "drill.calendar_linked": Words(
        ALERTS, lazy_text("maakte een link voor oefeningen in de eigen agenda")
    ),
    "drill.calendar_ended": Words(
        ALERTS, lazy_text("stopte de link voor oefeningen in de eigen agenda")
    ),
    "drill.joined": Words(ALERTS, lazy_text("deed met groep {group} mee aan een oefening")),
    "connection.code_made": Words(ALERTS, lazy_text("maakte een koppelcode voor groep {group}")),
    "connection.set": Words(ALERTS, lazy_text("stelde een koppeling van groep {group} in")),
    "connection.switched_on": Words(ALERTS, lazy_text("zette een koppeling van groep {group} aan")),
    "connection.switched_off": Words(
        ALERTS, lazy_text("zette een koppeling van groep {group} uit")
    ),
    "connection.tried": Words(ALERTS, lazy_text("stuurde een proefbericht naar groep {group}")),
    "connection.sent_again": Words(
        ALERTS, lazy_text("stuurde een bericht van groep {group} opnieuw")
    ),
    "connection.arrived": Words(ALERTS, lazy_text("zag een bericht van groep {group} aankomen")),
    "knock.admitted": Words(ALERTS, lazy_text("liet iemand toe in de chat van groep {group}")),
    "knock.refused": Words(ALERTS, lazy_text("weigerde iemand voor de chat van groep {group}")),
    "alert.details_seen": Words(
        LOOKS, lazy_text("bekeek bijzonderheden van een melding van groep {group}")
    ),
    "alert.details_written": Words(
        ALERTS, lazy_text("schreef bijzonderheden bij een melding van groep {group}")
    ),
    "alert.details_shared": Words(
        ALERTS, lazy_text("maakte een link naar bijzonderheden in groep {group}")
    ),
    "alert.details_unshared": Words(
        ALERTS, lazy_text("stopte de link naar bijzonderheden in groep {group}")
    ),
    "alert.details_wiped": Words(
        ALERTS,
        lazy_text(
            "wiste bijzonderheden van een melding van groep {group}, met {photos} foto's: {why}"
        ),
        lazy_text(
            "wiste bijzonderheden van een melding van groep {group}, met {photos} foto's: {why}"
        ),
    ),
    "alert.photo_added": Words(
        ALERTS, lazy_text("stuurde een foto bij een melding van groep {group}")
    ),
    "alert.photo_covered": Words(
        ALERTS, lazy_text("dekte een foto af van een melding van groep {group}")
    ),
    "alert.photo_approved": Words(
        ALERTS, lazy_text("keurde een foto goed van een melding van groep {group}")
    ),
    "alert.photo_removed": Words(
        ALERTS, lazy_text("wiste een foto van een melding van groep {group}")
    ),
    "alerts.details_on": Words(ALERTS, lazy_text("zette bijzonderheden bewaren aan")),
    "alerts.details_off": Words(ALERTS, lazy_text("zette bijzonderheden bewaren uit")),
    "objection.made": Words(ALERTS, lazy_text("maakte {what}"), lazy_text("maakte {what}")),
    "objection.taken_down": Words(ALERTS, lazy_text("haalde bijzonderheden weg na {what}")),
    "objection.answered": Words(ALERTS, lazy_text("antwoordde op {what}")),
    "alert.relayed": Words(
        ALERTS, lazy_text("gaf een melding van groep {group} door, aantal groepen: {number}")
    ),
    "alert.relayed_to_village": Words(
        ALERTS,
        lazy_text(
            "gaf een melding van groep {group} door aan heel {village}, aantal e-mails: {people}"
        ),
    ),
    "alert.relay_accepted": Words(
        ALERTS, lazy_text("nam in groep {group} een melding van elders over")
    ),
    "alert.relay_declined": Words(
        ALERTS, lazy_text("nam in groep {group} een melding van elders niet over")
    ),
    "alert.officer_told": Words(
        ALERTS, lazy_text("stuurde een melding van groep {group} aan de wijkagent")
    ),
    "alert.police_asked": Words(
        ALERTS, lazy_text("noteerde een vraag van de politie, in groep {group}")
    ),
    "alerts.overview_sent": Words(
        ALERTS, lazy_text("stuurde een maandoverzicht van meldingen aan {what}")
    ),
    "account.invited": Words(ACCOUNTS, lazy_text("maakte {what}")),
    "account.reopened": Words(ACCOUNTS, lazy_text("opende {what} opnieuw")),
    "account.made_coordinator": Words(ACCOUNTS, lazy_text("maakte {what} coördinator")),
    "account.second_factor_reset": Words(
        ACCOUNTS, lazy_text("haalde de tweede stap weg van {what}")
    ),
    "account.second_factor_changed": Words(ACCOUNTS, lazy_text("veranderde de eigen tweede stap")),
    "account.passkey_renamed": Words(ACCOUNTS, lazy_text("gaf een passkey een andere naam")),
    "account.closed": Words(ACCOUNTS, lazy_text("sloot {what}")),
    "account.password_changed": Words(ACCOUNTS, lazy_text("veranderde het eigen wachtwoord")),
    "account.sessions_ended": Words(ACCOUNTS, lazy_text("logde {what} overal uit")),
    "account.logged_in": Words(ACCOUNTS, lazy_text("logde in")),
    "push.on": Words(ACCOUNTS, lazy_text("zette meldingen aan op een apparaat")),
    "push.off": Words(ACCOUNTS, lazy_text("zette meldingen uit van {what}")),
    "push.ended": Words(
        ACCOUNTS, lazy_text("stuurt geen meldingen meer naar een apparaat van {what}")
    ),
    "review.checked": Words(OTHER, lazy_text("bekeek een weekoverzicht")),
}
UNKNOWN: Final = Words(OTHER, lazy_text("deed iets waar we nog geen woorden voor hebben"))
# Who did it, where no account did.
ACTORS: Final[Mapping[str, str]] = {
    "resident": lazy_text("Een bewoner"),
    "member": lazy_text("Een deelnemer"),
    "alert_link": lazy_text("Iemand met de link van de melding"),
    "load_village": lazy_text("Wie de site onderhoudt"),
    "import_members": lazy_text("Wie de site onderhoudt"),
    "seed_dorst": lazy_text("Wie de site onderhoudt"),
}
THE_SITE: Final = lazy_text("De site zelf")


def words_of(verb: str) -> Words:
    """What a verb says; also for one that was written by a later version of the site."""
    return SENTENCES.get(verb, UNKNOWN)


def verbs_of(kind: Kind) -> list[str]:
    """The verbs of a kind."""
    return sorted(verb for verb, words in SENTENCES.items() if words.kind == kind)


def kind_named(code: str) -> Kind | None:
    """The kind of an address; None for an unknown word."""
    return next((kind for kind in KINDS if kind.code == code), None)
