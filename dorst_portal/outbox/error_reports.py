"""A mail to who runs the server when something broke (ADR 0024). Off without ERROR_REPORTS_TO."""

import hashlib
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction

from dorst_portal.kit.running.error_reports import ErrorReport
from dorst_portal.outbox.models import Mail
from dorst_portal.outbox.services import MailDraft, queue

EVENT: Final = "error_report"
# So many kinds an hour say that much is wrong; more mails would not say it better.
MOST_AN_HOUR: Final = 10
_TEXT: Final = """Er ging iets fout in het portaal. Wat iemand typte staat hier niet in.

Soort: {kind}{cause}
Waar: {place}
Wanneer: {at}
Nummer: {request_id}
Versie: {version}

{frames}

Zoek het nummer in het log: journalctl -u 'dorst-portal-*' --grep NUMMER
Van dezelfde fout komt hooguit één mail per uur, en van alle samen hooguit {most}.

Wil je deze mails niet meer? Haal ERROR_REPORTS_TO weg bij de instellingen van de server.
"""


def queue_report(report: ErrorReport) -> None:
    """Queue the mail about a fault, once an hour for each kind and place, whichever processes met
    it, and at most ten kinds an hour.
    """
    same = hashlib.sha256(f"{report.kind} {report.place}".encode()).hexdigest()[:16]
    key = f"{EVENT}-{report.hour}-{same}"
    with transaction.atomic():
        about = Mail.objects.about(f"errors:{report.hour}", EVENT)
        if about.count() >= MOST_AN_HOUR:
            return
        queue([_draft(report, key=key)], now=datetime.fromisoformat(report.at))


def _draft(report: ErrorReport, *, key: str) -> MailDraft:
    return MailDraft(
        to=settings.ERROR_REPORTS_TO,
        subject=f"Fout in het portaal: {report.kind}"[:200],
        text=_TEXT.format(
            kind=report.kind,
            cause=f" (na {report.cause})" if report.cause else "",
            place=report.place,
            at=report.at,
            request_id=report.request_id or "geen",
            version=settings.VERSION,
            frames="\n".join(report.frames),
            most=MOST_AN_HOUR,
        ),
        key=key,
        about=f"errors:{report.hour}",
        event=EVENT,
    )
