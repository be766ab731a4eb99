"""What a line of the audit trail says to the person that it is about. Behind the role comes one
sentence for each verb about a member, a request or the own page; a test fails on a verb that has
neither words nor a reason to be left out.

`{what}` is the request; behind it come the facts of the line itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dorst_portal.identity.current import here_text


@dataclass(frozen=True)
class Told:
    """What comes behind "De beheerder van groep Spoorstraat", and `alone` behind "Jij" or "De
    site", where no account did it.
    """

    says: str
    alone: str = ""


# About a whole list, told to everybody who stands on it.
OF_LISTS: Final[Mapping[str, Told]] = {
    "members.listed": Told("bekeek de ledenlijst waar je op staat"),
    "members.exported": Told("nam de ledenlijst mee waar je op staat"),
    "members.letters": Told("maakte brieven voor leden van je groep"),
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
    "member.viewed": Told("bekeek je gegevens"),
    "member.number_shown": Told("bekeek je nummer"),
    "member.all_shown": Told("maakte een overzicht van al je gegevens"),
    "admin.viewed": Told("bekeek je gegevens in de technische pagina's"),
    "member.added": Told("zette je op de ledenlijst", "kwam op de ledenlijst"),
    "member.to_add": Told("zei dat je nog niet in de app zit"),
    "member.confirmed": Told("zei dat je in de groep zit"),
    "member.refused": Told("haalde je van de ledenlijst"),
    "member.changed": Told("veranderde je {changed}", "veranderde je {changed}"),
    "member.ended": Told("haalde je van de ledenlijst", "stopte met de groep"),
    "member.end_undone": Told("zette je terug op de ledenlijst", "bleef toch in de groep"),
    "member.taken_out": Told("haalde je uit de app"),
    "member.proved": Told("bevestigde je e-mailadres", "zei dat jij op de ledenlijst staat"),
    "member.email_refused": Told("haalde je e-mailadres weg", "haalde het e-mailadres weg"),
    "member.email_changed": Told("veranderde je e-mailadres", "veranderde je e-mailadres"),
    "request.email_changed": Told("veranderde het e-mailadres bij {what}"),
    "request.submitted": Told("voerde {what} in", "stuurde {what} in"),
    "request.viewed": Told("bekeek {what}"),
    "request.approved": Told("keurde {what} goed"),
    "request.declined": Told("wees {what} af", "liet {what} afwijzen na 30 dagen"),
    "request.decision_undone": Told("nam een beslissing over {what} terug"),
    "request.joined": Told("voegde {what} samen met je andere aanmelding"),
    "request.join_undone": Told("haalde {what} en je andere aanmelding weer uit elkaar"),
    "request.added": Told("zette je na {what} op de ledenlijst", "kwam in de groep na {what}"),
    "request.forwarded": Told("stuurde {what} door"),
    "request.forward_undone": Told("haalde {what} terug"),
    "request.moved": Told("gaf {what} aan een andere groep"),
    "request.move_undone": Told("gaf {what} terug aan de vorige groep"),
    "request.asked_back": Told("stelde een vraag over {what}"),
    "request.replied": Told("schreef je antwoord op bij {what}", "gaf antwoord bij {what}"),
    "request.answered": Told("beantwoordde {what}"),
    "request.closed": Told("sloot {what}", "sloot {what}"),
    "request.withdrawn": Told("schreef op dat {what} stopt", "trok {what} in"),
    "request.reopened": Told("opende {what} opnieuw"),
    "request.kept_waiting": Told("liet {what} op de wachtlijst"),
    "request.founded": Told("startte een groep na {what}"),
    "request.called": Told("belde over {what}"),
    "request.escalated": Told("vroeg {organisation} om naar {what} te kijken"),
    "request.expired": Told("liet {what} verlopen", "liet {what} verlopen"),
    "request.email_confirmed": Told("bevestigde het e-mailadres bij {what}"),
    "request.email_refused": Told("zei dat het e-mailadres bij {what} niet klopt"),
    "request.letter_made": Told("maakte een brief voor het adres van {what}"),
    "request.letter_delivered": Told("bezorgde de brief voor het adres van {what}"),
    "request.address_confirmed": Told("voerde de code in van de brief bij {what}"),
    "own_page.opened": Told("opende je eigen pagina"),
    "own_page.downloaded": Told("nam al je gegevens mee"),
    "own_page.link_shown": Told("kreeg de link van de groep"),
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
YOU: Final = "Jij"
# Who did it, where no account did, and what is not said of an account.
ACTORS: Final[Mapping[str, str]] = {
    "resident": YOU,
    "member": YOU,
    "admin": "Wie de site onderhoudt",
    "import_members": "Wie de site onderhoudt",
    "seed_dorst": "Wie de site onderhoudt",
}
THE_SITE: Final = "De site zelf"
PLATFORM: Final = here_text("{organisation}")
