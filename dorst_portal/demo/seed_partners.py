"""Partners of the example village, their contacts, and what was said with them.

Only the municipality's number is real (oosterhout.nl); the others are invented and look it.
"""

from datetime import datetime, timedelta
from typing import Final

from dorst_portal.accounts.models import User
from dorst_portal.demo.people import DEMO_DOMAIN
from groups.models import (
    Appointment,
    ContactMoment,
    Partner,
    PartnerContact,
    PartnerKind,
    ShownTo,
    WatchGroup,
)
from groups.values.village_time import village_day

# Two neighbouring groups each: whose beheerders see one another.
_BESIDE: Final = (("spoorstraat", "dennenlaan"), ("spoorstraat", "broekstraat"))
_HOUSING: Final = ("spoorstraat", "dennenlaan", "de-vliert")
_NOTES: Final = (
    (3, "Gevraagd naar extra rondes in de avond. Dat gebeurt 2 weken lang."),
    (40, "Besproken hoe we fietsdiefstal melden: altijd via 0900-8844."),
)


def seed_partners(*, by: User, now: datetime) -> None:
    """A police team with its wijkagent, the municipality, and a housing corporation whose facts
    nobody checked for long.
    """
    today = village_day(now)
    police = _partner(
        PartnerKind.POLICE,
        "Politie, basisteam Voorbeeld",
        what_for="Zorgen over veiligheid in de buurt",
        phone="0900-8844",
        checked_on=today - timedelta(days=60),
    )
    municipality = _partner(
        PartnerKind.MUNICIPALITY,
        "Gemeente Oosterhout",
        what_for="Overlast, kapotte lampen en afval op straat",
        phone="14 0162",
        website="https://www.oosterhout.nl",
        shown_to=ShownTo.EVERYBODY,
        checked_on=today - timedelta(days=20),
    )
    housing = _partner(
        PartnerKind.HOUSING,
        "Woonstichting Voorbeeld",
        what_for="Huurders, brandgangen en kapotte sloten",
        phone="+31600009804",
        email=f"wonen@{DEMO_DOMAIN}",
        serves_all=False,
        checked_on=today - timedelta(days=210),
    )
    housing.groups.set(WatchGroup.objects.filter(slug__in=_HOUSING))
    agent = PartnerContact.objects.create(
        partner=police,
        name="Wim Voorbeeld",
        role="wijkagent",
        what_for="Vragen over je straat, zonder haast",
        phone="+31600009801",
        email=f"wijkagent@{DEMO_DOMAIN}",
        checked_on=today - timedelta(days=60),
        created_at=now,
    )
    PartnerContact.objects.create(
        partner=municipality,
        name="Marga Voorbeeld",
        role="wijkmakelaar",
        phone="+31600009802",
        email=f"wijkmakelaar@{DEMO_DOMAIN}",
        checked_on=today - timedelta(days=20),
        created_at=now,
    )
    _notes(police, agent, by=by, now=now)
    for one, other in _BESIDE:
        beside = WatchGroup.objects.get(slug=other)
        WatchGroup.objects.get(slug=one).adjoining.add(beside)


def _partner(kind: PartnerKind, name: str, **facts: object) -> Partner:
    return Partner.objects.create(kind=kind, name=name, **facts)


def _notes(police: Partner, agent: PartnerContact, *, by: User, now: datetime) -> None:
    beheerder = Appointment.objects.filter(group__slug="spoorstraat", role="beheerder").first()
    if beheerder is None:
        return
    for days, note in _NOTES:
        at = now - timedelta(days=days)
        ContactMoment.objects.create(
            partner=police,
            contact=agent,
            group=beheerder.group,
            by=beheerder.user,
            on=village_day(at),
            note=note,
            at=at,
        )
    ContactMoment.objects.create(
        partner=police,
        by=by,
        on=village_day(now),
        note="Jaarlijks overleg gepland.",
        at=now,
    )
