"""PF-07, PF-08: no page of the site breaks on what it is sent, whoever sends it.

Every route is asked with bad text in its path, in every parameter and in every field of its forms,
by somebody who may use it. Afterwards the same page works as before.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from alerts.models import (
    Alert,
    AlertObjection,
    AlertPhoto,
    AlertShare,
    Connection,
    DetailsSwitch,
    Drill,
    JoinKnock,
    OutgoingMessage,
    Relay,
)
from alerts.pages.live import live_token
from alerts.values.choices import Category, Police, SharedWith
from alerts.values.details import seal_photo
from dorst_portal.accounts.factors import passkeys_of
from dorst_portal.accounts.models import User
from dorst_portal.kit.links import new_link, token_for
from dorst_portal.kit.nonces import new_nonce
from dorst_portal.kit.routes import Route, routes
from dorst_portal.kit.running.health import beat
from dorst_portal.outbox.models import Mail, MailState
from dorst_portal.push.models import Device as Telephone
from groups.models import (
    AddressImport,
    Appointment,
    Bulletin,
    BulletinCopy,
    CallTask,
    ContactMoment,
    CoverageChange,
    FramingSite,
    Hamlet,
    Handover,
    Membership,
    NumberBlock,
    ResidentRequest,
    WatchSign,
    WeekReview,
)
from groups.places.services.village import load_village
from groups.requests.emails import ANSWER, CONFIRM
from groups.requests.services import conversation, forwarding
from groups.values.import_states import ImportState
from groups.values.village_time import days_after
from tests.accounts.device import Device
from tests.groups.conftest import MakeRequest, Village, appoint, example_files, log_in
from tests.groups.members.sent_lists import looked_at
from tests.groups.mine.conftest import opens
from tests.groups.partners.partners import make_contact, make_partner
from tests.push.service import Browser

pytestmark = pytest.mark.django_db

BAD_TEXT: dict[str, bytes] = {
    "nul": b"a\x00b",
    "surrogate": b"\xed\xa0\x80",
    "not utf-8": b"\xff\xfe",
    "not letters": "\uffff\U0010ffff\ue000".encode(),
    "c0": b"\x1b[2J\x07\x08",
    "c1": "\x84\x9f".encode(),
    "bidi": "\u202eanna\u2066".encode(),
    "zero width": "\u200b\u200d\u200b".encode(),
    "marks": ("a" + "\u0301" * 200).encode(),
    "byte order": "\ufeff".encode(),
    "header": b"Jan\r\nBcc: x@example.org\r\nSet-Cookie: a=b",
    "sql": b"'; DROP TABLE groups_watchgroup; --",
    "template": b"{{7*7}}{% debug %}{0.__class__}%(x)s%s{link}",
    "path": b"../../../etc/passwd",
    "other site": b"//evil.example/\\",
    "huge number": b"1" + b"0" * 30,
    "below zero": b"-1",
    "arabic digits": "١٢".encode(),
    "long": b"x" * 5000,
}
# What one database takes and the other refuses; what Python or a template has to withstand was
# asked in the first pass.
OF_A_DATABASE = ("nul", "surrogate", "not utf-8", "not letters", "marks", "sql", "huge number",
                 "below zero", "arabic digits", "long")  # fmt: skip
KINDS = tuple(BAD_TEXT) if connection.vendor == "sqlite" else OF_A_DATABASE
# What an address of a page can hold, and what a button could be sent.
IN_A_PATH = ("nul", "surrogate", "not utf-8", "header", "path", "other site", "huge number",
             "below zero", "arabic digits")  # fmt: skip
TO_A_BUTTON = ("nul", "surrogate", "sql", "huge number")
# For every page, also those that read none of it.
QUERIES = [
    "_connector=x&page=1" + "0" * 30 + "&ordering=x;&id=1&id=2&q={{7*7}}&format=json&pk__in=1",
    "page=-1&na=1" + "0" * 30,
    "na=9999999999999999-999999999999999999&na=%27",
    "&".join(f"a{number}=1" for number in range(1001)),
]
# Whatever stands in the path, the answer is the same: nobody learns whether it was a good one.
LEADS_ON = {"login_from_mail": "/inloggen/"}
PARAMETERS = {
    "finder": "straat=Spoorstraat&huisnummer=12&postcode=4849&buurtschap=1&bron=poster&klopt=ja",
    "framed_finder": "straat=Spoorstraat&huisnummer=12&postcode=4849&kleur=licht",
    "open_groups": "after=a&limit=1",
    "open_streets": "after=a&limit=1",
    "open_coverage": "after=a-1&limit=1",
    "street_suggestions": "q=spoor+12",
    "watchgroup": "bron=poster",
    "poster": "vorm=strookjes&als=x",
    "group_cupboard": "als=x",
    "short_street": "bron=x",
    "streets": "zoek=spoor&na=a",
    "platform_streets": "zoek=spoor&toon=zonder&op=leden&na=1-a",
    "coverage": "toon=regels&na=1",
    "coverage_changes": "na=1-1",
    "street_move": "bekijk=ja&straat=Spoorstraat&van=2&tot=9&kant=odd&groep=Seters&geen=on",
    "watchgroups": "na=a",
    "signup_start": "straat=Spoorstraat&huisnummer=12&nieuw=1",
    "signup": "straat=Spoorstraat&huisnummer=12&nieuw=1&bron=zoek",
    "alarm": "groep=spoorstraat",
    "new_group": "straat=Leijweg&huisnummer=4",
    "confirm": "klaar=ja",
    "new_link": "verstuurd=1",
    "request_other": "wat=ask",
    "inbox": "groep=spoorstraat&toon=klopt&na=1-1",
    "figures_block": "na=1-1",
    "why_group": "straat=Spoorstraat&huisnummer=12a",
    "members": "zoek=x&na=1",
    "platform_requests": "soort=nu&na=1-1",
    "platform_groups": "zoek=spoor&status=active&teken=wacht&op=ergste&na=0-spoorstraat",
    "group_new": "idee=1",
    "alerts": "na=1-1",
    "alert_figures": "na=1-1",
    "drills": "na=1-1",
    "drill": "na=1",
    "watch_signs": "stand=zonder&na=1-spoorstraat-12-1",
    "addresses": "zoek=spoor&na=a",
    "address_import": "soort=new&na=1",
    "list_import": "soort=missing&na=1",
    "village_import": "soort=missing&na=1",
    "request_new": "soort=meedoen&van=1",
    "waiting_street": "na=1-1",
    "failed_mails": "na=1-1",
    "bulletins": "na=1",
    "bulletin_page": "toon=nog-niet&na=1",
    "own_bulletins": "na=1",
    "audit_log": "wie=Els&wat=bekeken&groep=Spoorstraat&van=2026-05-01&tot=2026-05-02&na=1",
    "group_log": "na=1",
    "week_reviews": "na=1",
    "alert_relay": "kant=Spoorstraat",
    "relay_on": "kant=Spoorstraat",
    "alert_partners": "contact=1&maand=2026-05&gezien=x",
    "contacts": "na=1",
    "contact_partner": "na=1",
    "partners": "zoek=a&soort=police&groep=spoorstraat&nakijken=ja&na=1",
    "partner_page": "na=1",
    "appointments": "toon=stil&zoek=els&op=naam&na=1",
    "appoint": "groep=spoorstraat&naam=Nel&email=x@example.org",
    "text_edit": "versie=1&na=1",
    "display": "bewaard=1",
    "account_request_login_code": "next=/beheer/",
    "account_login": "next=/beheer/",
    "fresh_login": "next=/beheer/",
}
ADDRESS = {"street": "Spoorstraat", "house_number": "12"}
PERSON = {"name": "Rika Resident", "mobile": "06 0000 9001", "email": "rika@example.org"}
MORE = ("message", "organisation", "helper_name", "helper_email", "helper_knows", "no_email")
CARRIED = ("nonce", "checked", "again", "website", "website_was_filled", "wijzig", "agree")
OTHER_ADDRESS = {"street": "Dennenlaan", "house_number": "40", "group_choice": "stay"}
Body = Mapping[str, str]
# Per route: something that is right, and the fields of it that go wrong at the same time.
JOINING: list[tuple[Body, Sequence[str]]] = [
    (ADDRESS | PERSON, ["street"]),
    (ADDRESS | PERSON, ["house_number"]),
    (PERSON | {"street": "12"}, ["postcode"]),
    (ADDRESS | PERSON, ["number_is_right"]),
    (ADDRESS | PERSON, [*PERSON, *MORE, "mobile_is_right", "has_app"]),
    (ADDRESS | PERSON, CARRIED),
    (ADDRESS | {"street": "Spoorlaan"} | PERSON, ["street_is_new"]),
    (OTHER_ADDRESS | PERSON, ["why_this_group"]),
    (OTHER_ADDRESS | PERSON, ["group_choice"]),
]
QUESTION = {"subject": "other", "question": "Waar is het bord?"} | PERSON
COMPLAINT = QUESTION | {"subject": "complaint"}
ASKING: list[tuple[Body, Sequence[str]]] = [
    (QUESTION, ["subject"]),
    (QUESTION, ["question", *PERSON]),
    (QUESTION, ["street"]),
    (QUESTION | ADDRESS, ["house_number"]),
    (QUESTION | ADDRESS | {"street": "Spoorlaan"}, ["street_is_new"]),
    (QUESTION, CARRIED),
    (COMPLAINT, ["about_group"]),
    (COMPLAINT | ADDRESS, ["question", *PERSON]),
]
IDEA = {"streets": "Leijweg", "wants_to_manage": "maybe"} | PERSON
PROPOSING: list[tuple[Body, Sequence[str]]] = [
    (IDEA, ["streets"]),
    (IDEA, ["wants_to_manage", "neighbours"]),
    (IDEA, [*PERSON, "no_email", "message"]),
    (IDEA, ["street", "house_number"]),
    (IDEA | ADDRESS | {"street": "Spoorlaan"}, ["street_is_new"]),
    (IDEA | {"streets": "Spoorstraat"}, ["start_anyway"]),
    (IDEA, CARRIED),
]
PARTNER = {"kind": "other", "name": "Dorpsraad", "shown_to": "beheerders", "phone": "14 0162"}
REACHED = ("name", "what_for", "phone", "email", "groups", "serves_all", "checked")
MADE = {"name": "Leijweg", "area": "Dorst", "app": "whatsapp"}
SIGN = {"street": "Leijweg", "spot": "Paal", "state": "hangs"}
NAMES = {"village": "Zee", "organisation": "Zee", "watch": "Zee", "short_name": "Zee"}
HAMLET = {"name": "Buiten", "streets": "Spoorstraat"}
STREET = {"name": "Tuindorp", "area": "Dorst", "place": "Dorst", "version": "1"}
MOVE = {"straat": "Spoorstraat", "van": "2", "tot": "9", "kant": "odd", "groep": "Seters"}
ONLY_A_BUTTON: list[tuple[Body, Sequence[str]]] = [({}, ["csrfmiddlewaretoken", "group", "state"])]
NEW = {"name": "Nel Nieuw", "email": "x@example.org"}
HANDED_OVER = NEW | {"reason": "Klaar", "successor": "on", "role": "deputy", "leave_alone": "on"}
BULLETIN = {"subject": "Dag", "text": "Hallo.", "who": "alle", "version": "1"}
WRITING: list[tuple[Body, Sequence[str]]] = [
    (BULLETIN, ["subject", "text", "note"]),
    (BULLETIN, ["who", "version"]),
    (BULLETIN | {"who": "gekozen"}, ["groups"]),
]
ALERT = {"screen": "looks", "to": "message", "police": "112", "category": "other", "what": "Brand"}
COMPOSING: list[tuple[Body, Sequence[str]]] = [
    (ALERT, ["screen", "to", "police", "sure", "drill", "group", "place", "app", "called_at"]),
    (ALERT, ["category", "what", "street", "near", "when", "earlier", "heading"]),
    (
        ALERT,
        ["clothing", "notable", "height", "other", "skin", "vehicle", "colour", "make", "plate"],
    ),
    (ALERT | {"screen": "message"}, ["text", "kind", "made"]),
    (ALERT | {"to": "over"}, ["street", "place"]),
]
LOGGED = {"category": "other", "street": "Spoorstraat", "when": "now", "police": "112"}
LOGGING: list[tuple[Body, Sequence[str]]] = [
    (LOGGED, ["category", "police"]),
    (LOGGED, ["street"]),
    (LOGGED, ["when", "is_drill", "group"]),
    (LOGGED | {"when": "earlier", "at": "20:14"}, ["day"]),
    (LOGGED | {"when": "earlier", "day": "2026-01-31"}, ["at"]),
    (LOGGED | {"van_bericht": "1"}, ["street", "category", "police", "at"]),
]
NEXT_MONTH = f"{timezone.now() + timedelta(days=30):%Y-%m-%d}"
DRILL = {"day": NEXT_MONTH, "at": "19:30", "category": "other", "text": "Zoek het hesje."}
ROW: list[tuple[Body, Sequence[str]]] = [
    (PERSON | {"groep": "Seters"}, ["name", "mobile"]),
    (PERSON | {"groep": "Seters"}, ["street", "email", "organisation"]),
]
ON_THE_LIST = "nel@example.org"
SUBSCRIPTION = vars(Browser("https://push.example.org/een").subscription)
SENT: dict[str, list[tuple[Body, Sequence[str]]]] = {
    "signup_start": JOINING,
    "signup": JOINING,
    "question": ASKING,
    "alarm": COMPOSING,
    "new_group": PROPOSING,
    "confirm": [({"antwoord": "ja"}, ["link"]), ({}, ["antwoord", "link"])],
    "confirm_withdraw": [({}, ["link"])],
    "confirm_object": [({}, ["link"]), ({}, ["text", "link"])],
    "answer": [({}, ["link"]), ({}, ["text", "link"])],
    "new_link": [({}, ["email"])],
    "own_page": [({}, ["email"])],
    "own_page_open": [({}, ["link"])],
    # The next tries of a page that closes would find it closed.
    "own_page_close": ONLY_A_BUTTON,
    "own_proof": [({}, ["antwoord"])],
    "own_leave": [({}, ["reason"])],
    "own_stay": ONLY_A_BUTTON,
    "own_change": [
        (PERSON, ["name", "organisation", "version"]),
        (PERSON, ["mobile", "mobile_is_right"]),
    ],
    "own_move": [(ADDRESS, ["street"]), (ADDRESS, ["house_number", "agree", "of_age"])],
    "own_email": [({}, ["email"])],
    "own_email_keep": ONLY_A_BUTTON,
    "own_email_confirm": [({}, ["link"])],
    "own_data_file": ONLY_A_BUTTON,
    "own_objection": [({}, ["text"])],
    "own_erase": [({}, ["sure"])],
    "own_erase_sure": [({}, ["gevraagd"])],
    "own_request_page": ONLY_A_BUTTON,
    "own_invite": ONLY_A_BUTTON,
    "own_in_group": ONLY_A_BUTTON,
    "display": [({}, ["theme"])],
    "account_request_login_code": [({}, ["email", "remember", "next"])],
    "account_confirm_login_code": [({}, ["code", "next"])],
    "account_login": [({"password": "x"}, ["login", "next"]), ({}, ["login", "password"])],
    "mfa_authenticate": [({}, ["code"])],
    "mfa_login_webauthn": [({}, ["answer", "next"]), ({"answer": "{}"}, ["remember"])],
    "passkey_question": ONLY_A_BUTTON,
    "new_passkey_question": ONLY_A_BUTTON,
    "mfa_add_webauthn": [({}, ["name", "answer"])],
    "mfa_edit_webauthn": [({}, ["name"])],
    "mfa_remove_webauthn": ONLY_A_BUTTON,
    "fresh_login": [
        ({}, ["code", "next"]),
        ({}, ["password", "next"]),
        ({"mail": "1"}, ["mail", "next"]),
        ({}, ["answer", "next"]),
    ],
    "account_logout": [({}, ["next"])],
    "account_set_password": [({}, ["password1", "password2"])],
    "mfa_activate_totp": [({}, ["code"])],
    "mfa_deactivate_totp": ONLY_A_BUTTON,
    "mfa_generate_recovery_codes": ONLY_A_BUTTON,
    "end_other_sessions": ONLY_A_BUTTON,
    "bulletin_new": WRITING,
    "bulletin_edit": WRITING,
    "bulletin_test": [({}, ["version"])],
    "bulletin_send": [({}, ["version"])],
    "bulletin_drop": [({}, ["version"])],
    "bulletin_remind": ONLY_A_BUTTON,
    "bulletin_shared": ONLY_A_BUTTON,
    "bulletin_unshared": ONLY_A_BUTTON,
    "alert_relay": [({}, ["groepen"])],
    "relay_on": [({}, ["groepen"])],
    "relay_accept": ONLY_A_BUTTON,
    "relay_decline": ONLY_A_BUTTON,
    "alert_village": ONLY_A_BUTTON,
    "alert_officer": [({}, ["contact"])],
    "alert_police": [({}, ["reference"])],
    "alert_partners": [({}, ["contact", "maand", "gezien"])],
    "week_review_check": [({}, ["note"])],
    "request_approve": ONLY_A_BUTTON,
    "request_undo": ONLY_A_BUTTON,
    "request_join": [({}, ["met"])],
    "request_added": ONLY_A_BUTTON,
    "handover_undo": ONLY_A_BUTTON,
    "invitation": ONLY_A_BUTTON,
    "appointment_end": [
        ({"leave_alone": "on"}, ["reason", "in_app", "kit", "wiped"]),
        (HANDED_OVER, ["name", "email", "role"]),
        (HANDED_OVER, ["successor", "leave_alone"]),
    ],
    "appointment_role": [({}, ["role"])],
    "invitation_again": ONLY_A_BUTTON,
    "deputy_invite": [({}, ["name", "email"]), (NEW, ["name"]), (NEW, ["email"])],
    "deputy_end": ONLY_A_BUTTON,
    "stop_request": [({}, ["appointment"])],
    "stop_take_back": ONLY_A_BUTTON,
    "request_other": [
        ({}, ["what", "group", "reason", "note", "why"]),
        ({"what": "decline", "reason": "other"}, ["note"]),
        ({"what": "decline"}, ["reason"]),
        ({"what": "forward"}, ["group"]),
        ({"what": "platform"}, ["why"]),
        ({"what": "ask"}, ["question"]),
        ({"what": "ask", "bekijk": "ja"}, ["question"]),
        ({"what": "decline", "reason": "other", "bekijk": "ja"}, ["note"]),
        ({"what": "withdrawn"}, ["bekijk"]),
    ],
    "request_number": [({}, ["mobile", "mobile_is_right", "seen"])],
    "request_answer": [({}, ["text"])],
    "request_reply": [({}, ["text"])],
    "request_letter": [({}, ["code"])],
    "request_letter_make": ONLY_A_BUTTON,
    "request_letter_delivered": ONLY_A_BUTTON,
    "call_finish": [({}, ["bereikt"])],
    "notice_settings": [
        ({"deel": "weg"}, ["until"]),
        ({"deel": "berichten"}, ["moment", "daily_hour", "quiet_from", "quiet_until"]),
        ({}, ["deel"]),
    ],
    "phone_settings": [(SUBSCRIPTION, ["label"]), (SUBSCRIPTION, ["endpoint", "p256dh", "auth"])],
    "push_off": ONLY_A_BUTTON,
    "push_test": ONLY_A_BUTTON,
    "connection_code": ONLY_A_BUTTON,
    "connection_webhook": [({}, ["address"])],
    "connection_signal": [({}, ["address"])],
    "connection_try": ONLY_A_BUTTON,
    "connection_off": ONLY_A_BUTTON,
    "connection_on": ONLY_A_BUTTON,
    "outgoing_again": ONLY_A_BUTTON,
    "outgoing_arrived": ONLY_A_BUTTON,
    "knock_admit": ONLY_A_BUTTON,
    "knock_refuse": ONLY_A_BUTTON,
    "telegram_update": ONLY_A_BUTTON,
    "my_group": [
        ({"way_of_adding": "contact_card", "welcome_text": "Hallo {voornaam}"}, ["invite_link"]),
        ({"way_of_adding": "contact_card"}, ["welcome_text"]),
        ({"welcome_text": "Hallo {link}"}, ["way_of_adding", "paused"]),
    ],
    "request_new": [({}, ["source", "name", "nonce"])],
    "request_reopen": ONLY_A_BUTTON,
    "request_keep": ONLY_A_BUTTON,
    "request_founded": [({}, ["group"])],
    "failed_mail_retry": ONLY_A_BUTTON,
    "failed_mail_let_go": ONLY_A_BUTTON,
    "addresses": [({}, ["bestand"])],
    "address_import_columns": [({}, ["straat", "huisnummer", "adres", "woonplaats"])],
    "address_import_confirm": [({}, ["mag_weg"])],
    "address_import_drop": ONLY_A_BUTTON,
    "group_link": [({}, ["invite_link"])],
    "village_names": [
        (NAMES, ["village", "organisation", "watch", "short_name", "version"]),
        (NAMES, ["municipality", "municipality_phone", "municipality_site", "bekijk"]),
        (NAMES, ["website", "help_email", "help_phone"]),
    ],
    "village_colour": [({}, ["kies"]), ({}, ["code"]), ({"code": "#1f4e79"}, ["bekijk"])],
    "village_logo": [({}, ["alt", "logo"])],
    "village_logo_remove": ONLY_A_BUTTON,
    "village_mail": ONLY_A_BUTTON,
    "village_step_done": ONLY_A_BUTTON,
    "village_step_undone": ONLY_A_BUTTON,
    "hamlet_new": [(HAMLET, ["name", "aliases"]), (HAMLET, ["streets"])],
    "hamlet_edit": [(HAMLET, ["name", "aliases", "seen"]), (HAMLET, ["streets"])],
    "hamlet_remove": ONLY_A_BUTTON,
    "street_new": [(STREET, ["name"]), (STREET, ["area", "place", "remark", "aliases"])],
    "street_edit": [(STREET, ["name"]), (STREET, ["version", "outside"]), (STREET, ["aliases"])],
    "street_move": [
        (MOVE, ["straat"]),
        (MOVE, ["van", "kant"]),
        (MOVE, ["tot"]),
        (MOVE, ["groep"]),
        (MOVE, ["gezien", "geen"]),
    ],
    "coverage_change_undo": ONLY_A_BUTTON,
    "members": [({}, ["zoek"])],
    "members_export": [({"form": "csv"}, ["reason"]), ({"reason": "kopie"}, ["form"])],
    "list_import_new": [({}, ["plak", "bestand"])],
    "list_import_columns": ONLY_A_BUTTON,
    "list_import_confirm": [({}, ["ook_unknown"])],
    "list_import_drop": ONLY_A_BUTTON,
    "list_import_undo": ONLY_A_BUTTON,
    "list_import_row": ROW,
    "list_import_settle": [({}, ["wat"])],
    "village_import_new": [({}, ["plak", "bestand"]), ({"plak": "Jan, 0612345678"}, ["groep"])],
    "village_import_columns": ONLY_A_BUTTON,
    "village_import_confirm": [({}, ["ook_unknown"])],
    "village_import_drop": ONLY_A_BUTTON,
    "village_import_undo": ONLY_A_BUTTON,
    "village_import_row": [*ROW, (PERSON | {"street": "Spoorstraat 12"}, ["groep"])],
    "village_import_settle": [({}, ["wat"])],
    "members_untold": [({}, ["wie", "hoe"])],
    "member_told": ONLY_A_BUTTON,
    "telling_group": [({}, ["wie", "hoe"])],
    "telling_test": ONLY_A_BUTTON,
    "telling_send": ONLY_A_BUTTON,
    "member_number": ONLY_A_BUTTON,
    "member_add": [
        ({}, ["wie"]),
        ({}, ["name", "street", "mobile"]),
        (ADDRESS | PERSON, ["house_number", "in_chat", "version"]),
        (ADDRESS | PERSON, ["organisation", "told_rules", "mobile_is_right", "address_is_right"]),
    ],
    "member_edit": [
        (ADDRESS | PERSON, ["version"]),
        (ADDRESS | PERSON, ["name", "email", "address_is_right"]),
    ],
    "member_end": [({}, ["reason"]), ({"reason": "removed"}, ["block_days", "block_reason"])],
    "number_unblock": ONLY_A_BUTTON,
    "members_confirm": [({}, ["wie"])],
    "member_back": ONLY_A_BUTTON,
    "member_data": ONLY_A_BUTTON,
    "member_erase": ONLY_A_BUTTON,
    "retention_allow": ONLY_A_BUTTON,
    "member_confirm": [({}, ["van", "groep"])],
    "member_refuse": [({}, ["van", "groep"])],
    "member_taken_out": [({}, ["van", "groep"])],
    "contact_moment_new": [({"note": "Besproken"}, ["on", "contact", "group"]), ({}, ["note"])],
    "contact_moment_remove": ONLY_A_BUTTON,
    "contact_wrong": [({"text": "Fout"}, ["contact"]), ({}, ["text"])],
    "partner_new": [(PARTNER, ["kind", "shown_to", "version"]), (PARTNER, [*REACHED, "website"])],
    "partner_edit": [(PARTNER, ["kind", "shown_to", "version"]), (PARTNER, ["groups"])],
    "partner_checked": [({}, ["version"])],
    "partner_end": ONLY_A_BUTTON,
    "partner_back": ONLY_A_BUTTON,
    "contact_new": [(PARTNER, ["role", "shown_to", "version"]), (PARTNER, REACHED)],
    "contact_edit": [(PARTNER, ["role", "shown_to", "version"]), (PARTNER, ["groups"])],
    "contact_checked": [({}, ["version"])],
    "contact_end": ONLY_A_BUTTON,
    "moment_new": [({"note": "Besproken"}, ["on", "contact", "group"]), ({}, ["note"])],
    "moment_remove": ONLY_A_BUTTON,
    "text_edit": [
        ({"version": "0", "text": "Hallo\n{link}"}, ["subject"]),
        ({"version": "0", "subject": "Nieuws"}, ["text"]),
        ({"version": "0", "subject": "Nieuws", "bekijk": "ja"}, ["text"]),
        ({"subject": "Nieuws", "text": "Hallo\n{link}"}, ["version", "bekijk"]),
    ],
    "text_reset": [({}, ["version"])],
    "framing_sites": [({}, ["site"])],
    "framing_site_remove": ONLY_A_BUTTON,
    "alert_new": LOGGING,
    "alert_edit": [*LOGGING, (LOGGED, ["version"])],
    "alert_over": [({}, ["outcome"])],
    "alert_false": ONLY_A_BUTTON,
    "alert_reopen": ONLY_A_BUTTON,
    "alert_shared": [({}, ["met"]), ({"met": "neighbours"}, ["groep"])],
    "alert_unshared": ONLY_A_BUTTON,
    "drill_new": [(DRILL, ["day", "at"]), (DRILL, ["category"]), (DRILL, ["text"])],
    "drill_call_off": ONLY_A_BUTTON,
    "drill_join": ONLY_A_BUTTON,
    "drill_calendar_link": [({}, ["stop"])],
    "alert_details": [
        ({"description": "Voelt aan deuren"}, ["vehicle", "plate", "seen"]),
        ({"plate": "AB-123-C"}, ["description"]),
    ],
    "alert_share": ONLY_A_BUTTON,
    "alert_unshare": ONLY_A_BUTTON,
    "alert_wipe": ONLY_A_BUTTON,
    "alert_photo_new": [({}, ["foto"])],
    "alert_photo": [({}, ["vak", "niets"])],
    "alert_photo_approve": [({}, ["seen"])],
    "alert_photo_remove": ONLY_A_BUTTON,
    "details_switch": [({}, ["reference", "zet"])],
    "details_object": [
        ({"what": "Weg!"}, ["contact", "nonce", "again"]),
        ({}, ["what", "website"]),
    ],
    "objection": [({}, ["answer"])],
    "objection_take_down": [({}, ["melding"])],
    "group_alive": ONLY_A_BUTTON,
    "list_compare": [({}, ["text"])],
    "list_settle": [
        ({}, ["weg", "erin"]),
        ({"weg": "1", "hoe": "toevoegen"}, ["text"]),
        ({"weg": "1", "text": "Anja"}, ["hoe"]),
    ],
    "list_settle_undo": ONLY_A_BUTTON,
    "list_count": [({}, ["number", "beheerders"]), ({"number": "3"}, ["beheerders"])],
    "list_confirmed": ONLY_A_BUTTON,
    "group_new": [(MADE, ["name", "area"]), (MADE, ["app", "capacity", "uses_waaksamen"])],
    "group_edit": [
        (MADE | {"version": "1"}, ["name", "area", "adjoining"]),
        (MADE, ["capacity", "version"]),
    ],
    "group_open": ONLY_A_BUTTON,
    "group_invite": ONLY_A_BUTTON,
    "group_step_done": ONLY_A_BUTTON,
    "group_step_undone": ONLY_A_BUTTON,
    "group_pause": [({}, ["reason"])],
    "group_resume": ONLY_A_BUTTON,
    "group_archive": ONLY_A_BUTTON,
    "group_split": [({"where": "new", "name": "Nieuw"}, ["rules", "first", "last", "side"])],
    "group_split_confirm": [
        ({"where": "there"}, ["rules", "name", "seen"]),
        ({"name": "Nieuw"}, ["where"]),
    ],
    "group_merge": [({}, ["to"])],
    "group_merge_confirm": [({"to": "Dennenlaan"}, ["seen"]), ({}, ["to"])],
    "alert_live_claim": [({}, ["beurt"])],
    "alert_link_renew": ONLY_A_BUTTON,
    "alert_live_called": ONLY_A_BUTTON,
    "alert_live_give_back": ONLY_A_BUTTON,
    "watch_sign_new": [(SIGN, ["street", "spot"]), (SIGN, ["house_number", "state", "checked_on"])],
    "watch_sign_edit": [(SIGN, ["street", "version"]), (SIGN, ["house_number", "checked_on"])],
    "appoint": [
        ({"email": "x@example.org"}, ["group", "name", "role"]),
        ({"name": "Nel Nieuw", "role": "beheerder"}, ["email", "group"]),
        (NEW | {"role": "deputy", "group": "laan"}, ["group_choice"]),
    ],
}
FIGURES = ("figures_block", "figures_csv")
FORM = "application/x-www-form-urlencoded"
OUR_ROUTES = [route for route in routes() if route.audience not in ("superuser", "demo", None)]
# allauth's views and views without a list say that they take everything; these do nothing with it.
ONLY_READ = {"mfa_index", "mfa_view_recovery_codes"}


def takes_post(route: Route) -> bool:
    return "POST" in route.methods and route.name not in ONLY_READ


@dataclass
class Site:
    """The village with somebody for every page, and how they reach it."""

    clients: Mapping[str, Client]
    values: Mapping[str, object]

    def client_for(self, route: Route) -> Client:
        return self.clients.get(route.audience or "", self.clients["public"])

    def path(self, route: Route, **given: object) -> str:
        values = self.values | {"pk": self.values.get(route.name)} | given
        if route.name in FIGURES and "key" not in given:
            values["key"] = "leden"
        if route.name.startswith("text_") and "key" not in given:
            values |= {"key": "mail-news"}
        if route.name.startswith("alert_live") and "token" not in given:
            values["token"] = self.values["live token"]
        path = route.path
        values.setdefault("code", "chat")
        values.setdefault("moment", 1)
        values.setdefault("form", "csv")
        values.setdefault("kind", "telegram")
        values.setdefault("row", values.get(f"row of {route.path.split('/')[1]}"))
        for name in (
            "slug",
            "key",
            "code",
            "token",
            "reference",
            "pk",
            "moment",
            "row",
            "form",
            "share",
            "kind",
        ):
            for kind in ("slug", "path", "str", "int"):
                path = path.replace(f"<{kind}:{name}>", str(values[name]))
        assert "<" not in path
        return path


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The streets and groups, once for all tests here."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_village(example_files(), now=timezone.now())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def village(loaded: None, db: None) -> Village:
    return Village()


@pytest.fixture
def site(
    make_request: MakeRequest,
    make_member: Callable[..., Membership],
    own_beheerder: User,
    coordinator: User,
    village: Village,
    settings: Any,
) -> Site:
    settings.FORM_MIN_SECONDS = 0
    now = timezone.now()
    beat(now=now)
    open_one, handed = make_request(), make_request(house_number=14)
    approved = make_request(state="approved", decided_by=own_beheerder, house_number=16)
    link = new_link(CONFIRM, open_one.pk, now=now)
    handover = forwarding.forward(handed, to=None, note="", by=own_beheerder, now=now)
    invited = appoint(own_beheerder, village.group("dennenlaan"), accepted_at=None)
    names = ("public", "link", "user", "coordinator")
    clients = {name: Client(raise_request_exception=False) for name in names}
    clients["link"].get(f"/bevestig/{token_for(link)}/")
    clients["link"].get(f"/antwoord/{token_for(new_link(ANSWER, open_one.pk, now=now))}/")
    question = make_request(kind="question", subject="other")
    asked = conversation.ask_back(
        make_request(email="", house_number=18), text="Waar?", by=own_beheerder, now=now
    )
    member = make_member(email=ON_THE_LIST, email_confirmed_at=now)
    opens(clients["link"], ON_THE_LIST)
    log_in(clients["user"], own_beheerder)
    log_in(clients["coordinator"], coordinator)
    Device().adds(clients["user"])
    passkey = passkeys_of(own_beheerder).get().pk
    to_add = ("request_add", "request_added", "request_vcard", "request_qr")
    to_decide = ("request", "request_approve", "request_other", "request_undo", "request_join")
    to_decide += ("request_letter", "request_letter_make", "request_letter_delivered")
    to_decide += ("request_number",)
    values: dict[str, object] = {
        "slug": "spoorstraat",
        "key": "met-waaksamen",
        "token": token_for(link),
        "reference": open_one.reference,
        "handover_undo": handover.pk,
        "hamlet_edit": Hamlet.objects.get(name="Seters").pk,
        "hamlet_remove": Hamlet.objects.get(name="Steenoven").pk,
        **dict.fromkeys(("village_step_done", "village_step_undone"), "away"),
        **dict.fromkeys(
            ("member", "member_number", "member_vcard", "member_edit", "member_end", "member_back"),
            make_member().pk,
        ),
        "invitation": invited.pk,
        "mfa_edit_webauthn": passkey,
        "mfa_remove_webauthn": passkey,
        "appointment_end": Appointment.objects.exclude(pk=invited.pk).latest("pk").pk,
        **dict.fromkeys(("appointment", "appointment_role", "invitation_again"), invited.pk),
        "stop_take_back": own_beheerder.appointments.order_by("pk")[0].pk,
        "deputy_end": appoint(
            User.objects.create_user("deputy@example.org"),
            village.group("spoorstraat"),
            role="deputy",
        ).pk,
    }
    of_member = ("own_proof", "own_change", "own_move", "own_leave", "own_left", "own_stay")
    values |= dict.fromkeys(of_member, member.pk)
    mine = make_request(email=ON_THE_LIST, email_confirmed_at=now, house_number=20)
    of_request = ("own_request_page", "own_invite", "own_in_group")
    values |= dict.fromkeys(of_request, mine.pk)
    values |= {
        "request_answer": question.pk,
        "request_reply": asked.request_id,
        "call_finish": CallTask.objects.get(message=asked).pk,
    }
    values |= dict.fromkeys(to_add, approved.pk) | dict.fromkeys(to_decide, open_one.pk)
    idea = make_request(kind="new_group", owner="coordinators", group=None)
    waiting = make_request(state="waiting", ladder_step=1)
    declined = make_request(state="declined", decided_by=own_beheerder, decided_at=now)
    given_up = Mail.objects.order_by("pk").latest("pk")
    Mail.objects.filter(pk=given_up.pk).update(state=MailState.FAILED)
    values |= {
        "request_founded": idea.pk,
        "request_keep": waiting.pk,
        "request_reopen": declined.pk,
        "failed_mail_retry": given_up.pk,
        "failed_mail_let_go": given_up.pk,
    }
    values |= _of_lists(village)
    telephone = Telephone.objects.create(user=own_beheerder, digest="x", sealed="x", made_at=now)
    values |= dict.fromkeys(("push_off", "push_test"), telephone.pk)
    values |= _of_streets(own_beheerder, make_member, village)
    values |= _of_partners(own_beheerder, village)
    values |= _of_bulletins_and_reviews(own_beheerder, village, now=now)
    values |= _of_alerts(own_beheerder, village, now=now)
    values |= _of_connections(own_beheerder, village, now=now)
    values |= _of_details(own_beheerder, coordinator, village, now=now)
    values |= _of_relays(own_beheerder, village, now=now)
    addresses = AddressImport.objects.create(name="bag.csv", state=ImportState.READY)
    of_an_import = (
        "address_import",
        "address_import_columns",
        "address_import_confirm",
        "address_import_drop",
    )
    values |= dict.fromkeys(of_an_import, addresses.pk)
    sign = WatchSign.objects.create(street=village.street("leijweg"), spot="Paal")
    values["watch_sign_edit"] = sign.pk
    listed = FramingSite.objects.create(origin="https://www.example.org", since=now)
    values["framing_site_remove"] = listed.pk
    return Site(clients, values)


def _of_streets(
    by: User, make_member: Callable[..., Membership], village: Village
) -> dict[str, object]:
    """Numbers that went to Spoorstraat, and a member that came along."""
    to = village.group("spoorstraat")
    change = CoverageChange.objects.create(by=by, to_group=to, sentence="Leijweg 4.")
    names = ("member_confirm", "member_refuse", "member_taken_out")
    values: dict[str, object] = dict.fromkeys(names, make_member(to_confirm=True).pk)
    now = timezone.now()
    block = NumberBlock.objects.create(
        group=to, digest="0" * 64, reason="other", since=now, until=days_after(now, 9), by=by
    )
    return values | {"coverage_change_undo": change.pk, "number_unblock": block.pk}


def _of_lists(village: Village) -> dict[str, object]:
    """A list of the beheerders of Spoorstraat, and one of Platform Dorst."""
    own, theirs = looked_at(village.group("spoorstraat")), looked_at()
    names = ("", "_columns", "_confirm", "_drop", "_undo", "_left", "_row", "_settle")
    values: dict[str, object] = {"row of beheer": own.pk, "row of platform": theirs.pk}
    values |= {f"list_import{name}": own.batch_id for name in names}
    return values | {f"village_import{name}": theirs.batch_id for name in names}


def _of_partners(by: User, village: Village) -> dict[str, object]:
    partner = make_partner()
    contact = make_contact(partner)
    moment = ContactMoment.objects.create(
        partner=partner,
        group=village.group("spoorstraat"),
        by=by,
        on=partner.checked_on,
        note="Besproken.",
    )
    of_partner = ("page", "edit", "checked", "end", "back", "vcard")
    values: dict[str, object] = {f"partner_{name}": partner.pk for name in of_partner}
    more = ("contact_partner", "contact_moment_new", "contact_wrong", "contact_new", "moment_new")
    values |= dict.fromkeys(more, partner.pk)
    values |= {f"contact_{name}": contact.pk for name in ("edit", "checked", "end", "vcard")}
    return values | dict.fromkeys(("moment_remove", "contact_moment_remove"), moment.pk)


def _of_alerts(by: User, village: Village, *, now: datetime) -> dict[str, object]:
    """An alert of Spoorstraat that runs and was shared, and a drill."""
    group = village.group("spoorstraat")
    facts = {"category": Category.OTHER, "police": Police.NOT_YET, "happened_at": now}
    alert = Alert.objects.create(group=group, by=by, **facts)
    share = AlertShare.objects.create(alert=alert, shared_with=SharedWith.CHAT, by=by, at=now)
    drill = Drill.objects.create(at=days_after(now, 3), text="Zoek het gele hesje.", by=by)
    names = ("", "_over", "_false", "_reopen", "_edit", "_shared", "_unshared")
    values: dict[str, object] = {f"alert{name}": alert.pk for name in names}
    values |= {"live token": live_token(alert), "alert_link_renew": alert.pk}
    of_drill = ("drill", "drill_call_off", "drill_join", "drill_file")
    return values | dict.fromkeys(of_drill, drill.pk) | {"share": share.pk}


def _of_connections(by: User, village: Village, *, now: datetime) -> dict[str, object]:
    """A chat of Spoorstraat, a message that may have arrived, and who knocks."""
    way = Connection.objects.create(
        group=village.group("spoorstraat"), kind="telegram", chat=-1, made_by=by
    )
    knock = JoinKnock.objects.create(connection=way, person=1, name="Rika")
    message = OutgoingMessage.objects.create(
        connection=way, what="test", key="k", state="uncertain", due=now, give_up_at=now,
        created_at=now,
    )  # fmt: skip
    sent = dict.fromkeys(("outgoing_again", "outgoing_arrived"), message.pk)
    return sent | dict.fromkeys(("knock_admit", "knock_refuse"), knock.pk)


def _of_details(by: User, staff: User, village: Village, *, now: datetime) -> dict[str, object]:
    """What is kept of an alert, with a photo, and an objection to something unknown."""
    DetailsSwitch.objects.create(is_on=True, reference="DPIA", by=staff, at=now)
    alert = Alert.objects.create(
        group=village.group("spoorstraat"),
        by=by,
        category="other",
        police="not_yet",
        happened_at=now,
    )
    picture = seal_photo(b"x")
    photo = AlertPhoto.objects.create(alert=alert, added_by=by, added_at=now, original=picture)
    objection = AlertObjection.objects.create(key="1", what="Weg!", made_at=now, due_at=now)
    of_alert = ("alert_details", "alert_share", "alert_unshare", "alert_wipe", "alert_photo_new")
    of_photo = ("", "_approve", "_remove", "_picture", "_covered")
    return {
        **dict.fromkeys(of_alert, alert.pk),
        **{f"alert_photo{name}": photo.pk for name in of_photo},
        "shared_photo": photo.pk,
        **dict.fromkeys(("objection", "objection_take_down"), objection.pk),
    }


def _of_bulletins_and_reviews(user: User, village: Village, *, now: datetime) -> dict[str, object]:
    """One that was sent to Spoorstraat, a draft, and a week with something in it."""
    sent = Bulletin.objects.create(subject="x", text="x", by=user, sent_at=now, sent_by=user)
    draft = Bulletin.objects.create(subject="x", text="x", by=user)
    BulletinCopy.objects.create(bulletin=sent, group=village.group("spoorstraat"), user=user)
    finding = {"what": "lists", "user": user.pk, "number": 1}
    review = WeekReview.objects.create(week=now.date(), findings=[finding], made_at=now)
    of_sent = ("page", "remind", "share", "shared", "unshared")
    of_draft = ("edit", "preview", "test", "send", "drop")
    return {
        **{f"bulletin_{name}": sent.pk for name in of_sent},
        **{f"bulletin_{name}": draft.pk for name in of_draft},
        "week_review": review.pk,
        "week_review_check": review.pk,
    }


def _of_relays(by: User, village: Village, *, now: datetime) -> dict[str, object]:
    """An alert of Spoorstraat, and one of Seters that Spoorstraat took over."""
    group, seters = village.group("spoorstraat"), village.group("seters")
    group.adjoining.add(village.group("dennenlaan"))
    make_contact(make_partner("Wijk"), email="wijk@example.org")
    facts = {"category": Category.OTHER, "police": Police.NOT_YET, "happened_at": now, "by": by}
    alert = Alert.objects.create(group=group, **facts)
    relay = Relay.objects.create(
        alert=Alert.objects.create(group=seters, **facts),
        origin=seters,
        to_group=group,
        by=by,
        at=now,
        accepted_at=now,
        accepted_by=by,
    )
    of_alert = ("relay", "officer", "village", "police")
    values: dict[str, object] = {f"alert_{name}": alert.pk for name in of_alert}
    return values | dict.fromkeys(("relay", "relay_accept", "relay_decline", "relay_on"), relay.pk)


@contextmanager
def nothing_stays(client: Client) -> Iterator[None]:
    """Takes back what the request did, in the database and to the browser's cookies."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies


def check(response: Any, told: object) -> None:
    """No failure, and nothing that tells how the site is made."""
    assert response.status_code < 500, told
    page = b"" if response.streaming else response.content
    for word in (b"Traceback", b"Exception", b"django.", b"site-packages", b"SELECT "):
        assert word not in page, (told, word)
    assert all("\n" not in value for value in response.headers.values()), told
    assert "Set-Cookie" not in response.headers
    assert "evil.example" not in response.headers.get("Location", "").split("?")[0], told


def encoded(values: Mapping[str, bytes]) -> str:
    return "&".join(f"{name}={quote(value, safe='')}" for name, value in values.items())


@contextmanager
def works_as_before(site: Site, route: Route) -> Iterator[Client]:
    """The page itself, or the first page for what is only a button, before and after."""
    client = site.client_for(route)
    path = site.path(route) if "GET" in route.methods else "/"
    before = client.get(path).status_code
    assert before in (200, 302, 404), route
    yield client
    assert client.get(path).status_code == before, route


@pytest.mark.parametrize("route", OUR_ROUTES, ids=lambda route: route.name)
def test_pf_08_no_address_and_no_method_breaks_a_page(site: Site, route: Route) -> None:
    right = dict(part.split("=") for part in PARAMETERS.get(route.name, "").split("&") if part)
    with works_as_before(site, route) as client:
        for query in [*QUERIES, "q=%00"]:
            check(client.get(f"{site.path(route)}?{query}"), query[:40])
        for name in right:
            for kind in KINDS:
                values = {key: value.encode() for key, value in right.items()}
                values[name] = BAD_TEXT[kind]
                response = client.get(f"{site.path(route)}?{encoded(values)}")
                check(response, (name, kind))
                assert (response.status_code == 400) >= (kind == "nul"), name
        for name in ("slug", "key", "token", "reference", "pk"):
            if f":{name}>" in route.path:
                for kind in IN_A_PATH:
                    path = site.path(route, **{name: quote(BAD_TEXT[kind], safe="")})
                    response = client.get(path)
                    check(response, (name, kind))
                    if response.get("Location", "") == LEADS_ON.get(route.name):
                        continue
                    assert response.status_code in (301, 400, 404, 405, 429), (name, kind)
        for method in ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"):
            with nothing_stays(client):
                response = client.generic(method, site.path(route), b"x=1", content_type=FORM)
            check(response, method)
            if method not in route.methods:
                assert response.status_code in (302, 404, 405), method


@pytest.mark.parametrize(
    "route", [route for route in OUR_ROUTES if takes_post(route)], ids=lambda route: route.name
)
def test_pf_08_no_field_breaks_a_form(site: Site, route: Route) -> None:
    path = site.path(route)
    with works_as_before(site, route) as client:
        for right, fields in SENT[route.name]:
            for kind in TO_A_BUTTON if SENT[route.name] is ONLY_A_BUTTON else KINDS:
                values = {name: value.encode() for name, value in right.items()}
                body = encoded(values | dict.fromkeys(fields, BAD_TEXT[kind]))
                with nothing_stays(client):
                    check(client.post(path, body, content_type=FORM), (fields, kind))
        for body, kind in (
            ("name=1&name=2&street=a&street=b&email=a&email=b&code=1&code=2", FORM),
            ('{"name": "Jan", "email": ["x"], "__proto__": {}}', "application/json"),
            ("no boundary", "multipart/form-data"),
            ("name=Jan", f"{FORM}; charset=utf-16"),
            (encoded({f"f{number}": b"1" for number in range(1001)}), FORM),
            ("name=" + "x" * 3_000_000, FORM),
        ):
            with nothing_stays(client):
                response = client.post(path, body, content_type=kind)
            check(response, (kind, body[:40]))
            if "utf-16" in kind or len(body) > 1_000_000:
                assert response.status_code == (400 if "utf-16" in kind else 413)


BY_HAND = PERSON | ADDRESS | {"source": "phone", "agree": "on", "of_age": "on"}
DESK: list[tuple[str, Body, Sequence[str]]] = [
    ("meedoen", BY_HAND, ["source", "name", "mobile", "email", "message", "organisation"]),
    ("meedoen", BY_HAND, ["street", "street_is_new"]),
    ("meedoen", BY_HAND, ["house_number", "has_app", "agree", "of_age", "mobile_is_right"]),
    ("meedoen", BY_HAND, ["nonce"]),
    ("vraag", BY_HAND | QUESTION, ["subject", "about_group", "concerns", "question"]),
    ("vraag", BY_HAND | COMPLAINT, ["about_group"]),
    ("vraag", BY_HAND | QUESTION | {"subject": "decision"}, ["concerns"]),
    ("groep", BY_HAND | IDEA, ["streets", "wants_to_manage", "neighbours", "message"]),
]


@pytest.mark.parametrize(("kind", "right", "fields"), DESK)
def test_pf_08_no_field_breaks_what_a_coordinator_types_in(
    site: Site, kind: str, right: Body, fields: Sequence[str]
) -> None:
    client = site.clients["coordinator"]
    nonce = {"nonce": new_nonce("request_new").encode()}
    for name in KINDS:
        values = {field: value.encode() for field, value in right.items()}
        body = encoded(nonce | values | dict.fromkeys(fields, BAD_TEXT[name]))
        with nothing_stays(client):
            path = f"/platform/aanvraag/nieuw/?soort={kind}"
            check(client.post(path, body, content_type=FORM), (fields, name))


def test_every_form_of_the_site_is_tried() -> None:
    assert {route.name for route in OUR_ROUTES if takes_post(route)} == set(SENT)
    assert len(OUR_ROUTES) > 40


def test_rows_are_as_they_were(site: Site) -> None:
    """The trials above really take back what they do."""
    client = site.clients["user"]
    approve = next(route for route in OUR_ROUTES if route.name == "request_approve")
    with nothing_stays(client):
        assert client.post(site.path(approve)).status_code == 302
        assert ResidentRequest.objects.approved().count() == 2
    assert ResidentRequest.objects.approved().count() == 1
    assert Handover.objects.count() == 1
