"""Which columns somebody takes along of the own page, and under which name; and which not, with the
reason. A test walks `privacy/fields.py` and fails on a field about a person that stands in neither.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db.models import Model
from django.utils.translation import gettext_noop

_ADDRESS: Final[Mapping[str, str]] = {
    "street_text": "straat",
    "house_number": "huisnummer",
    "house_letter": "letter",
    "house_number_addition": "toevoeging",
}
ADDRESS_NAMES: Final = tuple(_ADDRESS.values())
_PERSON: Final[Mapping[str, str]] = {
    "name": gettext_noop("naam"),
    "organisation": gettext_noop("bedrijf of club"),
    "mobile": gettext_noop("mobiel"),
    "email": gettext_noop("e-mail"),
    "language": gettext_noop("taal"),
    **_ADDRESS,
}
# What stands beside the columns of a request, and a name that is asked for elsewhere.
NOW: Final = gettext_noop("nu")
FILLED_IN_BY: Final = gettext_noop("ingevuld door")
WHY_THIS_GROUP: Final = gettext_noop("waarom deze groep ernaar kijkt")

# Model, and then column: the name under which it is taken along. The file has these names in every
# language, so that a program can read it; a page shows them in the language of who reads.
TAKEN: Final[Mapping[str, Mapping[str, str]]] = {
    "groups.Membership": {
        **_PERSON,
        "email_confirmed_at": gettext_noop("e-mail bevestigd op"),
        "source": gettext_noop("hoe op de lijst gekomen"),
        "since": gettext_noop("op de lijst sinds"),
        "until": gettext_noop("gestopt op"),
        "end_reason": gettext_noop("waarom gestopt"),
        "left_chat_at": gettext_noop("uit de app gehaald op"),
    },
    "groups.ResidentRequest": {
        "reference": gettext_noop("nummer"),
        "created_at": gettext_noop("gevraagd op"),
        **_PERSON,
        "email_confirmed_at": gettext_noop("e-mail bevestigd op"),
        "source": gettext_noop("hoe gekomen"),
        "came_from": gettext_noop("hoe gevonden"),
        "has_app": gettext_noop("heeft de app"),
        "subject": gettext_noop("onderwerp"),
        "message": gettext_noop("bericht"),
        "why_this_group": gettext_noop("waarom deze groep"),
        "streets_wanted": gettext_noop("straten"),
        "neighbours": gettext_noop("buren die meedoen"),
        "wants_to_manage": gettext_noop("wil beheerder zijn"),
        "route_sentence": WHY_THIS_GROUP,
        "decided_at": gettext_noop("beslist op"),
        "decline_reason": gettext_noop("waarom afgewezen"),
        "decline_note": gettext_noop("uitleg bij de afwijzing"),
        "closing_note": gettext_noop("waarom gesloten"),
        "added_at": gettext_noop("in de groep sinds"),
    },
    # Told beside the membership that it came of.
    "groups.NumberBlock": {
        "until": gettext_noop("je nummer mag niet terug tot"),
        "reason": gettext_noop("waarom je nummer niet terug mag"),
    },
    "groups.RequestMessage": {"at": "op", "kind": "soort", "text": "tekst"},
    "groups.Handover": {"at": "op", "from_sentence": "waarom het daar was", "note": "uitleg"},
    "outbox.Mail": {
        "to": "aan",
        "subject": "onderwerp",
        "text": "tekst",
        "sent_at": "op",
    },
    "groups.OwnPage": {
        "email": "e-mail",
        "asked_at": "gevraagd op",
        "opened_at": "geopend op",
        "ended_at": "gesloten op",
    },
    "groups.EmailChange": {
        "old": "oud",
        "new": "nieuw",
        "asked_at": "op",
    },
    "audit.Entry": {"at": "op"},
}
# Nothing about a decision that can still be taken back.
DECIDED: Final = frozenset(
    {"beslist op", "waarom afgewezen", "uitleg bij de afwijzing", "waarom gesloten"}
)

_OF_A_LOG_IN: Final = (
    "van een account: dat staat achter inloggen, en een e-mailadres opent het niet"
)
_OF_WHO_WAS_SEEN: Final = "van wie is gezien, en niemand weet wie dat is; bezwaar staat op de link"
_NOT_THEIRS: Final = "van een partner, een adressenlijst of een teller: niet over wie hier leest"
_LOGGED_IN: Final = (
    "accounts.User", "accounts.MailedCode", "account.EmailAddress", "account.EmailConfirmation",
    "mfa.Authenticator", "sessions.Session", "groups.Appointment", "groups.NoticeSettings",
    "groups.BulletinCopy", "push.Device",
)  # fmt: skip
_OTHERS: Final = (
    "groups.PartnerContact", "groups.Partner", "groups.ContactMoment", "groups.AddressImport",
    "groups.ImportFinding",
)  # fmt: skip
# Model, and then column: why it is not taken along. "*" is every column.
LEFT_OUT: Final[Mapping[str, Mapping[str, str]]] = {
    "groups.Membership": {
        "street": "de straat staat in woorden bij straat",
        "search_key": "naam, nummer en adres nog een keer, om op te zoeken",
    },
    "groups.ResidentRequest": {
        "street": "de straat staat in woorden bij straat",
        "name_key": "de naam nog een keer, om op te zoeken",
        "helper_name": "van iemand anders, die het formulier invulde; die leest het zelf",
        "helper_email": "van iemand anders, die het formulier invulde; die leest het zelf",
    },
    "groups.NumberBlock": {"digest": "een code van het nummer, dat er zelf bij staat"},
    "groups.AddressLetter": {
        "digest": "een code die niemand kan lezen; op de brief staat hij zelf",
        "expires_at": "staat op de brief; dat er een brief was, staat bij wie keek",
    },
    "groups.CallTask": {"key": "nummers van regels: dat er gebeld is, staat bij wie keek"},
    "outbox.Mail": {
        "reply_to": "van wie antwoordt, niet van wie leest",
        "link": "een link is een sleutel",
        "account": _OF_A_LOG_IN,
    },
    "groups.MemberImport": {"*": "een lijst in haar geheel, met anderen erop; wordt snel gewist"},
    "groups.MemberImportRow": {
        "*": "nog van niemand: pas na het overnemen zegt iemand dat het om hem gaat"
    },
    "audit.Entry": {
        "verb": "staat in woorden in de regel",
        "by": "een naam van iemand anders; de rol staat in de regel",
        "actor": "staat in woorden in de regel",
        "scope": "de groep staat in woorden in de regel",
        "subject": "staat in woorden in de regel",
        "facts": "staat in woorden in de regel, voor zover het over de lezer gaat",
    },
    "groups.WeekReview": {"*": "tellingen over wie keek, niet over wie is bekeken"},
    "admin.LogEntry": {
        "*": "wat een technisch beheerder deed; dat er gekeken is, staat in de regel"
    },
    "groups.Tombstone": {"*": "een code die er pas is als alles is gewist"},
    "kit.RateHit": {"*": _NOT_THEIRS},
    "alerts.Alert": {"*": "feiten van een groep: er staat niemand bij"},
    "alerts.AlertDetails": {"*": _OF_WHO_WAS_SEEN},
    "alerts.AlertPhoto": {"*": _OF_WHO_WAS_SEEN},
    "alerts.AlertObjection": {"*": "wie bezwaar maakt, hoeft niet te zeggen wie dat is"},
    "alerts.JoinKnock": {"*": "een nummer bij Telegram, dat bij geen e-mailadres hoort"},
    "alerts.PoliceRequest": {"*": "een zaaknummer van de politie: er staat niemand bij"},
    **{label: {"*": _OF_A_LOG_IN} for label in _LOGGED_IN},
    **{label: {"*": _NOT_THEIRS} for label in _OTHERS},
}


def facts_of(row: Model, *, without: Iterable[str] = ()) -> dict[str, Any]:
    """What a row says, by the names of above; a choice in words, and what is empty not at all."""
    facts = {}
    for column, name in TAKEN[row._meta.label].items():
        value = getattr(row, column)
        in_words = getattr(row, f"get_{column}_display", None)  # of a choice
        if in_words is not None:
            value = in_words()
        if name not in without and value not in ("", None):
            facts[name] = value
    return facts
