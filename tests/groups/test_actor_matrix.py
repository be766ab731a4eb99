"""AZ-01: every staff route × method × actor gives exactly what stands here.

A route that is not in the table, or an actor without a cell, fails.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alerts import staff_urls as alerts_urls
from alerts.models import (
    Alert,
    AlertObjection,
    AlertPhoto,
    AlertShare,
    Connection,
    Drill,
    JoinKnock,
    OutgoingMessage,
    Relay,
)
from alerts.values.choices import Category, Police, SharedWith
from alerts.values.details import seal_photo
from dorst_portal.accounts.models import User
from dorst_portal.kit.routes import routes
from dorst_portal.outbox.models import Mail, MailState
from dorst_portal.push.models import Device as Telephone
from groups import staff_urls
from groups.figures.services import count_figures
from groups.models import (
    AddressImport,
    Appointment,
    AppointmentRole,
    Bulletin,
    BulletinCopy,
    CallAbout,
    CallTask,
    ContactMoment,
    CoverageChange,
    FramingSite,
    Hamlet,
    Handover,
    HeldPurge,
    Membership,
    NumberBlock,
    ResidentRequest,
    Street,
    Subject,
    WatchGroup,
    WatchSign,
    WeekReview,
)
from groups.requests.services import forwarding
from groups.values.import_states import ImportState
from groups.values.states import Kind, Owner, State, WaitingOn
from groups.values.village_time import days_after
from tests.groups.conftest import MakeRequest, appoint, log_in
from tests.groups.members.sent_lists import looked_at
from tests.groups.partners.partners import make_contact, make_partner

PAGES_AND_FORMS = ("GET", "POST")
OTHERS = ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS")
STAFF = ("coordinator", "superuser")
# Known, and nothing (any more) in the group that the rows belong to.
OUTSIDERS = ("other_beheerder", "former_beheerder", "invited_beheerder", "plain_user")
OWN = ("own_beheerder", "deputy", "two_groups")
# Sent away before any page is asked: to log in, or to make a second factor.
SENT_AWAY = ("anonymous", "deactivated", "coordinator_without_factor")
ACTORS = (*SENT_AWAY, *OUTSIDERS, *OWN, *STAFF)

# What somebody gets: own, outsiders, staff. A page of everybody who is logged in is the same for
# all; what each of them sees on it is tested in its own file.
EVERYBODY = (200, 200, 200)
LOOK = (200, 404, 200)
ONLY_OWN = (200, 404, 403)
ACT = (302, 404, 403)
COORDINATOR = (404, 404, 200)
FRESH = (404, 404, 200)
COORDINATORS_ACT = (404, 404, 302)
NOT_THERE = (404, 404, 404)
# Staff have pages of their own for it.
ONLY_OF_OWN = (200, 404, 404)
# About no group yet: whoever runs one gets it, and nobody else.
WHO_RUNS_ONE = 0
ANY_BEHEERDER = (200, WHO_RUNS_ONE, 403)
# About no group, for whoever runs one and for staff; not there for anybody else.
WHO_RUNS_ANY = -1
HAS_TASKS = (200, WHO_RUNS_ANY, 200)
# Open, so that there is nothing to take back: the page says so.
TOO_LATE = (409, 404, 403)
NONE_TO_DELIVER = (409, 404, 409)

# Route name: answers to GET, and to POST (None: the method is not allowed).
TABLE: dict[str, tuple[tuple[int, int, int] | None, tuple[int, int, int] | None]] = {
    "inbox": (EVERYBODY, None),
    "request": (LOOK, None),
    "request_approve": (None, ACT),
    "request_other": (ONLY_OWN, ONLY_OWN),
    # Without a number: the page says so.
    "request_number": (ONLY_OWN, ONLY_OWN),
    "request_undo": (None, TOO_LATE),
    # Without a double: the page says so.
    "request_join": (None, TOO_LATE),
    # Without a text: the page says what is missing.
    "request_answer": (None, ONLY_OWN),
    "request_reply": (None, ONLY_OWN),
    "letters": (EVERYBODY, None),
    # Without a code: the page says what is missing.
    "request_letter": (LOOK, LOOK),
    # The answer itself is the letter, which nobody else gets.
    "request_letter_make": (None, LOOK),
    # There is none to deliver: the page says so.
    "request_letter_delivered": (None, NONE_TO_DELIVER),
    "call_finish": (None, (302, 404, 404)),
    "notice_settings": (EVERYBODY, EVERYBODY),
    # Without what a browser gives: the page says so.
    "phone_settings": (EVERYBODY, HAS_TASKS),
    # Of somebody else.
    "push_off": (None, NOT_THERE),
    "push_test": (None, NOT_THERE),
    "alerts": (EVERYBODY, None),
    "alert_new": (ANY_BEHEERDER, ANY_BEHEERDER),
    "alert": (LOOK, None),
    # Without an outcome: the page says what is missing.
    "alert_over": (None, ONLY_OWN),
    "alert_false": (None, ACT),
    # It runs still: its page says so.
    "alert_reopen": (None, ACT),
    "alert_link_renew": (None, ACT),
    "alert_edit": (ONLY_OWN, ONLY_OWN),
    # With nobody named the page says so.
    "alert_shared": (None, ACT),
    "alert_unshared": (None, ACT),
    "alerts_file": (LOOK, None),
    "alert_figures": (EVERYBODY, None),
    "alert_figures_group": (LOOK, None),
    # Before its day: the log says so.
    "drill_join": (None, ACT),
    "drill_calendar": (HAS_TASKS, None),
    "drill_calendar_link": (None, (302, WHO_RUNS_ANY, 302)),
    "drill_file": (HAS_TASKS, None),
    "drills": (COORDINATOR, None),
    "drill_new": (COORDINATOR, COORDINATOR),
    "drill": (COORDINATOR, None),
    "drill_call_off": (None, COORDINATORS_ACT),
    "connections": (ONLY_OWN, None),
    # Shown in the answer itself, which nobody else gets.
    "connection_code": (None, ONLY_OWN),
    "connection_webhook": (ONLY_OWN, ONLY_OWN),
    "connection_signal": (ONLY_OWN, ONLY_OWN),
    "connection_try": (None, ACT),
    "connection_off": (None, ACT),
    "connection_on": (None, ACT),
    "outgoing_again": (None, ACT),
    "outgoing_arrived": (None, ACT),
    "knock_admit": (None, ACT),
    "knock_refuse": (None, ACT),
    "alert_details": (LOOK, ONLY_OWN),
    "alert_share": (None, ACT),
    "alert_unshare": (None, ACT),
    "alert_wipe": (None, ACT),
    "alert_photo_new": (ONLY_OWN, ONLY_OWN),
    # With no square chosen the page says so.
    "alert_photo": (LOOK, ONLY_OWN),
    # Of a copy that nobody looked at: the page says so.
    "alert_photo_approve": (None, (302, 404, 302)),
    "alert_photo_remove": (None, ACT),
    "alert_photo_picture": (LOOK, None),
    "alert_photo_covered": (LOOK, None),
    "details_switch": (COORDINATOR, COORDINATOR),
    "objections": (COORDINATOR, None),
    "objection": (COORDINATOR, COORDINATOR),
    "objection_take_down": (None, COORDINATORS_ACT),
    # With no group ticked the page says what is missing.
    "alert_relay": (ONLY_OWN, ONLY_OWN),
    # Without a contact at the police: the page says so.
    "alert_officer": (LOOK, LOOK),
    # Of an alert that another group passed on to Spoorstraat; staff read the alert itself.
    "relay": (ONLY_OF_OWN, None),
    "relay_accept": (None, (302, 404, 404)),
    "relay_decline": (None, (302, 404, 404)),
    # Not taken over: its page says so.
    "relay_on": ((302, 404, 404), (302, 404, 404)),
    "alert_village": (COORDINATOR, COORDINATORS_ACT),
    "alert_police": (COORDINATOR, COORDINATOR),
    # Without a contact and a month the page says what is missing.
    "alert_partners": (COORDINATOR, COORDINATOR),
    "request_add": (ONLY_OWN, None),
    "request_added": (None, ACT),
    "request_vcard": (ONLY_OWN, None),
    "request_qr": (ONLY_OWN, None),
    "handover_undo": (None, NOT_THERE),
    "my_group": (LOOK, ONLY_OWN),
    # Sent with nothing to look for, the list comes anew.
    "members": (LOOK, (302, 404, 302)),
    "member": (LOOK, None),
    "member_number": (None, LOOK),
    "members_export": (LOOK, LOOK),
    "member_vcard": (ONLY_OWN, None),
    "member_add": (ONLY_OWN, ONLY_OWN),
    "member_edit": (ONLY_OWN, ONLY_OWN),
    "member_end": (ONLY_OWN, ONLY_OWN),
    "member_data": (LOOK, LOOK),
    "member_erase": (LOOK, (302, 404, 302)),
    # Of somebody who did not leave: the list says that it is too late.
    "member_back": (None, ACT),
    "list_import_new": (ONLY_OWN, ONLY_OWN),
    "list_import": (ONLY_OWN, None),
    "list_import_columns": (None, ACT),
    "list_import_confirm": (None, ACT),
    "list_import_drop": (None, ACT),
    # Of a list that was not taken over: its page says so.
    "list_import_undo": (None, ACT),
    "list_import_left": (ONLY_OWN, None),
    "list_import_row": (ONLY_OWN, ONLY_OWN),
    "list_import_settle": (None, ACT),
    "members_untold": (ONLY_OWN, ONLY_OWN),
    "member_told": (None, ACT),
    "telling": (COORDINATOR, None),
    # With nobody ticked the page says so.
    "telling_group": (COORDINATOR, COORDINATOR),
    "telling_test": (None, COORDINATORS_ACT),
    # Without a test: the page says so.
    "telling_send": (None, COORDINATORS_ACT),
    "telling_letters": (COORDINATOR, None),
    "village_import_new": (COORDINATOR, COORDINATOR),
    "village_import": (COORDINATOR, None),
    "village_import_columns": (None, COORDINATORS_ACT),
    "village_import_confirm": (None, COORDINATORS_ACT),
    "village_import_drop": (None, COORDINATORS_ACT),
    "village_import_undo": (None, COORDINATORS_ACT),
    "village_import_left": (COORDINATOR, None),
    "village_import_row": (COORDINATOR, COORDINATOR),
    "village_import_settle": (None, COORDINATORS_ACT),
    "group_alive": (None, ACT),
    "list_count": (ONLY_OWN, ONLY_OWN),
    "list_confirmed": (None, ACT),
    "list_compare": (ONLY_OWN, ONLY_OWN),
    # With nobody ticked the page says so.
    "list_settle": (None, ONLY_OWN),
    # Of a moment at which nobody was taken off: the page says that it is too late.
    "list_settle_undo": (None, ACT),
    "platform_groups": (COORDINATOR, None),
    "group_new": (COORDINATOR, COORDINATOR),
    "group_page": (COORDINATOR, None),
    "group_edit": (COORDINATOR, COORDINATOR),
    "group_open": (COORDINATOR, COORDINATORS_ACT),
    "group_invite": (None, COORDINATORS_ACT),
    "group_step": (COORDINATOR, None),
    "group_step_done": (None, COORDINATORS_ACT),
    "group_step_undone": (None, COORDINATORS_ACT),
    "group_pause": (COORDINATOR, COORDINATOR),
    "group_resume": (None, COORDINATORS_ACT),
    "group_archive": (COORDINATOR, COORDINATORS_ACT),
    "group_split": (COORDINATOR, COORDINATOR),
    "group_split_confirm": (None, COORDINATOR),
    "group_merge": (COORDINATOR, COORDINATOR),
    "group_merge_confirm": (None, COORDINATOR),
    # Names that everybody may know; those of other groups are tried in test_choosing.
    "group_suggestions": (EVERYBODY, None),
    "choose_street": (COORDINATOR, None),
    "account_suggestions": (COORDINATOR, None),
    "watch_signs": (COORDINATOR, None),
    "watch_sign_new": (COORDINATOR, COORDINATOR),
    "watch_sign_edit": (COORDINATOR, COORDINATOR),
    "invitation": (NOT_THERE, NOT_THERE),
    "platform": (COORDINATOR, None),
    "figures": (COORDINATOR, None),
    "figures_block": (COORDINATOR, None),
    "figures_csv": (COORDINATOR, None),
    "why_group": (COORDINATOR, None),
    "group_figures": (LOOK, None),
    "addresses": (COORDINATOR, COORDINATOR),
    "address_import": (COORDINATOR, None),
    "address_import_columns": (None, COORDINATOR),
    "address_import_confirm": (None, COORDINATORS_ACT),
    "address_import_drop": (None, COORDINATORS_ACT),
    "platform_requests": (COORDINATOR, None),
    "own_bulletins": (EVERYBODY, None),
    # A bulletin is for those who run a group that got it, whatever else they are.
    "bulletin_share": ((200, 404, 404), None),
    "bulletin_shared": (None, (302, 404, 404)),
    "bulletin_unshared": (None, (302, 404, 404)),
    "bulletins": (COORDINATOR, None),
    "bulletin_new": (COORDINATOR, COORDINATOR),
    "bulletin_page": (COORDINATOR, None),
    "bulletin_edit": (COORDINATOR, COORDINATOR),
    "bulletin_preview": (COORDINATOR, None),
    "bulletin_test": (None, COORDINATORS_ACT),
    "bulletin_send": (None, COORDINATORS_ACT),
    "bulletin_drop": (None, COORDINATORS_ACT),
    "bulletin_remind": (None, COORDINATORS_ACT),
    "retention": (COORDINATOR, None),
    "retention_allow": (None, COORDINATORS_ACT),
    "group_log": (LOOK, None),
    "audit_log": (COORDINATOR, None),
    "week_reviews": (COORDINATOR, None),
    "week_review": (COORDINATOR, None),
    "week_review_check": (None, COORDINATORS_ACT),
    "request_new": (COORDINATOR, COORDINATOR),
    "request_reopen": (None, COORDINATORS_ACT),
    "request_founded": (COORDINATOR, COORDINATOR),
    "request_keep": (None, COORDINATORS_ACT),
    "waiting_list": (COORDINATOR, None),
    "waiting_street": (COORDINATOR, None),
    "failed_mails": (COORDINATOR, None),
    "failed_mail_retry": (None, COORDINATORS_ACT),
    "failed_mail_let_go": (None, COORDINATORS_ACT),
    "group_link": (COORDINATOR, COORDINATOR),
    "platform_streets": (COORDINATOR, None),
    "street_new": (COORDINATOR, COORDINATOR),
    "street_edit": (COORDINATOR, COORDINATOR),
    "street_move": (COORDINATOR, COORDINATOR),
    "coverage": (COORDINATOR, None),
    "coverage_changes": (COORDINATOR, None),
    "coverage_change_undo": (None, COORDINATORS_ACT),
    "member_confirm": (None, ACT),
    "member_refuse": (None, ACT),
    "member_taken_out": (None, ACT),
    # With nobody named the list says so.
    "members_confirm": (None, ACT),
    "members_blocked": (ONLY_OWN, None),
    "number_unblock": (None, ACT),
    # Without a site the page says what is missing.
    "framing_sites": (COORDINATOR, COORDINATOR),
    "framing_site_remove": (None, COORDINATORS_ACT),
    "texts": (COORDINATOR, None),
    "village": (COORDINATOR, None),
    "village_names": (FRESH, FRESH),
    "village_colour": (COORDINATOR, COORDINATOR),
    "village_logo": (COORDINATOR, COORDINATOR),
    "village_logo_remove": (None, COORDINATORS_ACT),
    "village_texts": (COORDINATOR, None),
    "village_mail": (COORDINATOR, COORDINATORS_ACT),
    "village_step_done": (None, COORDINATORS_ACT),
    "village_step_undone": (None, COORDINATORS_ACT),
    "hamlets": (COORDINATOR, None),
    "hamlet_new": (COORDINATOR, COORDINATOR),
    "hamlet_edit": (COORDINATOR, COORDINATOR),
    "hamlet_remove": (None, COORDINATORS_ACT),
    "guide_beheerder": (EVERYBODY, None),
    "guide_coordinator": (COORDINATOR, None),
    "text_edit": (COORDINATOR, COORDINATOR),
    "text_reset": (None, COORDINATORS_ACT),
    "contacts": (EVERYBODY, None),
    "contacts_card": (EVERYBODY, None),
    "contact_partner": (ONLY_OF_OWN, None),
    "contact_moment_new": (ONLY_OF_OWN, ONLY_OF_OWN),
    # A note of somebody else; the own one is tried in test_contacts_page.
    "contact_moment_remove": (None, NOT_THERE),
    "contact_wrong": (ONLY_OF_OWN, ONLY_OF_OWN),
    "partner_vcard": (ONLY_OF_OWN, None),
    "contact_vcard": (ONLY_OF_OWN, None),
    "partners": (COORDINATOR, None),
    "partner_new": (COORDINATOR, COORDINATOR),
    "partner_page": (COORDINATOR, None),
    "partner_edit": (COORDINATOR, COORDINATOR),
    "partner_checked": (None, COORDINATORS_ACT),
    "partner_end": (COORDINATOR, COORDINATORS_ACT),
    "partner_back": (None, COORDINATORS_ACT),
    "contact_new": (COORDINATOR, COORDINATOR),
    "contact_edit": (COORDINATOR, COORDINATOR),
    "contact_checked": (None, COORDINATORS_ACT),
    "contact_end": (COORDINATOR, COORDINATORS_ACT),
    "moment_new": (None, COORDINATOR),
    "moment_remove": (None, COORDINATORS_ACT),
    "appointments": (COORDINATOR, None),
    "appoint": (FRESH, FRESH),
    "appointment_end": (FRESH, COORDINATORS_ACT),
    "appointment": (COORDINATOR, None),
    "appointment_role": (None, COORDINATORS_ACT),
    "invitation_again": (None, COORDINATORS_ACT),
    "deputy_invite": (ONLY_OWN, ONLY_OWN),
    "deputy_end": (ONLY_OWN, ACT),
    "handover_kit": (LOOK, None),
    "group_papers": (LOOK, None),
    # With what somebody stops is a choice among the own groups.
    "stop_request": (EVERYBODY, EVERYBODY),
    "stop_take_back": (None, NOT_THERE),
}
# These need a request that was approved.
AFTER_APPROVAL = frozenset({"request_add", "request_added", "request_vcard", "request_qr"})
# A coordinator's own work: nobody is admitted by it.
COORDINATORS_OWN = frozenset({"appointment_end", "group_invite", "request_reopen"})


@pytest.fixture
def paths(
    make_request: MakeRequest,
    own_beheerder: User,
    other_beheerder: User,
    dennenlaan: WatchGroup,
    member: Membership,
) -> dict[str, str]:
    """A path for every route, about things of the group Spoorstraat and of nobody asked here."""
    count_figures(now=timezone.now())
    open_one = make_request()
    approved = make_request(state=State.APPROVED, decided_by=own_beheerder)
    somebody = User.objects.create_user("somebody@example.org")
    asked = appoint(somebody, dennenlaan, accepted_at=None)
    handover = _handover(make_request(group=dennenlaan))
    ids: dict[str, list[Any]] = {
        "handover_undo": [handover.pk],
        "invitation": [asked.pk],
        "appointment_end": [asked.pk],
        **{
            key: [asked.pk]
            for key in ("appointment", "appointment_role", "invitation_again", "stop_take_back")
        },
        "deputy_invite": ["spoorstraat"],
        "deputy_end": ["spoorstraat", _asked_deputy().pk],
        "handover_kit": ["spoorstraat"],
        "group_papers": ["spoorstraat"],
        "my_group": ["spoorstraat"],
        "group_figures": ["spoorstraat"],
        "group_suggestions": ["zichtbaar"],
        "figures_block": ["leden"],
        "figures_csv": ["leden"],
        "members": ["spoorstraat"],
        "members_export": ["spoorstraat"],
        "member": ["spoorstraat", member.pk],
        **{
            key: ["spoorstraat", member.pk]
            for key in TABLE
            if key.startswith("member_") and key != "member_add"
        },
        "member_add": ["spoorstraat"],
        "street_edit": ["spoorstraat"],
        "hamlet_edit": [Hamlet.objects.get(name="Seters").pk],
        "hamlet_remove": [Hamlet.objects.get(name="Steenoven").pk],
        "village_step_done": ["away"],
        "village_step_undone": ["away"],
        "coverage_change_undo": [_moved(own_beheerder, dennenlaan).pk],
    }
    for name in TABLE:
        if name.startswith("request"):
            ids[name] = [(approved if name in AFTER_APPROVAL else open_one).pk]
    question = make_request(kind=Kind.QUESTION, subject=Subject.OTHER)
    asked = make_request(waiting_on=WaitingOn.RESIDENT)
    ids |= {
        "request_answer": [question.pk],
        "request_reply": [asked.pk],
        "call_finish": [_call(asked).pk],
    }
    declined = make_request(
        state=State.DECLINED, decided_by=own_beheerder, decided_at=days_after(timezone.now(), -1)
    )
    idea = make_request(kind=Kind.NEW_GROUP, owner=Owner.COORDINATORS, group=None)
    failed = _failed_mail(open_one)
    ids |= {
        "request_new": [],
        "text_edit": ["mail-news"],
        "text_reset": ["mail-news"],
        "request_reopen": [declined.pk],
        "request_founded": [idea.pk],
        "request_keep": [make_request(state=State.WAITING, ladder_step=1).pk],
        "waiting_street": ["spoorstraat"],
        "failed_mail_retry": [failed.pk],
        "failed_mail_let_go": [failed.pk],
        "group_link": ["spoorstraat"],
        "retention_allow": [_held_purge().pk],
        "number_unblock": ["spoorstraat", _blocked_number(by=own_beheerder).pk],
    }
    telephone = _telephone_of_somebody_else().pk
    ids |= {"push_off": [telephone], "push_test": [telephone]}
    addresses = AddressImport.objects.create(name="bag.csv", state=ImportState.READY)
    of_an_import = (
        "address_import",
        "address_import_columns",
        "address_import_confirm",
        "address_import_drop",
    )
    ids |= {key: [addresses.pk] for key in of_an_import}
    ids |= _of_lists(WatchGroup.objects.get(slug="spoorstraat"))
    ids |= _of_partners(WatchGroup.objects.get(slug="spoorstraat"), by=somebody)
    ids |= _bulletins_and_reviews(somebody, open_one.group)
    ids |= _of_groups(WatchGroup.objects.get(slug="spoorstraat"))
    ids |= _of_alerts(open_one.group, by=own_beheerder)
    ids |= _of_connections(WatchGroup.objects.get(slug="spoorstraat"), by=own_beheerder)
    return {name: reverse(name, args=ids.get(name)) for name in TABLE}


def _telephone_of_somebody_else() -> Telephone:
    user = User.objects.create_user("telephone@example.org")
    return Telephone.objects.create(user=user, digest="x", sealed="x", made_at=timezone.now())


def _of_lists(group: WatchGroup) -> dict[str, list[Any]]:
    """A list of the beheerders of this group, and one of Platform Dorst."""
    ids: dict[str, list[Any]] = {"list_import_new": [group.slug]}
    of_list, of_row = ("", "_columns", "_confirm", "_drop", "_undo", "_left"), ("_row", "_settle")
    for door, before, row in (
        ("list_import", [group.slug], looked_at(group)),
        ("village_import", [], looked_at()),
    ):
        ids |= {f"{door}{name}": [*before, row.batch_id] for name in of_list}
        ids |= {f"{door}{name}": [*before, row.batch_id, row.pk] for name in of_row}
    return ids


def _of_partners(group: WatchGroup, *, by: User) -> dict[str, list[Any]]:
    """A partner of this group alone, its contact, and a note of somebody else."""
    partner = make_partner(groups=[group])
    contact = make_contact(partner)
    moment = ContactMoment.objects.create(
        partner=partner, group=group, by=by, on=partner.checked_on, note="Besproken."
    )
    of_partner = ("page", "edit", "checked", "end", "back", "vcard")
    ids: dict[str, list[Any]] = {f"partner_{name}": [partner.pk] for name in of_partner}
    more = ("contact_partner", "contact_moment_new", "contact_wrong", "contact_new", "moment_new")
    ids |= {name: [partner.pk] for name in more}
    ids |= {f"contact_{name}": [contact.pk] for name in ("edit", "checked", "end", "vcard")}
    return ids | {key: [moment.pk] for key in ("moment_remove", "contact_moment_remove")}


def _of_alerts(group: WatchGroup | None, *, by: User) -> dict[str, list[Any]]:
    """An alert that runs and was shared, and a drill."""
    alert = Alert.objects.create(
        group=group,
        by=by,
        category=Category.OTHER,
        police=Police.NOT_YET,
        happened_at=timezone.now(),
    )
    now = timezone.now()
    share = AlertShare.objects.create(alert=alert, shared_with=SharedWith.CHAT, by=by, at=now)
    drill = Drill.objects.create(at=days_after(now, 3), text="Zoek het gele hesje.", by=by)
    log, more = (
        ("", "_over", "_false", "_reopen", "_edit", "_shared"),
        ("_relay", "_officer", "_link_renew"),
    )
    of_alert = (*log, *more, "_village", "_police")
    ids: dict[str, list[Any]] = {f"alert{name}": [alert.pk] for name in of_alert}
    ids |= _of_details(alert, by=by)
    relay = _came(alert)
    ids |= {f"relay{name}": [relay.pk] for name in ("", "_accept", "_decline", "_on")}
    return ids | {
        "alert_unshared": [alert.pk, share.pk],
        "alerts_file": ["spoorstraat", "csv"],
        "alert_figures_group": ["spoorstraat"],
        "drill_join": [drill.pk, "spoorstraat"],
        "drill": [drill.pk],
        "drill_call_off": [drill.pk],
        "drill_file": [drill.pk],
    }


def _of_connections(group: WatchGroup, *, by: User) -> dict[str, list[Any]]:
    """A chat of this group, a message of which nobody knows whether it arrived, and who knocks."""
    now = timezone.now()
    way = Connection.objects.create(group=group, kind="telegram", chat=-1, made_by=by)
    knock = JoinKnock.objects.create(connection=way, person=1, name="Rika")
    message = OutgoingMessage.objects.create(
        connection=way, what="test", key="k", state="uncertain", due=now, give_up_at=now,
        created_at=now,
    )  # fmt: skip
    ids: dict[str, list[Any]] = {"connections": [group.slug]}
    ids |= {f"connection_{name}": [group.slug] for name in ("code", "webhook", "signal")}
    ids |= {f"connection_{name}": [group.slug, "telegram"] for name in ("try", "off", "on")}
    ids |= {f"outgoing_{name}": [group.slug, message.pk] for name in ("again", "arrived")}
    return ids | {f"knock_{name}": [group.slug, knock.pk] for name in ("admit", "refuse")}


def _of_details(alert: Alert, *, by: User) -> dict[str, list[Any]]:
    """A photo of this alert that waits for a second person, and an objection to it."""
    now = timezone.now()
    photo = AlertPhoto.objects.create(
        alert=alert,
        added_by=by,
        added_at=now,
        original=seal_photo(b"x"),
        covered=seal_photo(b"x"),
        covered_by=by,
        covered_at=now,
    )
    objection = AlertObjection.objects.create(
        alert=alert, key="1", what="Weg!", made_at=now, due_at=days_after(now, 3)
    )
    of_alert = ("alert_details", "alert_share", "alert_unshare", "alert_wipe", "alert_photo_new")
    of_photo = ("", "_approve", "_remove", "_picture", "_covered")
    return {
        **{name: [alert.pk] for name in of_alert},
        **{f"alert_photo{name}": [photo.pk] for name in of_photo},
        **{name: [objection.pk] for name in ("objection", "objection_take_down")},
    }


def _came(alert: Alert) -> Relay:
    """An alert of another group, which Platform Dorst passed on to the group of this one."""
    seters = WatchGroup.objects.get(slug="seters")
    other = Alert.objects.create(
        group=seters, by=alert.by, category=Category.OTHER, police=Police.NOT_YET,
        happened_at=alert.happened_at,
    )  # fmt: skip
    facts = {"origin": seters, "to_group": alert.group, "by": alert.by, "at": alert.happened_at}
    return Relay.objects.create(alert=other, **facts)


def _asked_deputy() -> Appointment:
    somebody = User.objects.create_user("second@example.org")
    group = WatchGroup.objects.get(slug="spoorstraat")
    return appoint(somebody, group, role=AppointmentRole.DEPUTY, accepted_at=None)


def _bulletins_and_reviews(somebody: User, group: WatchGroup | None) -> dict[str, list[Any]]:
    """One that was sent to Spoorstraat, a draft, and a week with something in it."""
    now = timezone.now()
    facts = {"subject": "x", "text": "x", "by": somebody}
    sent = Bulletin.objects.create(sent_at=now, sent_by=somebody, **facts)
    draft = Bulletin.objects.create(**facts)
    BulletinCopy.objects.create(bulletin=sent, group=group, user=somebody)
    finding = {"what": "lists", "user": somebody.pk, "number": 1}
    review = WeekReview.objects.create(week=now.date(), findings=[finding], made_at=now)
    drafts = ("edit", "preview", "test", "send", "drop")
    own = ("bulletin_shared", "bulletin_unshared")
    return {
        "bulletin_page": [sent.pk],
        "bulletin_remind": [sent.pk],
        "bulletin_share": [sent.pk],
        "group_log": ["spoorstraat"],
        "week_review": [review.pk],
        "week_review_check": [review.pk],
        **{f"bulletin_{name}": [draft.pk] for name in drafts},
        **{name: [sent.pk, "spoorstraat"] for name in own},
    }


def _of_groups(group: WatchGroup) -> dict[str, list[Any]]:
    """A group that runs, one that is starting, a step and a sign."""
    starting = WatchGroup.objects.create(name="Leijweg", slug="leijweg")
    sign = WatchSign.objects.create(street=Street.objects.get(slug="leijweg"), spot="Paal")
    acts = ("page", "edit", "pause", "resume", "archive", "invite", "split", "merge")
    ids: dict[str, list[Any]] = {f"group_{act}": [group.slug] for act in acts}
    of_step = ("group_step", "group_step_done", "group_step_undone")
    more = (
        "group_split_confirm",
        "group_merge_confirm",
        "group_alive",
        "list_confirmed",
        "list_count",
        "list_compare",
        "list_settle",
        "members_blocked",
        "members_confirm",
        "members_untold",
        "telling_group",
        "telling_test",
        "telling_send",
        "telling_letters",
    )
    ids |= {name: [group.slug] for name in more} | {name: [group.slug, "chat"] for name in of_step}
    ids["list_settle_undo"] = [group.slug, 1]
    site = FramingSite.objects.create(origin="https://www.example.org", since=timezone.now())
    ids["framing_site_remove"] = [site.pk]
    return ids | {"group_open": [starting.slug], "watch_sign_edit": [sign.pk]}


def _held_purge() -> HeldPurge:
    """Much at once, which waits for a coordinator."""
    now = timezone.now()
    return HeldPurge.objects.create(
        kind="requests", found_at=now, counted_at=now, rows=60, of_rows=100
    )


def _blocked_number(by: User) -> NumberBlock:
    """A number that may not come back into Spoorstraat."""
    group, now = WatchGroup.objects.get(slug="spoorstraat"), timezone.now()
    until = days_after(now, 9)
    return NumberBlock.objects.create(
        group=group, digest="0" * 64, reason="other", since=now, until=until, by=by
    )


def _moved(by: User, to: WatchGroup) -> CoverageChange:
    """Numbers that went to another group."""
    return CoverageChange.objects.create(by=by, to_group=to, sentence="Leijweg 4.")


def _failed_mail(row: ResidentRequest) -> Mail:
    """The receipt of a request, which nobody wanted to have."""
    now = timezone.now()
    return Mail.objects.create(
        to=row.email,
        subject="Je aanvraag",
        text="Hallo",
        key=f"request-{row.pk}-receipt",
        about=f"request:{row.pk}",
        event="receipt",
        state=MailState.FAILED,
        due=now,
        created=now,
    )


def _call(row: ResidentRequest) -> CallTask:
    now = row.created_at
    due = days_after(timezone.now(), 3)
    return CallTask.objects.create(
        request=row, key="test", about=CallAbout.ASKED, from_at=now, due_at=due
    )


def _handover(row: ResidentRequest) -> Handover:
    giver = User.objects.create_user("giver@example.org")
    appoint(giver, row.group)
    return forwarding.forward(row, to=None, note="", by=giver, now=row.created_at)


@pytest.fixture
def client_of(request: pytest.FixtureRequest) -> Callable[[str], Client]:
    """The browser of an actor."""

    def make(actor: str) -> Client:
        client = Client()
        if actor == "anonymous":
            return client
        if actor == "two_groups":
            user = User.objects.create_user("two@example.org")
            for group in WatchGroup.objects.filter(slug__in=("spoorstraat", "dennenlaan")):
                appoint(user, group)
        elif actor == "deactivated":
            user = request.getfixturevalue("own_beheerder")
        elif actor == "coordinator_without_factor":
            user = User.objects.create_user("bare@example.org", is_coordinator=True)
            client.force_login(user)
            return client
        else:
            user = request.getfixturevalue(actor)
        log_in(client, user)
        if actor == "deactivated":
            User.objects.filter(pk=user.pk).update(is_active=False)
        return client

    return make


def expected(actor: str, cell: tuple[int, int, int] | None) -> int:
    if actor in SENT_AWAY:
        return 302
    if cell is None:
        return 405
    own, outsider, staff = cell
    if outsider == WHO_RUNS_ONE:
        outsider = own if actor == "other_beheerder" else staff
    if outsider == WHO_RUNS_ANY:
        outsider = own if actor == "other_beheerder" else 404
    return own if actor in OWN else outsider if actor in OUTSIDERS else staff


def test_az_01_every_route_of_staff_is_in_the_table() -> None:
    staff_pages = routes([*staff_urls.urlpatterns, *alerts_urls.urlpatterns])
    assert {route.name for route in staff_pages} == set(TABLE)


@pytest.mark.parametrize("actor", ACTORS)
def test_az_01_every_cell_of_the_matrix(
    actor: str, paths: dict[str, str], client_of: Callable[[str], Client]
) -> None:
    assert wrong_cells(actor, paths, client_of(actor), PAGES_AND_FORMS) == {}


@pytest.mark.once  # HEAD is answered as GET is, and the others before a row is asked for
@pytest.mark.parametrize("actor", ACTORS)
def test_az_01_every_cell_of_the_other_methods(
    actor: str, paths: dict[str, str], client_of: Callable[[str], Client]
) -> None:
    assert wrong_cells(actor, paths, client_of(actor), OTHERS) == {}


def wrong_cells(
    actor: str, paths: dict[str, str], client: Client, methods: tuple[str, ...]
) -> dict[str, tuple[int, int]]:
    """What was answered and what the table says, where those differ."""
    wrong = {}
    for name, (on_get, on_post) in TABLE.items():
        for method in methods:
            cell = {"GET": on_get, "HEAD": on_get, "POST": on_post}.get(method)
            want = expected(actor, cell)
            if want == 405 and paths[name].startswith("/platform/") and actor not in STAFF:
                want = 404  # the audience comes before the method
            with transaction.atomic():
                answer = client.generic(method, paths[name])
                transaction.set_rollback(True)
            if answer.status_code != want:
                wrong[f"{method} {name}"] = (answer.status_code, want)
    return wrong


@pytest.mark.parametrize("actor", SENT_AWAY)
def test_az_01_who_is_sent_away_is_sent_to_a_door(
    actor: str, paths: dict[str, str], client_of: Callable[[str], Client]
) -> None:
    client = client_of(actor)
    door = "mfa_activate_totp" if "factor" in actor else "account_request_login_code"
    for name, path in paths.items():
        for ask in (client.get, client.post):
            assert ask(path)["Location"].startswith(reverse(door)), name


@pytest.mark.parametrize("actor", [actor for actor in ACTORS if actor not in OWN])
def test_az_04_nobody_but_a_beheerder_admits(
    actor: str, paths: dict[str, str], client_of: Callable[[str], Client]
) -> None:
    client = client_of(actor)
    before = (_requests(), Membership.objects.count(), _active())
    for name in TABLE:
        if name not in COORDINATORS_OWN:
            client.generic("POST", paths[name])
    assert (_requests(), Membership.objects.count(), _active()) == before


def _requests() -> list[tuple[Any, ...]]:
    return list(ResidentRequest.objects.order_by("pk").values_list("state", "owner", "group"))


def _active() -> int:
    return Appointment.objects.filter(accepted_at__isnull=False).count()
