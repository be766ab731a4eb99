"""How long data is kept: one table, shown on the privacy page and carried out by the timetable."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Case, Q, Value, When

from dorst_portal.audit import services as audit
from dorst_portal.kit import ratelimit
from dorst_portal.outbox.services import wipe_bodies
from groups.models import (
    Appointment,
    CallTask,
    ContactMoment,
    Handover,
    Membership,
    Partner,
    PartnerContact,
    RequestMessage,
    ResidentRequest,
)
from groups.services.address_imports import forget_old_files
from groups.services.week_reviews import forget_reviews
from groups.states import ENDED, State
from groups.village_time import village_day


@dataclass(frozen=True)
class Term:
    """One line of the table: what, why, how long in words, who sees it, and (where counted here)
    the days.
    """

    data: str
    why: str
    words: str
    who: str
    days: int


REQUEST_DAYS: Final = 30
MEMBER_DAYS: Final = 30
AUDIT_DAYS: Final = 365
END_NOTE_DAYS: Final = 365
CONTACT_DAYS: Final = 30
MOMENT_DAYS: Final = 365

_GROUP_AND_STAFF: Final = "De beheerder van de groep en Platform Dorst"

TERMS: Final = (
    Term(
        "Aanvraag of vraag: naam, mobiel nummer, e-mailadres, adres en je berichten",
        "Om je groep te vinden, je adres te controleren en je te antwoorden",
        "tot er is beslist; van de wachtlijst tot er een plek is",
        _GROUP_AND_STAFF,
        0,
    ),
    Term(
        "Aanvraag of vraag die is beantwoord, afgewezen, ingetrokken of verlopen",
        "Om vragen over de beslissing te beantwoorden",
        "30 dagen na het einde; daarna zonder naam, nummer en adres",
        _GROUP_AND_STAFF,
        REQUEST_DAYS,
    ),
    Term(
        "Aanvraag die is goedgekeurd",
        "Om je in de groep te zetten",
        "tot je op de ledenlijst staat; alleen de beslissing blijft",
        _GROUP_AND_STAFF,
        0,
    ),
    Term(
        "Deelnemer: naam, mobiel nummer, e-mailadres en adres",
        "Om te weten wie er in de groep zit",
        "zolang je meedoet",
        _GROUP_AND_STAFF,
        0,
    ),
    Term(
        "Deelnemer die is gestopt",
        "Om vragen te beantwoorden en fouten te herstellen",
        "30 dagen; daarna zonder naam en nummer",
        _GROUP_AND_STAFF,
        MEMBER_DAYS,
    ),
    Term(
        "Tekst van e-mails die wij stuurden",
        "Om ze opnieuw te sturen als het niet lukt",
        "7 dagen",
        "Wie de site onderhoudt",
        7,
    ),
    Term(
        "Wie welke gegevens bekeek of veranderde",
        "Om te laten zien dat we netjes met je gegevens omgaan",
        "1 jaar",
        "Platform Dorst",
        AUDIT_DAYS,
    ),
    Term(
        "Beheerder of coördinator: naam en e-mailadres",
        "Om in te loggen en te weten wie wat besliste",
        "zolang deze persoon helpt; vraag ons daarna om het te wissen",
        "Platform Dorst",
        0,
    ),
    Term(
        "Waarom een beheerder stopte zonder overdracht",
        "Om te weten wat er nog geregeld moet worden",
        "1 jaar",
        "Platform Dorst",
        END_NOTE_DAYS,
    ),
    Term(
        "Contactpersoon van een partner, zoals de wijkagent",
        "Om te weten wie je kunt bellen",
        "zolang deze persoon het werk doet; 30 dagen later zonder naam en nummer",
        "Beheerders en Platform Dorst; iedereen als dat erbij staat",
        CONTACT_DAYS,
    ),
    Term(
        "Wat een beheerder met een partner besprak",
        "Om afspraken terug te vinden",
        "1 jaar",
        _GROUP_AND_STAFF,
        MOMENT_DAYS,
    ),
)

_WITHOUT_PERSON: Final[dict[str, object]] = {
    "name": "",
    "organisation": "",
    "mobile": "",
    "email": "",
    "street": None,
    "street_text": "",
    "house_number": None,
    "house_letter": "",
    "house_number_addition": "",
}


def run_retention(*, now: datetime) -> dict[str, int]:
    """Carry out the table; tells per kind how many rows changed. Running it twice is harmless."""
    with transaction.atomic():
        return {
            "requests": _anonymise_requests(now=now),
            "members": _anonymise_members(now=now),
            "end_notes": _forget_end_notes(now=now),
            "contacts": _anonymise_contacts(now=now),
            "moments": _forget_moments(now=now),
            "mails": wipe_bodies(now=now),
            "address_findings": forget_old_files(now=now),
            "audit": audit.forget(before=now - timedelta(days=AUDIT_DAYS)),
            "reviews": forget_reviews(now=now, days=AUDIT_DAYS),
            "limits": ratelimit.forget_old(now=now),
            "sessions": Session.objects.filter(expire_date__lt=now).delete()[0],
        }


def _anonymise_requests(*, now: datetime) -> int:
    kept = ResidentRequest.objects.filter(anonymised_at__isnull=True)
    # `due_at` of an ended request is the end of its term.
    ended = kept.filter(state__in=ENDED - {State.ADDED}, due_at__lte=now)
    added = kept.filter(state=State.ADDED, added_at__lte=now)
    without = {
        **_WITHOUT_PERSON,
        "message": "",
        "helper_name": "",
        "helper_email": "",
        "why_this_group": "",
        "streets_wanted": "",
        "neighbours": None,
        "decline_note": "",
        # What was closed keeps that there was a reason.
        "closing_note": Case(When(state=State.CLOSED, then=Value("gewist")), default=Value("")),
        "route_sentence": "",
        "anonymised_at": now,
    }
    handovers = Handover.objects.filter(Q(request__in=ended) | Q(request__in=added))
    handovers.update(from_sentence="", note="")
    CallTask.objects.filter(Q(request__in=ended) | Q(request__in=added)).delete()
    RequestMessage.objects.filter(Q(request__in=ended) | Q(request__in=added)).delete()
    return ended.update(**without) + added.update(**without)


def _anonymise_members(*, now: datetime) -> int:
    left = Membership.objects.filter(
        anonymised_at__isnull=True, until__lte=now - timedelta(days=MEMBER_DAYS)
    )
    return left.update(**_WITHOUT_PERSON, anonymised_at=now)


def _forget_end_notes(*, now: datetime) -> int:
    ended = Appointment.objects.filter(until__lte=now - timedelta(days=END_NOTE_DAYS))
    return ended.exclude(end_note="").update(end_note="")


def _anonymise_contacts(*, now: datetime) -> int:
    ended = PartnerContact.objects.filter(ended_at__lte=now - timedelta(days=CONTACT_DAYS))
    wiped = {"name": "", "what_for": "", "phone": "", "email": "", "report": ""}
    return ended.exclude(name="").update(**wiped)


def _forget_moments(*, now: datetime) -> int:
    """Counted from the day of the contact. What was said to be wrong is as old at most."""
    before = now - timedelta(days=MOMENT_DAYS)
    for rows in (Partner.objects.all(), PartnerContact.objects.all()):
        rows.filter(reported_at__lte=before).exclude(report="").update(report="")
    return ContactMoment.objects.filter(on__lte=village_day(before)).delete()[0]
