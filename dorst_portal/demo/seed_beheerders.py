"""Who runs the groups of the example village, in every state that the list of beheerders shows."""

from datetime import datetime, timedelta
from typing import Final

from dorst_portal.accounts.models import User
from dorst_portal.demo.people import DEMO_DOMAIN, example_mobile, example_name
from groups.beheerders.services.appointments import appoint
from groups.beheerders.services.stopping import stop
from groups.models import Appointment, AppointmentRole, WatchGroup

WANTS_TO_STOP: Final = "sparren"
LONG_AWAY: Final = "de-vliert"
ASKED: Final = ("rijksweg-zuid", AppointmentRole.BEHEERDER, 2)
REMINDED: Final = ("elzent-wildert", AppointmentRole.DEPUTY, 8)
# People of the accounts are counted from here (seed.py has those before).
_FIRST: Final = 760
_QUIET_DAYS: Final = 75
_NUMBERS: Final = 8800  # telephone numbers of beheerders begin here
_SILENT: Final = 7
_DAYS_SEEN: Final = 9  # the others were there in the last days


def seed_beheerders(*, by: User, now: datetime) -> None:
    """Somebody who wants to stop, two who did not answer yet, and when everybody was last seen."""
    _last_seen(now=now)
    for number, (slug, role, days) in enumerate((ASKED, REMINDED), start=_FIRST):
        asked = appoint(
            email=f"gevraagd-{slug}@{DEMO_DOMAIN}",
            name=example_name(number),
            group=WatchGroup.objects.get(slug=slug),
            role=role,
            by=by,
            now=now - timedelta(days=days),
        )
        if days > 7:
            Appointment.objects.filter(pk=asked.pk).update(reminded_at=now - timedelta(days=1))
    stops = Appointment.objects.select_related("user", "group").get(group__slug=WANTS_TO_STOP)
    stop(stops, by=stops.user, now=now - timedelta(days=4))


def _last_seen(*, now: datetime) -> None:
    active = Appointment.objects.active(now).select_related("user", "group").order_by("pk")
    users = []
    for number, one in enumerate(active):
        is_quiet = one.group.slug == LONG_AWAY and one.role == AppointmentRole.DEPUTY
        days = _QUIET_DAYS if is_quiet else number % _DAYS_SEEN
        one.user.last_login = now - timedelta(days=days, hours=1)
        # One of ten did not leave a number.
        one.user.mobile = example_mobile(_NUMBERS + number) if number % 10 != _SILENT else ""
        users.append(one.user)
    User.objects.bulk_update(users, ["last_login", "mobile"])
