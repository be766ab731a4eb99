"""PF-07, PF-08: no page of the site breaks on what it is sent, whoever sends it.

Every route is asked with bad text in its path, in every parameter and in every field of its forms,
by somebody who may use it. Afterwards the same page works as before.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from dorst_portal.accounts.factors import passkeys_of
from dorst_portal.accounts.models import User
from dorst_portal.kit.health import beat
from dorst_portal.kit.links import new_link, token_for
from dorst_portal.kit.nonces import new_nonce
from dorst_portal.kit.routes import Route, routes
from dorst_portal.outbox.models import Mail, MailState
from groups.emails import ANSWER, CONFIRM
from groups.models import Appointment, CallTask, Handover, Membership, ResidentRequest
from groups.services import conversation, forwarding
from groups.services.village import load_village
from tests.accounts.device import Device
from tests.groups.conftest import MakeRequest, Village, appoint, example_files, log_in

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
PARAMETERS = {
    "finder": "straat=Spoorstraat&huisnummer=12&postcode=4849&buurtschap=1",
    "streets": "zoek=spoor&na=a",
    "watchgroups": "na=a",
    "signup_start": "straat=Spoorstraat&huisnummer=12&nieuw=1",
    "signup": "straat=Spoorstraat&huisnummer=12&nieuw=1",
    "new_group": "straat=Leijweg&huisnummer=4",
    "confirm": "klaar=ja",
    "new_link": "verstuurd=1",
    "request_other": "wat=ask",
    "inbox": "groep=spoorstraat&na=1-1",
    "members": "na=1",
    "platform_requests": "soort=nu&na=1-1",
    "request_new": "soort=meedoen&van=1",
    "waiting_street": "na=1-1",
    "failed_mails": "na=1-1",
    "appoint": "groep=spoorstraat",
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
ONLY_A_BUTTON: list[tuple[Body, Sequence[str]]] = [({}, ["csrfmiddlewaretoken", "group", "state"])]
SENT: dict[str, list[tuple[Body, Sequence[str]]]] = {
    "signup_start": JOINING,
    "signup": JOINING,
    "question": ASKING,
    "new_group": PROPOSING,
    "confirm": [({"antwoord": "ja"}, ["link"]), ({}, ["antwoord", "link"])],
    "confirm_withdraw": [({}, ["link"])],
    "confirm_object": [({}, ["link"]), ({}, ["text", "link"])],
    "answer": [({}, ["link"]), ({}, ["text", "link"])],
    "new_link": [({}, ["email"])],
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
    "request_approve": ONLY_A_BUTTON,
    "request_undo": ONLY_A_BUTTON,
    "request_added": ONLY_A_BUTTON,
    "handover_undo": ONLY_A_BUTTON,
    "invitation": ONLY_A_BUTTON,
    "appointment_end": ONLY_A_BUTTON,
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
    "request_answer": [({}, ["text"])],
    "request_reply": [({}, ["text"])],
    "call_finish": [({}, ["bereikt"])],
    "notice_settings": [
        ({"deel": "weg"}, ["until"]),
        ({"deel": "berichten"}, ["moment", "daily_hour", "quiet_from", "quiet_until"]),
        ({}, ["deel"]),
    ],
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
    "group_link": [({}, ["invite_link"])],
    "appoint": [
        ({"email": "x@example.org"}, ["group", "name", "role"]),
        ({"name": "Nel Nieuw", "role": "beheerder"}, ["email", "group"]),
    ],
}
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
        path = route.path
        for name in ("slug", "key", "token", "reference", "pk"):
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
    log_in(clients["user"], own_beheerder)
    log_in(clients["coordinator"], coordinator)
    Device().adds(clients["user"])
    passkey = passkeys_of(own_beheerder).get().pk
    to_add = ("request_add", "request_added", "request_vcard", "request_qr")
    to_decide = ("request", "request_approve", "request_other", "request_undo")
    values: dict[str, object] = {
        "slug": "spoorstraat",
        "key": "met-waaksamen",
        "token": token_for(link),
        "reference": open_one.reference,
        "handover_undo": handover.pk,
        "member": make_member().pk,
        "invitation": invited.pk,
        "mfa_edit_webauthn": passkey,
        "mfa_remove_webauthn": passkey,
        "appointment_end": Appointment.objects.exclude(pk=invited.pk).latest("pk").pk,
    }
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
    return Site(clients, values)


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
            for kind, bad in BAD_TEXT.items():
                values = {key: value.encode() for key, value in right.items()} | {name: bad}
                response = client.get(f"{site.path(route)}?{encoded(values)}")
                check(response, (name, kind))
                assert (response.status_code == 400) >= (kind == "nul"), name
        for name in ("slug", "key", "token", "reference", "pk"):
            if f":{name}>" in route.path:
                for kind in IN_A_PATH:
                    path = site.path(route, **{name: quote(BAD_TEXT[kind], safe="")})
                    response = client.get(path)
                    check(response, (name, kind))
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
            for kind in TO_A_BUTTON if SENT[route.name] is ONLY_A_BUTTON else BAD_TEXT:
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
    for name, bad in BAD_TEXT.items():
        values = {field: value.encode() for field, value in right.items()}
        body = encoded(nonce | values | dict.fromkeys(fields, bad))
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
