"""What was said with a partner, and what a beheerder found wrong about one."""

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from dorst_portal.outbox.services import queue
from groups.models import ContactMoment, Partner, PartnerContact, WatchGroup
from groups.notices import coordinators, leaves_at
from groups.partners import emails
from groups.partners.services.partners import ChangedMeanwhile
from groups.values.village_time import village_day

MOST_REPORTED: Final = 2000


def note_moment(
    partner: Partner,
    *,
    contact: PartnerContact | None,
    group: WatchGroup | None,
    on: date,
    note: str,
    by: User,
    now: datetime,
) -> ContactMoment:
    """Note that somebody spoke with a partner, for one group or for the coordinators alone. The
    same note sent twice is one.
    """
    with transaction.atomic():
        # One at a time per partner, so that a second press finds the first.
        if not Partner.objects.current().select_for_update().filter(pk=partner.pk).exists():
            raise ChangedMeanwhile
        facts = {"partner": partner, "contact": contact, "group": group, "on": on, "note": note}
        noted = ContactMoment.objects.filter(by=by, **facts).first()
        if noted:
            return noted
        moment = ContactMoment.objects.create(by=by, at=now, **facts)
        _line("moment.noted", moment, by=by, now=now)
        return moment


def remove_moment(moment: ContactMoment, *, by: User, now: datetime) -> None:
    """Take a note away, such as one with a name in it; pressed twice is once."""
    with transaction.atomic():
        if ContactMoment.objects.filter(pk=moment.pk).delete()[0]:
            _line("moment.removed", moment, by=by, now=now)


def report_wrong(
    partner: Partner, *, contact: PartnerContact | None, text: str, by: User, now: datetime
) -> None:
    """A beheerder says that something is wrong about a partner or one of its people. It stands
    with the partner until a coordinator checked it; the coordinators get one mail a day.
    """
    about = contact or partner
    with transaction.atomic():
        row = type(about).objects.select_for_update().get(pk=about.pk)
        said = f"{by}: {text}"
        if said in row.report.split("\n\n") or row.ended_at:
            return
        kept = "\n\n".join(part for part in (row.report, said) if part)[-MOST_REPORTED:]
        type(about).objects.filter(pk=about.pk).update(
            report=kept, reported_at=now, version=F("version") + 1
        )
        today = village_day(now)
        drafts = [
            emails.partner_reported(partner, to=user, day=today, due=leaves_at(user, now=now))
            for user in coordinators()
        ]
        queue(drafts, now=now)
        what = f"contact:{contact.pk}" if contact else f"partner:{partner.pk}"
        record("partner.reported", by=by, subject=what, now=now)


def _line(verb: str, moment: ContactMoment, *, by: User, now: datetime) -> None:
    record(
        verb,
        by=by,
        scope=f"group:{moment.group_id}" if moment.group_id else "",
        subject=f"partner:{moment.partner_id}",
        now=now,
    )
