"""Every mail: short, in Dutch, with one link at most and nobody's data in it."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override

from alerts import emails as alert_emails
from alerts.models import Alert, AlertObjection, Drill, Relay
from alerts.values.choices import AlertState, Category
from alerts.values.follow_ups import follow_up
from alerts.values.overviews import lines
from dorst_portal.accounts.models import User
from dorst_portal.kit.links import new_link
from dorst_portal.kit.models import Link
from dorst_portal.outbox.models import LINK_PLACEHOLDER, SIGNED_PART
from dorst_portal.outbox.services import MailDraft
from groups.api import shown
from groups.audit_log import emails as review_emails
from groups.beheerders import emails as beheerder_emails
from groups.bulletins import emails as bulletin_emails
from groups.coverage import emails as coverage_emails
from groups.desk import emails as desk_emails
from groups.members import emails as member_emails
from groups.members.services.own_links import own_link
from groups.mine import emails as mine_emails
from groups.models import (
    Appointment,
    AppointmentRole,
    Bulletin,
    CoverageChange,
    DeclineReason,
    Membership,
    Partner,
    PartnerContact,
    RequestMessage,
    ResidentRequest,
    RouteReason,
    Street,
    WatchGroup,
    WayOfAdding,
    WeekReview,
)
from groups.partners import emails as partner_emails
from groups.privacy import emails as privacy_emails
from groups.requests import emails as request_emails
from groups.values.states import Kind, Owner, State
from groups.village import emails as village_emails
from groups.watchgroups import emails as group_emails
from groups.wording.mail_texts import MAIL_TEXTS
from tests.groups.conftest import MakeRequest, appoint

# As long as a group's name can be, and everything that a resident can type.
LONGEST_NAME = "Wethouder van Dijklaan en Pastoor den Rondenstraat en omstreken"[:60]
TYPED = {
    "name": "Sofie Geheimnaam",
    "organisation": "Geheimbedrijf",
    "mobile": "+31600008765",
    "email": "geheim.adres@example.org",
    "street_text": "Geheimstraat",
    "house_number": 98,
    "house_letter": "Q",
    "message": "Geheimbericht",
    "helper_name": "Geheimhelper",
    "helper_email": "geheim.helper@example.org",
    "why_this_group": "Geheimreden",
    "route_sentence": "Geheimstraat 98q hoort erbij.",
}
SECRETS = ("geheim", "sofie", "8765", "98q", "{", "}", "None", "Traceback")
STOP_PAGE = f"{settings.SITE_URL}/stoppen/"
STOP = f"Stoppen of iets wijzigen? {STOP_PAGE}"
# How a mail greets, takes leave, and says where to stop and why somebody gets it.
READS_AS = {
    "en": ("Hello", "Kind regards", "Stop or change something", "You get this email because"),
    "pl": (
        "Dzień dobry",
        "Pozdrawiamy",
        "Chcesz zrezygnować lub coś zmienić",
        "Dostajesz ten e-mail, ponieważ",
    ),
}
RESIDENTS = [mail.name for mail in MAIL_TEXTS.values() if mail.to_residents]
DUTCH = {"de", "het", "een", "je", "van", "en", "is", "niet", "op", "deze", "met", "bent"}
TEMPLATES = Path(settings.BASE_DIR) / "templates" / "emails"

Make = Callable[["Cast"], list[MailDraft]]


class Cast:
    """The rows that the mails are about."""

    def __init__(self, request: ResidentRequest, to: User, at: Appointment, now: datetime) -> None:
        self.request = request
        self.to = to
        self.appointment = at
        self.now = now
        self.message = RequestMessage.objects.create(
            request=request, at=now, kind="asked", text="Woon je hier al?"
        )
        long = "Onderwerp " * 5 + "klaar"
        facts = ("name", "organisation", "mobile", "email", "street_text", "house_number")
        self.member = Membership(pk=1, group=at.group, **{name: TYPED[name] for name in facts})
        self.bulletin = Bulletin(pk=1, subject=long, text="x", note="Deel dit.")

    @property
    def group(self) -> WatchGroup:
        return self.appointment.group

    def moved(self) -> CoverageChange:
        long_too = WatchGroup(name=LONGEST_NAME[::-1], slug="other")
        return CoverageChange(
            pk=1, from_group=self.group, to_group=long_too, members=999, requests=99
        )

    def alert(self, is_drill: bool) -> Alert:
        return Alert(pk=1, group=self.group, is_drill=is_drill)

    def drill(self) -> Drill:
        return Drill(pk=1, at=self.now, category="suspicious_surroundings", text="Zoek het hesje.")

    @property
    def officer(self) -> PartnerContact:
        return PartnerContact(pk=1, name=TYPED["name"], email="wim@example.org")

    def relay(self, by_group: bool, *, drill: bool, state: str = "running") -> Relay:
        alert = Alert(
            pk=1,
            group=self.group,
            street=Street(name=LONGEST_NAME),
            category=Category.SURROUNDINGS,
            police="0900",
            happened_at=self.now,
            closed_at=self.now,
            state=state,
            is_drill=drill,
            by=User(name=str(TYPED["name"])),
        )
        beside = WatchGroup(name=LONGEST_NAME[::-1], slug="other")
        return Relay(
            pk=1, alert=alert, to_group=self.group, from_group=beside if by_group else None
        )

    def own_link(self) -> Link:
        return own_link(self.member.email, now=self.now)

    def comes_in_by_own_page(self) -> ResidentRequest:
        self.group.way_of_adding = WayOfAdding.OWN_PAGE
        self.group.invite_link_encrypted = "sealed"
        return self.changed(group=self.group, email_confirmed_at=self.now, decided_at=self.now)

    def asked_by_a_beheerder(self) -> Appointment:
        self.appointment.invited_by = self.to
        return self.appointment

    def in_role(self, role: AppointmentRole) -> Appointment:
        self.appointment.role = role
        return self.appointment

    def changed(self, **facts: object) -> ResidentRequest:
        for name, value in facts.items():
            setattr(self.request, name, value)
        return self.request


def link(cast: Cast) -> MailDraft:
    made = new_link(request_emails.CONFIRM, cast.request.pk, now=cast.now)
    return request_emails.receipt(cast.request, link=made, due=cast.now)


MAILS: dict[str, Make] = {
    "receipt": lambda cast: [link(cast)],
    "new_request": lambda cast: [
        request_emails.new_request(cast.request, to=cast.to, fits=True, due=cast.now),
        request_emails.new_request(cast.request, to=cast.to, fits=False, due=cast.now),
    ],
    "new_question": lambda cast: [
        request_emails.new_request(
            cast.changed(kind=Kind.QUESTION), to=cast.to, fits=True, due=cast.now
        )
    ],
    "new_to_add": lambda cast: [
        request_emails.new_request(
            cast.changed(state=State.APPROVED), to=cast.to, fits=True, due=cast.now
        )
    ],
    "for_coordinators": lambda cast: [
        request_emails.for_coordinators(
            cast.changed(owner=Owner.COORDINATORS, route_reason=reason), to=cast.to, due=cast.now
        )
        for reason in RouteReason
    ],
    "escalated": lambda cast: [
        request_emails.escalated(cast.changed(route_reason=reason), to=cast.to, due=cast.now)
        for reason in (RouteReason.COVERED, RouteReason.ALL_AWAY)
    ],
    "takes_longer": lambda cast: request_emails.takes_longer(
        cast.changed(email_confirmed_at=cast.now), now=cast.now
    ),
    "approved": lambda cast: request_emails.approved(
        cast.changed(email_confirmed_at=cast.now, state=State.APPROVED), now=cast.now
    ),
    "added": lambda cast: [
        draft
        for shares in (False, True)
        for draft in request_emails.added(
            cast.changed(email_confirmed_at=cast.now, state=State.ADDED),
            by=User(name="Els Eigen", shares_first_name=shares),
            now=cast.now,
        )
    ],
    "declined": lambda cast: [
        draft
        for reason in DeclineReason
        for draft in request_emails.declined(
            cast.changed(email_confirmed_at=cast.now, decline_reason=reason), now=cast.now
        )
    ],
    "forwarded": lambda cast: [
        draft
        for owner in Owner
        for draft in request_emails.forwarded(
            cast.changed(email_confirmed_at=cast.now, owner=owner), handover_id=1, now=cast.now
        )
    ],
    "partner_reported": lambda cast: [
        partner_emails.partner_reported(
            Partner(pk=1), to=cast.to, day=cast.now.date(), due=cast.now
        )
    ],
    "monthly": lambda cast: [
        desk_emails.monthly(
            cast.to,
            lines=["12 groepen hebben een link van meer dan 180 dagen oud"] * number,
            month=cast.now.date(),
            due=cast.now,
        )
        for number in (1, 6, 15)
    ],
    "partners_to_check": lambda cast: [
        partner_emails.partners_to_check(cast.to, number=number, day=cast.now.date(), due=cast.now)
        for number in (1, 9999)
    ],
    "objection_came": lambda cast: [
        alert_emails.objection_came(AlertObjection(pk=1), to=cast.to, due=cast.now)
    ],
    "objection_late": lambda cast: [
        alert_emails.objection_late(AlertObjection(pk=1), to=cast.to, due=cast.now)
    ],
    "mail_tried": lambda cast: [village_emails.mail_tried(cast.to, now=cast.now)],
    "purge_waits": lambda cast: [
        privacy_emails.purge_waits(cast.to, kind="requests", day=cast.now.date(), due=cast.now)
    ],
    "member_erased": lambda cast: [
        privacy_emails.member_erased(cast.group, to=cast.to, event="1", due=cast.now)
    ],
    "news": lambda cast: (
        request_emails.approved(cast.request, now=cast.now)
        + request_emails.added(cast.request, by=cast.to, now=cast.now)
        + request_emails.declined(cast.request, now=cast.now)
        + request_emails.takes_longer(cast.request, now=cast.now)
        + request_emails.forwarded(cast.request, handover_id=1, now=cast.now)
    ),
    "reminder": lambda cast: [
        request_emails.reminder(
            cast.changed(owner=owner, kind=kind), to=cast.to, days=999, role=role, due=cast.now
        )
        for owner in Owner
        for kind in Kind
        for role in ("beheerder", "deputy", "coordinator")
    ],
    "not_added_yet": lambda cast: [
        request_emails.not_added_yet(cast.changed(owner=owner), to=cast.to, due=cast.now)
        for owner in Owner
    ],
    "digest": lambda cast: [
        request_emails.digest(
            cast.to, number=number, groups=groups, day=cast.now.date(), due=cast.now
        )
        for number in (1, 2, 101)
        for groups in ([LONGEST_NAME], ["Spoorstraat", "Dennenlaan"])
    ],
    "waiting_to_review": lambda cast: [
        request_emails.waiting_to_review(cast.to, number=number, day=cast.now.date(), due=cast.now)
        for number in (1, 30)
    ],
    "asked": lambda cast: [
        draft
        for owner in Owner
        for draft in request_emails.asked_back(
            cast.changed(email_confirmed_at=cast.now, owner=owner), cast.message
        )
    ],
    "answered": lambda cast: [
        draft
        for owner in Owner
        for draft in request_emails.answered(
            cast.changed(email_confirmed_at=cast.now, owner=owner), cast.message
        )
    ],
    "replied": lambda cast: [
        request_emails.replied(cast.changed(owner=owner), cast.message, to=cast.to, due=cast.now)
        for owner in Owner
    ],
    "withdrawn": lambda cast: [
        request_emails.withdrawn(cast.changed(owner=owner), to=cast.to, due=cast.now)
        for owner in Owner
    ],
    "expired": lambda cast: request_emails.expired(
        cast.changed(email_confirmed_at=cast.now), now=cast.now
    ),
    "reopened": lambda cast: request_emails.reopened(
        cast.changed(email_confirmed_at=cast.now), now=cast.now
    ),
    "does_it_live": lambda cast: [
        group_emails.does_it_live(
            cast.appointment.group, to=cast.to, day=cast.now.date(), due=cast.now
        )
    ],
    "is_list_right": lambda cast: [
        group_emails.is_list_right(
            cast.appointment.group, to=cast.to, day=cast.now.date(), due=cast.now
        )
    ],
    "group_paused": lambda cast: [
        group_emails.group_paused(cast.appointment.group, to=cast.to, at=cast.now, due=cast.now)
    ],
    "group_resumed": lambda cast: [
        group_emails.group_resumed(cast.appointment.group, to=cast.to, at=cast.now, due=cast.now)
    ],
    "group_archived": lambda cast: [
        group_emails.group_archived(cast.appointment.group, to=cast.to, at=cast.now, due=cast.now)
    ],
    "group_open": lambda cast: request_emails.group_open(
        cast.changed(email_confirmed_at=cast.now), now=cast.now
    ),
    "founded": lambda cast: request_emails.founded(
        cast.changed(email_confirmed_at=cast.now), now=cast.now
    ),
    "new_link": lambda cast: [
        request_emails.new_link_for(cast.request, now=cast.now, due=cast.now)
    ],
    "bulletin": lambda cast: [
        *(
            bulletin_emails.bulletin(cast.bulletin, to=cast.to, groups=groups, due=cast.now)
            for groups in ([LONGEST_NAME], [LONGEST_NAME] * 3, [LONGEST_NAME] * 7)
        ),
        bulletin_emails.bulletin_test(cast.bulletin, to=cast.to, now=cast.now),
    ],
    "bulletin_reminder": lambda cast: [
        bulletin_emails.bulletin_reminder(cast.bulletin, to=cast.to, groups=groups, due=cast.now)
        for groups in ([LONGEST_NAME], [LONGEST_NAME] * 3, [LONGEST_NAME] * 7)
    ],
    "week_review": lambda cast: [
        review_emails.week_review(
            WeekReview(pk=1, week=cast.now.date()), to=cast.to, number=number, due=cast.now
        )
        for number in (1, 30)
    ],
    "invitation": lambda cast: [
        beheerder_emails.invitation(cast.appointment),
        beheerder_emails.invitation(cast.appointment, again=True),
    ],
    "deputy_invitation": lambda cast: [beheerder_emails.invitation(cast.asked_by_a_beheerder())],
    "invitation_reminder": lambda cast: [beheerder_emails.invitation_reminder(cast.appointment)],
    "invitation_unanswered": lambda cast: [
        beheerder_emails.invitation_unanswered(cast.appointment, to=cast.to, due=cast.now)
    ],
    "appointment_ended": lambda cast: [
        beheerder_emails.appointment_ended(cast.appointment, due=cast.now)
    ],
    "role_changed": lambda cast: [
        beheerder_emails.role_changed(cast.in_role(role), at=cast.now, due=cast.now)
        for role in AppointmentRole
    ],
    "group_left_alone": lambda cast: [
        beheerder_emails.group_left_alone(cast.appointment, to=cast.to, due=cast.now)
    ],
    "wants_to_stop": lambda cast: [
        beheerder_emails.wants_to_stop(cast.appointment, to=cast.to, at=cast.now, due=cast.now)
    ],
    "successor_there": lambda cast: [
        beheerder_emails.successor_there(cast.appointment, new=cast.appointment, due=cast.now)
    ],
    "addresses_came": lambda cast: [
        coverage_emails.addresses_came(
            cast.moved(), to=cast.to, group=cast.group, undone=no, due=cast.now
        )
        for no in (False, True)
    ],
    "addresses_left": lambda cast: [
        coverage_emails.addresses_left(
            cast.moved(), to=cast.to, group=cast.group, undone=no, due=cast.now
        )
        for no in (False, True)
    ],
    "own_page": lambda cast: [
        mine_emails.own_page(cast.member.email, link=cast.own_link(), due=cast.now)
    ],
    "approved_own_page": lambda cast: request_emails.approved(
        cast.comes_in_by_own_page(), now=cast.now
    ),
    "told_on_list": lambda cast: [
        member_emails.told_on_list(
            cast.group,
            to=cast.member.email,
            language=cast.member.language,
            by_platform=by,
            link=cast.own_link(),
            due=cast.now,
        )
        for by in (False, True)
    ],
    "left": lambda cast: [mine_emails.left(cast.member, now=cast.now)],
    "member_left": lambda cast: [
        mine_emails.member_left(cast.member, to=cast.to, now=cast.now, due=cast.now)
    ],
    "number_changed": lambda cast: [
        mine_emails.number_changed(cast.member, version=1, to=cast.to, due=cast.now)
    ],
    "new_email": lambda cast: [
        mine_emails.new_email(cast.member.email, link=cast.own_link(), due=cast.now)
    ],
    "email_changed": lambda cast: [
        mine_emails.email_changed(
            cast.member.email,
            language=cast.member.language,
            link=cast.own_link(),
            due=cast.now,
        )
    ],
    "moving_house": lambda cast: [
        mine_emails.moving_house(
            cast.request, old=cast.group, left=left, link=cast.own_link(), due=cast.now
        )
        for left in (False, True)
    ],
    "address_moved": lambda cast: [
        coverage_emails.address_moved(
            cast.moved(),
            to=cast.member.email,
            language=cast.member.language,
            proved=proved,
            link=cast.own_link(),
            due=cast.now,
        )
        for proved in (False, True)
    ],
    "alert_still_running": lambda cast: [
        alert_emails.alert_still_running(cast.alert(is_drill), to=cast.to, due=cast.now)
        for is_drill in (False, True)
    ],
    "drill_planned": lambda cast: [
        alert_emails.drill_planned(cast.drill(), to=cast.to, due=cast.now)
    ],
    "drill_called_off": lambda cast: [
        alert_emails.drill_called_off(cast.drill(), to=cast.to, due=cast.now)
    ],
    "alert_relayed": lambda cast: [
        alert_emails.relayed(cast.relay(by_group, drill=drill), to=cast.to, due=cast.now)
        for by_group in (False, True)
        for drill in (False, True)
    ],
    "alert_relay_over": lambda cast: [
        alert_emails.relay_over(
            cast.relay(True, drill=drill, state=state),
            to=cast.to,
            words=follow_up(
                state=state,
                where=LONGEST_NAME,
                clock="20:14",
                outcome="helped",
                is_drill=drill,
            ),
            due=cast.now,
        )
        for state in ("over", "false_alarm")
        for drill in (False, True)
    ],
    "alert_to_officer": lambda cast: [
        alert_emails.to_officer(cast.relay(True, drill=drill).alert, to=cast.officer, now=cast.now)
        for drill in (False, True)
    ],
    "alert_overview": lambda cast: [
        alert_emails.overview(
            cast.officer,
            month=cast.now.date().replace(month=9, day=1),
            kinds=lines(shown(dict.fromkeys(Category.values, many)), dict(Category.choices)),
            states=lines(shown(dict.fromkeys(AlertState.values, many)), dict(AlertState.choices)),
            now=cast.now,
        )
        for many in (0, 999)
    ],
    "coordinator_appointed": lambda cast: [
        beheerder_emails.coordinator_appointed(
            cast.appointment, to=cast.to, group=cast.appointment.group
        )
    ],
}


@pytest.fixture
def cast(
    spoorstraat: WatchGroup, make_request: MakeRequest, plain_user: User, now: datetime
) -> Cast:
    """A request and an appointment of a group with the longest name."""
    spoorstraat.name = LONGEST_NAME
    spoorstraat.save()
    at = appoint(plain_user, spoorstraat, role=AppointmentRole.DEPUTY)
    return Cast(make_request(group=spoorstraat, **TYPED), plain_user, at, now)


def test_every_template_is_tried() -> None:
    assert {path.stem for path in TEMPLATES.rglob("*.txt")} == set(MAILS)


@pytest.fixture(params=MAILS)
def drafts(request: pytest.FixtureRequest, cast: Cast) -> list[MailDraft]:
    """The mails of one template, in all their forms."""
    made = MAILS[request.param](cast)
    assert made
    return made


@pytest.fixture(
    params=[(name, language) for name in RESIDENTS for language in READS_AS], ids="-".join
)
def elsewhere(request: pytest.FixtureRequest, cast: Cast) -> tuple[str, list[MailDraft]]:
    """The mails of one template to somebody who reads another language, which the staff that
    causes them does not.
    """
    name, language = request.param
    cast.request.language = cast.member.language = language
    # Only these are caused by who reads them, and that is all we know of who it is.
    asked_here = name in ("own_page", "new_email")
    with override(language if asked_here else "nl"):
        made = MAILS[name](cast)
    assert made
    return language, made


def test_a_resident_reads_it_in_their_own_language(elsewhere: tuple[str, list[MailDraft]]) -> None:
    language, drafts = elsewhere
    hello, leave, stop, why = READS_AS[language]
    for draft in drafts:
        assert 10 <= len(draft.subject) <= 55, draft.subject
        assert len(draft.text.split()) <= 120
        assert draft.text.startswith(f"{hello},\n")
        assert f"\n\n{leave},\nBuurtpreventie Dorst\n" in draft.text
        assert draft.text.index(f"\n{stop}? {STOP_PAGE}?taal={language}\n") < draft.text.index(
            f"\n{why}"
        )
        assert draft.text.count(STOP_PAGE) == draft.text.count(why) == 1
        assert draft.text.count(LINK_PLACEHOLDER) == bool(draft.link_path)
        text = f"{draft.subject}\n{draft.text}".replace(LINK_PLACEHOLDER, "").lower()
        assert [word for word in SECRETS if word.lower() in text] == []


# Alerts are passed on by staff alone, whose pages are Dutch.
CAUSED_BY_ANYBODY = [
    name for name in MAILS if name not in RESIDENTS and not name.startswith("alert_")
]


@pytest.mark.parametrize("name", CAUSED_BY_ANYBODY)
def test_staff_read_dutch_whatever_the_language_of_who_causes_it(name: str, cast: Cast) -> None:
    cast.request.language = "pl"
    in_dutch = MAILS[name](cast)
    with override("pl"):
        assert [draft.text for draft in MAILS[name](cast)] == [draft.text for draft in in_dutch]


def test_a_subject_is_short_also_with_the_longest_name(drafts: list[MailDraft]) -> None:
    for draft in drafts:
        assert 10 <= len(draft.subject) <= 55, draft.subject
        assert "\n" not in draft.subject


def test_a_mail_is_at_most_120_words(drafts: list[MailDraft]) -> None:
    for draft in drafts:
        assert len(draft.text.split()) <= 120


def test_there_is_one_link_at_most_and_it_is_made_when_the_mail_leaves(
    drafts: list[MailDraft],
) -> None:
    for draft in drafts:
        assert draft.text.count(LINK_PLACEHOLDER) == bool(draft.link_path)
        # The page about stopping is the same for everybody; nothing else is a link already.
        assert not re.search(r"https?:|www\.|\.nl/", draft.text.replace(STOP, ""))
        assert (SIGNED_PART in draft.link_path) == (draft.link is not None)


def test_a_link_behind_log_in_knows_whose_account_it_is(drafts: list[MailDraft]) -> None:
    for draft in drafts:
        known = User.objects.filter(email=draft.to).first()
        behind_log_in = draft.link_path.startswith(("/beheer/", "/platform/"))
        assert draft.account == (known.pk if known and behind_log_in else None)
        assert ("Niet ingelogd? Dan mailen we je een code." in draft.text) <= behind_log_in


def test_every_mail_says_once_where_to_stop(drafts: list[MailDraft]) -> None:
    for draft in drafts:
        assert draft.text.split("\n").count(STOP) == draft.text.count("/stoppen/") == 1
        assert draft.text.index(STOP) < draft.text.index("Je krijgt deze e-mail omdat")


def test_nobodys_data_is_in_it(drafts: list[MailDraft]) -> None:
    for draft in drafts:
        text = f"{draft.subject}\n{draft.text}".replace(LINK_PLACEHOLDER, "").lower()
        assert [word for word in SECRETS if word.lower() in text] == []


def test_it_is_dutch_and_greets_without_a_name(drafts: list[MailDraft]) -> None:
    for draft in drafts:
        assert draft.text.startswith("Hallo,\n")
        assert "Groet,\nBuurtpreventie Dorst" in draft.text
        assert "Je krijgt deze e-mail omdat" in draft.text
        words = re.findall(r"[a-zé]+", draft.text.lower())
        assert sum(word in DUTCH for word in words) > len(words) / 8
        assert "&#" not in draft.text
        assert "&amp;" not in draft.text


def test_answers_reach_the_platform_and_no_key_is_used_twice(drafts: list[MailDraft]) -> None:
    assert {draft.reply_to for draft in drafts} == {settings.HELP_EMAIL}
    assert all(1 <= len(draft.key) <= 200 for draft in drafts)


def test_mails_of_different_events_have_different_keys(cast: Cast) -> None:
    keys = [
        request_emails.approved(cast.changed(decided_at=cast.now), now=cast.now)[0].key,
        request_emails.declined(cast.request, now=cast.now)[0].key,
        request_emails.approved(cast.changed(decided_at=cast.now.replace(year=2030)), now=cast.now)[
            0
        ].key,
        request_emails.forwarded(cast.request, handover_id=1, now=cast.now)[0].key,
        request_emails.forwarded(cast.request, handover_id=2, now=cast.now)[0].key,
        request_emails.new_request(cast.request, to=cast.to, fits=True, due=cast.now).key,
        request_emails.new_request(
            cast.changed(ladder_from=cast.now.replace(year=2031)),
            to=cast.to,
            fits=True,
            due=cast.now,
        ).key,
    ]
    assert len(set(keys)) == len(keys)


def test_without_an_address_there_is_no_mail(cast: Cast) -> None:
    without = cast.changed(email="")
    assert request_emails.approved(without, now=cast.now) == []
    assert request_emails.takes_longer(without, now=cast.now) == []


def test_news_has_the_link_that_still_works_or_a_new_one(cast: Cast) -> None:
    first = request_emails.confirm_link(cast.request, now=cast.now)
    assert request_emails.confirm_link(cast.request, now=cast.now) == first
    almost_over = first.expires_at.replace(microsecond=0)
    assert request_emails.confirm_link(cast.request, now=almost_over) != first


def test_the_beheerders_own_words_go_along_with_a_refusal(cast: Cast) -> None:
    request = cast.changed(
        email_confirmed_at=cast.now, decline_reason="other", decline_note="Bel <b>me</b> even."
    )
    assert (
        "De beheerder schrijft: Bel <b>me</b> even."
        in request_emails.declined(request, now=cast.now)[0].text
    )


def test_what_was_typed_is_no_place_for_a_link(cast: Cast) -> None:
    cast.message.text = "Zie {link} en {token}."
    request = cast.changed(email_confirmed_at=cast.now)
    (draft,) = request_emails.asked_back(request, cast.message)
    assert "Zie (link) en {token}." in draft.text


def test_invite_links_never_stand_in_a_mail(cast: Cast, drafts: list[MailDraft]) -> None:
    source = "".join(path.read_text() for path in TEMPLATES.rglob("*.txt"))
    assert "invite" not in source
    assert "welcome" not in source
