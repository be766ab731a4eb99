"""A drill of the whole village: planned and called off by a coordinator, joined by groups."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from alerts.emails import PLANNED, about_drill, drill_called_off, drill_planned
from alerts.models import Alert, Drill
from alerts.values.choices import Police
from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from dorst_portal.outbox.models import Mail, MailState
from dorst_portal.outbox.services import drop, queue
from groups.api import Refused, WatchGroup, all_beheerders, leaves_at, manages_group, village_day


@dataclass(frozen=True, kw_only=True)
class DrillFacts:
    """What a coordinator plans, read and found right."""

    at: datetime
    category: str
    text: str


def plan_drill(facts: DrillFacts, *, by: User, now: datetime) -> Drill:
    """Plan a drill, and mail everybody who runs a group. The same one sent twice is one. Raises
    Refused when another one stands at that moment.
    """
    with transaction.atomic():
        said = {"category": facts.category, "text": facts.text, "by": by}
        drill, is_new = Drill.objects.get_or_create(
            at=facts.at, called_off_at=None, defaults=said | {"created_at": now}
        )
        if not is_new:
            if all(getattr(drill, name) == value for name, value in said.items()):
                return drill
            raise Refused(_("Op dat moment staat al een oefening."))
        people = all_beheerders(now=now)
        queue(
            [drill_planned(drill, to=one, due=leaves_at(one, now=now)) for one in people], now=now
        )
        record("drill.planned", by=by, subject=about_drill(drill), now=now)
        return drill


def call_off(drill: Drill, *, by: User, now: datetime) -> None:
    """The drill is not going to be: mails that did not leave stay here, and who may have read one
    is told. Raises Refused when it was called off before, or began.
    """
    with transaction.atomic():
        ahead = Drill.objects.standing().filter(pk=drill.pk, at__gt=now)
        if not ahead.update(called_off_at=now):
            raise Refused(_("Afzeggen kan niet meer. Er is niets veranderd."))
        planned = Mail.objects.about(about_drill(drill), PLANNED)
        drop(planned)
        unaware = set(planned.filter(state=MailState.CANCELLED).values_list("to", flat=True))
        drafts = [
            drill_called_off(drill, to=one, due=leaves_at(one, now=now))
            for one in all_beheerders(now=now)
            if one.email not in unaware
        ]
        queue(drafts, now=now)
        record("drill.called_off", by=by, subject=about_drill(drill), now=now)


def join_drill(drill: Drill, group: WatchGroup, *, by: User, now: datetime) -> Alert:
    """The group takes part, on the day itself; pressed twice is once. Raises Refused on another
    day, when it was called off, and for who does not run the group.
    """
    with transaction.atomic():
        if not manages_group(by, group):
            raise Refused(_("Alleen een beheerder van de groep doet mee."))
        stands = Drill.objects.standing().select_for_update().filter(pk=drill.pk).exists()
        if not stands or village_day(now) != village_day(drill.at):
            raise Refused(_("Meedoen kan alleen op de dag van de oefening."))
        facts = {"category": drill.category, "police": Police.NOT_YET, "is_drill": True, "by": by}
        alert, is_new = Alert.objects.get_or_create(
            drill=drill, group=group, defaults=facts | {"happened_at": now, "created_at": now}
        )
        if is_new:
            here = f"group:{group.pk}"
            record("drill.joined", by=by, scope=here, subject=f"alert:{alert.pk}", now=now)
        return alert
