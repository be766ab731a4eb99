"""An example list of members that waits to be looked at, with something of everything.

It is wiped like any other: a day after the village was made it is gone.
"""

from datetime import datetime, timedelta
from typing import Final

from groups.members.services.imports import lists
from groups.members.services.imports.work import work
from groups.models import Appointment, AppointmentRole

LIST: Final = """Naam;Mobiel;Adres;E-mail
Saar Lijstema;06 0000 9801;Spoorstraat 71;saar@example.org
Teun Lijstema;31600009802;Spoorstraat 71;
Bram Dubbelaar;06 0000 9801;Spoorstraat 73;
Fien Buiten;06 0000 9803;Dennenlaan 40;
Guus Nergens;06 0000 9804;Voorbeeldpad 3;
Hanna Kortnummer;06 12;Spoorstraat 75;
Ivo Zonderhuis;06 0000 9805;;
Jet Thuis;0161 000 000;Spoorstraat 77;
Kaj Leegveld;;Spoorstraat 79;
"""


def seed_lists(group: str, *, now: datetime) -> None:
    """A list that the beheerder of this group (by its slug) sent an hour ago."""
    running = Appointment.objects.active(now).filter(group__slug=group)
    first = running.filter(role=AppointmentRole.BEHEERDER).select_related("user", "group")
    appointment = first.order_by("pk")[:1][0]
    moment = now - timedelta(hours=1)
    lists.store(
        LIST.encode(),
        name="telefoonlijst.csv",
        group=appointment.group,
        by_platform=False,
        by=appointment.user,
        now=moment,
    )
    work(now=moment)
