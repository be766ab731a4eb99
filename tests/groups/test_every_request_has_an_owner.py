"""Must-hold 1: whatever people and the clock do, every request has an owner, a date and a legal
state, only who may acts, and every mail that was due leaves once.

Hypothesis drives the portal and a plain model of it (`village_model`) through the same random
days. PORTAL_LONG=1 walks many more of them.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import zeal
from django.core import mail as letters
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from dorst_portal.accounts.models import User
from dorst_portal.accounts.services import close_account
from dorst_portal.audit.models import Entry
from dorst_portal.kit.models import Link
from dorst_portal.outbox.delivery import deliver_due
from dorst_portal.outbox.models import Mail, MailState
from groups.beheerders.services import appointments, own_settings
from groups.desk.services import waiting_list
from groups.models import (
    Appointment,
    CallTask,
    Handover,
    HouseRules,
    NoticeSettings,
    ResidentRequest,
    Street,
    WatchGroup,
)
from groups.places.routing import Address
from groups.places.services.streets import add_street
from groups.refusals import Refused
from groups.requests.emails import CONFIRM, TO_RESIDENT
from groups.requests.services import (
    calls,
    confirming,
    conversation,
    deciding,
    forwarding,
    new_groups,
    questions,
)
from groups.requests.services.joining import SignupData, submit_signup
from groups.timetable.clock import tick
from groups.values.addresses import parse_house_number
from groups.watchgroups.services import settings as watchgroups
from tests.groups import village_model as model
from tests.groups.rules import add_rule
from tests.groups.village_model import Ask, No, Person, Post

LONG = os.environ.get("PORTAL_LONG") == "1"
EXAMPLES, STEPS = (600, 80) if LONG else (14, 40)
# Just before each change of the clocks, and a quiet month between.
BEGINNINGS = (
    datetime(2027, 3, 24, 9, 30, tzinfo=UTC),
    datetime(2027, 6, 1, 23, 59, 59, 999_000, tzinfo=UTC),
    datetime(2027, 10, 27, 20, 15, tzinfo=UTC),
)
TALK = ("ask", "ask", "answer", "close", "found", "reopen", "keep")
A_MOMENT = timedelta(seconds=11)
WHERE = {
    "Noord": ("Langestraat", "12a"),
    "Zuid": ("Langestraat", "60"),
    "Oost": ("Kortestraat", "3"),
    "no_group": ("Langestraat", "120"),
    "outside": ("Buitenweg", "1"),
    "unknown_street": ("", "7"),
}
GROUPS = ("Noord", "Zuid", "Oost")
number = st.integers(0, 10**6)
groups = st.sampled_from(GROUPS)
waits = st.one_of(
    st.integers(1, 20).map(lambda minutes: timedelta(minutes=minutes)),
    st.integers(1, 40).map(lambda hours: timedelta(hours=hours)),
    st.integers(1, 40).map(lambda days: timedelta(days=days)),
)

# The first word of the keys of the mails that the model knows; others (does the group still live,
# is the list of partners right) are about no request.
ABOUT_REQUESTS = ("request", "appointment", "digest", "waiting")


class LivedVillage(RuleBasedStateMachine):
    """The portal and the model, side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        letters.outbox.clear()
        self.seen: set[str] = set()
        self.made = 0
        self.left: Counter[model.Key] = Counter()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    # --- The beginning ---------------------------------------------------------------------

    @initialize(begin=st.sampled_from(BEGINNINGS), deputy=st.booleans(), away=st.booleans())
    def begins(self, begin: datetime, deputy: bool, away: bool) -> None:
        """Three groups, two with a beheerder, and seven people."""
        self.now = begin
        names = ("bea", "bert", "dirk", "dora")
        people = [Person(f"{name}@example.org") for name in names]
        people += [Person("cor@example.org", coordinator=True)]
        people += [Person("cora@example.org", coordinator=True)]
        people += [Person("sam@example.org", superuser=True)]
        self.users = {
            one.email: User.objects.create_user(
                one.email, name=one.email[:4], is_coordinator=one.coordinator,
                is_superuser=one.superuser,
            )
            for one in people
        }  # fmt: skip
        self.village = model.Village(people, [model.Group(name) for name in GROUPS])
        self.groups = {
            name: WatchGroup.objects.create(name=name, slug=name.lower(), status="active")
            for name in GROUPS
        }
        long_street = add_street("Langestraat", area="Dorst")
        add_rule(long_street, self.groups["Noord"], first=1, last=49, now=begin)
        add_rule(long_street, self.groups["Zuid"], first=50, last=99, now=begin)
        add_rule(add_street("Kortestraat", area="Dorst"), self.groups["Oost"], now=begin)
        add_street("Buitenweg", area="Oosterhout", place="Oosterhout", outside=True)
        self.streets = {street.name: street for street in Street.objects.all()}
        self.rules = HouseRules.objects.current(waaksamen=False)
        self._appointed("bea", "Noord", "beheerder", away=away)
        self._appointed("bert", "Zuid", "beheerder")
        if deputy:
            self._appointed("dirk", "Noord", "deputy")

    def _appointed(self, who: str, group: str, role: str, *, away: bool = False) -> None:
        email = f"{who}@example.org"
        until = model.same_time(self.now, 9).date() if away else None
        facts = {"accepted_at": self.now, "away_until": until, "invited_at": self.now}
        row = Appointment.objects.create(
            user=self.users[email], group=self.groups[group], role=role, **facts
        )
        person, at = self._person(email), self.village.groups[group]
        post = Post(row.pk, person, at, role, row.invited_at, accepted=self.now, away_until=until)
        self.village.posts.append(post)

    # --- How both are asked ----------------------------------------------------------------

    def _person(self, email: str) -> Person:
        return next(one for one in self.village.people if one.email == email)

    def _user(self, person: Person) -> User:
        return User.objects.get(email=person.email)

    def _ask(self, pick: int, *states: str) -> Ask | None:
        """One of the requests; of those in these states, where there are any."""
        asks = list(self.village.asks.values())
        fitting = [ask for ask in asks if ask.stand.state in states]
        chosen = fitting or asks
        return chosen[pick % len(chosen)] if chosen else None

    def _row(self, ask: Ask) -> ResidentRequest:
        return ResidentRequest.objects.select_related("group").get(pk=ask.pk)

    def _somebody(self, pick: int, ask: Ask) -> Person:
        """Anybody; most of the time somebody who may act on this request."""
        village, now = self.village, self.now
        fit = [one for one in village.people if village.handles(one, ask, now)]
        chosen = fit if fit and pick % 4 else village.people
        return chosen[pick // 4 % len(chosen)]

    def _both(self, portal: Callable[[], object], told: Callable[[], object]) -> bool:
        """Both do it, or both refuse; tells which."""
        try:
            told()
            expected = True
        except No:
            expected = False
        try:
            portal()
            happened = True
        except Refused:
            happened = False
        assert happened == expected, f"the portal {'did' if happened else 'refused'} it"
        return happened

    def _address(self, where: str) -> Address | None:
        if where == "no_address":
            return None
        street, house = WHERE[where]
        row = self.streets.get(street)
        return Address(row, street or "Nergensweg", parse_house_number(house))

    def _submitted(self, row: ResidentRequest, stand: model.Stand, lives: str, **facts: Any) -> Ask:
        kind, email, mobile = str(row.kind), row.email, row.mobile
        ask = Ask(row.pk, kind, stand, email, mobile, lives, **facts)
        self.village.submit(ask, self.now)
        return ask

    def _contact(self, with_email: bool, pick: int) -> dict[str, str]:
        self.made += 1
        # Some numbers come twice, as of people who try again; addresses never do.
        return {
            "submission_key": f"form-{self.made}",
            "name": "Rika Resident",
            "email": f"rika{self.made}@example.org" if with_email else "",
            "mobile": f"+3160000{pick % 5:04d}",
        }

    # --- Residents -------------------------------------------------------------------------

    @rule(where=st.sampled_from([*WHERE, *GROUPS]), chosen=st.none() | groups,
          with_email=st.booleans(), pick=number)  # fmt: skip
    def joins(self, where: str, chosen: str | None, with_email: bool, pick: int) -> None:
        self.now += A_MOMENT
        address = self._address(where)
        assert address
        group = self.groups[chosen] if chosen else None
        data = SignupData(
            **self._contact(with_email, pick), address=address, house_rules=self.rules,
            of_age=True, stays_with=group, why_this_group="Ik werk daar.",
        )  # fmt: skip
        village = self.village
        expected = village.by_address("join", where, self.now)
        if chosen and chosen != where:
            expected = village.place("join", village.groups[chosen], "chosen_group", self.now)
        row = submit_signup(data, now=self.now)
        self._submitted(row, village.stands(expected, self.now), where)
        assert submit_signup(data, now=self.now + A_MOMENT).pk == row.pk

    @rule(
        where=st.sampled_from([*WHERE, "no_address"]), with_email=st.booleans(), pick=number,
        subject=st.sampled_from(["joining", "messages", "complaint", "other", "decision"]),
        about=st.none() | groups,
    )  # fmt: skip
    def asks_a_question(
        self, where: str, with_email: bool, pick: int, subject: str, about: str | None
    ) -> None:
        self.now += A_MOMENT
        is_complaint = subject == "complaint"
        data = questions.QuestionData(
            **self._contact(with_email, pick), subject=subject, text="Waarom?",
            address=self._address(where),
            about_group=self.groups[about] if about and is_complaint else None,
        )  # fmt: skip
        village = self.village
        expected = village.by_address("question", where, self.now)
        if subject in ("complaint", "decision"):
            reason = {"complaint": "complaint", "decision": "objection"}[subject]
            expected = (None, "coordinators", "open", reason, False)
        of = village.groups.get(about or where) if is_complaint else None
        row = questions.submit_question(data, now=self.now)
        stand = village.stands(expected, self.now)
        self._submitted(row, stand, where, subject=subject, about=of)
        assert questions.submit_question(data, now=self.now + A_MOMENT).pk == row.pk

    @rule(with_email=st.booleans(), pick=number)
    def has_an_idea_for_a_group(self, with_email: bool, pick: int) -> None:
        self.now += A_MOMENT
        data = new_groups.NewGroupData(
            **self._contact(with_email, pick), streets="Nieuwstraat", wants_to_manage="maybe"
        )
        row = new_groups.submit_new_group(data, now=self.now)
        where = (None, "coordinators", "open", "new_group", False)
        self._submitted(row, self.village.stands(where, self.now), "")

    @precondition(lambda self: self.village.asks)
    @rule(pick=number, is_me=st.booleans())
    def uses_the_mailed_link(self, pick: int, is_me: bool) -> None:
        self.now += A_MOMENT
        ask = self._ask(pick)
        link = Link.objects.filter(purpose=CONFIRM, subject_id=ask.pk).first() if ask else None
        if ask is None or link is None:
            return
        act = confirming.confirm_email if is_me else confirming.refuse_email
        try:
            if is_me:
                self.village.confirm(ask)
            else:
                self.village.refuse(ask, self.now)
            expected = True
        except No:
            expected = False
        assert act(link, now=self.now) == expected

    @precondition(lambda self: self.village.asks)
    @rule(pick=number, text=st.sampled_from(["Nummer 12.", "Ja."]), noted=st.booleans(), who=number)
    def answers(self, pick: int, text: str, noted: bool, who: int) -> None:
        self.now += A_MOMENT
        ask = self._ask(pick, "open")
        assert ask
        by = self._somebody(who, ask) if noted else None
        user = self._user(by) if by else None
        self._both(
            lambda: conversation.reply(self._row(ask), text=text, now=self.now, noted_by=user),
            lambda: self.village.reply(ask, text, self.now, by),
        )

    @precondition(lambda self: self.village.asks)
    @rule(pick=number, noted=st.booleans(), who=number)
    def withdraws(self, pick: int, noted: bool, who: int) -> None:
        self.now += A_MOMENT
        ask = self._ask(pick)
        assert ask
        by = self._somebody(who, ask) if noted else None
        user = self._user(by) if by else None
        self._both(
            lambda: conversation.withdraw(self._row(ask), now=self.now, by=user),
            lambda: self.village.withdraw(ask, self.now, by),
        )

    # --- Beheerders and coordinators -------------------------------------------------------

    @precondition(lambda self: self.village.asks)
    @rule(pick=number, who=number, act=st.sampled_from(["approve", "decline", "undo", "added"]))
    def decides(self, pick: int, who: int, act: str) -> None:
        self.now += A_MOMENT
        fitting = {"approve": ("open",), "decline": ("open", "waiting"),
                   "undo": ("approved", "declined"), "added": ("approved",)}  # fmt: skip
        ask = self._ask(pick, *fitting[act])
        assert ask
        by, village, row = self._somebody(who, ask), self.village, self._row(ask)
        user, now = self._user(by), self.now
        portal: dict[str, Callable[[], object]] = {
            "approve": lambda: deciding.approve(row, by=user, now=now),
            "decline": lambda: deciding.decline(row, reason="other", note="", by=user, now=now),
            "undo": lambda: deciding.undo_decision(row, by=user, now=now),
            "added": lambda: deciding.mark_added(row, by=user, now=now),
        }
        told: dict[str, Callable[[], object]] = {
            "approve": lambda: village.approve(ask, by, now),
            "decline": lambda: village.decline(ask, by, now),
            "undo": lambda: village.undo_decision(ask, by, now),
            "added": lambda: village.mark_added(ask, by, now),
        }
        self._both(portal[act], told[act])

    @precondition(lambda self: self.village.asks)
    @rule(pick=number, who=number, act=st.sampled_from(TALK))
    def talks(self, pick: int, who: int, act: str) -> None:
        self.now += A_MOMENT
        ask = self._ask(pick, {"reopen": "declined", "keep": "waiting"}.get(act, "open"))
        assert ask
        by, village, row = self._somebody(who, ask), self.village, self._row(ask)
        user, now = self._user(by), self.now
        portal: dict[str, Callable[[], object]] = {
            "ask": lambda: conversation.ask_back(row, text="Waar?", by=user, now=now),
            "answer": lambda: questions.answer(row, text="Morgen.", by=user, now=now),
            "close": lambda: questions.close(row, note="Niemand thuis.", by=user, now=now),
            "found": lambda: new_groups.found_group(
                row, group=self.groups["Oost"], by=user, now=now
            ),
            "reopen": lambda: conversation.reopen(row, by=user, now=now),
            "keep": lambda: waiting_list.keep_waiting(row, by=user, now=now),
        }
        told: dict[str, Callable[[], object]] = {
            "ask": lambda: village.ask_back(ask, by, now),
            "answer": lambda: village.answer(ask, by, now),
            "close": lambda: village.close(ask, by, now),
            "found": lambda: village.found(ask, village.groups["Oost"], by, now),
            "reopen": lambda: village.reopen(ask, by, now),
            "keep": lambda: village.keep_waiting(ask, by, now),
        }
        self._both(portal[act], told[act])

    @precondition(lambda self: self.village.asks)
    @rule(pick=number, who=number, to=st.none() | groups)
    def forwards(self, pick: int, who: int, to: str | None) -> None:
        self.now += A_MOMENT
        ask = self._ask(pick, "open", "waiting")
        assert ask
        by, now = self._somebody(who, ask), self.now
        user, there = self._user(by), self.groups[to] if to else None
        self._both(
            lambda: forwarding.forward(self._row(ask), to=there, note="", by=user, now=now),
            lambda: self.village.forward(ask, self.village.groups[to] if to else None, by, now),
        )

    @precondition(lambda self: any(ask.moves for ask in self.village.asks.values()))
    @rule(pick=number, own=st.booleans(), who=number)
    def takes_back_what_was_forwarded(self, pick: int, own: bool, who: int) -> None:
        self.now += A_MOMENT
        moved = [ask for ask in self.village.asks.values() if ask.moves]
        ask = moved[pick % len(moved)]
        which = len(ask.moves) - 1 - (who % 2 if len(ask.moves) > 1 else 0)
        by = ask.moves[which].by if own else None
        by = by or self._somebody(who, ask)
        handover = Handover.objects.filter(request=ask.pk).order_by("pk")[which]
        user = self._user(by)
        self._both(
            lambda: forwarding.undo_forward(handover, by=user, now=self.now),
            lambda: self.village.undo_forward(ask, which, by, self.now),
        )

    @precondition(lambda self: any(ask.calls for ask in self.village.asks.values()))
    @rule(pick=number, who=number, reached=st.booleans())
    def calls(self, pick: int, who: int, reached: bool) -> None:
        self.now += A_MOMENT
        asks = [ask for ask in self.village.asks.values() if ask.calls]
        ask = asks[pick % len(asks)]
        call = ask.calls[pick // 7 % len(ask.calls)]
        task = CallTask.objects.filter(
            request=ask.pk, about=call.about, from_at=call.starts, done_at__isnull=not call.done
        ).select_related("request")[0]
        by = self._somebody(who, ask)
        user = self._user(by)
        self._both(
            lambda: calls.finish_call(task, reached=reached, by=user, now=self.now),
            lambda: self.village.finish_call(ask, call, by, self.now),
        )

    # --- Appointments and groups -----------------------------------------------------------

    @rule(
        who=number,
        group=groups,
        role=st.sampled_from(["beheerder", "deputy"]),
        at_once=st.booleans(),
    )
    def is_appointed(self, who: int, group: str, role: str, at_once: bool) -> None:
        self.now += A_MOMENT
        people = self.village.people
        person, at = people[who % len(people)], self.village.groups[group]
        staff = [one for one in people if one.staff]
        by = self._user(staff[who % len(staff)]) if staff else None
        if by is None:
            return
        allowed = self.village.may_appoint(person, at)
        try:
            row = appointments.appoint(
                email=person.email, name="", group=self._group(group), role=role, by=by,
                now=self.now,
            )  # fmt: skip
        except Refused:
            assert not allowed
            return
        assert allowed
        post = Post(row.pk, person, at, role, self.now)
        self.village.appoint(post, self.now)
        if at_once:
            self.now += A_MOMENT
            self._accepts(post, person)

    def _group(self, name: str) -> WatchGroup:
        return WatchGroup.objects.get(name=name)

    @precondition(lambda self: self.village.posts)
    @rule(pick=number, who=number)
    def accepts(self, pick: int, who: int) -> None:
        self.now += A_MOMENT
        invited = [post for post in self.village.posts if not post.accepted]
        posts = invited or self.village.posts
        post = posts[pick % len(posts)]
        people = [one for one in self.village.people if one.open]
        by = post.who if who % 4 else people[who % len(people)]
        if by.open:  # who cannot log in accepts nothing
            self._accepts(post, by)

    def _accepts(self, post: Post, by: Person) -> None:
        row = Appointment.objects.select_related("group").get(pk=post.pk)
        self._both(
            lambda: appointments.accept(row, by=self._user(by), now=self.now),
            lambda: self.village.accept(post, by, self.now),
        )

    @precondition(lambda self: self.village.posts)
    @rule(pick=number, who=number, meant=st.booleans())
    def an_appointment_ends(self, pick: int, who: int, meant: bool) -> None:
        self.now += A_MOMENT
        post = self.village.posts[pick % len(self.village.posts)]
        staff = [one for one in self.village.people if one.staff]
        if not staff:
            return
        by = staff[who % len(staff)]
        row = Appointment.objects.select_related("group").get(pk=post.pk)
        self._both(
            lambda: appointments.end(row, by=self._user(by), now=self.now, leave_alone=meant),
            lambda: self.village.end(post, by, self.now, meant=meant),
        )

    @precondition(lambda self: self.village.posts)
    @rule(pick=number, days=st.none() | st.integers(0, 20))
    def is_away(self, pick: int, days: int | None) -> None:
        self.now += A_MOMENT
        who = self.village.posts[pick % len(self.village.posts)].who
        until = None if days is None else model.same_time(self.now, days).date()
        if who.open:
            own_settings.set_away(self._user(who), until=until, now=self.now)
            self.village.set_away(who, until, self.now)

    @rule(who=number, closes=st.booleans())
    def an_account_closes_or_opens(self, who: int, closes: bool) -> None:
        person = self.village.people[who % len(self.village.people)]
        person.open = not closes
        user = self._user(person)
        if closes:
            close_account(user, by=None)
        else:
            User.objects.filter(pk=user.pk).update(is_active=True)

    @rule(group=groups, paused=st.booleans(), who=number)
    def a_group_is_paused_or_opened(self, group: str, paused: bool, who: int) -> None:
        self.now += A_MOMENT
        at, row = self.village.groups[group], self._group(group)
        by = self.village.people[who % len(self.village.people)]
        chosen = watchgroups.GroupSettings(
            way_of_adding=row.way_of_adding, welcome_text=row.welcome_text, paused=paused
        )
        watchgroups.save_own_settings(row, chosen, by=self._user(by), now=self.now)
        opened = at.status == "paused" and not paused
        if at.status in ("active", "paused"):
            at.status = "paused" if paused else "active"
        if opened:
            self.village.hand_to_group(at, by, self.now)

    @rule(group=groups, status=st.sampled_from(["starting", "active", "active", "archived"]))
    def a_group_gets_another_status(self, group: str, status: str) -> None:
        self.village.groups[group].status = status
        WatchGroup.objects.filter(name=group).update(status=status)

    @rule(group=groups, places=st.none() | st.integers(1, 2))
    def a_group_gets_a_number_of_places(self, group: str, places: int | None) -> None:
        self.village.groups[group].places = places
        WatchGroup.objects.filter(name=group).update(capacity=places)

    @rule(
        who=number, moment=st.sampled_from(["at_once", "daily", "late"]),
        quiet=st.sampled_from([(0, 0), (21, 8), (22, 2), (1, 3), (9, 17)]),
        hour=st.sampled_from([0, 2, 9, 19, 23]),
    )  # fmt: skip
    def chooses_when_to_hear(
        self, who: int, moment: str, quiet: tuple[int, int], hour: int
    ) -> None:
        person = self.village.people[who % len(self.village.people)]
        person.moment, person.quiet, person.daily_hour = moment, quiet, hour
        NoticeSettings.objects.update_or_create(
            user=self.users[person.email],
            defaults={
                "moment": moment, "quiet_from": quiet[0], "quiet_until": quiet[1],
                "daily_hour": hour,
            },
        )  # fmt: skip

    # --- The clock -------------------------------------------------------------------------

    @rule(wait=waits, bounces=st.booleans(), twice=st.booleans())
    def time_passes(self, wait: timedelta, bounces: bool, twice: bool) -> None:
        """The timetable runs, perhaps twice at one moment, and the mails leave."""
        self.now += wait
        self._tick()
        if twice:
            tick(now=self.now)  # the model does nothing
        if bounces:
            self._one_bounces()
        self.village.deliver(self.now)
        deliver_due(now=self.now)
        self._read_the_mail()
        self._every_open_request_has_a_date_to_come()

    @rule(wait=waits)
    def time_passes_and_nothing_runs(self, wait: timedelta) -> None:
        self.now += wait

    def _tick(self) -> None:
        tick(now=self.now)
        self.village.tick(self.now)

    def _one_bounces(self) -> None:
        """The mail server will never take one of the mails to a resident."""
        queued = Mail.objects.due(self.now).filter(link_path__in=TO_RESIDENT)
        row = queued.filter(key__startswith="request-").first()
        if row is None:
            return
        kind, pk = row.key.split("-")[2], int(row.key.split("-")[1])
        if self.village.asks[pk].email != row.to:
            return
        Mail.objects.filter(pk=row.pk).update(state=MailState.FAILED, due=self.now)
        mine = next(
            one
            for one in self.village.mails
            if (one.pk, one.kind, one.to) == (pk, kind, row.to) and one.at == row.due
        )
        self.village.mails.remove(mine)
        self.village.bounced.append(model.replace(mine, at=self.now))
        self.seen.add(row.message_id)

    def _read_the_mail(self) -> None:
        """What left, by what it was about; nothing leaves twice."""
        ids = {one.message_id: one.key for one in Mail.objects.exclude(state="queued")}
        for letter in letters.outbox:
            message_id = letter.extra_headers["Message-ID"]
            assert message_id not in self.seen
            self.seen.add(message_id)
            what, _, rest = ids[message_id].partition("-")
            if what not in ABOUT_REQUESTS:
                continue
            pk, _, rest = rest.partition("-")
            kind = {"digest": "digest", "waiting": "review"}.get(what, rest.split("-")[0])
            on = int(pk) if what in ("request", "appointment") else 0
            news = letter.subject.startswith("Er is nieuws")
            self.left[on, kind, letter.to[0], news] += 1
        letters.outbox.clear()

    # --- What always holds -----------------------------------------------------------------

    def _every_open_request_has_a_date_to_come(self) -> None:
        open_ones = ResidentRequest.objects.not_ended()
        assert not open_ones.filter(due_at__lte=self.now).exists()
        manned = Appointment.objects.active(self.now).values("group")
        assert not open_ones.filter(owner="group").exclude(group__in=manned).exists()

    @invariant()
    def each_stands_where_it_should(self) -> None:
        rows = ResidentRequest.objects.select_related("group", "decided_by").in_bulk()
        assert rows.keys() == self.village.asks.keys()
        for pk, ask in self.village.asks.items():
            row, stand = rows[pk], ask.stand
            assert row.state in model.LEGAL[row.kind]
            assert row.owner in ("group", "coordinators")
            assert row.due_at is not None
            assert row.subject != "complaint" or (row.owner, row.group) == ("coordinators", None)
            assert row.state != "waiting" or row.owner == "coordinators"
            assert bool(row.anonymised_at) == ask.forgotten
            told = {
                "state": (row.state, stand.state),
                "owner": (row.owner, stand.owner),
                "group": (row.group and row.group.name, stand.group and stand.group.name),
                "reason": (row.route_reason, stand.reason),
                "due": (row.due_at, stand.due),
                "turn": (row.waiting_on, stand.turn),
                "since": (row.ladder_from, stand.since),
                "step": (row.ladder_step, stand.step),
                "escalated": (row.escalated_at, stand.escalated),
                "email": (row.email, ask.email),
                "confirmed": (bool(row.email_confirmed_at), ask.confirmed),
                "decided": (row.decided_at, ask.decided),
                "by": (row.decided_by and row.decided_by.email,
                       ask.decided_by and ask.decided_by.email),
                "undo": (row.undo_until, ask.undo_until),
            }  # fmt: skip
            wrong = {what: pair for what, pair in told.items() if pair[0] != pair[1]}
            assert wrong == {}, row

    @invariant()
    def everybody_who_has_no_mail_is_called_once(self) -> None:
        told = Counter(
            (ask.pk, call.about, call.starts, call.late, call.done)
            for ask in self.village.asks.values()
            for call in ask.calls
        )
        rows = CallTask.objects.values_list("request", "about", "from_at", "due_at", "done_at")
        assert Counter((*row[:4], bool(row[4])) for row in rows) == told

    @invariant()
    def every_mail_that_was_due_left_once(self) -> None:
        assert self.left == self.village.sent

    @invariant()
    def every_act_left_one_line_with_its_name(self) -> None:
        lines = Entry.objects.filter(subject__startswith="request:")
        found = Counter(
            (int(subject.split(":")[1]), verb, by or "")
            for subject, verb, by in lines.values_list("subject", "verb", "by__email")
        )
        assert found == self.village.lines


@pytest.fixture
def one_by_one() -> Iterator[None]:
    """The guard against reads in a loop sees one visit, not hundreds of days."""
    with zeal.zeal_ignore():
        yield


def test_whatever_people_and_the_clock_do_every_request_has_an_owner_and_an_end(
    db: None, one_by_one: None
) -> None:
    run_state_machine_as_test(
        LivedVillage,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=not LONG,
            suppress_health_check=list(HealthCheck),
            print_blob=LONG,
            database=None,
        ),
    )
