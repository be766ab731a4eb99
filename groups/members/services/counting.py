"""A beheerder says that the list of members is the same as the people in the chat: counted, or
looked through.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dorst_portal.accounts.models import User
from dorst_portal.audit.services import record
from groups.models import Appointment, WatchGroup
from groups.refusals import Refused


def confirm_list(group: WatchGroup, *, by: User, now: datetime, counted: int | None = None) -> None:
    """The list is right. That is a sign of life as well. `counted`: how many people the app shows,
    for who counted them. Raises Refused when the group runs no more.
    """
    about = f"group:{group.pk}"
    runs = Appointment.objects.active(now).filter(user=by).values("group")
    mine = WatchGroup.objects.shown_to_everybody().filter(pk=group.pk, pk__in=runs)
    with transaction.atomic():
        if not mine.update(list_confirmed_at=now, alive_at=now, list_counted=counted):
            raise Refused(_("Deze groep loopt nu niet. Er is niets veranderd."))
        facts = {} if counted is None else {"counted": counted}
        record("group.list_confirmed", by=by, scope=about, subject=about, facts=facts, now=now)
