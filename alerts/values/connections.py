"""Where messages of a group go by themselves, how a message stands, and what broke a connection."""

from typing import Final

from django.db.models import TextChoices


class ConnectionKind(TextChoices):
    """Whose interface is spoken. WhatsApp has none that may be used (docs/adr/0014)."""

    TELEGRAM = "telegram", "Telegram"
    WEBHOOK = "webhook", "Eigen programma"
    SIGNAL = "signal", "Signal"


class Broken(TextChoices):
    """Why nothing arrives, with what a beheerder does about it."""

    REMOVED = "removed", "De bot zit niet meer in de groep. Zet hem er weer in en koppel opnieuw."
    NOT_FOUND = "not_found", "De app kent deze groep niet meer. Koppel de groep opnieuw."
    NO_RIGHTS = "no_rights", "De bot mag dit niet in de groep. Maak hem beheerder in Telegram."
    NO_BOT = "no_bot", "De bot van de site werkt niet. De coördinatoren moeten dit herstellen."
    GONE = "gone", "De ontvanger wil geen berichten meer. Vul een nieuw adres in."
    PRIVATE = "private", "Dit adres staat niet op het open internet. Vul een ander adres in."
    REFUSED = "refused", "De ontvanger weigert de berichten. Kijk daar wat er mis is."
    SILENT = "silent", "De ontvanger gaf een dag lang geen goed antwoord. Kijk of het adres klopt."


class What(TextChoices):
    """What a message is about. The last two let a bot answer who knocks at the chat."""

    ALERT = "alert", "Melding"
    UPDATE = "update", "Nieuws bij een melding"
    CLOSE = "close", "Einde van een melding"
    TEST = "test", "Proefbericht"
    TIED = "tied", "Bericht dat de groep is gekoppeld"
    ADMIT = "admit", "Iemand toelaten"
    REFUSE = "refuse", "Iemand weigeren"


ANSWERS_TO_KNOCKS: Final = (What.ADMIT, What.REFUSE)


class MessageState(TextChoices):
    """How a message stands. Uncertain: it left, and no whole answer came."""

    QUEUED = "queued", "Wacht"
    SENDING = "sending", "Onderweg"
    SENT = "sent", "Aangekomen"
    UNCERTAIN = "uncertain", "Onzeker"
    FAILED = "failed", "Mislukt"
    CANCELLED = "cancelled", "Ingetrokken"


class KnockState(TextChoices):
    """How the question of somebody stands who wants into the chat."""

    WAITING = "waiting", "wacht op jou"
    ADMITTED = "admitted", "toegelaten"
    REFUSED = "refused", "geweigerd"


class CodeProblem(TextChoices):
    """Why a code that came in tied no chat."""

    NOT_A_GROUP = (
        "not_a_group",
        "De code kwam niet uit een groep. Stuur hem in de groep.",
    )
    TAKEN = "taken", "Deze chat hoort al bij een andere groep. Haal hem daar eerst weg."
