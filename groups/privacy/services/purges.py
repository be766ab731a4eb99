"""The table of `terms.py`, carried out: for each kind of row those that were kept long enough, and
what is done with them. A new kind is a function here and a line in PURGES.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop

from dorst_portal.accounts import mailed_codes
from dorst_portal.audit.services import lines_to_forget
from dorst_portal.kit.ratelimit import windows_over
from dorst_portal.kit.rows.batches import Due, deleted
from dorst_portal.kit.rows.purges import Purge
from dorst_portal.outbox.services import bodies_to_wipe
from dorst_portal.push.services import old_devices, old_messages
from groups.audit_log.services.week_reviews import old_reviews
from groups.members.services.forgetting import forget_members, left_long_ago
from groups.models import (
    Appointment,
    ContactMoment,
    EmailChange,
    NumberBlock,
    OwnPage,
    Partner,
    PartnerContact,
    Tombstone,
)
from groups.places.services.imports.imports import old_files
from groups.privacy.services.tombstones import drop_old_files
from groups.privacy.terms import (
    AUDIT_DAYS,
    CONTACT_DAYS,
    END_NOTE_DAYS,
    MEMBER_DAYS,
    MOMENT_DAYS,
    OWN_PAGE_DAYS,
    TOMBSTONE_DAYS,
)
from groups.requests.services.address_letters import letters_over
from groups.requests.services.forgetting import ended_long_ago, forget_requests
from groups.values.village_time import village_day


def _requests(*, now: datetime) -> Sequence[Due]:
    return [Due(rows, partial(forget_requests, now=now)) for rows in ended_long_ago(now=now)]


def _members(*, now: datetime) -> Sequence[Due]:
    left = left_long_ago(before=now - timedelta(days=MEMBER_DAYS))
    return [Due(left, partial(forget_members, now=now))]


def _end_notes(*, now: datetime) -> Sequence[Due]:
    ended = Appointment.objects.filter(until__lte=now - timedelta(days=END_NOTE_DAYS))
    noted = ended.exclude(end_note="").order_by("until", "id")
    return [Due(noted, lambda rows: rows.update(end_note=""))]


def _contacts(*, now: datetime) -> Sequence[Due]:
    ended = PartnerContact.objects.filter(ended_at__lte=now - timedelta(days=CONTACT_DAYS))
    wiped = {"name": "", "what_for": "", "phone": "", "email": "", "report": ""}
    named = ended.exclude(name="").order_by("ended_at", "id")
    return [Due(named, lambda rows: rows.update(**wiped))]


def _moments(*, now: datetime) -> Sequence[Due]:
    """Counted from the day of the contact. What was said to be wrong is as old at most."""
    before = now - timedelta(days=MOMENT_DAYS)
    reports = (
        rows.filter(reported_at__lte=before).exclude(report="").order_by("reported_at", "id")
        for rows in (Partner.objects.all(), PartnerContact.objects.all())
    )
    old = ContactMoment.objects.filter(on__lte=village_day(before)).order_by("on")
    return [*(Due(rows, _without_report) for rows in reports), Due(old, deleted)]


def _without_report(rows: QuerySet[Any]) -> int:
    return rows.update(report="")


def _lines(*, now: datetime) -> Sequence[Due]:
    return lines_to_forget(before=now - timedelta(days=AUDIT_DAYS))


def _own_pages(*, now: datetime) -> Sequence[Due]:
    """Their link works a week, as that of a new e-mail address does; an open page is open for half
    an hour.
    """
    asked = (OwnPage.objects.all(), EmailChange.objects.all())
    before = now - timedelta(days=OWN_PAGE_DAYS)
    old = (rows.filter(asked_at__lte=before).order_by("asked_at", "id") for rows in asked)
    return [Due(rows, deleted) for rows in old]


def _number_blocks(*, now: datetime) -> Sequence[Due]:
    over = NumberBlock.objects.filter(until__lte=now).order_by("until", "id")
    return [Due(over, deleted)]


def _sessions(*, now: datetime) -> Sequence[Due]:
    return [Due(Session.objects.filter(expire_date__lt=now).order_by("expire_date"), deleted)]


def _tombstones(*, now: datetime) -> Sequence[Due]:
    old = Tombstone.objects.filter(at__lte=now - timedelta(days=TOMBSTONE_DAYS))
    return [Due(old.order_by("at", "id"), partial(_drop, now=now))]


def _drop(rows: QuerySet[Any], *, now: datetime) -> int:
    """Those beside the database go with their file."""
    drop_old_files(now=now)
    return deleted(rows)


PURGES: Final[Mapping[str, Purge]] = {
    "requests": Purge(gettext_noop("Naam en adres bij oude aanvragen en vragen"), _requests),
    "members": Purge(gettext_noop("Naam en nummer van gestopte deelnemers"), _members),
    "end_notes": Purge(gettext_noop("Waarom een beheerder stopte"), _end_notes),
    "contacts": Purge(gettext_noop("Naam en nummer van oude contactpersonen"), _contacts),
    "moments": Purge(gettext_noop("Notities over contact met partners"), _moments),
    "mails": Purge(gettext_noop("Tekst van e-mails"), bodies_to_wipe, asks=False),
    "address_findings": Purge(
        gettext_noop("Bevindingen bij een lijst met adressen"), old_files, asks=False
    ),
    "push_messages": Purge(gettext_noop("Meldingen naar telefoons"), old_messages, asks=False),
    "push_devices": Purge(gettext_noop("Telefoons die geen meldingen meer kregen"), old_devices),
    "audit": Purge(gettext_noop("Regels in het logboek"), _lines),
    "reviews": Purge(gettext_noop("Weekoverzichten"), partial(old_reviews, days=AUDIT_DAYS)),
    "tombstones": Purge(gettext_noop("Codes van wie alles liet wissen"), _tombstones),
    "own_pages": Purge(gettext_noop("Eigen pagina's die werden gevraagd"), _own_pages, asks=False),
    "address_letters": Purge(
        gettext_noop("Brieven met een code die niet meer werkt"), letters_over, asks=False
    ),
    "number_blocks": Purge(
        gettext_noop("Nummers die weer terug mogen"), _number_blocks, asks=False
    ),
    "limits": Purge(gettext_noop("Tellingen tegen misbruik"), windows_over, asks=False),
    "sessions": Purge(gettext_noop("Sessies van wie was ingelogd"), _sessions, asks=False),
    "codes": Purge(
        gettext_noop("Gemailde codes om in te loggen"), mailed_codes.old_codes, asks=False
    ),
    # Of what stands above this part of the house.
    **import_string(settings.MORE_PURGES),
}
