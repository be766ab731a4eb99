"""Making the requests of the example village, each by the services and at its own moment."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from dorst_portal.accounts.models import User
from dorst_portal.demo.example_requests import EXAMPLE_REQUESTS, PLATFORM, ExampleRequest, Step
from dorst_portal.demo.people import DEMO_DOMAIN, example_mobile, example_reference
from dorst_portal.demo.seed_questions import make_questions
from dorst_portal.kit.models import Link
from dorst_portal.outbox.models import Mail, MailState
from groups.models import (
    Appointment,
    AppointmentRole,
    HouseRules,
    Membership,
    RequestSource,
    ResidentRequest,
    Street,
    WatchGroup,
)
from groups.places.routing import Address
from groups.requests.emails import CONFIRM
from groups.requests.services.confirming import confirm_email, refuse_email
from groups.requests.services.conversation import ask_back, withdraw
from groups.requests.services.deciding import approve, decline, mark_added
from groups.requests.services.forwarding import forward
from groups.requests.services.joining import SignupData, submit_signup
from groups.timetable.clock import climb_ladder, expire_silent, follow_up_approved, review_waiting
from groups.values.addresses import HouseNumber, parse_house_number
from groups.values.states import Owner

FIRST_MOBILE = 9_000  # after the members' numbers
KEY = "example-"


class RequestMaker:
    """Makes requests in a village that has its groups, beheerders and members.

    `last_mail` is the last mail that was there before the example village.
    """

    def __init__(self, coordinator: User, members: Sequence[Membership], last_mail: int) -> None:
        self.coordinator = coordinator
        self.members = members
        self.last_mail = last_mail
        self.streets = Street.objects.in_bulk(field_name="slug")
        self.groups = WatchGroup.objects.in_bulk(field_name="slug")
        self.rules = HouseRules.objects.current(waaksamen=False)
        appointments = Appointment.objects.filter(role=AppointmentRole.BEHEERDER)
        self.beheerders = {row.group_id: row.user for row in appointments.select_related("user")}

    def make_all(self, *, now: datetime) -> None:
        """Make all of them, the oldest first, as they would have come in."""
        oldest_first = sorted(EXAMPLE_REQUESTS, key=lambda row: -row.days_ago)
        for number, row in enumerate(oldest_first, start=FIRST_MOBILE):
            self._make(row, number, at=now - timedelta(days=row.days_ago))
        make_questions(self.coordinator, self.beheerders, now=now)
        # What the timetable did in those weeks.
        climb_ladder(now=now)
        follow_up_approved(now=now)
        review_waiting(now=now)
        self._mark_sent(now=now)

    def _make(self, row: ExampleRequest, number: int, *, at: datetime) -> None:
        request = submit_signup(self._form(row, number), now=at)
        self._answer_receipt(request, row.mail, now=at + timedelta(minutes=20))
        for step in row.steps:
            moment = at + timedelta(days=step.days)
            self._mark_sent(now=moment)
            # Afresh: a step before, or the timetable, may have changed its owner.
            request = ResidentRequest.objects.select_related("group").get(pk=request.pk)
            self._take(step, request, now=moment)

    def _mark_sent(self, *, now: datetime) -> None:
        """What was due by then has left: nobody has to receive what is told of weeks ago."""
        mails = Mail.objects.due(now).filter(pk__gt=self.last_mail)
        mails.order_by().update(state=MailState.SENT, sent_at=F("due"), attempts=1)

    def _form(self, row: ExampleRequest, number: int) -> SignupData:
        details: dict[str, Any] = dict(row.details)
        street_text = details.pop("street_text", "")
        street = self.streets[row.street] if row.street else None
        mobile = example_mobile(number)
        house = parse_house_number(row.number) if row.number else HouseNumber(1)
        if row.member is not None:
            mobile = self.members[row.member].mobile
        if row.housemate is not None:
            home = self.members[row.housemate]
            house = HouseNumber(home.house_number or 1, home.house_letter)
        return SignupData(
            submission_key=f"{KEY}{row.label}",
            reference=example_reference(row.label),
            name=row.name,
            mobile=mobile,
            email="" if row.mail == "none" else f"{row.label}@{DEMO_DOMAIN}",
            address=Address(street, street_text, house),
            house_rules=self.rules,
            of_age=True,
            stays_with=self.groups[row.stays_with] if row.stays_with else None,
            source=RequestSource.EXAMPLE,
            **details,
        )

    def _answer_receipt(self, request: ResidentRequest, mail: str, *, now: datetime) -> None:
        if mail not in ("confirmed", "refused"):
            return
        link = Link.objects.get(purpose=CONFIRM, subject_id=request.pk)
        (confirm_email if mail == "confirmed" else refuse_email)(link, now=now)

    def _take(self, step: Step, request: ResidentRequest, *, now: datetime) -> None:
        by = self._handler(request)
        if step.verb == "approve":
            approve(request, by=by, now=now)
        elif step.verb == "add":
            mark_added(request, by=by, now=now)
        elif step.verb == "decline":
            decline(request, reason=step.why, note="", by=by, now=now)
        elif step.verb == "forward":
            to = None if step.to == PLATFORM else self.groups[step.to]
            forward(request, to=to, note=step.why, by=by, now=now)
        elif step.verb == "escalate":
            climb_ladder(now=now)
        elif step.verb == "ask":
            ask_back(request, text=step.why, by=by, now=now)
        elif step.verb == "withdraw":
            withdraw(request, now=now)
        else:
            expire_silent(now=now)

    def _handler(self, request: ResidentRequest) -> User:
        if request.owner == Owner.COORDINATORS or request.group_id is None:
            return self.coordinator
        return self.beheerders[request.group_id]
