"""Where messages of a group go by themselves, how a message stands, and what broke a connection."""

from typing import Final

from django.db.models import TextChoices

from dorst_portal.languages.words import lazy_text


class ConnectionKind(TextChoices):
    """Whose interface is spoken. WhatsApp has none that may be used (docs/adr/0014)."""

    TELEGRAM = "telegram", "Telegram"
    WEBHOOK = "webhook", lazy_text("Eigen programma")
    SIGNAL = "signal", "Signal"


class Broken(TextChoices):
    """Why nothing arrives, with what a beheerder does about it."""

    REMOVED = (
        "removed",
        lazy_text("De bot zit niet meer in de groep. Zet hem er weer in en koppel opnieuw."),
    )
    NOT_FOUND = "not_found", lazy_text("De app kent deze groep niet meer. Koppel de groep opnieuw.")
    NO_RIGHTS = (
        "no_rights",
        lazy_text("De bot mag dit niet in de groep. Maak hem beheerder in Telegram."),
    )
    NO_BOT = (
        "no_bot",
        lazy_text("De bot van de site werkt niet. De coördinatoren moeten dit herstellen."),
    )
    GONE = "gone", lazy_text("De ontvanger wil geen berichten meer. Vul een nieuw adres in.")
    PRIVATE = (
        "private",
        lazy_text("Dit adres staat niet op het open internet. Vul een ander adres in."),
    )
    REFUSED = "refused", lazy_text("De ontvanger weigert de berichten. Kijk daar wat er mis is.")
    SILENT = (
        "silent",
        lazy_text("De ontvanger gaf een dag lang geen goed antwoord. Kijk of het adres klopt."),
    )


class What(TextChoices):
    """What a message is about. The last two let a bot answer who knocks at the chat."""

    ALERT = "alert", lazy_text("Melding")
    UPDATE = "update", lazy_text("Nieuws bij een melding")
    CLOSE = "close", lazy_text("Einde van een melding")
    TEST = "test", lazy_text("Proefbericht")
    TIED = "tied", lazy_text("Bericht dat de groep is gekoppeld")
    ADMIT = "admit", lazy_text("Iemand toelaten")
    REFUSE = "refuse", lazy_text("Iemand weigeren")


ANSWERS_TO_KNOCKS: Final = (What.ADMIT, What.REFUSE)


class MessageState(TextChoices):
    """How a message stands. Uncertain: it left, and no whole answer came."""

    QUEUED = "queued", lazy_text("Wacht")
    SENDING = "sending", lazy_text("Onderweg")
    SENT = "sent", lazy_text("Aangekomen")
    UNCERTAIN = "uncertain", lazy_text("Onzeker")
    FAILED = "failed", lazy_text("Mislukt")
    CANCELLED = "cancelled", lazy_text("Ingetrokken")


class KnockState(TextChoices):
    """How the question of somebody stands who wants into the chat."""

    WAITING = "waiting", lazy_text("wacht op jou")
    ADMITTED = "admitted", lazy_text("toegelaten")
    REFUSED = "refused", lazy_text("geweigerd")


class CodeProblem(TextChoices):
    """Why a code that came in tied no chat."""

    NOT_A_GROUP = (
        "not_a_group",
        lazy_text("De code kwam niet uit een groep. Stuur hem in de groep."),
    )
    TAKEN = "taken", lazy_text("Deze chat hoort al bij een andere groep. Haal hem daar eerst weg.")
