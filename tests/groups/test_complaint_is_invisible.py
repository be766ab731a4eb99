"""Must-hold 3: a complaint about a beheerder does not exist for that group: not in a page, a list,
a number or a mail. The other coordinators see it.

The pages are those of the URL conf and everything that they link to, so a new page is walked too.
"""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest
import zeal
from django.contrib.auth import SESSION_KEY
from django.db import transaction
from django.test import Client

from dorst_portal.accounts.allauth_internals import TOTP
from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.kit.paper import answers
from dorst_portal.kit.routes import Route, routes
from dorst_portal.outbox.models import Mail, MailState
from groups.models import (
    AppointmentRole,
    CallTask,
    RequestMessage,
    ResidentRequest,
    WatchGroup,
)
from groups.places.pages import examples
from groups.refusals import Refused
from groups.requests.services.calls import call_where_mail_failed
from groups.requests.services.conversation import ask_back, reply, withdraw
from groups.requests.services.forwarding import forward
from groups.requests.services.joining import SignupData, submit_signup
from groups.requests.services.questions import QuestionData, answer, submit_question
from groups.timetable.clock import tick
from groups.values.states import Owner, State
from groups.values.village_time import days_after
from tests.groups.conftest import (
    TOTP_SECRET,
    MakeRequest,
    Village,
    appoint,
    hears_at_once,
    log_in,
)

INSIDERS = ("own_beheerder", "deputy", "coordinator_inside", "superuser_inside")
# What no page of that group may hold; numbers are compared as whole pages.
CANARY = "Kanarie"
NAME, TEXT, MOBILE = f"{CANARY} Klager", f"{CANARY}tekst over de beheerder", "+31600007777"
# Each is walked by itself: its routes, and all of it that they link to.
AREAS = ("/beheer/", "/platform/", "/admin/")
MOST_PAGES = 1500
Pages = dict[str, tuple[int, str]]


@pytest.fixture(autouse=True)
def many_visits(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A walk is hundreds of visits, not one that reads in a loop; the example beside a box, which
    is looked up again each minute, stays the same however long they take.
    """
    monkeypatch.setattr(examples, "SECONDS", 24 * 60 * 60)
    with zeal.zeal_ignore():
        yield


@pytest.fixture(autouse=True)
def paper_that_is_read(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Instead of a PDF the page that it is made of: its words can be looked for, and a walk prints
    dozens.
    """
    monkeypatch.setattr(answers, "can_print", lambda: True)
    monkeypatch.setattr(answers, "pdf_of", lambda html, **_: html.encode())
    answers._remembered.cache_clear()
    yield
    answers._remembered.cache_clear()


@pytest.fixture
def coordinator_inside(spoorstraat: WatchGroup) -> User:
    """Staff of Platform Dorst, and beheerder of the group."""
    user = User.objects.create_user("inside@example.org", name="Inge Inzicht", is_coordinator=True)
    return _runs(user, spoorstraat)


@pytest.fixture
def superuser_inside(spoorstraat: WatchGroup) -> User:
    """Looks after the installation, and is deputy of the group."""
    user = User.objects.create_superuser("deep@example.org", name="Dirk Diep")
    return _runs(user, spoorstraat, role=AppointmentRole.DEPUTY)


def _runs(user: User, group: WatchGroup, **facts: Any) -> User:
    TOTP.activate(user, TOTP_SECRET)
    appoint(user, group, **facts)
    return hears_at_once(user)


@pytest.fixture
def insiders(request: pytest.FixtureRequest) -> dict[str, User]:
    """Everybody who runs the group."""
    return {name: request.getfixturevalue(name) for name in INSIDERS}


@pytest.fixture
def clients(insiders: dict[str, User], coordinator: User) -> dict[str, Client]:
    """Their browsers, and that of a coordinator who has nothing to do with the group."""
    people = insiders | {"coordinator": coordinator}
    return {name: log_in(Client(), user) for name, user in people.items()}


@pytest.fixture
def busy_village(
    make_request: MakeRequest, insiders: dict[str, User], coordinator: User,
    spoorstraat: WatchGroup, now: datetime,
) -> None:  # fmt: skip
    """Something in every list, so that every list and number is there to be read."""
    by = insiders["own_beheerder"]
    make_request(created_at=now - timedelta(days=2))
    make_request(state=State.APPROVED, decided_by=by)
    make_request(state=State.WAITING, due_at=now - timedelta(days=1), ladder_step=1)
    make_request(state=State.DECLINED, decided_by=by)
    make_request(created_at=now - timedelta(days=9), escalated_at=now - timedelta(days=2))
    asked = make_request(email="")
    ask_back(asked, text="Woon je hier?", by=by, now=now - timedelta(minutes=1))
    forwarded = make_request()
    forward(forwarded, to=None, note="Kan dit?", by=by, now=now - timedelta(minutes=2))
    contact = {"name": "Vera Vraag", "mobile": "+31600001111"}
    for number, group in enumerate((None, spoorstraat)):
        question = submit_question(
            QuestionData(submission_key=f"question-{number}", subject="other", text="Hoe?",
                         email=f"vera{number}@example.org", **contact),
            now=now - timedelta(hours=2),
        )  # fmt: skip
        if group:
            ResidentRequest.objects.filter(pk=question.pk).update(owner=Owner.GROUP, group=group)
    Mail.objects.filter(to="vera0@example.org").update(state=MailState.FAILED)
    call_where_mail_failed(now=now)


@pytest.fixture
def complain(village: Village, spoorstraat: WatchGroup, now: datetime) -> Callable[..., Any]:
    """Somebody complains about the beheerder of Spoorstraat."""
    made = 0

    def make(**given: Any) -> ResidentRequest:
        nonlocal made
        made += 1
        facts: dict[str, Any] = {
            "submission_key": f"complaint-{made}",
            "subject": "complaint",
            "text": TEXT,
            "name": NAME,
            "email": f"{CANARY.lower()}{made}@example.org",
            "mobile": MOBILE,
            "about_group": spoorstraat,
        }
        return submit_question(QuestionData(**(facts | given)), now=now - timedelta(minutes=5))

    return make


@pytest.fixture
def complaints(
    complain: Callable[..., ResidentRequest], village: Village, coordinator: User, now: datetime
) -> Callable[[], list[ResidentRequest]]:
    """All that can come of a complaint: asked back, a call, a failed mail, an answer."""

    def make() -> list[ResidentRequest]:
        by_mail = complain()
        by_address = complain(about_group=None, address=village.address("spoorstraat", "12"))
        by_phone = complain(email="")
        answered = complain()
        before = now - timedelta(minutes=4)
        ask_back(by_phone, text=f"{CANARY}vraag", by=coordinator, now=before)
        ask_back(by_mail, text=f"{CANARY}vraag", by=coordinator, now=before)
        reply(by_mail, text=f"{CANARY}antwoord", now=before)
        answer(answered, text=f"{CANARY}besluit", by=coordinator, now=before)
        told = Mail.objects.about(f"request:{answered.pk}", "answered")
        assert told.update(state=MailState.FAILED)
        call_where_mail_failed(now=now)
        return [by_mail, by_address, by_phone, answered]

    return make


# --- The walk --------------------------------------------------------------------------------


def plain(text: str) -> str:
    """A page without what differs each time: tokens against forgery, nonces, the time of a visit
    that stands in the audit trail, and the number of the line that its next page begins at.
    """
    text = re.sub(r'(value|nonce|content)="[^" ]{20,}"', r'\1="…"', text)
    return re.sub(r"\b\d\d:\d\d\b", "…", re.sub(r"\bna=\d+", "na=…", text))


def paths_of(route: Route, numbers: Iterable[int], words: Iterable[str]) -> Iterator[str]:
    """A route with each of these in its place."""
    holes = re.findall(r"<(?:(\w+):)?\w+>", route.path)
    if re.search(r"[(^$\\]", route.path):
        return  # a pattern of Django's own that is no path
    fits = [list(words) if kind in ("slug", "str", "") else list(numbers) for kind in holes]
    for values in product(*fits):
        parts = iter(values)
        yield re.sub(r"<(?:\w+:)?\w+>", lambda _, parts=parts: str(next(parts)), route.path)


def every_path(
    about: list[ResidentRequest], *, method: str = "GET", area: str | tuple[str, ...] = AREAS
) -> list[str]:
    """Every path of staff in an area, with the ids of all that belongs to the complaints."""
    pks = [one.pk for one in about]
    failed = Mail.objects.failed().values_list("pk", flat=True)
    numbers = {
        *pks,
        *failed,
        *CallTask.objects.filter(request__in=pks).values_list("pk", flat=True),
    }
    words = ["spoorstraat", "onbekend"]
    return [
        path
        for route in routes()
        if method in route.methods and "logout" not in route.path
        for path in paths_of(
            route, pks[:1] if route.path.startswith("/admin/") else sorted(numbers), words
        )
        if path.startswith(area)
    ]


def walk(client: Client, start: Iterable[str], *, area: str) -> Pages:
    """These pages and all pages of the area that they link to; nothing stays of the visits."""
    pages: Pages = {}
    todo = deque(start)
    with transaction.atomic():
        while todo:
            path = todo.popleft()
            if path in pages:
                continue
            response = client.get(path)
            text = "" if response.streaming else response.content.decode(errors="replace")
            pages[path] = response.status_code, plain(text)
            if response.status_code == 302 and path.startswith("/admin/"):
                client.get("/admin/")  # reads the notice that there is no such row
            links = re.findall(r'href="([^"#]+)', text)
            for link in links:
                link = link.replace("&amp;", "&")
                target = f"{path.split('?')[0]}{link}" if link.startswith("?") else link
                # The filters of Django's admin, one upon another, have no end; its rows are
                # asked for by number.
                endless = target.startswith("/admin/") and re.search(r"[?0-9]", target)
                if target.startswith(area) and "logout" not in target and not endless:
                    todo.append(target)
            assert len(pages) < MOST_PAGES, sorted(pages)
        transaction.set_rollback(True)
    assert SESSION_KEY in client.session, "the walk logged itself out"
    return pages


def holding(pages: Pages, *words: str) -> list[str]:
    return [path for path, (_, text) in pages.items() if any(word in text for word in words)]


@pytest.mark.once
@pytest.mark.parametrize("area", AREAS)
def test_no_page_list_or_number_of_the_group_tells_of_a_complaint(
    busy_village: None,
    complaints: Callable[[], list[ResidentRequest]],
    clients: dict[str, Client],
    area: str,
) -> None:
    with transaction.atomic():
        made = complaints()
        words = [CANARY, CANARY.lower(), MOBILE[3:], *(one.reference for one in made)]
        outside = walk(clients["coordinator"], every_path(made, area=area), area=area)
        seen = {name: walk(clients[name], outside, area=area) for name in INSIDERS}
        transaction.set_rollback(True)
    # The walk finds what is there to be found.
    found = holding(outside, CANARY)
    if area == "/beheer/":
        assert {f"/beheer/aanvraag/{one.pk}/" for one in made} <= set(found)
    assert found or area == "/admin/"  # where a coordinator has no business
    for name, pages in seen.items():
        assert holding(pages, *words) == [], name
        # To the letter the same as in a village in which nobody complained.
        shown = {path: page for path, page in pages.items() if page[0] == 200}
        # By its number, and the lines of two walks have not the same numbers.
        shown = {path: page for path, page in shown.items() if "/logboek/?na=" not in path}
        without = walk(clients[name], shown, area=area)
        differs = [path for path in shown if without[path] != shown[path]]
        assert differs == [], (name, differences(shown, without, differs))


def differences(one: Pages, other: Pages, paths: list[str]) -> list[Any]:
    """The first line in which each of these pages differs, for who reads a failure."""
    found = []
    for path in paths:
        here, there = one[path][1].splitlines(), other[path][1].splitlines()
        pairs = zip(here, there, strict=False)
        found.append((path, *next((pair for pair in pairs if pair[0] != pair[1]), ())))
    return found


TYPED = {
    "what": "forward", "why": "x", "note": "x", "text": "x", "question": "x", "closing": "x",
    "bereikt": "ja", "reason": "other", "naar": "x", "group": "",
}  # fmt: skip


@pytest.mark.once
@pytest.mark.parametrize("name", INSIDERS)
def test_nobody_of_the_group_changes_anything_about_a_complaint(
    complaints: Callable[[], list[ResidentRequest]], clients: dict[str, Client], name: str
) -> None:
    made = complaints()
    before = everything_about(made)
    for path in every_path(made, method="POST"):
        ways = ("forward", "ask", "decline", "close", "platform", "withdrawn")
        with transaction.atomic():
            for what in ways if "/anders/" in path else ways[:1]:
                clients[name].post(path, TYPED | {"what": what})
            assert everything_about(made) == before, path
            transaction.set_rollback(True)


def everything_about(made: list[ResidentRequest]) -> list[Any]:
    pks = [one.pk for one in made]
    subjects = [f"request:{pk}" for pk in pks]
    mails = Mail.objects.none()
    for pk in pks:
        mails |= Mail.objects.filter(key__startswith=f"request-{pk}-")
    return [
        list(ResidentRequest.objects.filter(pk__in=pks).order_by("pk").values()),
        list(CallTask.objects.filter(request__in=pks).order_by("pk").values()),
        list(RequestMessage.objects.filter(request__in=pks).order_by("pk").values()),
        list(mails.order_by("pk").values()),
        list(Entry.objects.filter(subject__in=subjects).order_by("pk").values("verb", "by")),
    ]


def test_a_colleague_answers_the_complaint(
    complain: Callable[..., ResidentRequest], insiders: dict[str, User], coordinator: User,
    now: datetime,
) -> None:  # fmt: skip
    row = complain()
    for user in insiders.values():
        for act in (
            lambda by: answer(row, text="x", by=by, now=now),
            lambda by: ask_back(row, text="x", by=by, now=now),
            lambda by: withdraw(row, by=by, now=now),
            lambda by: reply(row, text="x", noted_by=by, now=now),
            lambda by: forward(row, to=None, note="", by=by, now=now),
        ):
            with pytest.raises(Refused):
                act(user)
    answer(row, text="We praten met hem.", by=coordinator, now=now)
    assert row.state == State.ANSWERED


# --- Mails and lines -------------------------------------------------------------------------


def weeks_of_mail(
    complaint: Callable[[], ResidentRequest] | None, signup: SignupData, now: datetime
) -> tuple[list[tuple[str, str]], str]:
    """Who gets which kind of mail in six weeks, and the beginning of the complaint's keys."""
    beginning = ""
    mails: dict[int, tuple[str, str]] = {}
    with transaction.atomic():
        submit_signup(signup, now=now)
        if complaint:
            beginning = f"request-{complaint().pk}-"
        for day in range(42):
            tick(now=days_after(now, day))
            # Before the bodies and receivers are wiped.
            for mail in Mail.objects.exclude(to=""):
                mails[mail.pk] = mail.to, mail.key
        transaction.set_rollback(True)
    return sorted(mails.values()), beginning


def test_no_mail_to_the_group_comes_of_a_complaint(
    complain: Callable[..., ResidentRequest], signup_data: Callable[..., SignupData],
    insiders: dict[str, User], coordinator: User, now: datetime,
) -> None:  # fmt: skip
    signup = signup_data()
    with_it, beginning = weeks_of_mail(complain, signup, now)
    without, _ = weeks_of_mail(None, signup, now)
    about = {to for to, key in with_it if key.startswith(beginning)}
    assert about == {coordinator.email, f"{CANARY.lower()}1@example.org"}
    addresses = {user.email for user in insiders.values()}
    kinds = [
        sorted((to, key.split("-")[2]) for to, key in mails if to in addresses)
        for mails in (with_it, without)
    ]
    assert kinds[0] == kinds[1] != []


def test_the_lines_of_a_complaint_are_in_no_area_of_the_group(
    complaints: Callable[[], list[ResidentRequest]], spoorstraat: WatchGroup
) -> None:
    made = complaints()
    for row in made:
        lines = list(Entry.objects.about(f"request:{row.pk}"))
        assert lines
        assert {line.scope for line in lines} == {""}
        assert (row.group, row.about_group) == (None, spoorstraat)


def test_when_only_people_of_the_group_are_left_the_superuser_hears_of_it(
    complain: Callable[..., ResidentRequest], coordinator_inside: User, superuser: User
) -> None:
    row = complain(email="")
    told = Mail.objects.filter(key__startswith=f"request-{row.pk}-").values_list("to", flat=True)
    assert list(told) == [superuser.email]


def test_a_complaint_that_was_escalated_is_still_not_theirs_to_answer(
    complain: Callable[..., ResidentRequest], coordinator_inside: User, now: datetime
) -> None:
    row = complain(email="")
    ResidentRequest.objects.filter(pk=row.pk).update(escalated_at=now)
    row.refresh_from_db()
    with pytest.raises(Refused):
        answer(row, text="Opgelost.", by=coordinator_inside, now=now)
