"""The requests of the example village: who asked what, how long ago, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from groups.models import DeclineReason

PLATFORM: Final = "platform"


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something that happened to a request, so many days after it was made."""

    verb: str
    days: float
    to: str = ""
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class ExampleRequest:
    """One request. `mail` is what the resident did with the receipt: confirmed, refused, none
    (there is no address) or unread. `member` and `housemate` name a member of the group of the
    address, by number, whose mobile or home it has.
    """

    label: str
    days_ago: float
    street: str
    number: str
    name: str
    mail: str = "confirmed"
    stays_with: str = ""
    member: int | None = None
    housemate: int | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()


def _approved(days: float) -> Step:
    return Step(verb="approve", days=days)


def _added(days: float) -> tuple[Step, Step]:
    return _approved(days), Step(verb="add", days=days + 0.5)


def _declined(days: float, why: str) -> Step:
    return Step(verb="decline", days=days, why=why)


EXAMPLE_REQUESTS: Final = (
    # Spoorstraat: every kind of request that a beheerder meets.
    ExampleRequest(
        label="open-confirmed", days_ago=0.2, street="spoorstraat", number="21", name="Bo Bedacht",
        details={"message": "Mijn buurvrouw zit al in de groep.", "has_app": "yes"},
    ),
    ExampleRequest(
        label="open-twice", days_ago=0.1, street="spoorstraat", number="21", name="Bo Bedácht",
        mail="unread", details={"message": "Of moet het met dit nummer?", "has_app": "yes"},
    ),
    ExampleRequest(
        label="open-unconfirmed", days_ago=0.4, street="spoorstraat", number="33",
        name="Đorđe 't Voorbeeld-O'Brien", mail="unread", details={"has_app": "unknown"},
    ),
    ExampleRequest(
        label="open-mail-refused", days_ago=1.2, street="spoorstraat", number="57",
        name="Tineke Tikfout", mail="refused",
    ),
    ExampleRequest(
        label="open-without-mail", days_ago=2, street="spoorstraat", number="47a",
        name="Jo Zondermail", mail="none", details={"has_app": "no"},
    ),
    ExampleRequest(
        label="open-number-known", days_ago=1, street="spoorstraat", number="66",
        name="Nelis Nogeens", member=5,
    ),
    ExampleRequest(
        label="open-household-known", days_ago=1.5, street="spoorstraat", number="",
        name="Huub Huisgenoot", housemate=8,
    ),
    ExampleRequest(
        label="open-other-group", days_ago=0.6, street="dennenlaan", number="5",
        name="Wilma Werkthier", stays_with="spoorstraat",
        details={"why_this_group": "Ik werk in de winkel op Spoorstraat 30."},
    ),
    ExampleRequest(
        label="open-business", days_ago=2.3, street="spoorstraat", number="80",
        name="Fien Fictief", details={"organisation": "Voorbeeld Fietsen"},
    ),
    ExampleRequest(
        label="open-helped", days_ago=2.6, street="spoorstraat", number="90 bis",
        name="Opa Voorbeeld", mail="none",
        details={"helper_name": "Kleinkind Voorbeeld", "helper_email": "kleinkind@example.org"},
    ),
    ExampleRequest(
        label="open-overdue", days_ago=7.5, street="spoorstraat", number="61", name="Otto Overtijd"
    ),
    ExampleRequest(
        label="escalated", days_ago=9, street="spoorstraat", number="8", name="Lang Gewacht",
        mail="unread", steps=(Step(verb="escalate", days=7),),
    ),
    ExampleRequest(
        label="escalated-overdue", days_ago=16, street="spoorstraat", number="70",
        name="Nog Langer", steps=(Step(verb="escalate", days=7),),
    ),
    ExampleRequest(
        label="approved", days_ago=3, street="spoorstraat", number="25", name="Goed Gekeurd",
        steps=(_approved(1),),
    ),
    ExampleRequest(
        label="approved-unconfirmed", days_ago=2.5, street="spoorstraat", number="27",
        name="Mo", mail="unread", steps=(_approved(1),),
    ),
    ExampleRequest(
        label="added", days_ago=20, street="spoorstraat", number="41", name="Toe Gevoegd",
        steps=_added(1),
    ),
    ExampleRequest(
        label="declined", days_ago=12, street="spoorstraat", number="43", name="Ver Huisd",
        steps=(_declined(2, DeclineReason.NOT_LIVING_THERE),),
    ),
    ExampleRequest(
        label="withdrawn", days_ago=10, street="spoorstraat", number="45", name="Toch Niet",
        steps=(Step(verb="withdraw", days=1),),
    ),
    ExampleRequest(
        label="expired", days_ago=38, street="spoorstraat", number="49", name="Stil Gebleven",
        mail="unread",
        steps=(Step(verb="ask", days=2, why="Woon je hier al?"), Step(verb="expire", days=33)),
    ),
    # Other groups.
    ExampleRequest(
        label="dennenlaan-open", days_ago=0.7, street="dennenlaan", number="14",
        name="Dina Denkbeeld",
    ),
    ExampleRequest(
        label="dennenlaan-open-2", days_ago=3.4, street="dennenlaan", number="130",
        name="Pim Proef", mail="unread",
    ),
    ExampleRequest(
        label="dennenlaan-approved", days_ago=4, street="dennenlaan", number="92",
        name="Aisha Verzonnen", steps=(_approved(0.5),),
    ),
    ExampleRequest(
        label="forwarded", days_ago=2.2, street="dennenlaan", number="64", name="Door Gestuurd",
        stays_with="dennenlaan", details={"why_this_group": "Mijn straat heet zo."},
        steps=(Step(verb="forward", days=0.5, to="ribes-lijsterbes", why="Hoort bij jullie."),),
    ),
    ExampleRequest(
        label="came-back", days_ago=5, street="dennenlaan", number="84", name="Heen Enweer",
        steps=(
            Step(verb="forward", days=1, to="dennenlaan", why="Kent daar iemand."),
            Step(verb="forward", days=2, to="ribes-lijsterbes", why="Nee, die is van jullie."),
        ),
    ),
    ExampleRequest(
        label="forwarded-to-platform", days_ago=3.1, street="geerstraat", number="11",
        name="Moei Lijk",
        steps=(Step(verb="forward", days=1, to=PLATFORM, why="Ik kan dit adres niet vinden."),),
    ),
    ExampleRequest(
        label="oude-tilburgsebaan-open", days_ago=1.8, street="oude-tilburgsebaan", number="17",
        name="Bas Beeldsma",
    ),
    ExampleRequest(
        label="seters-open", days_ago=0.9, street="seterseweg", number="3", name="Set Voorbeeld",
        details={"organisation": "Voorbeeldhoeve"},
    ),
    ExampleRequest(
        label="steenoven-added", days_ago=15, street="steenovensebaan", number="9",
        name="Stien Fictief", steps=_added(2),
    ),
    ExampleRequest(
        label="sparren-approved", days_ago=2.4, street="sparrenlaan", number="28",
        name="Spar Denkbeeld", mail="none", steps=(_approved(1),),
    ),
    ExampleRequest(
        label="galuba-approved", days_ago=1.9, street="galubastraat", number="21",
        name="Gala Bedacht", steps=(_approved(0.5),),
    ),
    ExampleRequest(
        label="baarschot-approved", days_ago=2.9, street="baarschotsestraat", number="6",
        name="Baar Proefpersoon", steps=(_approved(0.5),),
    ),
    ExampleRequest(
        label="vliert-open", days_ago=2.1, street="de-vliert", number="31", name="Vlier Voorbeeld"
    ),
    ExampleRequest(
        label="vliert-added", days_ago=25, street="de-vliert", number="33", name="Els Toonbeeld",
        steps=_added(1),
    ),
    ExampleRequest(
        label="elzent-added", days_ago=11, street="de-elzent", number="12", name="Elza 't Model",
        steps=_added(3),
    ),
    ExampleRequest(
        label="bunderweg-open", days_ago=4.2, street="vijftig-bunderweg", number="50",
        name="Ben van Verzinsel",
    ),
    ExampleRequest(
        label="van-dijklaan-declined", days_ago=9.5, street="wethouder-van-dijklaan", number="2",
        name="On Vindbaar", steps=(_declined(1, DeclineReason.CANNOT_CHECK),),
    ),
    ExampleRequest(
        label="declined-without-mail", days_ago=1.2, street="dennenlaan", number="96",
        name="Bel Even", mail="none", steps=(_declined(0.4, DeclineReason.CANNOT_CHECK),),
    ),
    ExampleRequest(
        label="asked-back", days_ago=6.5, street="de-vliert", number="45", name="Vraag Terug",
        steps=(Step(verb="ask", days=1, why="Is 45 het huis op de hoek?"),),
    ),
    ExampleRequest(
        label="everybody-away", days_ago=1.1, street="broekstraat", number="10",
        name="Wacht Even",
    ),
    # What no beheerder can handle.
    ExampleRequest(
        label="without-beheerder", days_ago=0.8, street="rijksweg", number="14",
        name="Rik Zonderhulp",
    ),
    ExampleRequest(
        label="without-beheerder-2", days_ago=6, street="groenestraat", number="3",
        name="Groen Voorbeeld", mail="unread",
    ),
    ExampleRequest(
        label="unknown-street", days_ago=1.3, street="", number="4", name="Kerk Verzonnen",
        details={"street_text": "Verzonnenpad"},
    ),
    ExampleRequest(
        label="outside", days_ago=2.7, street="ketenbaan", number="2", name="Ket Buiten"
    ),
    ExampleRequest(
        label="outside-declined", days_ago=13, street="vijf-eikenweg", number="20",
        name="Eik Buiten", steps=(_declined(1, DeclineReason.OUTSIDE_STREETS),),
    ),
    ExampleRequest(label="waiting", days_ago=5.5, street="leijweg", number="7", name="Lei Wacht"),
    ExampleRequest(
        label="waiting-overdue", days_ago=93, street="leijweg", number="15", name="Lang Opdelijst",
        mail="none",
    ),
)  # fmt: skip
