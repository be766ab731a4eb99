"""The questions and ideas for groups of the example village, each by the services."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from dorst_portal.accounts.models import User
from dorst_portal.demo.people import DEMO_DOMAIN, example_mobile, example_reference
from groups.models import RequestSource, ResidentRequest, Street, Subject, WantsToManage, WatchGroup
from groups.places.routing import Address
from groups.requests.services.conversation import ask_back
from groups.requests.services.new_groups import NewGroupData, submit_new_group
from groups.requests.services.questions import QuestionData, answer, submit_question
from groups.values.addresses import parse_house_number

FIRST_MOBILE: Final = 9_200


@dataclass(frozen=True, kw_only=True)
class ExampleQuestion:
    """One question. Without a street it has no address; `answered` is what came of it."""

    label: str
    days_ago: float
    subject: str
    name: str
    text: str
    street: str = ""
    number: str = "1"
    about: str = ""
    by_phone: bool = False
    answered: str = ""
    asked_back: str = ""


EXAMPLE_QUESTIONS: Final = (
    ExampleQuestion(
        label="question-open", days_ago=0.6, subject=Subject.MESSAGES, name="Vera Vraagt",
        street="spoorstraat", number="26",
        text="Ik krijg veel berichten in de nacht. Kan ik dat uitzetten?",
    ),
    ExampleQuestion(
        label="question-by-phone", days_ago=1.4, subject=Subject.JOINING, name="Bel Mij",
        street="dennenlaan", number="14", by_phone=True,
        text="Ik ben verhuisd binnen de straat. Moet ik mij opnieuw aanmelden?",
    ),
    ExampleQuestion(
        label="question-asked-back", days_ago=2.5, subject=Subject.OTHER, name="Onno Onduidelijk",
        street="de-vliert", number="5", text="Hoe zit dat met het bord?",
        asked_back="Welk bord bedoel je?",
    ),
    ExampleQuestion(
        label="question-without-address", days_ago=0.9, subject=Subject.OTHER, name="Ano Niem",
        text="Mogen wij een artikel over de buurtapp in het dorpsblad zetten?",
    ),
    ExampleQuestion(
        label="complaint", days_ago=1.6, subject=Subject.COMPLAINT, name="Klaas Klaagt",
        about="dennenlaan", text="De beheerder zet reclame in de groep.",
    ),
    ExampleQuestion(
        label="question-answered", days_ago=8, subject=Subject.MESSAGES, name="Ans Woord",
        street="de-elzent", number="9", text="Wie leest de berichten?",
        answered="Alleen de deelnemers van de groep.",
    ),
)  # fmt: skip


def make_questions(coordinator: User, beheerders: dict[int, User], *, now: datetime) -> None:
    """Ask them all, the oldest first, and one idea for a new group."""
    streets = Street.objects.in_bulk(field_name="slug")
    groups = WatchGroup.objects.in_bulk(field_name="slug")
    oldest_first = sorted(EXAMPLE_QUESTIONS, key=lambda row: -row.days_ago)
    for number, row in enumerate(oldest_first, start=FIRST_MOBILE):
        at = now - timedelta(days=row.days_ago)
        asked = submit_question(
            QuestionData(
                submission_key=f"example-{row.label}",
                reference=example_reference(row.label),
                subject=row.subject,
                text=row.text,
                name=row.name,
                email="" if row.by_phone else f"{row.label}@{DEMO_DOMAIN}",
                mobile=example_mobile(number) if row.by_phone else "",
                address=_address(streets.get(row.street), row.number),
                about_group=groups.get(row.about),
                source=RequestSource.EXAMPLE,
            ),
            now=at,
        )
        ResidentRequest.objects.filter(pk=asked.pk).update(email_confirmed_at=at)
        asked.refresh_from_db()
        by = beheerders.get(asked.group_id or 0, coordinator)
        if row.answered:
            answer(asked, text=row.answered, by=by, now=at + timedelta(days=1))
        if row.asked_back:
            ask_back(asked, text=row.asked_back, by=by, now=at + timedelta(days=1))
    submit_new_group(
        NewGroupData(
            submission_key="example-new-group",
            reference=example_reference("new-group"),
            streets="Leijweg",
            wants_to_manage=WantsToManage.MAYBE,
            name="Nienke Nieuw",
            mobile=example_mobile(FIRST_MOBILE + len(EXAMPLE_QUESTIONS)),
            email=f"new-group@{DEMO_DOMAIN}",
            neighbours=4,
            address=_address(streets["leijweg"], "9"),
            source=RequestSource.EXAMPLE,
        ),
        now=now - timedelta(days=2.2),
    )


def _address(street: Street | None, number: str) -> Address | None:
    return Address(street, street.name, parse_house_number(number)) if street else None
