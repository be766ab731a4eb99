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
ACCOUNTS: Final = Kind("accounts", "inloggen en accounts")
OTHER: Final = Kind("anders", "iets anders")
KINDS: Final = (
    LOOKS, REQUESTS, MEMBERS, GROUPS, STREETS, PEOPLE, PARTNERS, BULLETINS, ACCOUNTS, OTHER,
)  # fmt: skip


@dataclass(frozen=True)
class Words:
    """What comes behind the name; `alone` when no account did it: the site or a resident."""

    kind: Kind
    says: str
    alone: str = ""


SENTENCES: Final[Mapping[str, Words]] = {
    "member.viewed": Words(LOOKS, "bekeek een lid van groep {group}"),
    "members.listed": Words(LOOKS, "bekeek de ledenlijst van groep {group}"),
    "request.viewed": Words(LOOKS, "bekeek {what}"),
    "admin.viewed": Words(LOOKS, "bekeek {what} in de technische pagina's"),
    "request.submitted": Words(REQUESTS, "voerde {what} in", "stuurde {what} in"),
    "request.approved": Words(REQUESTS, "keurde {what} goed"),
    "request.declined": Words(REQUESTS, "wees {what} af"),
    "request.decision_undone": Words(REQUESTS, "maakte de beslissing over {what} ongedaan"),
    "request.added": Words(REQUESTS, "zette de persoon van {what} op de ledenlijst"),
    "request.forwarded": Words(REQUESTS, "stuurde {what} door"),
    "request.forward_undone": Words(REQUESTS, "haalde {what} terug"),
    "request.moved": Words(REQUESTS, "gaf {what} een andere eigenaar"),
    "request.move_undone": Words(REQUESTS, "gaf {what} terug aan de vorige eigenaar"),
    "request.asked_back": Words(REQUESTS, "stelde de bewoner van {what} een vraag"),
    "request.replied": Words(REQUESTS, "noteerde het antwoord bij {what}", "antwoordde bij {what}"),
    "request.answered": Words(REQUESTS, "beantwoordde {what}"),
    "request.closed": Words(REQUESTS, "sloot {what}"),
    "request.withdrawn": Words(REQUESTS, "noteerde dat {what} stopt", "trok {what} in"),
    "request.reopened": Words(REQUESTS, "opende {what} opnieuw"),
    "request.kept_waiting": Words(REQUESTS, "liet {what} op de wachtlijst"),
    "request.founded": Words(REQUESTS, "startte een groep na {what}"),
    "request.called": Words(REQUESTS, "belde over {what}"),
    "request.escalated": Words(
        REQUESTS, "liet {what} ook bij Platform Dorst komen", "zette {what} bij Platform Dorst"
    ),
    "request.reminded": Words(REQUESTS, "stuurde een herinnering over {what}"),
    "request.expired": Words(REQUESTS, "liet {what} verlopen"),
    "request.email_confirmed": Words(REQUESTS, "bevestigde het e-mailadres van {what}"),
    "request.email_refused": Words(REQUESTS, "meldde een fout e-mailadres bij {what}"),
    "request.mail_retried": Words(REQUESTS, "stuurde een e-mail over {what} opnieuw"),
    "request.mail_let_go": Words(REQUESTS, "liet een mislukte e-mail over {what} zitten"),
    "mail.retried": Words(OTHER, "stuurde een mislukte e-mail opnieuw"),
    "mail.let_go": Words(OTHER, "liet een mislukte e-mail zitten"),
    "member.confirmed": Words(MEMBERS, "bevestigde een lid van groep {group}"),
    "member.refused": Words(MEMBERS, "haalde een lid van de lijst van groep {group}"),
    "member.taken_out": Words(MEMBERS, "haalde een lid uit de app van groep {group}"),
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
    "group.lives": Words(GROUPS, "zei dat groep {group} leeft"),
    "sign.added": Words(GROUPS, "noteerde een bord in de straat"),
    "sign.edited": Words(GROUPS, "paste een bord in de straat aan"),
    "street.added": Words(STREETS, "voegde {what} toe"),
    "street.changed": Words(STREETS, "paste {what} aan"),
    "coverage.moved": Words(STREETS, "verplaatste adressen: groep {group}"),
    "coverage.undone": Words(STREETS, "draaide een verplaatsing terug: groep {group}"),
    "addresses.uploaded": Words(STREETS, "leverde een adressenlijst aan"),
    "addresses.confirmed": Words(STREETS, "bevestigde een adressenlijst"),
    "addresses.dropped": Words(STREETS, "zag af van een adressenlijst"),
    "addresses.imported": Words(STREETS, "nam een adressenlijst over"),
    "village.loaded": Words(STREETS, "laadde de straten en groepen"),
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
    "review.checked": Words(OTHER, "bekeek een weekoverzicht"),
}
UNKNOWN: Final = Words(OTHER, "deed iets waar we nog geen woorden voor hebben")
# Who did it, where no account did.
ACTORS: Final[Mapping[str, str]] = {
    "resident": "Een bewoner",
    "load_village": "Wie de site onderhoudt",
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
