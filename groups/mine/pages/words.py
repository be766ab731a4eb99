"""What a line of the audit trail says to the person that it is about: one sentence for each verb
about a member, a request or the own page; a test fails on a verb that has neither words nor a
reason to be left out.

`{who}` is the role of who did it, and `{what}` the request; `{changed}` comes of the line itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dorst_portal.identity.current import here_text
from dorst_portal.languages.words import lazy_text
from groups.models import AppointmentRole


@dataclass(frozen=True)
class Told:
    """The sentence of "De beheerder van groep Spoorstraat", and `alone` that of "Jij" or "De site",
    where no account did it.
    """

    says: str
    alone: str = ""


# About a whole list, told to everybody who stands on it.
OF_LISTS: Final[Mapping[str, Told]] = {
    "members.listed": Told(lazy_text("{who} bekeek de ledenlijst waar je op staat.")),
    "members.exported": Told(lazy_text("{who} nam de ledenlijst mee waar je op staat.")),
    "members.letters": Told(lazy_text("{who} maakte brieven voor leden van je groep.")),
}
# Told once the minutes are over in which they can be taken back.
DECISIONS: Final = frozenset(
    {
        "request.approved",
        "request.declined",
        "request.decision_undone",
        "request.joined",
        "request.join_undone",
    }
)
TOLD: Final[Mapping[str, Told]] = {
    **OF_LISTS,
    "member.viewed": Told(lazy_text("{who} bekeek je gegevens.")),
    "member.number_shown": Told(lazy_text("{who} bekeek je nummer.")),
    "member.all_shown": Told(lazy_text("{who} maakte een overzicht van al je gegevens.")),
    "admin.viewed": Told(lazy_text("{who} bekeek je gegevens in de technische pagina's.")),
    "member.added": Told(
        lazy_text("{who} zette je op de ledenlijst."), lazy_text("{who} kwam op de ledenlijst.")
    ),
    "member.to_add": Told(lazy_text("{who} zei dat je nog niet in de app zit.")),
    "member.confirmed": Told(lazy_text("{who} zei dat je in de groep zit.")),
    "member.refused": Told(lazy_text("{who} haalde je van de ledenlijst.")),
    "member.changed": Told(
        # What changed has its own article: "het nummer en het adres".
        lazy_text("{who} veranderde {changed}."),
        lazy_text("{who} veranderde {changed}."),
    ),
    "member.ended": Told(
        lazy_text("{who} haalde je van de ledenlijst."), lazy_text("{who} stopte met de groep.")
    ),
    "member.end_undone": Told(
        lazy_text("{who} zette je terug op de ledenlijst."),
        lazy_text("{who} bleef toch in de groep."),
    ),
    "member.taken_out": Told(lazy_text("{who} haalde je uit de app.")),
    "member.proved": Told(
        lazy_text("{who} bevestigde je e-mailadres."),
        lazy_text("{who} zei dat jij op de ledenlijst staat."),
    ),
    "member.email_refused": Told(
        lazy_text("{who} haalde je e-mailadres weg."),
        lazy_text("{who} haalde het e-mailadres weg."),
    ),
    "member.email_changed": Told(
        lazy_text("{who} veranderde je e-mailadres."), lazy_text("{who} veranderde je e-mailadres.")
    ),
    "request.email_changed": Told(lazy_text("{who} veranderde het e-mailadres bij {what}.")),
    "request.submitted": Told(
        lazy_text("{who} voerde {what} in."), lazy_text("{who} stuurde {what} in.")
    ),
    "request.viewed": Told(lazy_text("{who} bekeek {what}.")),
    "request.approved": Told(lazy_text("{who} keurde {what} goed.")),
    "request.declined": Told(
        lazy_text("{who} wees {what} af."), lazy_text("{who} liet {what} afwijzen na 30 dagen.")
    ),
    "request.decision_undone": Told(lazy_text("{who} nam een beslissing over {what} terug.")),
    "request.number_corrected": Told(lazy_text("{who} veranderde je nummer bij {what}.")),
    "request.joined": Told(lazy_text("{who} voegde {what} samen met je andere aanmelding.")),
    "request.join_undone": Told(
        lazy_text("{who} haalde {what} en je andere aanmelding weer uit elkaar.")
    ),
    "request.added": Told(
        lazy_text("{who} zette je na {what} op de ledenlijst."),
        lazy_text("{who} kwam in de groep na {what}."),
    ),
    "request.forwarded": Told(lazy_text("{who} stuurde {what} door.")),
    "request.forward_undone": Told(lazy_text("{who} haalde {what} terug.")),
    "request.moved": Told(lazy_text("{who} gaf {what} aan een andere groep.")),
    "request.move_undone": Told(lazy_text("{who} gaf {what} terug aan de vorige groep.")),
    "request.asked_back": Told(lazy_text("{who} stelde een vraag over {what}.")),
    "request.replied": Told(
        lazy_text("{who} schreef je antwoord op bij {what}."),
        lazy_text("{who} gaf antwoord bij {what}."),
    ),
    "request.answered": Told(lazy_text("{who} beantwoordde {what}.")),
    "request.closed": Told(lazy_text("{who} sloot {what}."), lazy_text("{who} sloot {what}.")),
    "request.withdrawn": Told(
        lazy_text("{who} schreef op dat {what} stopt."), lazy_text("{who} trok {what} in.")
    ),
    "request.reopened": Told(lazy_text("{who} opende {what} opnieuw.")),
    "request.kept_waiting": Told(lazy_text("{who} liet {what} op de wachtlijst.")),
    "request.founded": Told(lazy_text("{who} startte een groep na {what}.")),
    "request.called": Told(lazy_text("{who} belde over {what}.")),
    "request.escalated": Told(lazy_text("{who} vroeg {organisation} om naar {what} te kijken.")),
    "request.expired": Told(
        lazy_text("{who} liet {what} verlopen."), lazy_text("{who} liet {what} verlopen.")
    ),
    "request.email_confirmed": Told(lazy_text("{who} bevestigde het e-mailadres bij {what}.")),
    "request.email_refused": Told(
        lazy_text("{who} zei dat het e-mailadres bij {what} niet klopt.")
    ),
    "request.letter_made": Told(lazy_text("{who} maakte een brief voor het adres van {what}.")),
    "request.letter_delivered": Told(
        lazy_text("{who} bezorgde de brief voor het adres van {what}.")
    ),
    "request.address_confirmed": Told(
        lazy_text("{who} voerde de code in van de brief bij {what}.")
    ),
    "own_page.opened": Told(lazy_text("{who} opende je eigen pagina.")),
    "own_page.downloaded": Told(lazy_text("{who} nam al je gegevens mee.")),
    "own_page.link_shown": Told(lazy_text("{who} kreeg de link van de groep.")),
}
LEFT_OUT: Final[Mapping[str, str]] = {
    "member.erased": "daarna is er niets meer van deze persoon om het bij te lezen",
    "request.erased": "daarna is er niets meer van deze persoon om het bij te lezen",
    "members.list_sent": "over een lijst in haar geheel; wie erop stond, leest hoe hij erop kwam",
    "members.list_confirmed": "over een lijst in haar geheel",
    "members.list_dropped": "over een lijst in haar geheel",
    "members.list_undone": "over een lijst in haar geheel",
    "members.imported": "over een lijst in haar geheel; bij de deelnemer staat dat hij overkwam",
    "members.told": "de e-mail zelf staat bij de e-mails",
    "members.told_test": "een proef aan wie hem stuurde, zonder gegevens van leden",
    "members.told_failed": "een telling: niemand keek of veranderde iets",
    "members.list_seen": "over regels die van niemand zijn zolang ze niet zijn overgenomen",
    "request.reminded": "een herinnering aan de beheerder: niemand keek of veranderde iets",
    "request.mail_retried": "de e-mail zelf staat bij de e-mails",
    "request.mail_let_go": "de e-mail zelf staat bij de e-mails",
}
YOU: Final = lazy_text("Jij")
# Who did it, where no account did, and what is not said of an account.
ACTORS: Final[Mapping[str, str]] = {
    "resident": YOU,
    "member": YOU,
    "admin": lazy_text("Wie de site onderhoudt"),
    "import_members": lazy_text("Wie de site onderhoudt"),
    "seed_dorst": lazy_text("Wie de site onderhoudt"),
}
THE_SITE: Final = lazy_text("De site zelf")
# Who did it, by the role in a group: with the name of that group, and where it may not be named.
ROLES: Final[Mapping[str, tuple[str, str]]] = {
    AppointmentRole.BEHEERDER: (
        lazy_text("De beheerder van groep {group}"),
        lazy_text("De beheerder van een groep"),
    ),
    AppointmentRole.DEPUTY: (
        lazy_text("De plaatsvervanger van groep {group}"),
        lazy_text("De plaatsvervanger van een groep"),
    ),
}
PLATFORM: Final = here_text("{organisation}")
