"""What must never be false: each constraint of the database, by its name, tried to break."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from dorst_portal.accounts.models import User
from groups.models import (
    AddressImport,
    AddressLetter,
    Appointment,
    AreaDrawing,
    Bulletin,
    BulletinCopy,
    CallTask,
    CoverageChange,
    CoverageRule,
    EmailChange,
    FramingSite,
    GroupStep,
    Hamlet,
    HeldPurge,
    HouseRules,
    ImportFinding,
    KeptFigure,
    MemberImport,
    MemberImportRow,
    Membership,
    MembershipSource,
    NoticeSettings,
    NumberBlock,
    OfficialAddress,
    OwnPage,
    ResidentRequest,
    Spelling,
    SpellingPart,
    Street,
    TextVersion,
    Tombstone,
    WatchGroup,
    WatchSign,
    WeekReview,
)
from groups.values.states import Kind, Owner, State
from tests.groups.conftest import MakeRequest, Village
from tests.groups.partners.partners import make_contact, make_partner

Attempt = Callable[["Tools"], Any]


class Tools:
    """What an attempt needs: the village, a user and the maker of requests."""

    def __init__(self, village: Village, user: User, make_request: MakeRequest) -> None:
        self.village = village
        self.user = user
        self.make_request = make_request
        self.group = village.group("spoorstraat")
        self.street = village.street("leijweg")
        self.now = timezone.now()

    def held(self, **facts: Any) -> HeldPurge:
        known = {"kind": "members", "found_at": self.now, "counted_at": self.now}
        return HeldPurge.objects.create(rows=60, of_rows=100, **known, **facts)

    def block(self, **facts: Any) -> NumberBlock:
        known: dict[str, Any] = {"since": self.now, "until": self.now + timedelta(days=1)}
        known |= {"group": self.group, "digest": "x", "reason": "other", "by": self.user}
        return NumberBlock.objects.create(**known | facts)

    def letter(self, **facts: Any) -> AddressLetter:
        known: dict[str, Any] = {"made_at": self.now, "expires_at": self.now + timedelta(days=1)}
        known |= {"request": self.make_request(), "digest": "x", "made_by": self.user}
        return AddressLetter.objects.create(**known | facts)

    def frames(self, origin: str) -> FramingSite:
        return FramingSite.objects.create(origin=origin, since=self.now)

    def rule(self, first: int, last: int, side: str = "both") -> CoverageRule:
        return CoverageRule.objects.create(
            street=self.street, group=self.group, first_number=first, last_number=last, side=side
        )

    def moved(
        self, from_group: WatchGroup | None, to_group: WatchGroup | None, **facts: Any
    ) -> CoverageChange:
        return CoverageChange.objects.create(
            by=self.user, from_group=from_group, to_group=to_group, **facts
        )

    def appointment(self, **facts: Any) -> Appointment:
        return Appointment.objects.create(user=self.user, group=self.group, **facts)

    def member(self, **facts: Any) -> Membership:
        return Membership.objects.create(
            group=self.group, mobile="+31600000001", source=MembershipSource.EXAMPLE, **facts
        )

    def bulletin(self, **facts: Any) -> Bulletin:
        return Bulletin.objects.create(subject="x", text="x", by=self.user, **facts)

    def same_street_spelling(self) -> Spelling:
        return Spelling.objects.create(text="x", key="spoorstraat", street=self.street)

    def decided(self, state: str, **facts: Any) -> ResidentRequest:
        return self.make_request(**({"state": state, "decided_by": self.user} | facts))


ATTEMPTS: list[tuple[str, Attempt]] = [
    ("street_name_once_in_a_place", lambda t: Street.objects.create(
        name="Spoorstraat", slug="other", area="Dorst")),
    ("spelling_is_of_a_street_or_a_hamlet", lambda t: Spelling.objects.create(text="x", key="x")),
    ("spelling_is_of_a_street_or_a_hamlet", lambda t: Spelling.objects.create(
        text="x", key="x", street=t.street, hamlet=Hamlet.objects.all()[0])),
    ("spelling_means_one_street", lambda t: t.same_street_spelling()),
    ("spelling_means_one_hamlet", lambda t: Spelling.objects.create(
        text="x", key="seters", hamlet=Hamlet.objects.create(name="Ander"))),
    ("spelling_part_once", lambda t: SpellingPart.objects.create(
        spelling=SpellingPart.objects.all()[0].spelling, part=SpellingPart.objects.all()[0].part)),
    ("rule_runs_from_low_to_high", lambda t: t.rule(20, 10, "even")),
    ("rule_runs_from_low_to_high", lambda t: t.rule(0, 10)),
    ("rule_runs_from_low_to_high", lambda t: t.rule(10, 100_000)),
    ("rule_ends_fit_its_side", lambda t: t.rule(1, 10, "odd")),
    ("rule_ends_fit_its_side", lambda t: t.rule(1, 10, "even")),
    ("rule_ends_fit_its_side", lambda t: t.rule(7, 7)),
    ("rule_ends_fit_its_side", lambda t: t.rule(1, 10, "left")),
    ("coverage_change_has_two_sides", lambda t: t.moved(None, None)),
    ("coverage_change_goes_somewhere_else", lambda t: t.moved(t.group, t.group)),
    ("coverage_change_is_undone_by_somebody", lambda t: t.moved(
        t.group, None, undone_at=t.now)),
    ("coverage_change_is_undone_by_somebody", lambda t: t.moved(
        t.group, None, undone_by=t.user)),
    ("coverage_rules_do_not_overlap", lambda t: (t.rule(1, 10), t.rule(10, 20))),
    ("group_capacity_is_at_least_one", lambda t: WatchGroup.objects.update(capacity=0)),
    ("group_invite_link_has_its_date", lambda t: WatchGroup.objects.update(
        invite_link_encrypted="x")),
    ("group_invite_link_has_its_date", lambda t: WatchGroup.objects.update(
        invite_link_set_at=t.now)),
    ("group_step_once", lambda t: [GroupStep.objects.create(
        group=t.group, code="chat", done_by=t.user) for _ in range(2)]),
    ("sign_number_is_a_house_number", lambda t: WatchSign.objects.create(
        street=t.street, house_number=0, spot="x")),
    ("framing_site_once", lambda t: (t.frames("https://a.nl"), t.frames("https://a.nl"))),
    *(("framing_site_is_one_site_over_https", lambda t, origin=origin: t.frames(origin))
      for origin in (
          "", "http://a.nl", "https://*.nl", "https://a.nl/x", "https://A.nl", "https://u@a.nl",
          "https://a.nl; script-src *", "https://a.nl 'self'", "https://a.nl,https://b.nl")),
    ("appointment_once_per_user_and_group", lambda t: (t.appointment(), t.appointment())),
    ("appointment_accepted_after_the_invitation", lambda t: t.appointment(
        accepted_at=t.now - timedelta(days=1), invited_at=t.now)),
    ("membership_once_per_group_and_mobile", lambda t: (t.member(), t.member())),
    ("membership_ends_after_it_began", lambda t: t.member(
        since=t.now, until=t.now - timedelta(days=1))),
    ("membership_has_a_language_of_the_portal", lambda t: t.member(language="de")),
    ("own_page_is_opened_after_it_was_asked_for", lambda t: OwnPage.objects.create(
        email="x@example.org", asked_at=t.now, opened_at=t.now - timedelta(days=1))),
    ("email_change_goes_to_another_address", lambda t: EmailChange.objects.create(
        old="x@example.org", new="x@example.org", asked_at=t.now)),
    ("letter_ends_after_it_was_made", lambda t: t.letter(expires_at=t.now)),
    ("letter_is_used_while_it_works", lambda t: t.letter(used_at=t.now + timedelta(days=1))),
    ("letter_is_used_while_it_works", lambda t: t.letter(used_at=t.now - timedelta(seconds=1))),
    ("number_block_once", lambda t: (t.block(), t.block())),
    ("number_block_ends_after_it_began", lambda t: t.block(until=t.now)),
    ("one_held_purge_of_a_kind", lambda t: (t.held(), t.held())),
    ("held_purge_is_allowed_by_somebody", lambda t: t.held(allowed_at=t.now)),
    ("tombstone_once", lambda t: [
        Tombstone.objects.create(kind="email", digest="x", at=t.now) for _ in range(2)]),
    ("contact_can_be_reached", lambda t: make_contact(make_partner(), phone="")),
    ("house_rules_version_once_per_variant", lambda t: HouseRules.objects.create(
        variant="standard", version=1, text="x")),
    ("text_version_once", lambda t: [TextVersion.objects.create(
        key="x", version=1, text="x", by=t.user) for _ in range(2)]),
    ("text_version_has_a_text_or_is_a_reset", lambda t: TextVersion.objects.create(
        key="x", version=1, by=t.user)),
    ("text_version_has_a_text_or_is_a_reset", lambda t: TextVersion.objects.create(
        key="x", version=1, text="x", is_reset=True, by=t.user)),
    ("request_of_a_group_names_it", lambda t: t.make_request(group=None)),
    ("joined_request_is_a_withdrawn_join_request", lambda t: t.make_request(
        same_as=t.make_request())),
    ("joined_request_is_a_withdrawn_join_request", lambda t: t.make_request(
        same_as=t.make_request(), kind=Kind.QUESTION, state=State.WITHDRAWN)),
    ("joined_request_is_a_withdrawn_join_request", lambda t: t.make_request(
        state=State.WITHDRAWN) and ResidentRequest.objects.update(same_as=F("id"))),
    ("waiting_request_is_the_coordinators", lambda t: t.make_request(
        state=State.WAITING, owner=Owner.GROUP, group=t.group)),
    ("approved_request_has_a_group_and_a_decision", lambda t: t.decided(
        State.APPROVED, decided_by=None)),
    ("approved_request_has_a_group_and_a_decision", lambda t: t.decided(
        State.APPROVED, decided_at=None)),
    ("approved_request_has_a_group_and_a_decision", lambda t: t.decided(
        State.APPROVED, group=None, owner=Owner.COORDINATORS)),
    ("added_request_has_its_membership", lambda t: t.decided(State.ADDED, membership=None)),
    ("added_request_has_its_membership", lambda t: t.decided(State.ADDED, added_at=None)),
    ("added_request_has_its_membership", lambda t: t.make_request(added_at=t.now)),
    ("added_request_has_its_membership", lambda t: t.make_request(membership=t.member())),
    ("declined_request_has_a_reason", lambda t: t.decided(State.DECLINED, decline_reason="")),
    ("join_state_fits_the_kind", lambda t: t.make_request(state=State.FOUNDED)),
    ("join_state_fits_the_kind", lambda t: t.make_request(
        kind=Kind.QUESTION, state=State.EXPIRED)),
    ("join_state_fits_the_kind", lambda t: t.make_request(kind="gossip")),
    ("question_has_a_subject_and_nothing_else_has", lambda t: t.make_request(
        kind=Kind.QUESTION, subject="")),
    ("question_has_a_subject_and_nothing_else_has", lambda t: t.make_request(subject="other")),
    ("complaint_is_the_coordinators_alone", lambda t: t.make_request(
        kind=Kind.QUESTION, subject="complaint")),
    ("complaint_is_the_coordinators_alone", lambda t: t.make_request(
        kind=Kind.QUESTION, subject="complaint", owner=Owner.COORDINATORS)),
    ("request_waits_on_the_resident_only_while_open", lambda t: t.make_request(
        state=State.WAITING, waiting_on="resident")),
    ("request_waits_on_the_resident_only_while_open", lambda t: t.make_request(
        waiting_on="nobody")),
    ("founded_request_has_its_group", lambda t: t.make_request(
        kind=Kind.NEW_GROUP, state=State.FOUNDED, owner=Owner.COORDINATORS, group=None)),
    ("closed_request_says_why", lambda t: t.make_request(
        kind=Kind.QUESTION, state=State.CLOSED, closing_note="")),
    ("request_is_in_a_language_of_the_portal", lambda t: t.make_request(language="")),
    ("notice_hours_are_hours_of_a_day", lambda t: NoticeSettings.objects.create(
        user=t.user, quiet_from=24)),
    ("call_done_says_whether_somebody_was_reached", lambda t: CallTask.objects.create(
        request=t.make_request(), key="x", about="asked", from_at=t.now, due_at=t.now,
        done_at=t.now)),
    ("bulletin_is_sent_by_somebody", lambda t: t.bulletin(sent_at=t.now)),
    ("bulletin_is_sent_by_somebody", lambda t: t.bulletin(sent_by=t.user)),
    ("bulletin_copy_once_per_beheerder", lambda t: [
        BulletinCopy.objects.bulk_create(
            BulletinCopy(bulletin=bulletin, group=t.group, user=t.user) for _ in range(2))
        for bulletin in [t.bulletin()]]),
    ("week_review_is_checked_by_somebody", lambda t: WeekReview.objects.create(
        week=t.now.date(), made_at=t.now, checked_at=t.now)),
    ("week_review_is_checked_by_somebody", lambda t: WeekReview.objects.create(
        week=t.now.date(), made_at=t.now, checked_by=t.user)),
    ("official_address_once", lambda t: OfficialAddress.objects.bulk_create(
        OfficialAddress(street=t.street, house_number=12) for _ in range(2))),
    ("official_address_lies_in_the_netherlands_or_nowhere", lambda t:
        OfficialAddress.objects.create(street=t.street, house_number=12, x=118_000)),
    ("there_is_one_map", lambda t: AreaDrawing.objects.create(pk=2)),
    ("map_that_is_shown_was_drawn", lambda t: AreaDrawing.objects.create(pk=1, state="drawn")),
    ("one_page_of_a_figure", lambda t: KeptFigure.objects.bulk_create(
        KeptFigure(code="leden", language="nl", page=0, counted_at=t.now) for _ in range(2))),
    ("finding_counts_rows_from_one", lambda t: ImportFinding.objects.create(
        batch=AddressImport.objects.create(name="x"), kind="new", row=0)),
    ("wrong_row_says_what_is_wrong", lambda t: ImportFinding.objects.create(
        batch=AddressImport.objects.create(name="x"), kind="wrong", row=1)),
    ("member_import_of_a_beheerder_has_a_group", lambda t: MemberImport.objects.create()),
    ("member_import_line_once", lambda t: MemberImportRow.objects.bulk_create(
        MemberImportRow(batch=batch, line=2)
        for batch in [MemberImport.objects.create(by_platform=True)] * 2)),
    ("member_import_row_says_what_is_wrong", lambda t: MemberImportRow.objects.create(
        batch=MemberImport.objects.create(by_platform=True), line=2, verdict="wrong")),
]  # fmt: skip
# SQLite names the columns of a broken UNIQUE, PostgreSQL the constraint.
UNIQUE_ON_SQLITE = "UNIQUE constraint failed"


@pytest.fixture
def tools(village: Village, plain_user: User, make_request: MakeRequest) -> Tools:
    """See the class."""
    return Tools(village, plain_user, make_request)


@pytest.mark.parametrize(("name", "attempt"), ATTEMPTS, ids=[name for name, _ in ATTEMPTS])
def test_the_database_refuses(tools: Tools, name: str, attempt: Attempt) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        attempt(tools)
    told = str(refusal.value)
    assert name in told or (connection.vendor == "sqlite" and UNIQUE_ON_SQLITE in told)


def test_every_named_constraint_is_tried() -> None:
    named = {
        constraint.name
        for model in apps.get_app_config("groups").get_models()
        for constraint in model._meta.constraints
    }
    assert named | {"coverage_rules_do_not_overlap"} == {name for name, _ in ATTEMPTS}


def test_what_ended_stands_in_nobodys_way(tools: Tools) -> None:
    tools.member(since=tools.now - timedelta(days=9), until=tools.now)
    tools.member()
    tools.appointment(until=tools.now)
    tools.appointment()
    assert Membership.objects.current().count() == 1
